"""Pages as `AppTest` runs them: through the main script, without a browser.

`AppTest` knows no cookies, so whoever opens a page is signed in first and the token put where the
page would read the cookie; all the rest is as in a browser.
"""

import gc
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.store.database import Store
from pages.kit import session, site
from tests.kit import links, signed_in
from tests.pages import under_review

NAME = "own.duckdb"
MAIN = session.ROOT / "pages" / "shell" / "main.py"
Opener = Callable[..., AppTest]
"""`open_page("county", unit="430626", lang="en")`: the app after its first run on that link.

Opened by a reviewer of the whole province, or `as_="demo-county"`; `as_=None` is nobody.
"""


Tokens = dict[str | None, str]
"""Of who came in, by account."""


@pytest.fixture(scope="module")
def came_in() -> Iterator[dict[Path, Tokens]]:
    """Who came into the databases that a module's tests only look at, each of them once: a database
    stays open, and its scores computed, from one test to the next."""
    yield defaultdict(dict)
    _let_go()


@pytest.fixture
def open_page(
    demo_database: Path, came_in: dict[Path, Tokens], monkeypatch: pytest.MonkeyPatch
) -> Opener:
    """Opens a link into the demonstration province."""
    return _links(demo_database, monkeypatch, came_in[demo_database])


@pytest.fixture(scope="module")
def nothing(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(empty_database, tmp_path_factory.mktemp("nothing") / NAME))


@pytest.fixture
def open_nothing(
    nothing: Path, came_in: dict[Path, Tokens], monkeypatch: pytest.MonkeyPatch
) -> Opener:
    """Opens a link into a database nobody has put anything in yet, the same for all who look."""
    return _links(nothing, monkeypatch, came_in[nothing])


@pytest.fixture
def open_empty(
    empty_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Opens a link into a database of the test's own, in which there is nothing yet."""
    yield from opener(empty_database, tmp_path, monkeypatch)


def opener(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens links into a database of the test's own, which begins as `template`."""
    with in_memory(template, tmp_path, monkeypatch):
        yield _links(tmp_path / NAME, monkeypatch, {})


def file_opener(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens links into a file of the test's own: for what lies beside it, or is large."""
    yield _links(database, monkeypatch, {})
    _let_go()


@contextmanager
def in_memory(template: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Has pages open a store in memory that begins as `template`, under a name in `folder`."""
    store = Store(begins_as=template)
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(folder / NAME))
    monkeypatch.setattr(session, "_opened", lambda _: store)
    yield store
    session.let_go(folder / NAME)
    store.close()


@pytest.fixture(scope="module")
def reviewed_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The province of `under_review`, in a file."""
    file = tmp_path_factory.mktemp("reviewed") / NAME
    under_review.build(file)
    return file


def _let_go() -> None:
    """DuckDB lets go of a file when nothing refers to its store any more."""
    session.let_go()
    gc.collect()


def _links(database: Path, monkeypatch: pytest.MonkeyPatch, tokens: Tokens) -> Opener:
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(database))

    def open_link(
        page: str = site.FIRST, *, as_: str | None = signed_in.REVIEWER, **codes: str
    ) -> AppTest:
        if as_ is not None and as_ not in tokens:
            tokens[as_] = signed_in.token(session.store(), as_, session.door())
        monkeypatch.setattr(session, "cookie", lambda: tokens.get(as_))
        app = AppTest.from_file(MAIN, default_timeout=60)
        for name, code in codes.items():
            app.query_params[name] = code
        if page != site.FIRST:
            links.follow(app, page)
        return app.run()

    return open_link
