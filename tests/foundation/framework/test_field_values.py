"""What a typed or imported value is read as. A number is never guessed."""

import unicodedata
from datetime import date, datetime

import pytest

from assessment.framework.model import SurveyField
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach, Raw, as_number
from assessment.kernel import clock, full_width


def question(kind: str = "integer", measure: str = "人", **more: object) -> SurveyField:
    return SurveyField.model_validate(
        {
            "code": "x_n",
            "title": {"zh": "某项", "en": "Something"},
            "type": kind,
            "measure": {"zh": measure, "en": measure},
            "strength": "organisation",
            "minimum": None,
            **more,
        }
    )


def read(raw: Raw, kind: str = "decimal", measure: str = "元", **more: object) -> object:
    """The number; or the code of the rule that is broken."""
    value = field_values.read(question(kind, measure, **more), raw)
    return value.code if isinstance(value, Breach) else value


def digits_in_disguise() -> list[str]:
    """Every sign of Unicode that the old folding would have made a digit of."""
    plain = {*map(chr, range(0xFF01, 0xFF5F))}
    return [
        sign
        for sign in map(chr, range(0x80, 0x110000))
        if sign not in plain
        and not 0xD800 <= ord(sign) < 0xE000
        and any(each in "0123456789" for each in unicodedata.normalize("NFKC", sign))
    ]


def test_no_sign_becomes_a_digit_but_the_full_width_ones() -> None:
    signs = digits_in_disguise()
    assert len(signs) > 200
    taken = [
        sign
        for sign in signs
        for text in (sign, f"9000{sign}", f"{sign}9000", f"9{sign}0")
        for kind in ("integer", "decimal", "money", "yes_no", "level", "date")
        if isinstance(read(text, kind), float)
    ]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    ["9000②", "12²", "12₃", "⑩", "㉑", "4⑴", "5⒈", "7❷", "Ⅳ", "12ⅱ", "½", "3½", "𝟏𝟐", "٣", "३"],
)
def test_a_footnote_sign_is_named_in_the_refusal(text: str) -> None:
    breach = field_values.read(question(), text)
    assert isinstance(breach, Breach)
    assert breach.code == "cell.numeral_sign"
    assert breach.facts["sign"] == full_width.numeral(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１２，３４５．５", 12345.5),
        ("－３", -3),
        ("−3", -3),
        ("-0", 0),
        ("¥1,234", 1234),
        ("￥1,234.50", 1234.5),
        ("RMB 1,234", 1234),
        ("-¥5", -5),
        ("1 234", 1234),
        ("1\u00a0234\u00a0567.5", 1234567.5),
        ("1\u2009234", 1234),
        ("12\u200b", 12),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float) -> None:
    assert read(text) == number


def test_minus_zero_is_zero() -> None:
    assert [str(read(raw)) for raw in ("-0", "－0.0", -0.0)] == ["0.0"] * 3


@pytest.mark.parametrize(
    "text", ["12 34", "1 2", "0 123", "1,23", "1 234,567", "12,345 678", "1.2.3"]
)
def test_two_numbers_in_one_box_are_no_number(text: str) -> None:
    assert read(text) == "cell.not_a_number"


@pytest.mark.parametrize(
    ("text", "measure", "offered"),
    [
        ("1022.7万", "元", "10,227,000"),
        ("1022.7 万元", "元", "10,227,000"),
        ("１２．３万", "元", "123,000"),
        ("1.5亿", "元", "150,000,000"),
        ("3千", "人", "3,000"),
        ("1.2万人", "人", "12,000"),
        ("12w", "元", "120,000"),
        ("3亿元", "万元", "30,000"),
        ("100元", "万元", "0.01"),
        ("12.3万元", "万元", "12.3"),
        ("12家", "家", "12"),
    ],
)
def test_a_number_in_another_scale_is_offered_in_the_one_asked(
    text: str, measure: str, offered: str
) -> None:
    breach = field_values.read(question("decimal", measure), text)
    assert isinstance(breach, Breach)
    assert (breach.code, breach.facts["number"]) == ("cell.unit_in_number", offered)


@pytest.mark.parametrize("text", ["1.2万美元", "1万2千", "12万余", "$1,234", "€5"])
def test_what_would_have_to_be_guessed_is_not_offered(text: str) -> None:
    breach = field_values.read(question("money", "元"), text)
    assert isinstance(breach, Breach)
    assert "number" not in breach.facts


def test_a_yuan_sign_and_a_percent_sign_are_read_where_they_are_the_measure() -> None:
    assert read("¥5", measure="人") == "cell.unit_in_number"
    assert read("¥5", measure="万元") == "cell.unit_in_number"
    assert read("96.5%", measure="%") == 96.5
    assert read("96.5%", measure="元") == "cell.percent"


def test_a_whole_number_is_never_cut() -> None:
    assert [read(raw, "integer") for raw in ("12.5", 12.5)] == ["cell.not_whole"] * 2


def test_what_was_read_in_a_way_of_its_own_is_said() -> None:
    told = {}
    for raw in ("¥1,234", "1 234", "1,234", "１２", 12.0, "-0"):
        value = field_values.read(question("money", "元"), raw)
        assert isinstance(value, float)
        note = field_values.reading_note(question("money", "元"), raw, value)
        told[raw] = note and note.facts["reading"]
    assert told == {
        "¥1,234": "1234",
        "1 234": "1234",
        **dict.fromkeys(("1,234", "１２", 12.0, "-0")),
    }
    day = as_number(date(2022, 3, 5))
    note = field_values.reading_note(question("date"), "20220305", day)
    assert note is not None
    assert note.facts["reading"] == date(2022, 3, 5)


@pytest.mark.parametrize(
    "raw",
    [
        "20220305",
        "２０２２０３０５",
        20220305,
        20220305.0,
        "2022年3月5号",
        "2022-03-05 00:00:00",
        datetime(2022, 3, 5),  # noqa: DTZ001  as a workbook has it
    ],
)
def test_a_day_is_read_as_people_write_it(raw: Raw) -> None:
    assert read(raw, "date") == as_number(date(2022, 3, 5))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("20220231", "cell.impossible_date"),
        (20221301, "cell.impossible_date"),
        ("2022-02-30", "cell.impossible_date"),
        ("2022", "cell.not_a_date"),
        ("202203", "cell.not_a_date"),
        (20220305.5, "cell.not_a_date"),
        ("19000101", "cell.date_implausible"),
        ("44625", "cell.bare_serial"),
        (44625.0, "cell.bare_serial"),
        ("2022-03-0⑤", "cell.numeral_sign"),
        (True, "cell.not_a_date"),
    ],
)
def test_what_is_no_day_is_refused(raw: Raw, code: str) -> None:
    assert read(raw, "date") == code


def test_a_day_to_come_is_refused_where_it_must_be_past() -> None:
    with clock.at(datetime(2026, 11, 30, 4)):  # noqa: DTZ001  UTC, as tables keep it
        assert read("2026-12-01", "date") == as_number(date(2026, 12, 1))
        assert read("2026-11-30", "date", future="refused") == as_number(date(2026, 11, 30))
        assert read("2026-12-01", "date", future="refused") == "cell.future_date"
