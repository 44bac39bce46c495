"""The scope-leak matrix over pages: every role in two scopes, every page, every kind of link.

All of it runs in one process and in a shuffled order, so that whatever one person's visit left in a
cache is there when the next one looks.
"""

import gc
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.office.people import accounts
from assessment.office.people.session_manager import NotSignedIn
from assessment.store.database import Store
from pages.kit import session, site
from tests.guards.leaks import at_work, canaries
from tests.guards.leaks.at_work import UNDER_WAY
from tests.guards.leaks.canaries import (
    EAST,
    FAR,
    LATE,
    NAMES,
    NEIGHBOUR,
    OWN,
    PEOPLE,
    WEST,
    scope_of,
)
from tests.guards.leaks.sent import sent, texts_of
from tests.kit import links
from tests.kit.signed_in import HERE

MAIN = session.ROOT / "pages" / "shell" / "main.py"

LINKS: dict[str, dict[str, str]] = {
    "plain": {},
    "English": {"lang": "en"},
    "own county": {"unit": OWN},
    "a neighbour": {"unit": NEIGHBOUR, "other_unit": NEIGHBOUR},
    "far away": {"unit": FAR, "other_unit": FAR, "problem": "VEN-01"},
    "the other prefecture": {"scope": f"prefecture:{WEST}"},
    "the first prefecture": {"scope": f"prefecture:{EAST}", "strength": "venues"},
    "what was filed last": {"basis": "live", "unit": FAR},
    "what is published": {"basis": "published", "unit": OWN},
    "the year before": {"period": "2023"},
    "a finding far away": {"finding": str(1 + list(NAMES).index(FAR)), "part": "all"},
    "a neighbour's finding": {"finding": str(1 + list(NAMES).index(NEIGHBOUR)), "part": "all"},
    "a team far away": {"team": f"t{FAR}", "of": f"t{FAR}.{FAR}", "part": "rates"},
    "what was decided": {"part": "confirmed", "scope": f"prefecture:{WEST}", "problem": "VEN-01"},
    "the period under way": {"period": UNDER_WAY, "unit": FAR, "field": "meetings_n"},
    "a day": {"day": "2024-05-04", "unit": FAR, "leaf": "1"},
}
"""What somebody may type behind a page's name."""

MIDDLES = (5, 6)
"""Whose number may be the median of all, which is told without a name."""

SHUFFLES = (3, 14)


@dataclass(frozen=True, slots=True)
class Visit:
    person: str
    page: str
    link: str


@pytest.fixture(scope="module")
def database(canary_file: Path, canary_rules: Path, canary_framework: Framework) -> Iterator[Path]:
    """The application's own database and framework are those of the canaries, at work."""
    store = Store(canary_file)
    at_work.begin(store, canary_framework, canary_rules.read_text("utf-8"))
    store.close()
    del store
    gc.collect()
    kept = {name: os.environ.get(name) for name in ("SIX_STRENGTHS_DB", "SIX_STRENGTHS_FRAMEWORK")}
    os.environ["SIX_STRENGTHS_DB"] = str(canary_file)
    os.environ["SIX_STRENGTHS_FRAMEWORK"] = str(canary_rules)
    yield canary_file
    session.let_go()
    gc.collect()
    for name, value in kept.items():
        if value is None:
            os.environ.pop(name)
        else:
            os.environ[name] = value


@pytest.fixture
def opened(database: Path, monkeypatch: pytest.MonkeyPatch) -> "Opened":
    return Opened(monkeypatch)


class Opened:
    """Opens pages as somebody; sessions are begun once and kept."""

    tokens: ClassVar[dict[str, str]] = {}

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, person: str | None, page: str, **codes: str) -> AppTest:
        if person is not None and person not in self.tokens:
            self.tokens[person] = session.door().enter_vouched("proxy", person, HERE)
        token = None if person is None else self.tokens[person]
        self._monkeypatch.setattr(session, "cookie", lambda: token)
        app = AppTest.from_file(MAIN, default_timeout=60)
        for name, code in codes.items():
            app.query_params[name] = code
        if page != site.FIRST:
            links.follow(app, page)
        return app.run()


