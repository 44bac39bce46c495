"""The smallest survey there is: one county, one period, and no answer yet."""

from datetime import date
from itertools import count
from pathlib import Path

import pytest

from assessment.framework import loader
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.roles import ROLES
from assessment.office.people.session_manager import NotSignedIn
from assessment.store.database import Store
from assessment.survey.periods import period_opening
from assessment.units import setup
from pages.kit import session, site
from tests.kit import signed_in
from tests.pages.conftest import Opener


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `open_nothing` opens: here it has a county, and a period that asks it."""
    prefectures, units = setup.read_units(session.ROOT / "data", loader.load(loader.DEFAULT))
    file = tmp_path_factory.mktemp("alone") / "alone.duckdb"
    store = Store(file)
    setup.found(store, OPERATOR, prefectures, units[:1])
    period_opening.open_period(store, OPERATOR, "2025", date(2026, 1, 31))
    store.close()
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", site.PAGES)
def test_every_page_opens_before_anyone_has_answered(
    open_nothing: Opener, page: str, lang: str
) -> None:
    app = open_nothing(page, as_=signed_in.opener_of(page), lang=lang)
    assert not app.exception
    if page == "survey":
        assert Messages(lang)("nav.page.survey") in app.title[0].value, "beside whose it is"
    else:
        assert app.title[0].value == Messages(lang)(f"{page}.title")


def test_where_nothing_can_be_judged_no_problem_is_not_what_is_said(
    open_nothing: Opener,
) -> None:
    app = open_nothing("county", lang="zh")
    told = [each.value for each in app.info]
    assert Messages("zh")("county.no_problem_known") in told
    assert Messages("zh")("county.no_problems", count=0) not in told


@pytest.mark.parametrize("asked", range(1, 20, 3))
def test_who_is_signed_out_in_the_midst_of_a_page_is_asked_to_sign_in(
    open_nothing: Opener, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    app = open_nothing("county", lang="zh")
    token, times = session.cookie(), count()
    monkeypatch.setattr(session, "cookie", lambda: token if next(times) < asked else None)
    app.run()
    assert next(times) > asked, "the page asks that often"
    assert not app.exception
    assert Messages("zh")(NotSignedIn().key) in [each.value for each in app.info]


CLERK = Actor("clerk", "county", frozenset({"430626"}))


def test_who_has_one_unit_is_offered_no_page_about_several() -> None:
    offered = {page.name for pages in site.offered(CLERK).values() for page in pages}
    assert not offered & {"overview", "problems"}
    assert {"survey", "county", "rankings", "compare"} <= offered
    two = Actor("clerk", "county", frozenset({"430626", "430181"}))
    assert site.may_open(two, "overview")
    assert site.may_open(Actor("clerk", "county", frozenset()), "overview"), "and reads why"


def test_a_leader_of_one_unit_begins_at_its_profile() -> None:
    leader = Actor("leader", "leader", frozenset({"430626"}))
    assert site.home(leader) == "county"
    assert site.home(CLERK) == "survey"


@pytest.mark.parametrize(("page", "taken_to"), [("overview", "survey"), ("problems", "county")])
def test_an_address_of_a_page_about_several_leads_to_ones_own(
    open_page: Opener, page: str, taken_to: str
) -> None:
    app = open_page(page, as_="demo-county", lang="en")
    assert not app.exception
    assert not app.error
    title = app.title[0].value
    assert title == Messages("en")("county.title") or (
        taken_to == "survey" and Messages("en")("nav.page.survey") in title
    )


@pytest.mark.parametrize("role", ["county", "city", "reviewer", "publisher", "administrator"])
def test_what_a_role_begins_with_is_the_first_of_its_menu(role: str) -> None:
    offered = site.offered(Actor("somebody", role, frozenset({"430626", "430181"})))
    first = next(iter(offered.values()))
    assert ROLES[role].home == first[0].name
