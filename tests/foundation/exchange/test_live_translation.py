"""Formulas of a framework, as a spreadsheet reads them."""

import pytest

from assessment.exchange.live_workbook.translation import Speaker

SPEAKER = Speaker({"a": "A1", "b": "B1", "day": "C1", "period_end": "D1"}.__getitem__, "day".__eq__)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a / b * 100", "A1/B1*100"),
        ("(a + 0.5) / (3 * b)", "(A1+0.5)/(3*B1)"),
        ("-a - -b", "-(A1)--(B1)"),
        ("min(a, b, 1.2)", "MIN(A1,B1,1.2)"),
        ("case when a >= b then 0 else abs(b) end", "IF(A1>=B1,0,ABS(B1))"),
        ("case when a = 0 then 1 end", "IF(A1=0,1,NA())"),
    ],
)
def test_arithmetic_is_written_as_it_was(text: str, said: str) -> None:
    assert SPEAKER.knowing({"a", "b"}).number(text) == said


def test_a_date_counts_from_the_day_the_framework_counts_from() -> None:
    assert SPEAKER.knowing({"day"}).number("day / 365") == "(C1-25569)/365"


def test_an_answer_that_may_be_missing_is_an_error_value_rather_than_zero() -> None:
    assert SPEAKER.number("coalesce(a, 1)") == "IFERROR(IF(ISNUMBER(A1),A1,NA()),1)"


def test_a_condition_holds_only_where_both_sides_are_known() -> None:
    assert SPEAKER.holds("a < b") == "IF(COUNT(A1,B1)=2,A1<B1,FALSE)"
    assert SPEAKER.holds("a / b < 1") == "IF(COUNT(A1,B1)=2,IFERROR(A1/B1<1,FALSE),FALSE)"


def test_the_opposite_of_what_cannot_be_told_does_not_hold_either() -> None:
    speaker = SPEAKER.knowing({"b"})
    assert speaker.holds("not (a < 1 and b = 0)") == "OR(IF(COUNT(A1)=1,A1>=1,FALSE),B1<>0)"