def leaks(visit: Visit, app: AppTest) -> Iterator[str]:
    """What was sent that this person may not see."""
    told = sent(app)
    role = PEOPLE[visit.person][0]
    own = scope_of(visit.person)
    typed = " ".join(LINKS[visit.link].values())
    for place, unit in enumerate(NAMES):
        if unit in own:
            continue
        for sign in canaries.signs(unit):
            if sign.encode() in told and sign not in typed:
                yield f"{visit}: {sign}"
        for year in canaries.YEARS:
            members = 700_000 + place * 1_000 + year - 2000
            if place not in MIDDLES and any(text in told for text in texts_of(members)):
                yield f"{visit}: {members}, members of {unit}"
    for code, names in canaries.PREFECTURES.items():
        if not any(canaries.prefecture_of(unit) == code for unit in own):
            yield from (f"{visit}: {name}" for name in names if name.encode() in told)
    published_only = role in {"leader", "county", "city", "team"}
    page = site.PAGES[visit.page]
    led_home = page.several and len(own) == 1
    if published_only and page.folder == "view" and not led_home and LATE.encode() in told:
        yield f"{visit}: filed after publication"


def visits_of(shuffle: int) -> list[Visit]:
    """Everybody on every page by a link of their own, in an order of its own: over people, pages
    and shuffles every link gets its turn. Who is not let onto a page is refused it in the first
    shuffle, and not tried again."""
    draw, names = random.Random(shuffle), list(LINKS)  # noqa: S311  order, not secrets
    turn = SHUFFLES.index(shuffle)
    visits = [
        Visit(who, page, names[(row + column + turn * len(names) // len(SHUFFLES)) % len(names)])
        for row, who in enumerate(PEOPLE)
        for column, page in enumerate(site.PAGES)
        if turn == 0 or site.may_open(_anybody(who), page)
    ]
    draw.shuffle(visits)
    return visits


def _anybody(person: str) -> Actor:
    """Somebody of the person's role and scope, as far as which pages there are goes."""
    return Actor(person, PEOPLE[person][0], frozenset(scope_of(person)))


@pytest.mark.thorough
@pytest.mark.parametrize("shuffle", SHUFFLES)
def test_nobody_is_sent_a_word_of_a_unit_that_is_not_theirs(opened: Opened, shuffle: int) -> None:
    found = []
    for visit in visits_of(shuffle):
        app = opened(visit.person, visit.page, **LINKS[visit.link])
        assert not app.exception, visit
        found += list(leaks(visit, app))
    assert found == []


@pytest.mark.parametrize("page", site.PAGES)
def test_who_has_not_signed_in_is_told_so_and_nothing_else(opened: Opened, page: str) -> None:
    opened("reviewer-all", page)
    app = opened(None, page, unit=OWN)
    told = sent(app)
    assert not app.exception
    assert app.info[0].value in {Messages(lang)(NotSignedIn().key) for lang in LANGUAGES}
    assert [sign for unit in NAMES for sign in NAMES[unit] if sign.encode() in told] == []


def test_the_search_finds_what_a_reader_of_all_is_sent(opened: Opened) -> None:
    """A matrix that finds nothing must be able to: here the same words are searched and found."""
    told = sent(opened("reviewer-all", "county", unit=FAR))
    assert NAMES[FAR][0].encode() in told
    assert NAMES[FAR][1].encode() in sent(opened("reviewer-all", "county", unit=FAR, lang="en"))
    assert f"{FAR}备注 {LATE}".encode() in told
    members = 700_000 + list(NAMES).index(FAR) * 1_000 + canaries.YEARS[-1] - 2000
    reviewed = sent(opened("reviewer-all", "review", unit=FAR, period="2024"))
    assert any(text in reviewed for text in texts_of(members))


def test_a_scope_that_changes_counts_from_the_next_click_of_a_live_session(opened: Opened) -> None:
    store = session.store()
    first = sent(opened("leader-east", "rankings"))
    assert NAMES[OWN][0].encode() in first
    account = accounts.found(store, OPERATOR, "leader-east")
    accounts.change(store, OPERATOR, "leader-east", role=account.role, scope=f"prefecture:{WEST}")
    second = sent(opened("leader-east", "rankings"))
    accounts.change(store, OPERATOR, "leader-east", role=account.role, scope=account.scope)
    assert NAMES[OWN][0].encode() not in second
    assert NAMES[FAR][0].encode() in second
