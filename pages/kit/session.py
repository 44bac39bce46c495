"""What outlives one run of a page, and whose it is.

Everyone's       the store and the framework, opened once per process
One person's     who they are, by the cookie of the visit; asked again at every click
One run's        what follows from these: resolved once in it, by `script_run`
One link's       language, period, strength, scope, unit: codes in the URL, so it can be sent on

A page that must remember something uses one of these or does without. Nothing but this module,
`pickers` and `url_widgets` touches what is kept, the session or the URL.

One module: a second place that remembers would be a second truth about who looks and at what.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache, wraps
from pathlib import Path
from threading import RLock
from typing import Any, NoReturn, ParamSpec, TypeVar
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assessment.errors import AssessmentError, NotAllowed, Rejected
from assessment.field.teams import columns_in_words
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import refusal_words
from assessment.kernel.actors import Actor
from assessment.kernel.places import ROOT
from assessment.office.audit_trail import audit
from assessment.office.people.session_manager import NotSignedIn, SessionManager, Signed
from assessment.scores.basis import basis
from assessment.store.database import Store, default_file
from assessment.units import setup
from pages.kit import menu_pages, script_run, site

T = TypeVar("T")
Drawn = ParamSpec("Drawn")

STATIC = ROOT / "pages" / "server" / "static"
BOUNDARIES = ROOT / "data" / "boundaries"
ICON = str(STATIC / "icon.png")

LIVE, PUBLISHED = "live", "published"
"""What is looked at, as `?basis=` has it."""

COOKIE = "six_strengths"
"""Holds a session's random token, and nothing that means anything elsewhere."""

LONGEST_NUMBER = 18
"""Digits the database has room for."""

CARRIED = ("lang", "period", "basis")
"""Codes that every link inside the app takes along, whatever page it leads to."""


_STORES: dict[Path, Store] = {}
_DOORS: dict[Path, SessionManager] = {}
_TURN = RLock()
"""What is everyone's, by database file: not in Streamlit's caches, which can be emptied."""


def store() -> Store:
    """The database, opened once per process. `DatabaseBusy` when another process has it."""
    file = default_file()
    return script_run.once("store", (file,), lambda: _opened(file))


def _opened(file: Path) -> Store:
    with _TURN:
        if file not in _STORES:
            _STORES[file] = Store(file)
        return _STORES[file]


def let_go(file: Path | None = None) -> None:
    """Forget a database and who is in it, or all: DuckDB lets go of what nothing refers to."""
    with _TURN:
        for each in [file] if file else [*_STORES, *_DOORS]:
            _STORES.pop(each, None)
            _DOORS.pop(each, None)


def close_store() -> None:
    """Let go of the database at the end; who asks for it after that opens it anew."""
    _opened(default_file()).close()
    let_go(default_file())


def framework() -> Framework:
    """The framework of the period looked at: as it was published, or pinned when it was opened.

    Where it was neither, as the file says it now; an edit counts from the next click on. Raises
    `Rejected` while the file is broken, with everything that is wrong in it.
    """
    kept = _kept_fingerprint()
    if kept is None:
        return written_framework()
    return script_run.once(
        "framework", (kept, actor()), lambda: basis.framework_of(store(), actor(), kept)
    )


def data_source() -> basis.DataSource:
    """What scores are read from, for every service that reads them. Raises as `framework`."""
    return basis.DataSource(store(), framework())


def written_framework() -> Framework:
    """The framework as the file says it now. It is for whoever watches the server and is nobody,
    and for the rules of liaison, which hold on a day and not for a period.

    Raises `Rejected` while the file is broken.
    """
    mark = _file_fingerprint()
    return script_run.once("written_framework", (mark,), lambda: _read(framework_file(), mark))


def fingerprint() -> str:
    """What tells this version of the framework from another, for whoever compares two exports."""
    return _kept_fingerprint() or _file_fingerprint()


def _kept_fingerprint() -> str | None:
    """Of the text the period looked at was published or opened with; None: the file counts."""
    who, period = actor(), chosen("period")
    if period is None or not who.has(basis.READ):
        return None
    return script_run.once(
        "kept_fingerprint",
        (who, period, store().writes),
        lambda: basis.fingerprint_of(store(), who, period),
    )


def _file_fingerprint() -> str:
    file = framework_file()
    return script_run.once(
        "file_fingerprint",
        (file,),
        lambda: loader.fingerprint(file.read_bytes() if file.is_file() else b""),
    )


def framework_text() -> str:
    """The framework as it is written now, to be kept with what is run by it."""
    return framework_file().read_bytes().decode("utf-8")


def framework_file() -> Path:
    return Path(os.environ.get("SIX_STRENGTHS_FRAMEWORK", loader.DEFAULT))


