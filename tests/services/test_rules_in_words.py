"""Rules as people read them, in both languages."""

import pytest

from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.services import figures, rules_in_words

ZH, EN = Messages("zh"), Messages("en")


def said(framework: Framework, code: str, t: Messages) -> str:
    return rules_in_words.scoring(framework, framework.indicator_by_code[code], "2024", t)


def test_a_formula_is_said_with_names_and_with_numbers(framework: Framework) -> None:
    text = framework.indicator_by_code["lectures"].formula
    assert rules_in_words.formula_in_names(framework, text, ZH) == "听众 ÷ 会员 × 100"
    numbers = {"listeners_n": "300", "members_n": "1,000"}
    assert rules_in_words.formula(text, numbers.__getitem__, EN) == "300 ÷ 1,000 × 100"


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("(a + 1) * b", "(甲 + 1) × 乙"),
        ("-a", "−甲"),
        ("min(a, 1)", "取较小者(甲；1)"),
        ("max(a, b, 1)", "取较大者(甲；乙；1)"),
        ("abs(a - b)", "(甲 − 乙)的绝对值"),
        ("coalesce(a, 0)", "甲（未填时按 0）"),
        ("case when a > 1 then 2 else 3 end", "(当 甲 > 1 时为 2；其余为 3)"),
        ("a < 60 or not b = 0", "甲 < 60，或 不满足“乙 = 0”"),
        ("a != 1 and b >= 2", "甲 ≠ 1，且 乙 ≥ 2"),
    ],
)
def test_every_shape_of_formula_has_words(text: str, zh: str) -> None:
    names = {"a": "甲", "b": "乙"}
    assert rules_in_words.formula(text, names.__getitem__, ZH) == zh


def test_goalposts_are_said_in_the_indicator_s_unit_of_measure(framework: Framework) -> None:
    assert said(framework, "rate", ZH).startswith("50% → 0 分，100% → 100 分；")


def test_a_target_is_the_one_in_force(framework: Framework) -> None:
    assert "In times: 0 → 0 points, 2 → 100;" in said(framework, "meetings", EN)
    later = framework.indicator_by_code["meetings"]
    assert "4 → 100;" in rules_in_words.scoring(framework, later, "2031", EN)


def test_bands_of_whole_numbers_are_said_as_people_count(framework: Framework) -> None:
    zh = said(framework, "windows", ZH)
    assert zh == "以“个”计：0 → 0 分；1 至 2 → 50 分；3 及以上 → 100 分。"


def test_a_percentile_names_its_pool_and_its_fallback(framework: Framework) -> None:
    assert "fewer than 3 units" in said(framework, "lectures", EN)
    lectures = framework.indicator_by_code["lectures"]
    assert "改与全部 2 个" in rules_in_words.pool(lectures, "all", 2, ZH)
    assert "同类组 5 个" in rules_in_words.pool(lectures, "peer_group", 5, ZH)
    assert rules_in_words.pool(framework.indicator_by_code["rate"], None, None, ZH) == ""


def test_every_reason_for_an_unknown_has_a_sentence() -> None:
    reasons = ("missing_answer", "division_by_zero", "too_thin", "rule", "answer_not_applicable")
    for lang in LANGUAGES:
        assert len({rules_in_words.why_unknown(r, Messages(lang)) for r in reasons}) == 5
    assert rules_in_words.why_unknown(None, ZH) == ""


def test_unknown_is_a_dash_and_a_tiny_number_is_not_nothing(framework: Framework) -> None:
    meetings = framework.field_by_code["meetings_n"]
    assert figures.of_field(meetings, None, ZH) == "—"
    assert figures.of_field(meetings, 0.0, ZH) == "0 次"
    assert figures.plain(0.0004) == "0.0004"


def test_yes_no_and_shares_are_said_as_such(framework: Framework) -> None:
    assert figures.of_field(framework.field_by_code["legal_yn"], 1.0, EN) == "Yes"
    rate = framework.indicator_by_code["rate"]
    assert figures.of_indicator(framework, rate, 0.777, EN) == "77.7%"
