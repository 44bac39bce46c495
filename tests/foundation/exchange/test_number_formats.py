"""A cell may show another number than it holds; then it is not read as if it did not."""

import pytest

from assessment.exchange.number_formats import as_shown
from assessment.framework.values.breach import Breach


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (1234.5, "General"),
        (1234.5, "@"),
        (1234.0, "#,##0"),
        (1234.5, "#,##0.00_ ;[Red]-#,##0.00\\ "),
        (-3.0, "0_);[Red]\\(0\\)"),
        (-3.0, "0.00;[Red]0.00"),
        (0.0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '),
        (0.0, '#,##0;-#,##0;"-"'),
        (7.0, "[$¥-804]#,##0.00"),
        (7.0, '"¥"#,##0.00'),
        (7.0, '0"元"'),
        (7.0, "0.00E+00"),
        (7.0, "000000"),
        (9999.0, '[>=10000]0!.0,"万";0'),
    ],
)
def test_a_cell_that_shows_what_it_holds_is_read(value: float, number_format: str) -> None:
    assert as_shown(value, number_format, "元") == value


@pytest.mark.parametrize(
    ("value", "number_format", "code"),
    [
        (1.0, "0%", "cell.percent_format"),
        (0.965, "0.0%", "cell.percent_format"),
        (0.965, "0.00%_);[Red]\\(0.00%\\)", "cell.percent_format"),
        (1234567.0, "#,##0,", "cell.scaled_format"),
        (1234567.0, "#,##0.0,,", "cell.scaled_format"),
        (1234567.0, '0.0,"千元"', "cell.scaled_format"),
        (10227000.0, '0!.0,"万"', "cell.scaled_format"),
        (10227000.0, "0\\.0,", "cell.scaled_format"),
        (10227000.0, '0"."0,', "cell.scaled_format"),
        (10227.0, "#!.0000", "cell.scaled_format"),
        (12.3, '0.0"万"', "cell.scaled_format"),
        (12.3, '0.0"万元"', "cell.scaled_format"),
        (12345.0, '[>=10000]0!.0,"万";0', "cell.scaled_format"),
        (12.0, '0"②"', "cell.scaled_format"),
        (5.0, '"1"0', "cell.scaled_format"),
        (96.5, '0.0"%"', "cell.scaled_format"),
        (7.0, "[$$-409]#,##0.00", "cell.scaled_format"),
        (-7.0, "0;0", "cell.scaled_format"),
        (7.0, ";;;", "cell.hidden_format"),
        (0.0, "0;-0;", "cell.hidden_format"),
        (5.0, '"已填"', "cell.hidden_format"),
    ],
)
def test_a_cell_that_shows_another_number_is_refused(
    value: float, number_format: str, code: str
) -> None:
    shown = as_shown(value, number_format, "元")
    assert isinstance(shown, Breach)
    assert shown.code == code
    assert shown.facts["format"] == number_format


def test_per_cent_are_read_where_per_cent_are_asked() -> None:
    assert as_shown(0.965, "0.0%", "%") == 96.5
    assert as_shown(0.07, "0%", "%") == 7
    assert as_shown(96.5, '0.0"%"', "%") == 96.5
