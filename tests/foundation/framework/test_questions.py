"""Which questions a period asks: those a rule reads then, and those the framework insists on."""

from pathlib import Path

import pytest
import yaml

from assessment.framework.loader import DEFAULT, load, loads
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.framework.questions import asked_in, read_by
from tests.kit.growing import INDICATOR, PART, WHOLE, with_indicator

SHIPPED = DEFAULT.read_text("utf-8")
GOOD = Path(__file__).with_name("good.yaml").read_text("utf-8")
DUE = "type: date, strength: serving"


def codes(framework: Framework, period: str, *strengths: str) -> list[str]:
    return [field.code for field in asked_in(framework, period, strengths)]


def good(*edits: tuple[str, str]) -> Framework:
    text = GOOD
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return loads(text, "good.yaml")


@pytest.mark.parametrize("period", ["2022", "2023", "2024", "2025", "2026", "2026H1", "2026Q4"])
def test_the_shipped_framework_goes_on_asking_all_but_what_starts_later(period: str) -> None:
    """Before fields had dates every period asked every field: only what starts later is not."""
    shipped, start = load(DEFAULT), Period.of(period).start
    later = set(shipped.field_by_code)
    for _, indicator in shipped.indicators():
        if indicator.since is None or Period.of(indicator.since).start <= start:
            later -= read_by(indicator)
    assert codes(shipped, period) == [f.code for f in shipped.fields if f.code not in later]


def test_an_indicator_s_fields_are_asked_from_its_first_period_to_its_last() -> None:
    shipped = load(DEFAULT)
    grown = loads(with_indicator(SHIPPED, since="2027", until="2028"), "grown.yaml")
    for period in ("2026", "2029"):
        assert codes(grown, period) == codes(shipped, period)
    for period in ("2027", "2028", "2027Q1", "2028Q4"):
        assert codes(grown, period) == [*codes(shipped, period), WHOLE, PART]
    assert read_by(grown.indicator_by_code[INDICATOR]) == {WHOLE, PART}


def test_a_field_that_other_indicators_read_is_asked_as_long_as_one_of_them() -> None:
    """One reads the date from 2025 to 2027H1, another from 2027H2 on."""
    framework = good()
    assert "due_date" not in codes(framework, "2024Q4")
    for period in ("2025", "2027H1", "2027H2", "2100"):
        assert "due_date" in codes(framework, period)


def test_conditions_read_fields_too() -> None:
    thin = good(
        ("unknown_when: members_n < 10", "unknown_when: staff_n < 10"),
        ("    asked: always\n    since: 2024\n    until: 2030\n", ""),
    )
    assert "staff_n" in read_by(thin.indicator_by_code["women_share"])
    assert "staff_n" in codes(thin, "2023")


def test_what_nothing_reads_is_asked_between_its_dates_if_the_framework_says_always() -> None:
    asked = {
        period: "staff_n" in codes(good(), period) for period in ("2023", "2024", "2030", "2031")
    }
    assert asked == {"2023": False, "2024": True, "2030": True, "2031": False}


def test_always_asks_before_and_after_the_indicator_too() -> None:
    framework = good((DUE, DUE + ", asked: always, since: 2023"))
    assert "due_date" not in codes(framework, "2022")
    assert "due_date" in codes(framework, "2023")


def test_a_signal_reads_its_fields_while_an_indicator_it_is_about_is_asked() -> None:
    """The signal alone reads the staff; it is about an indicator asked from 2025 to 2027H1."""
    framework = good(
        ("    asked: always\n    since: 2024\n    until: 2030\n", ""),
        (
            "indicators: [idle, openness]\n",
            "indicators: [renewal]\n    signal: missing(staff_n) = 1\n",
        ),
    )
    asked = {period: "staff_n" in codes(framework, period) for period in ("2024", "2025", "2028")}
    assert asked == {"2024": False, "2025": True, "2028": False}


def test_a_signal_that_cannot_be_told_reads_nothing() -> None:
    """It reads an indicator that ends in 2027H1, so it is left out from then on."""
    framework = good(
        ("    asked: always\n    since: 2024\n    until: 2030\n", ""),
        (
            "indicators: [idle, openness]\n",
            "indicators: [openness]\n    signal: renewal = 0 and staff_n = 0\n",
        ),
    )
    assert "staff_n" in codes(framework, "2026")
    assert "staff_n" not in codes(framework, "2028")


def test_whoever_asks_for_a_part_asks_for_its_whole() -> None:
    given = yaml.safe_load(with_indicator(SHIPPED, since="2027"))
    given["strengths"][0]["indicators"][-1]["formula"] = PART
    framework = loads(yaml.safe_dump(given, allow_unicode=True), "grown.yaml")
    assert [code for code in codes(framework, "2027") if code in (WHOLE, PART)] == [WHOLE, PART]
    assert not {WHOLE, PART} & set(codes(framework, "2026"))


def test_only_the_sheets_that_are_wanted_are_asked() -> None:
    shipped = load(DEFAULT)
    first, second, *_ = shipped.strength_by_code
    asked = asked_in(shipped, "2026", [first, second])
    assert {field.strength for field in asked} == {first, second}
    assert [*asked] == [f for f in asked_in(shipped, "2026") if f.strength in (first, second)]