@lru_cache(maxsize=4)
def _read(file: Path, fingerprint: str) -> Framework:
    """`fingerprint` is there to be part of the cache's key."""
    return loader.load(file)


def door() -> SessionManager:
    """Who lets people in: one for the process, for it remembers when each was last here."""
    return _attended(default_file())


def _attended(file: Path) -> SessionManager:
    with _TURN:
        if file not in _DOORS:
            _DOORS[file] = SessionManager(_opened(file))
        return _DOORS[file]


def cookie() -> str | None:
    """What this visit's cookie held when its WebSocket was opened."""
    token: str | None = st.context.cookies.get(COOKIE)
    return token


def signed() -> Signed:
    """Who is signed in. Raises `NotSignedIn` from the click on that the session is over."""
    token = cookie()
    return script_run.once("signed", (token, store().writes), lambda: door().resume(token))


def actor() -> Actor:
    """Who is asking, with the scope they have now. Raises `NotSignedIn`."""
    who, live = signed().actor, wants_live()
    return script_run.once(
        "actor", (who, live), lambda: replace(who, live=live and who.has("score.read_live"))
    )


def later(make: Callable[[], T]) -> Callable[[], T]:
    """`make`, wrapped for when a button for a file is pressed. That runs outside a run, with what
    was known when the page was drawn. Raises there when somebody has signed out since, or got
    another scope."""
    token, then = cookie(), signed().actor

    def made() -> T:
        now = door().resume(token).actor
        if now != then:
            raise NotAllowed(actor=now.name, verb="directory.read", subject="*")
        return make()

    return made


def sign_out() -> NoReturn:
    """End the session, in every tab. The run ends here, and the next one says so."""
    door().leave(cookie())
    st.rerun()


def view_as(account: str) -> NoReturn:
    """Look through somebody's eyes, beginning where they begin."""
    door().view_as(cookie(), account)
    go(site.home(actor()))


def view_own() -> NoReturn:
    """Be oneself again, where one begins."""
    door().view_own(cookie())
    go(site.home(actor()))


def leave_word(name: str, word: object) -> NoReturn:
    """Run anew, and say `word` then, once: `word_left` takes it away."""
    st.session_state[f"word_{name}"] = word
    st.rerun()


def word_left(name: str) -> Any:
    """What was left to be said under `name`; None where nothing was, or it has been said."""
    return st.session_state.pop(f"word_{name}", None)


def address() -> str:
    """What a link to us begins with for others: host and base path, and no slash at the end."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}{site.BASE}" if parts.netloc else site.BASE


def wants_live() -> bool:
    """Whether those who may see what was filed since the last publication want to."""
    return chosen("basis") != PUBLISHED


def is_demonstration() -> bool:
    return setup.is_demonstration(store())


def messages() -> Messages:
    """The language of the link, of the session, or the first one we speak."""
    return script_run.once(
        "messages", (), lambda: Messages(chosen("lang") or next(iter(LANGUAGES)))
    )


def chosen(name: str) -> str | None:
    """The code this link or, where the link is silent, this session has for `name`."""
    return st.query_params.get(name) or st.session_state.get(_memory(name))


def in_link(name: str) -> str | None:
    """The code this very link has for `name`, whatever was chosen elsewhere."""
    code: str | None = st.query_params.get(name)
    return code


def choose(name: str, code: str) -> None:
    """Keep a code in the URL, and in the session for links that do not mention it."""
    st.session_state[_memory(name)] = code
    script_run.forget("messages")
    show(name, code)


def show(name: str, code: str) -> None:
    """Put a code in the URL alone: the link is whole, and no other page follows it.

    An empty one is taken out of it.
    """
    if st.query_params.get(name, "") == code:
        return
    if code:
        st.query_params[name] = code
    else:
        del st.query_params[name]


def arrived(page: str) -> None:
    """Record which page runs, before anything asks for the period. Whoever looks at the results of
    one year may be filing or reviewing another, and each is remembered for its own kind of page."""
    st.session_state["side"], st.session_state["page"] = _side(page), page


def page_shown() -> str:
    """The name of the page that runs."""
    return str(st.session_state.get("page", site.FIRST))


def _side(page: str) -> str:
    return "results" if site.PAGES[page].folder == "view" else "work"


def _memory(name: str, side: str | None = None) -> str:
    """Not the widget's own key: Streamlit forgets that when its widget leaves the page."""
    if name == "period":
        return f"chosen_period_{side or st.session_state.get('side')}"
    return f"chosen_{name}"


def turn(name: str) -> int:
    """How often what is typed under `name` was begun anew: part of its widgets' keys."""
    return int(st.session_state.get(f"turn_{name}", 0))


def begin_anew(name: str) -> None:
    """Let every widget of `name` be a new one, with the number it starts from."""
    st.session_state[f"turn_{name}"] = turn(name) + 1


