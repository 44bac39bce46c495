"""Answers, and the relation `answer` that scoring reads."""

import math
from datetime import date, datetime

import duckdb
import pytest

from assessment.kernel.answers import MISSING, NOT_APPLICABLE, UNAVAILABLE, VALUE
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.filing.answers_table import AnswerEntry, Filing
from assessment.survey.honours import honours_table
from assessment.units import units_table

UNIT, OTHER = "430626", "430624"
PERIOD = "2024"
DAY = date(2024, 4, 28)


def file(store: Store, *entries: AnswerEntry, unit: str = UNIT, period: str = PERIOD) -> int:
    with store.writing(actor="li", action="survey.file", subject=unit, facts={}) as cursor:
        return answers_table.record(
            cursor, Filing(unit, period, "a.xlsx", "f" * 64, "王五"), entries
        )


def scored(store: Store, unit: str = UNIT, period: str = PERIOD) -> dict[str, float | None]:
    with store.reading() as cursor:
        rows = cursor.execute(
            "select field, value from answer where unit = $unit and period = $period",
            {"unit": unit, "period": period},
        ).fetchall()
    assert len(rows) == len(dict(rows)), "a field must have one row at most"
    return dict(rows)


def award(store: Store, *rows: honours_table.Honour) -> list[int]:
    with store.writing(actor="li", action="honour.record", subject="*", facts={}) as cursor:
        return honours_table.record(cursor, rows)


def an_honour(level: str, achievement: str, item: str = "honour") -> honours_table.Honour:
    return honours_table.Honour(UNIT, PERIOD, item, level, achievement, DAY)


def test_value_not_applicable_missing_and_unavailable_stay_four_things(store: Store) -> None:
    file(
        store,
        AnswerEntry("given", VALUE, 7.5),
        AnswerEntry("nought", VALUE, 0.0),
        AnswerEntry("does_not_apply", NOT_APPLICABLE),
        AnswerEntry("unsaid", MISSING),
        AnswerEntry("declared", UNAVAILABLE, None, None, "台账遗失"),
    )
    assert scored(store) == {"given": 7.5, "nought": 0.0, "does_not_apply": None}
    states = store.frame("answer_of_period", period=PERIOD).set_index("field")
    assert states["state"].to_dict() == {
        "given": VALUE,
        "nought": VALUE,
        "does_not_apply": NOT_APPLICABLE,
        "declared": UNAVAILABLE,
        "unsaid": MISSING,
    }
    assert states.loc[["does_not_apply", "unsaid"], "value"].isna().all()


@pytest.mark.parametrize(
    "entry",
    [
        AnswerEntry("f", MISSING, 0.0),
        AnswerEntry("f", NOT_APPLICABLE, 0.0),
        AnswerEntry("f", VALUE, None),
        AnswerEntry("f", VALUE, math.nan),
        AnswerEntry("f", VALUE, math.inf),
    ],
    ids=str,
)
def test_a_state_at_odds_with_its_value_is_refused(store: Store, entry: AnswerEntry) -> None:
    with pytest.raises(duckdb.ConstraintException):
        file(store, AnswerEntry("fine", VALUE, 1.0), entry)
    assert scored(store) == {}
    assert store.revision == 0


def test_the_highest_entry_counts_whatever_the_clock_says(store: Store) -> None:
    for value, year in ((1.0, 2030), (2.0, 2020)):
        filing = Filing(
            UNIT, PERIOD, "a.xlsx", "f" * 64, "王五", datetime.fromisoformat(f"{year}-01-01")
        )
        with store.writing(actor="li", action="survey.file", subject=UNIT, facts={}) as cursor:
            answers_table.record(cursor, filing, [AnswerEntry("f", VALUE, value)])
    assert scored(store) == {"f": 2.0}


def test_a_value_may_be_taken_back_by_a_later_missing(store: Store) -> None:
    file(store, AnswerEntry("f", VALUE, 1.0))
    file(store, AnswerEntry("f", MISSING))
    assert scored(store) == {}
    with store.reading() as cursor:
        kept = cursor.execute("select state, value from answer_entry order by entry").fetchall()
    assert kept == [(VALUE, 1.0), (MISSING, None)]


def test_a_filing_that_says_nothing_of_a_field_leaves_it_as_it_was(store: Store) -> None:
    file(store, AnswerEntry("f", VALUE, 1.0), AnswerEntry("g", VALUE, 2.0))
    file(store, AnswerEntry("g", VALUE, 3.0))
    assert scored(store) == {"f": 1.0, "g": 3.0}


def test_units_and_periods_are_kept_apart(store: Store) -> None:
    file(store, AnswerEntry("f", VALUE, 1.0))
    file(store, AnswerEntry("f", VALUE, 2.0), unit=OTHER)
    file(store, AnswerEntry("f", VALUE, 3.0), period="2023")
    assert scored(store) == {"f": 1.0}
    assert scored(store, OTHER) == {"f": 2.0}
    assert scored(store, period="2023") == {"f": 3.0}


def test_entries_keep_their_order_however_many_there_are(store: Store) -> None:
    file(store, *(AnswerEntry("f", VALUE, float(number)) for number in range(300_000)))
    assert scored(store) == {"f": 299_999.0}


