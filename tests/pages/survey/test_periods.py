"""The page of periods: opened, extended, locked, and how far each has come."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR
from assessment.survey.periods import periods
from assessment.survey.periods.periods import PeriodRun
from assessment.survey.periods.submission_workflow import STATES
from pages.kit import session
from tests.pages.conftest import Opener, opener
from tests.pages.under_review import PERIOD

MANAGER = "demo-publisher"
RUNNING = [PERIOD]
T = Messages("zh")


@pytest.fixture
def open_periods(
    reviewed_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Opens a link into the province of `under_review`."""
    yield from opener(reviewed_database, tmp_path, monkeypatch)


def run() -> PeriodRun:
    return periods.of(session.store(), OPERATOR, PERIOD)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cities_and_the_total_add_up_to_123(open_periods: Opener, lang: str) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang=lang)
    assert not app.exception
    assert app.metric[0].value == "3 / 123"
    table = app.dataframe[-1].value
    cities, total = table.iloc[:-1], table.iloc[-1]
    assert total["city"] == Messages(lang)("periods.total")
    assert total["expected"] == cities["expected"].sum() == 123
    assert sum(total[state] for state in STATES) == 123
    assert total["on_time"] + total["late"] + total["not_due"] == 123


def test_a_reviewer_sees_how_far_it_has_come_and_changes_nothing(open_periods: Opener) -> None:
    app = open_periods("periods", period=PERIOD, lang="zh")
    assert not app.exception
    assert [each.key for each in app.button if str(each.key).startswith("open_")] == []
    assert len(app.dataframe[-1].value) == 15


def test_a_city_is_told_of_its_own_counties_only(open_periods: Opener) -> None:
    app = open_periods("periods", as_="demo-city", period=PERIOD, lang="zh")
    assert not app.exception
    assert list(app.dataframe[-1].value["city"]) == ["岳阳市", "合计"]


@pytest.mark.parametrize("account", ["demo-county", "demo-leader", "demo-administrator"])
def test_who_has_nothing_to_do_with_periods_is_refused(open_periods: Opener, account: str) -> None:
    app = open_periods("periods", as_=account, period=PERIOD, lang="zh")
    assert not app.exception
    assert len(app.error) == 1
    assert len(app.dataframe) == 0


def test_a_period_is_opened_and_then_shown(open_periods: Opener) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang="zh")
    app = app.button("open_open_period").click().run()
    assert app.text_input("new_period").value == "2026"
    app.radio("new_levels").set_value("city_and_province")
    app = app.button("open_now").click().run()
    assert [each.period for each in periods.of_all(session.store(), OPERATOR)] == RUNNING
    (told,) = [each.value for each in app.markdown if "123 个单位" in each.value]
    assert "2026-12-31" in told
    assert T.code("periods.levels", "city_and_province") in told
    assert PERIOD in told
    app = app.button("open_sure_now").click().run()
    assert not app.exception
    opened = periods.of(session.store(), OPERATOR, "2026")
    assert (opened.levels, opened.strengths) == ("city_and_province", ())
    assert opened.deadline >= date(2027, 1, 31)
    assert opened.framework == session.fingerprint()


def test_a_period_begins_as_the_last_one_was_run(open_periods: Opener) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang="zh")
    last = run()
    app = app.button("open_open_period").click().run()
    assert app.radio("new_levels").value == last.levels
    assert app.radio("new_counts").value == last.counts
    app = app.text_input("new_period").set_value("2031H1").run()
    assert app.date_input("new_deadline_2031H1").value == date(2031, 6, 30) + (
        last.deadline - last.ends
    )


def test_whoever_looks_again_before_opening_finds_what_was_given(open_periods: Opener) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang="zh")
    app = app.button("open_open_period").click().run()
    app = app.text_input("new_period").set_value("2027").run()
    app.radio("new_others").set_value("named")
    app = app.button("open_now").click().run()
    app = app.button("look_again").click().run()
    assert app.text_input("new_period").value == "2027"
    assert app.radio("new_others").value == "named"


def test_a_period_opened_by_mistake_is_withdrawn_with_a_reason(open_periods: Opener) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang="zh")
    assert "open_withdraw" not in {button.key for button in app.button}
    app = app.button("open_open_period").click().run()
    app = app.button("open_now").click().run()
    app = app.button("open_sure_now").click().run()
    app = app.button("open_withdraw").click().run()
    app = app.button("withdraw_now").click().run()
    assert len(app.error) == 1
    app.text_area("withdraw_reason_2026").input("误开")
    app = app.button("withdraw_now").click().run()
    assert not app.exception
    assert [each.period for each in periods.of_all(session.store(), OPERATOR)] == RUNNING
    assert not app.warning


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_with_an_opening_is_said_in_words(open_periods: Opener, lang: str) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang=lang)
    app = app.button("open_open_period").click().run()
    app.text_input("new_period").input("next year")
    app = app.button("open_now").click().run()
    assert not app.exception
    assert len(app.error) == 1


def test_the_deadline_is_put_off_with_a_reason(open_periods: Opener) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang="zh")
    app = app.button("open_extend").click().run()
    app = app.button("extend_now").click().run()
    assert len(app.error) == 1
    app.text_area(f"extend_reason_{PERIOD}").input("雨雪天气")
    app = app.button("extend_now").click().run()
    assert not app.exception
    assert run().deadline == date(2099, 2, 14)


def test_a_period_is_locked_and_then_offers_to_be_unlocked(open_periods: Opener) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang="zh")
    app = app.button("open_lock").click().run()
    app.text_area(f"lock_reason_{PERIOD}").input("评估结束")
    app = app.button("lock_now").click().run()
    assert not app.exception
    assert run().locked
    keys = {button.key for button in app.button}
    assert "open_unlock" in keys
    assert "open_lock" not in keys


def test_settings_that_would_blur_a_review_are_refused_with_the_reason(
    open_periods: Opener,
) -> None:
    app = open_periods("periods", as_=MANAGER, period=PERIOD, lang="zh")
    app = app.button("open_change").click().run()
    app.radio(f"counts_{PERIOD}").set_value("verified")
    app = app.button("change_now").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert run().counts == "self_reported"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_offers_to_open_the_first_period(open_empty: Opener, lang: str) -> None:
    app = open_empty("periods", as_=MANAGER, lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("periods.none_yet")]
    assert "open_open_period" in {button.key for button in app.button}