def starts_as(key: str, value: Any) -> None:
    """What a widget holds when first shown. Given as its default, it could not be emptied."""
    st.session_state.setdefault(key, value)


def retype(key: str, value: Any) -> None:
    """Have a widget hold something else, before it is shown: what it held is not offered now."""
    st.session_state[key] = value


def typed(key: str, otherwise: Any) -> Any:
    """What a widget that stays while others are shown holds; `otherwise` before it was shown."""
    return st.session_state.get(key, otherwise)


def carried(page: str, **codes: str) -> Mapping[str, str]:
    """The query of a link to a page: `codes`, and what every link takes along."""
    side = _side(page)
    here = side == st.session_state.get("side")
    kept = {
        name: chosen(name)
        if here or name != "period"
        else st.session_state.get(_memory(name, side))
        for name in CARRIED
        if name != "period" or not site.PAGES[page].is_of_today
    }
    return {name: code for name, code in kept.items() if code} | codes


def go(page: str, **codes: str) -> NoReturn:
    """Open another page, such as `go("county", unit="430626")`. The run ends here."""
    st.switch_page(file_of(page), query_params=carried(page, **codes))


def link(page: str, label: str, *, wide: bool = False, **codes: str) -> None:
    """A link to another page that can be opened in a new tab and sent on."""
    st.page_link(
        menu_pages.linked(page, messages().lang),
        label=plain(label),
        query_params=carried(page, **codes),
        width="stretch" if wide else "content",
    )


def within(page: str, label: str, *, key: str, **codes: str) -> None:
    """Go elsewhere in the page one is on. A link there would leave the address as it is, and the
    next press would lead back."""
    if st.button(plain(label), key=key, type="tertiary"):
        go(page, **codes)


def file_of(page: str) -> str:
    """A page's script by its path: so Streamlit knows it."""
    return str(site.PAGES[page].file)


def reasons(error: AssessmentError) -> list[str]:
    """Why something was not saved, one sentence a reason."""
    t = messages()
    if isinstance(error, Rejected):
        return [t(problem.key, **problem.facts) for problem in error.problems]
    return [t(error.key, **refusal_words.without_folders(error))]


@contextmanager
def explaining(tell: Callable[[AssessmentError], None] | None = None) -> Iterator[None]:
    """Turn an `AssessmentError` into a sentence, or into what `tell` draws. Any other exception is
    a bug: let it crash."""
    try:
        yield
    except NotSignedIn as error:
        _ask_to_sign_in(error)
    except AssessmentError as error:
        if isinstance(error, NotAllowed):
            _record(error)
        (tell or _tell)(error)
        st.stop()


def _tell(error: AssessmentError) -> None:
    t = messages()
    st.error(plain(t(error.key, **refusal_words.for_readers(error, t))))
    if isinstance(error, Rejected):
        for problem in error.problems:
            with st.container(border=True, gap="xxsmall"):
                st.markdown(plain(t(problem.key, **columns_in_words.facts(problem, t))))
                st.caption(plain(f"{problem.place}  [{problem.code}]"))


def fragment(draw: Callable[Drawn, None]) -> Callable[Drawn, None]:
    """A part of a page that runs alone when something in it is pressed: as a page does, for whoever
    is signed in, with what goes wrong explained."""

    @st.fragment
    @wraps(draw)
    def drawn(*args: Drawn.args, **kwargs: Drawn.kwargs) -> None:
        with explaining():
            signed()
            draw(*args, **kwargs)

    return drawn


def _record(error: NotAllowed) -> None:
    """Whoever is refused something is in the audit with it."""
    with suppress(AssessmentError):
        audit.refused(store(), actor(), error)


def _ask_to_sign_in(error: NotSignedIn) -> NoReturn:
    """A sentence and the way in, and nothing else: what the page showed goes too."""
    context = get_script_run_ctx()
    if context is not None and context.fragment_ids_this_run:
        # A part of the page ran alone, and the rest would stay.
        st.rerun(scope="app")
    t = messages()
    st.info(t(error.key))
    st.link_button(t("sign_in.sign_in_again"), f"{site.BASE}/login?lang={t.lang}", type="primary")
    st.stop()


def whole(text: str) -> int | None:
    """A whole number in a link; None of what is none, or longer than any number we have given.

    >>> whole("12"), whole("-1"), whole("二"), whole("9" * 5000)
    (12, None, None, None)
    """
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return int(text) if is_number else None


def plain(text: str) -> str:
    """Text as it is, where Streamlit would read Markdown in it.

    >>> print(plain("file_a.xlsx *net* [x] costs $5"))
    file\\_a.xlsx \\*net\\* \\[x\\] costs \\$5
    """
    return re.sub(r"([\\`*_{}\[\]<>#$~|:])", r"\\\1", text)
