"""Why a county's score moved, from the database: what was said then, put right, said since."""

from datetime import date, datetime, timedelta

import pytest

from assessment.errors import NotAllowed, Unknown
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.answers import VALUE
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scores.explanation.change_bridge import ChangeBridge, change_bridge
from assessment.scoring.bridge import BONUS
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.honours import honours_table
from assessment.survey.periods import periods_table
from assessment.survey.periods.periods_table import PeriodRow
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER, YUNLU

YEARS = ("2023", "2024")
MINUTE = timedelta(minutes=1)


def correct(store: Store, field: str, value: float, unit: str = QINGXI) -> None:
    with store.writing(actor="test", action="survey.file", subject=unit, facts={}) as cursor:
        answers_table.record(
            cursor,
            answers_table.Filing(unit, "2023", "correction.xlsx", "1" * 64, "县总工会"),
            [answers_table.AnswerEntry(field, VALUE, value)],
        )


def asked(
    store: Store, framework: Framework, moment: datetime | None = None, unit: str = QINGXI
) -> ChangeBridge:
    return change_bridge(DataSource(store, framework), READER, unit, YEARS, moment)


def effect(found: ChangeBridge, factor: str) -> float:
    (step,) = (step for step in found.bridge.steps if step.factors == (factor,))
    return step.points


def test_the_ends_are_the_scores_on_the_other_pages(province: Store, framework: Framework) -> None:
    found = asked(province, framework)
    for year, outcome in zip(YEARS, (found.bridge.start, found.bridge.end), strict=True):
        totals = scores(DataSource(province, framework), READER, year).totals.set_index("unit")
        assert outcome is not None
        assert outcome.total == totals.loc[QINGXI, "total"]
    assert sum(step.points for step in found.bridge.steps) == pytest.approx(34.2 - 31.6)


def test_what_was_put_right_after_the_deadline_is_a_factor_of_its_own(
    province: Store, framework: Framework
) -> None:
    """9 of 10 firms instead of 8: 80 points instead of 60, of weight 0.6 · 0.6."""
    before = asked(province, framework)
    deadline = clock.now() + MINUTE
    with clock.at(deadline + MINUTE):
        correct(province, "covered_n", 9)
    found = asked(province, framework, deadline)
    assert found.bridge.start == before.bridge.start
    assert found.bridge.end == before.bridge.end
    assert 0 < effect(found, "corrections") < 20 * 0.6 * 0.6
    assert sum(step.points for step in found.bridge.steps) == pytest.approx(34.2 - 31.6)


def test_what_was_put_right_before_the_deadline_is_what_was_said(
    province: Store, framework: Framework
) -> None:
    correct(province, "covered_n", 9)
    found = asked(province, framework, clock.now() + MINUTE)
    assert found.bridge.start is not None
    assert found.bridge.start.total == pytest.approx(31.6 + 20 * 0.6 * 0.6)
    assert effect(found, "corrections") == 0


def test_a_unit_that_first_filed_after_the_deadline_is_measured_from_its_first_word(
    province: Store, framework: Framework
) -> None:
    """2023 ended long before anybody filed for it here; only a second word is a correction."""
    correct(province, "covered_n", 9)
    found = asked(province, framework)
    assert found.bridge.start is not None
    assert found.bridge.start.total == pytest.approx(31.6)
    assert effect(found, "corrections") > 0


def test_an_honour_recorded_after_the_deadline_is_a_correction(
    province: Store, framework: Framework
) -> None:
    deadline = clock.now() + MINUTE
    late = clock.at(deadline + MINUTE)
    writing = province.writing(actor="test", action="honour", subject=QINGXI, facts={})
    with late, writing as cursor:
        honours_table.record(
            cursor, [honours_table.Honour(QINGXI, "2023", "honour", "national", "表彰")]
        )
    found = asked(province, framework, deadline)
    assert found.bridge.start is not None
    assert found.bridge.start.total == pytest.approx(31.6)
    # There is none in 2024, so it counts in half of the orders: while the old answers stand.
    bonus = {step.factors: step.parts[BONUS] for step in found.bridge.steps}
    assert bonus[("corrections",)] == pytest.approx(0.5)
    assert bonus[("own",)] == pytest.approx(-0.5)


def test_an_honour_withdrawn_since_still_stood_then(province: Store, framework: Framework) -> None:
    given = honours_table.Honour(QINGXI, "2023", "honour", "national", "表彰")
    with province.writing(actor="test", action="honour", subject=QINGXI, facts={}) as cursor:
        (number,) = honours_table.record(cursor, [given])
    moment = clock.now() + MINUTE
    withdrawing = province.writing(actor="test", action="honour", subject=QINGXI, facts={})
    with clock.at(moment + MINUTE), withdrawing as cursor:
        taken = honours_table.Honour(
            QINGXI, "2023", "honour", "national", "表彰", withdrawn=True, honour=number
        )
        honours_table.record(cursor, [taken])
    found = asked(province, framework, moment)
    assert found.bridge.start is not None
    assert found.bridge.start.total == pytest.approx(32.6)
    assert effect(found, "corrections") == pytest.approx(-0.5)


def test_the_deadline_lasts_until_the_end_of_its_day(province: Store, framework: Framework) -> None:
    """A deadline of tomorrow has not passed, one of yesterday has."""
    span = asked(province, framework)
    today = clock.today()
    moved = []
    for day in (today - timedelta(days=1), today):
        row = PeriodRow("2023", date(2023, 1, 1), date(2023, 12, 31), day)
        with province.writing(actor="t", action="period", subject="2023", facts={}) as cursor:
            periods_table.record(cursor, [row])
        correct(province, "covered_n", 9)
        moved.append(effect(asked(province, framework), "corrections"))
    assert moved[0] > 0
    assert moved[1] == 0
    assert span.deadline.year == 2024


def test_a_silent_county_has_no_bridge_and_no_zero(province: Store, framework: Framework) -> None:
    found = asked(province, framework, unit=YUNLU)
    assert found.bridge.start is None
    assert found.bridge.end is None
    assert found.bridge.steps == ()


def test_the_later_period_is_the_end_whichever_is_named_first(
    province: Store, framework: Framework
) -> None:
    found = change_bridge(DataSource(province, framework), READER, QINGXI, YEARS[::-1])
    assert (found.before, found.after) == YEARS


def test_a_county_is_refused_another_s_bridge(province: Store, framework: Framework) -> None:
    with pytest.raises(NotAllowed):
        change_bridge(DataSource(province, framework), QINGXI_ONLY, BAISHI, YEARS)
    own = change_bridge(DataSource(province, framework), QINGXI_ONLY, QINGXI, YEARS)
    assert own.bridge == asked(province, framework).bridge


def test_an_unknown_period_is_named(province: Store, framework: Framework) -> None:
    with pytest.raises(Unknown):
        change_bridge(DataSource(province, framework), READER, QINGXI, ("2023", "1999"))


def test_it_is_worked_out_again_after_every_write(province: Store, framework: Framework) -> None:
    first = asked(province, framework)
    three_counties.file(province, framework, QINGXI, "2024", [9, 10, 2, 1, 1, 1, 300, 1000])
    assert asked(province, framework).bridge.end != first.bridge.end