def test_evidence_and_note_come_back_as_given(store: Store) -> None:
    file(store, AnswerEntry("f", VALUE, 1.0, "会议纪要〔2024〕3号", "'; drop table unit; --"))
    (row,) = store.frame("answer_of_period", period=PERIOD).to_dict("records")
    assert (row["evidence"], row["note"]) == ("会议纪要〔2024〕3号", "'; drop table unit; --")


def test_the_same_file_is_known_again_by_its_hash(store: Store) -> None:
    number = file(store, AnswerEntry("f", VALUE, 1.0))
    (found,) = store.ask("filing_of_file", Filing, file_hash="f" * 64)
    assert (found.filing, found.unit, found.period, found.filed_by) == (
        number,
        UNIT,
        PERIOD,
        "王五",
    )
    assert store.ask("filing_of_file", Filing, file_hash="e" * 64) == []


def test_an_achievement_counts_once_at_its_highest_level(store: Store) -> None:
    award(
        store,
        an_honour("municipal", "最美驿站"),
        an_honour("national", "最美驿站"),
        an_honour("provincial", "最美驿站"),
        an_honour("provincial", "先进县级工会"),
        an_honour("provincial", "先进县级工会"),
    )
    assert scored(store) == {"honour.national": 1, "honour.provincial": 1}


def test_an_achievement_counts_once_across_items(store: Store) -> None:
    award(store, an_honour("provincial", "经验交流"), an_honour("national", "经验交流", "talk"))
    assert scored(store) == {"talk.national": 1}


def test_the_same_achievement_elsewhere_or_in_another_period_counts_again(store: Store) -> None:
    award(
        store,
        an_honour("national", "最美驿站"),
        honours_table.Honour(OTHER, PERIOD, "honour", "national", "最美驿站", DAY),
        honours_table.Honour(UNIT, "2023", "honour", "national", "最美驿站"),
    )
    assert scored(store) == scored(store, OTHER) == scored(store, period="2023")
    assert scored(store) == {"honour.national": 1}


def test_many_honours_are_counted_by_level(store: Store) -> None:
    rows = [
        an_honour(level, f"{level} {number}")
        for level, count in (("national", 2), ("provincial", 15), ("municipal", 28))
        for number in range(count)
    ]
    award(store, *rows)
    assert scored(store) == {
        "honour.national": 2,
        "honour.provincial": 15,
        "honour.municipal": 28,
    }


def test_a_withdrawn_honour_does_not_hide_a_lower_one(store: Store) -> None:
    high, _ = award(store, an_honour("national", "最美驿站"), an_honour("municipal", "最美驿站"))
    award(
        store,
        honours_table.Honour(
            UNIT, PERIOD, "honour", "national", "最美驿站", DAY, withdrawn=True, honour=high
        ),
    )
    assert scored(store) == {"honour.municipal": 1}


def test_a_veto_counts_until_it_is_lifted(store: Store) -> None:
    veto = honours_table.VetoDeclaration(UNIT, PERIOD, "integrity", DAY, "通报")
    with store.writing(actor="li", action="veto.declare", subject=UNIT, facts={}) as cursor:
        (number,) = honours_table.record_vetoes(cursor, [veto])
    assert scored(store) == {"integrity": 1}
    lifted = honours_table.VetoDeclaration(
        UNIT, PERIOD, "integrity", DAY, "通报", date(2024, 6, 1), "查否", number
    )
    with store.writing(actor="li", action="veto.lift", subject=UNIT, facts={}) as cursor:
        honours_table.record_vetoes(cursor, [lifted])
    assert scored(store) == {}


def test_progress_lists_the_silent_too(store: Store) -> None:
    with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
        units_table.record(
            cursor,
            [
                units_table.Unit(
                    code, code, code, "county", "430600", "county", True, False, 113.0, 28.0
                )
                for code in (UNIT, OTHER)
            ],
        )
    file(store, AnswerEntry("a", VALUE, 1.0), AnswerEntry("b", MISSING))
    file(store, AnswerEntry("c", NOT_APPLICABLE))
    rows = store.frame("filing_progress", period=PERIOD).set_index("unit")
    counts = rows[["filings", "given", "not_applicable", "missing"]]
    assert counts.loc[UNIT].to_list() == [2, 1, 1, 1]
    assert counts.loc[OTHER].to_list() == [0, 0, 0, 0]
    assert rows["filed_by"].isna().to_dict() == {UNIT: False, OTHER: True}


def test_of_filings_recorded_together_each_has_its_own_answers(store: Store) -> None:
    first, second = (
        (Filing(unit, PERIOD, f"{unit}.xlsx", "f" * 64, unit), [AnswerEntry("f", VALUE, value)])
        for unit, value in ((UNIT, 1.0), (OTHER, 2.0))
    )
    empty = (Filing("430681", PERIOD, "none.xlsx", "f" * 64, "li"), [])
    with store.writing(actor="li", action="survey.file", subject="*", facts={}) as cursor:
        numbers = answers_table.record_many(cursor, [first, empty, second])
        said = cursor.execute(
            "select unit, value, file_name, filed_by, filing from current_answer order by unit desc"
        ).fetchall()
        assert answers_table.record_many(cursor, []) == []
    assert said == [
        (UNIT, 1.0, f"{UNIT}.xlsx", UNIT, numbers[0]),
        (OTHER, 2.0, f"{OTHER}.xlsx", OTHER, numbers[2]),
    ]
    assert len(set(numbers)) == 3
