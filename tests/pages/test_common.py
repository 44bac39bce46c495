"""Deciding on common problems, as whoever decides sees it: a prefecture with one seen in four."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework import loader
from assessment.i18n import LANGUAGES, Messages
from assessment.services import field_work, periods, setup
from assessment.services.common import standing
from assessment.services.people import OPERATOR, Actor
from assessment.services.periods import Opening
from assessment.store.database import Store
from assessment.store.field_work import Finding
from pages.ui import session
from tests.pages.conftest import Opener, _opener

PERIOD, SCOPE = "2025", "prefecture:430600"
UNITS = ("430602", "430621", "430626", "430681")
PUBLISHER = Actor("chen", "publisher", live=True)


@pytest.fixture
def open_common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a link into a province where four counties of Yueyang have what only people can see."""
    store, framework = Store(tmp_path / "province.duckdb"), loader.load(loader.DEFAULT)
    prefectures, units = setup.read_units(setup.DATA, framework)
    setup.found(store, OPERATOR, prefectures, units)
    opening = Opening(PERIOD, date(2099, 1, 31))
    periods.open_period(store, PUBLISHER, opening, loader.DEFAULT.read_text("utf-8"))
    found = [
        Finding(
            unit,
            PERIOD,
            "political_guidance",
            "medium",
            "只发文",
            date(2025, 5, 1),
            problem="POL-05",
        )
        for unit in UNITS
    ]
    field_work.take_over_findings(store, framework, OPERATOR, found)
    store.close()
    yield from _opener(tmp_path / "province.duckdb", monkeypatch)


def here() -> list[standing.Standing]:
    return standing.standings(session.store(), OPERATOR, date(2025, 6, 1), SCOPE)


def confirmed(open_common: Opener, lang: str = "zh") -> AppTest:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang=lang)
    app.button(key="open_confirm").click().run()
    app.button(key="confirm_now").click().run()
    return app


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_waits_is_listed_with_its_units(open_common: Opener, lang: str) -> None:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang=lang)
    assert not app.exception
    candidates, holders = (frame.value for frame in app.dataframe)
    assert list(candidates["problem"]) == ["POL-05"]
    assert (candidates["units"].iloc[0], len(holders)) == (4, 4)
    assert app.header[0].value.startswith("POL-05 ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_confirming_says_so_and_takes_it_off_the_list(open_common: Opener, lang: str) -> None:
    app = confirmed(open_common, lang)
    assert not app.exception
    t = Messages(lang)
    told = [each.value for each in app.success]
    assert any("POL\\-05" in words or "POL-05" in words for words in told)
    assert t("common.nothing_waits") in told
    assert [each.decided.state for each in here()] == ["confirmed"]
    assert here()[0].total == 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_confirmed_shows_how_far_its_units_are(open_common: Opener, lang: str) -> None:
    confirmed(open_common, lang)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang=lang)
    assert not app.exception
    t = Messages(lang)
    listed, units = (frame.value for frame in app.dataframe)
    assert t("common.tally.total", count=4) in listed["progress"].iloc[0]
    assert set(units["status"]) == {t("common.status.waiting")}
    assert [button.key for button in app.button if str(button.key) == "open_assign"]


def test_everything_that_waits_is_assigned_at_once(open_common: Opener) -> None:
    confirmed(open_common)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang="zh")
    app.button(key="open_assign").click().run()
    app.button(key="assign_now").click().run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert here()[0].tally["under_way"] == 4


def test_it_is_not_closed_while_units_are_open_and_they_are_named(open_common: Opener) -> None:
    confirmed(open_common)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang="zh")
    app.button(key="open_close").click().run()
    app.button(key="close_now").click().run()
    assert len(app.error) == 1
    told = "\n".join(each.value for each in app.markdown)
    assert "平江县" in told
    assert here()[0].decided.state == "confirmed"


def test_nothing_is_dismissed_without_a_reason(open_common: Opener) -> None:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang="zh")
    app.button(key="open_dismiss").click().run()
    app.button(key="dismiss_now").click().run()
    assert len(app.error) == 1
    assert here() == []
    app.text_area(key=f"dismiss_reason_{SCOPE}_POL-05").set_value("个别乡镇的情况")
    app.button(key="dismiss_now").click().run()
    assert [each.value for each in app.error] == []
    assert [each.decided.state for each in here()] == ["dismissed"]
    rest = open_common("common", scope=SCOPE, period=PERIOD, part="rest", lang="zh")
    assert rest.dataframe[0].value["reason"].tolist() == ["个别乡镇的情况"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_problems_tells_of_the_decision(open_common: Opener, lang: str) -> None:
    confirmed(open_common, lang)
    app = open_common("problems", scope=SCOPE, period=PERIOD, problem="POL-05", lang=lang)
    assert not app.exception
    t = Messages(lang)
    listed = app.dataframe[0].value.set_index("problem")
    assert t("common.state.confirmed") in listed.loc["POL-05", "decision"]
    assert t("common.units_title") in [each.value for each in app.subheader]


def test_a_team_is_not_offered_the_page(open_common: Opener) -> None:
    app = open_common("common", as_="demo-team", scope=SCOPE, lang="zh")
    assert not app.dataframe
    assert here() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("common", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("common.no_scope")]
