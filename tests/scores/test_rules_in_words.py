"""Rules as people read them, in both languages."""

from typing import Any, get_args

import pytest

from assessment.framework.model import Aggregation, Framework, Indicator, Scoring, Screening
from assessment.framework.values import figures
from assessment.i18n import LANGUAGES, Messages
from assessment.scores.framework_guide import levels_in_words, rules_in_words

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


def changed(framework: Framework, code: str = "lectures", **keys: Any) -> Indicator:
    """An indicator with other keys, as the file may give them."""
    given = framework.indicator_by_code[code].model_dump(by_alias=True, exclude_none=True)
    return Indicator.model_validate(given | keys)


METHODS: list[tuple[dict[str, Any], str, str]] = [
    ({"method": "target", "floor": 1, "target": 7.125},
     "1 → 0 分，7.125 → 100 分；其间按比例", "1 → 0 points, 7.125 → 100; in proportion"),
    ({"method": "goalposts", "worst": 2, "best": 9, "points": 80},
     "2 → 0 分，9 → 80 分；其间按比例计分，两端封顶", "9 → 80; in proportion between"),
    ({"method": "goalposts", "worst": 2, "best": 9, "points": 80, "beyond": "open"},
     "可以低于 0 分，也可以高于 80 分", "below 0 or above 80 points"),
    ({"method": "bands", "bands": [{"to": 0.125, "points": 0.5}, {"from": 0.125, "points": 9}]},
     "不足 0.125 → 0.5 分；0.125 及以上 → 9 分", "under 0.125 → 0.5 points; 0.125 or more → 9"),
    ({"method": "min_max", "low": 10, "high": 90},
     "在同类组内，最差的 → 10 分，最好的 → 90 分", "Where all are equal: 50 points"),
    ({"method": "z_score", "mean": 60, "deviation": 12.5},
     "平均值 → 60 分；每好一个标准差加 12.5 分", "60 points; 12.5 more for each standard"),
    ({"method": "percentile", "ties": "min"},
     "数值相同的（含自己）不算在内", "with none of the equal values"),
    ({"method": "percentile"}, "数值相同的（含自己）算一半", "with half of the equal values"),
    ({"method": "percentile", "ties": "max"}, "全部算在内", "with all of the equal values"),
    ({"method": "percentile_rank", "ties": "min"},
     "100 ×（名次 − 1）÷（个数 − 1），只有一个时得 50 分；数值相同的都取其中最低",
     "100 × (rank − 1) ÷ (number ranked − 1), and 50 where there is only one; equal values share "
     "the lowest"),
    ({"method": "rank"}, "名次就是得分；数值相同的都取中间", "equal values share the middle"),
    ({"method": "rank", "ties": "max"}, "数值相同的都取其中最高", "share the highest"),
    ({"method": "borda"}, "得分 = 名次 − 1", "which is 1, less 1"),
    ({"method": "distance_to_target", "target": 12},
     "12 → 100 分，同类组内最差的 → 0 分；其间按比例计分，超过不再加分",
     "12 → 100 points, the worst value within the peer group → 0"),
    ({"method": "distance_to_target", "target": 12, "beyond": "open"},
     "超过的照此加分，不封顶", "on in the same way beyond the target"),
    ({"method": "distance_to_best"},
     "同类组内最好的 → 100 分，最差的 → 0 分", "The best value within the peer group → 100"),
    ({"method": "distance_to_reference", "unit": "430626"},
     "单位 430626 的数值 → 100 分", "The value of unit 430626 → 100 points"),
    ({"method": "distance_to_reference", "unit": "430626", "beyond": "open"},
     "不封顶", "beyond that unit"),
    ({"method": "share_of_maximum"},
     "数值占同类组内最大值的百分之几", "a percentage of the largest within the peer group"),
    ({"method": "linear", "factor": 0.0015, "offset": -3},
     "得分 = 0.0015 × 数值 − 3，不封顶", "score = 0.0015 × value − 3, without"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scoring", "zh", "en"),
    METHODS,
    ids=[f"{m['method']}-{n}" for n, (m, *_) in enumerate(METHODS)],
)
def test_every_method_is_said_with_its_numbers(
    framework: Framework, scoring: dict[str, Any], zh: str, en: str
) -> None:
    indicator = changed(framework, scoring=scoring)
    assert zh in rules_in_words.scoring(framework, indicator, "2024", ZH)
    assert en in rules_in_words.scoring(framework, indicator, "2024", EN)


def test_there_is_no_method_without_words() -> None:
    union, _ = get_args(Scoring)
    methods = {get_args(each.model_fields["method"].annotation)[0] for each in get_args(union)}
    assert {scoring["method"] for scoring, _, _ in METHODS} == methods


def test_what_others_do_is_said_of_every_method_that_compares_and_of_no_other(
    framework: Framework,
) -> None:
    alone = {"target", "goalposts", "bands", "linear"}
    for scoring, _, _ in METHODS:
        indicator = changed(framework, scoring=scoring)
        said = rules_in_words.scoring(framework, indicator, "2024", ZH)
        compares = scoring["method"] not in alone
        assert rules_in_words.is_relative(indicator) == compares
        assert ("同类组有数据的单位少于 3 个时，改与全部单位比较。" in said) == compares
        assert ("数值越大越好。" in said) == compares
        assert (rules_in_words.pool(indicator, "peer_group", 5, ZH) != "") == compares


@pytest.mark.parametrize(
    ("pool", "zh", "en"),
    [
        ({"within": "all"}, "在全部单位中排", "among all units:"),
        ({"within": "prefecture"}, "同市（州）有数据的单位少于 3 个", "of the prefecture, it"),
        ({"smallest": 8}, "少于 8 个时，改与全部", "fewer than 8 units of the peer group, it is"),
        ({"fallback": "unknown"}, "少于 3 个时，不计分", "of the peer group, there is no score"),
        ({"within": "all", "fallback": "unknown", "smallest": 9}, "单位少于 9 个时，不计分",
         "fewer than 9 units altogether, there is no score"),
        ({"periods": "all"}, "本期和以前各期的数据合在一起比较。同类组各期有数据的合计少于 3 个时",
         "earlier ones are compared together. With fewer than 3 values of the peer group"),
    ],
)  # fmt: skip
def test_a_pool_is_said_with_its_smallest_size_and_what_then(
    framework: Framework, pool: dict[str, Any], zh: str, en: str
) -> None:
    indicator = changed(framework, pool=pool)
    assert zh in rules_in_words.scoring(framework, indicator, "2024", ZH)
    assert en in rules_in_words.scoring(framework, indicator, "2024", EN)


def test_among_all_nothing_is_said_of_a_smaller_pool(framework: Framework) -> None:
    indicator = changed(framework, pool={"within": "all"})
    assert "少于" not in rules_in_words.scoring(framework, indicator, "2024", ZH)


def test_the_pool_a_unit_was_compared_in_is_said(framework: Framework) -> None:
    here = changed(framework, pool={"within": "prefecture", "periods": "all"})
    assert rules_in_words.pool(here, "prefecture", 7, ZH).startswith("与同市（州）7 个")
    assert "may count more than once" in rules_in_words.pool(here, "prefecture", 7, EN)
    assert "同市（州）有数据的单位太少，已改与全部 9 个" in rules_in_words.pool(here, "all", 9, ZH)
    everyone = changed(framework, pool={"within": "all"})
    assert rules_in_words.pool(everyone, "all", 9, ZH) == "与全部 9 个有数据的单位比较。"


TREATMENTS = [
    ({"method": "winsorise_percentiles", "lower": 2.5}, "低于第 2.5 百分位", "percentile 2.5 are"),
    ({"method": "winsorise_percentiles", "upper": 95}, "高于第 95 百分位的", "percentile 95 are"),
    ({"method": "winsorise_percentiles", "lower": 5, "upper": 95},
     "低于第 5 百分位和高于第 95 百分位的", "under percentile 5 and above percentile 95"),
    ({"method": "winsorise_points", "most": 4, "skewness": 1.5, "kurtosis": 3},
     "不小于 1.5 且超额峰度不小于 3 的，把最极端的值改为相邻的下一个值，够用即止，最多改 4 个",
     "at least 1.5 (either way) and an excess kurtosis of at least 3, the most extreme take the "
     "value of the next, as few as suffice and 4 at most"),
    ({"method": "log"}, "ln(数值)。", "ln(value)."),
    ({"method": "log", "offset": 0.5}, "ln(数值 + 0.5)。", "ln(value + 0.5)."),
]  # fmt: skip


@pytest.mark.parametrize(("treatment", "zh", "en"), TREATMENTS)
def test_every_treatment_is_said_with_its_numbers(
    framework: Framework, treatment: dict[str, Any], zh: str, en: str
) -> None:
    indicator = changed(framework, treatment=treatment)
    for said, t in ((zh, ZH), (en, EN)):
        alone = rules_in_words.treatment(framework, indicator, "2024", t)
        assert said in alone
        assert alone in rules_in_words.scoring(framework, indicator, "2024", t)


def test_after_a_logarithm_points_run_with_logarithms(framework: Framework) -> None:
    scoring = {"method": "goalposts", "worst": 1, "best": 9}
    indicator = changed(framework, scoring=scoring, treatment={"method": "log"})
    assert "其间按对数的比例" in rules_in_words.scoring(framework, indicator, "2024", ZH)
    share = changed(framework, scoring={"method": "share_of_maximum"}, treatment={"method": "log"})
    assert "得分是对数占同类组内最大对数" in rules_in_words.scoring(framework, share, "2024", ZH)


def test_a_scale_of_its_own_after_drawing_in_extremes_says_among_whom(
    framework: Framework,
) -> None:
    treatment = {"method": "winsorise_percentiles", "upper": 95}
    rate = changed(framework, "rate", treatment=treatment)
    said = rules_in_words.scoring(framework, rate, "2024", ZH)
    assert said.startswith("计分前，在同类组内由差到好")
    assert "同类组有数据的单位少于 3 个时" in said
    assert rules_in_words.pool(rate, "peer_group", 4, ZH) == "与同类组 4 个有数据的单位比较。"


@pytest.mark.parametrize(
    ("method", "zh", "en"),
    [
        ("mean", "本期全部单位真实值的平均数", "the mean of the real values of all units"),
        ("median", "本期全部单位真实值的中位数", "the median of the real values of all units"),
        ("peer_mean", "本期同类组真实值的平均数", "the mean of the real values of the peer group"),
        ("peer_median", "本期同类组真实值的中位数", "the median of the real values of the peer"),
        ("last_period", "本单位上一周期的真实值", "the unit's own real value of the period before"),
        (
            "own_mean",
            "同一目标内其余有真实值的指标的平均得分",
            "mean score over the other indicators",
        ),
    ],
)
def test_every_imputation_is_said_and_that_it_is_marked(
    framework: Framework, method: str, zh: str, en: str
) -> None:
    indicator = changed(framework, imputation=method)
    assert zh in rules_in_words.imputation(indicator, ZH)
    assert "填补的有标记" in rules_in_words.imputation(indicator, ZH)
    assert en in rules_in_words.imputation(indicator, EN)
    assert rules_in_words.imputation(changed(framework), EN) == ""


def test_an_imputed_mean_is_said_to_be_of_treated_values(framework: Framework) -> None:
    treatment = {"method": "winsorise_percentiles", "upper": 95}
    treated = changed(framework, imputation="mean", treatment=treatment)
    assert "真实值（处理极端值以后）的平均数" in rules_in_words.imputation(treated, ZH)
    logged = changed(framework, imputation="mean", treatment={"method": "log"})
    assert "the mean of the logarithms" in rules_in_words.imputation(logged, EN)


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (
            {},
            "按权重取算术平均；有得分的不足适用权重的 80% 时",
            "Weighted arithmetic mean; unknown",
        ),
        ({"method": "geometric", "threshold": 0.625}, "62.5% 时", "less than 62.5% of the"),
        (
            {"method": "harmonic", "counted": "children"},
            "适用项数的 80%",
            "80% of the applicable parts",
        ),
        ({"method": "generalised", "power": -0.125}, "幂次为 −0.125", "with power −0.125"),
    ],
)
def test_a_level_says_its_mean_and_how_much_it_takes(
    framework: Framework, given: dict[str, Any], zh: str, en: str
) -> None:
    aggregation = Aggregation.model_validate(given)
    assert zh in levels_in_words.aggregation(framework, aggregation, "2024", ZH)
    assert en in levels_in_words.aggregation(framework, aggregation, "2024", EN)


def test_screening_says_how_much_and_of_what(framework: Framework) -> None:
    assert "数据完整度不足 80% 的" in levels_in_words.screening(framework, "2024", ZH)
    screening = Screening.model_validate({"at_least": 0.5, "counted": "indicators"})
    counted = framework.model_copy(update={"screening": screening})
    assert "less than 50% of the indicators" in levels_in_words.screening(counted, "2024", EN)


def test_every_reason_for_an_unknown_has_a_sentence() -> None:
    reasons = ("missing_answer", "division_by_zero", "too_thin", "rule", "answer_not_applicable")
    reasons += ("small_pool",)
    for lang in LANGUAGES:
        assert len({rules_in_words.why_unknown(r, Messages(lang)) for r in reasons}) == 6
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
