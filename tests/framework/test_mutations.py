"""A good framework with one mistake at a time: it is found, alone, at the right place.

In the new text `‸` stands just before the place that must be pointed at; the test takes it out.
"""

from pathlib import Path

import pytest

from assessment.errors import Problem, Rejected
from assessment.framework.loader import loads
from assessment.i18n import LANGUAGES, catalogue

GOOD = Path(__file__).with_name("good.yaml").read_text("utf-8")
HERE = "‸"
AREA = "problem_framework."

YAML = [
    ("duplicate_key", ("smallest_pool: 5", "smallest_pool: 5\n‸smallest_pool: 6")),
    ("duplicate_key", ("{always: 15, 2025: 10}", "{always: 15, 2025: 10, ‸'2025': 11}")),
    ("alias", ("{always: 15, 2025: 10}", "‸*heavy")),
    ("tag", ("smallest_pool: 5", "smallest_pool: ‸!!python/name:os.system 5")),
    ("tab", ("        formula: plan_level", "‸\tformula: plan_level")),
    ("full_width_colon", ("        formula: plan_level", "        formula‸：plan_level")),
    ("stray_colon", ("        formula: plan_level", "        formula: plan_level‸: 2")),
    ("unclosed_quote", ('measure: {zh: "%", en: "%"}', "measure: {zh: ‸'%, en: x}")),
    ("unclosed_bracket", ("title: {zh: 规划, en: Planning}", "title: ‸{zh: 规划, en: Planning")),
    ("bad_yaml", ("        formula: plan_level", "        formula: ‸@plan_level")),
    ("bad_yaml", ("        formula: plan_level", "       ‸formula: plan_level")),
    ("bad_key", ("smallest_pool: 5", "smallest_pool: 5\n? ‸[a, b]\n: 5")),
    ("bad_character", ("formula: plan_level", "formula: ‸\x07plan_level")),
    ("second_document", ("kinds:\n", "‸---\nkinds:\n")),
    ("too_deep", ("smallest_pool: 5", "smallest_pool: " + "[" * 20 + "‸" + "[1]" + "]" * 20)),
]

KEYS = [
    ("unknown_key", ("    weight: 40", "    ‸wieght: 40")),
    ("unknown_key", ("evidence: {zh: 账簿", "‸proof: {zh: 账簿")),
    ("unknown_key", ("  cap: 5", "  cap: 5\n  ‸note: x")),
    ("unknown_key", ("          target: {always: 1,", "          ‸tragte: {always: 1,")),
    ("unknown_key", ("- {from: 1, to: 2,", "- {‸form: 1, to: 2,")),
    ("unknown_key", ("method: bands", "‸metod: bands")),
    ("unknown_key", ("en: Few people}", "en: Few people, ‸fr: Peu}")),
    ("unknown_key", ("smallest_pool: 5", "smallest_pool: 5\n‸2024: 7")),
    ("not_one_of", ("{national: 2,", "{‸nation: 2,")),
    ("not_a_whole_number", ("      0: {zh: 无, en: None}", "      ‸none: {zh: 无, en: None}")),
    ("missing_key", ("- code: planning", "- ‸code: planning"), ("formula: plan_level\n", "\n")),
    ("missing_key", ("scoring: {method: goalposts, worst: 1,", "‸scoring: {method: goalposts,")),
    ("missing_key", ("scoring: {method: goalposts, worst: 1,", "‸scoring: {worst: 1,")),
    ("missing_key", ("smallest_pool: 5\n", ""), ("# A framework", "‸# A framework")),
    ("missing_translation", ("title: {zh: 规划, en: Planning}", "‸title: {zh: 规划}")),
    ("missing_translation", ("{zh: 待加强, en: Needs work}", "{en: Needs work}"),
     ("code: weak, title", "code: weak, ‸title")),
]  # fmt: skip

VALUES = [
    ("not_translated", ("title: {zh: 规划, en: Planning}", "title: ‸规划")),
    ("empty_text", ("title: {zh: 规划, en: Planning}", 'title: {zh: 规划, en: ‸" "}')),
    ("empty_text", ("formula: plan_level", "formula:‸")),
    ("empty_value", ("smallest_pool: 5", "smallest_pool:‸")),
    ("not_text", ("title: {zh: 规划, en: Planning}", "title: {zh: 规划, en: ‸2024}")),
    ("not_a_number", ("    weight: 40", "    weight: ‸40%")),
    ("not_a_number", ("    weight: 40", '    weight: ‸"40"')),
    ("not_a_number", ("    weight: 40", "    weight: ‸yes")),
    ("not_a_number", ("    weight: 40", "    weight: ‸.inf")),
    ("not_a_number", ("    weight: 40", "    weight: ‸1e999")),
    ("not_a_number", ("{always: 15, 2025: 10}", "{always: 15, 2025: ‸ten}")),
    ("not_a_whole_number", ("smallest_pool: 5", "smallest_pool: ‸2.5")),
    ("not_a_mapping", ("scoring: {method: percentile}", "scoring: ‸percentile")),
    ("not_a_mapping", ("  - {code: county, title: {zh: 县, en: County}}", "  - ‸county")),
    ("not_a_list", ("indicators: [meetings]", "indicators: ‸meetings")),
    ("bad_points", ("points: [40, 80]", "points: ‸[40]")),
    ("bad_points", ("points: [40, 80]", "points: ‸[40, x]")),
    ("bad_points", ("points: [40, 80]", "points: ‸forty")),
    ("bad_code", ("code: county,", "code: ‸County,")),
    ("bad_code", ("code: county,", "code: ‸2024,")),
    ("bad_problem_code", ("code: LEAD-01", "code: ‸LEAD1")),
    ("bad_period", ("since: 2027H2", "since: ‸2027H3")),
    ("bad_period", ("since: 2027H2", "since: ‸[2027]")),
    ("bad_period", ("{always: 15, 2025: 10}", "{always: 15, ‸2025年: 10}")),
    ("not_one_of", ("{code: members_n, title: {zh: 会员数, en: Members}, type: integer",
                    "{code: members_n, title: {zh: 会员数, en: Members}, type: ‸int")),
    ("unknown_method", ("method: bands", "method: ‸band")),
    ("out_of_range", ("{always: 15, 2025: 10}", "{always: 15, 2025: ‸-10}")),
    ("out_of_range", ("{always: 15, 2025: 10}", "{always: 15, 2025: ‸1e308}")),
    ("out_of_range", ("share: 0.3", "share: ‸30")),
]  # fmt: skip

CODES_AND_WORDS = [
    ("nothing_listed", (GOOD[GOOD.index("grades:") :], "grades: ‸[]\n")),
    ("duplicate_code", ("code: city,", "code: ‸county,")),
    ("duplicate_code", ("- code: openness", "- code: ‸open_yn"), ("[idle, openness]", "[idle]")),
    ("duplicate_code", ("code: false_data", "code: ‸members_n")),
    ("reserved_code", ("- code: openness", "- code: ‸open__ness"), ("[idle, openness]", "[idle]")),
    ("reserved_code", ("- code: openness", "- code: ‸period_end"), ("[idle, openness]", "[idle]")),
    ("reserved_code", ("{code: open_yn,", "{code: ‸unit,"), ("(open_yn, 0)", "(unit, 0)")),
    ("reserved_code", ("- code: openness", "- code: ‸case"), ("[idle, openness]", "[idle]")),
    ("duplicate_title", ("title: {zh: 规划, en: Planning}", "title: ‸{zh: 专题会议, en: Plans}")),
    ("duplicate_title", ("title: {zh: 规划, en: Planning}", "title: ‸{zh: 规划, en: Sessions}")),
    ("untranslated", ("{zh: 规划, en: Planning}", "{zh: 规划, en: ‸规划}")),
    ("untranslated", ("{zh: 规划, en: Planning}", "{zh: ‸The plan, en: The plan}")),
]

FORMULAS = [
    ("formula_unreadable", ("formula: women_n / members_n", "formula: ‸women_n / (members_n")),
    ("formula_forbidden", ("formula: women_n / members_n", "formula: ‸women_n / sum(members_n)")),
    ("formula_forbidden", ("formula: women_n / members_n", "formula: ‸women_n / members_n; drop")),
    ("formula_not_a_condition", ("_when: members_n = 0", "_when: ‸members_n")),
    ("formula_too_long", ("formula: plan_level", "formula: ‸plan_level" + " + 1" * 250)),
    ("formula_too_complex", ("formula: plan_level", "formula: ‸plan_level" + " + 1" * 90)),
    ("formula_reads_nothing", ("_when: members_n < 10", "_when: ‸1 < 10")),
    ("unknown_field", ("formula: women_n / members_n", "formula: ‸women_n / member_n")),
    ("unknown_field", ("_when: members_n = 0", "_when: ‸meetings = 0")),
    ("unused_field", ("formula: coalesce(open_yn, 0)", "formula: women_n"),
     ("- {code: open_yn", "- ‸{code: open_yn")),
    ("unknown_in_signal", ("signal: meetings = 0", "signal: ‸meeting = 0")),
    ("function_of_indicator", ("signal: meetings = 0", "signal: ‸score(meetings_n) = 0")),
    ("function_of_field", ("signal: meetings = 0", "signal: ‸missing(meetings) = 1")),
    ("formula_needs_one_code", ("score(planning) <", "score(planning, idle) <"),
     ("signal: meetings", "signal: ‸meetings")),
    ("formula_forbidden", ("signal: meetings = 0", "signal: ‸rank(meetings) = 1")),
]  # fmt: skip

REFERENCES = [
    ("unknown_strength", ("type: money, strength: serving", "type: money, strength: ‸service")),
    ("unknown_strength", ("    strength: leading\n    indicators: [meetings]",
                          "    strength: ‸lead\n    indicators: [meetings]")),
    ("unknown_indicator", ("[idle, openness]", "[idle, ‸opennes]")),
    ("unknown_grade", ("grade_cap: weak", "grade_cap: ‸weaker")),
    ("unknown_field", ("part_of: members_n", "part_of: ‸member_n")),
    ("part_of_circle", ("part_of: members_n", "part_of: ‸women_n")),
    ("part_of_circle", ("{code: members_n,", "{code: members_n, part_of: ‸women_n,")),
    ("minimum_above_maximum", ("maximum: 1000000", "maximum: ‸-1")),
    ("options_missing", ("- code: plan_level", "- ‸code: plan_level"),
     ("    options:\n      0: {zh: 无, en: None}\n      1: {zh: 有文件, en: On paper}\n"
      "      2: {zh: 已落实, en: Put into effect}\n", "")),
    ("options_not_counted", ("    options:", "    ‸options:"),
     ("      2: {zh: 已", "      3: {zh: 已")),
    ("options_without_level", ("type: level", "type: integer"), ("    options:", "    ‸options:")),
]  # fmt: skip

OVER_TIME = [
    ("since_after_until", ("until: 2027H1", "until: ‸2024H2"),
     ("{always: 15, 2025: 10}", "15"), ("since: 2027H2", "until: 1900"),
     ("target: 1}\n        weight: 5\n        evidence: {zh: 公告",
      "target: 1}\n        weight: 0\n        evidence: {zh: 公告")),
    ("starts_late", ("target: 1}\n        weight: 5\n        evidence: {zh: 批复",
                     "target: ‸{2026: 1}}\n        weight: 5\n        evidence: {zh: 批复")),
    ("no_first_value", ("{always: 1, 2025: 2}", "‸{2025: 2}")),
    ("no_first_value", ("completeness_threshold: {always: 0.8,", "completeness_threshold: ‸{")),
    ("no_first_value", ("{always: 85, 2025: 80}", "‸{2025: 80}")),
    ("no_first_value", ("provincial: {always: 1, ", "provincial: ‸{")),
    ("dated_twice", ("{always: 15, 2025: 10}", "{always: 15, 2025: 10, 2025H1: ‸10}")),
    ("weights_sum", ("        weight: 20", "        weight: 21"),
     ("    weight: 60\n    indicators:", "    weight: 60\n    ‸indicators:")),
    ("weights_sum", ("    weight: 40\n    indicators:", "    weight: 41\n    ‸indicators:")),
    ("weights_sum", ("strengths:\n", "‸strengths:\n"), ("    weight: 60", "    weight: 61"),
     ("        weight: 20", "        weight: 21")),
    ("weights_sum_from", ("{always: 15, 2025: 10}", "15"),
     ("    weight: 40\n    indicators:", "    weight: 40\n    ‸indicators:")),
    ("weights_sum_from", ("        since: 2027H2\n", "        since: 2028\n"),
     ("    weight: 40\n    indicators:", "    weight: 40\n    ‸indicators:")),
    ("weights_zero", ("weights_sum: 100\n", ""), ("        weight: 20", "        weight: 0"),
     ("        weight: 30", "        weight: 0"), ("        weight: 10", "        weight: 0"),
     ("    weight: 60\n    indicators:", "    weight: 60\n    ‸indicators:")),
    ("weights_zero", ("weights_sum: 100\n", ""), ("strengths:\n", "‸strengths:\n"),
     ("    weight: 40", "    weight: 0"), ("    weight: 60", "    weight: 0")),
    ("grades_order", ("at_least: 60", "at_least: ‸80")),
    ("grades_last", ("at_least: 0}", "at_least: ‸1}")),
]  # fmt: skip

SCALES = [
    ("flat_line", ("{always: 1, 2025: 2}", "‸{always: 1, 2025: 0}")),
    ("flat_line", ("worst: 0.2, best: 0.5", "worst: 0.5, best: ‸0.5")),
    ("against_direction", ("worst: 0.2, best: 0.5", "worst: 0.5, best: ‸0.2")),
    ("against_direction", ("worst: 1, best: 0}", "worst: 0, best: ‸1}")),
    ("against_direction", ("          floor: 0", "          floor: 3"),
     ("{always: 1, 2025: 2}", "‸{always: 1, 2025: 2}")),
    ("bands_gap", ("{from: 2, points: 100}", "{from: ‸3, points: 100}")),
    ("bands_overlap", ("{from: 2, points: 100}", "{from: ‸1.5, points: 100}")),
    ("bands_out_of_order", ("{from: 2, points: 100}", "{from: ‸0, points: 100}")),
    ("band_backwards", ("- {from: 1, to: 2, points: [40, 80]}", "- ‸{from: 1, to: 1, points: 40}"),
     ("{from: 2, points: 100}", "{from: 1, points: 100}")),
    ("band_open_inside", ("- {from: 1, to: 2,", "- ‸{from: 1,")),
    ("band_line_open", ("{from: 2, points: 100}", "{from: 2, points: ‸[80, 100]}")),
    ("points_outside", ("{from: 2, points: 100}", "{from: 2, points: ‸110}")),
    ("bands_against_direction", ("points: [40, 80]", "points: ‸[80, 40]")),
    ("bands_against_direction", ("{from: 2, points: 100}", "{from: 2, points: ‸50}")),
    ("bands_flat", ("          bands:", "          ‸bands:"),
     ("{to: 1, points: 0}", "{to: 1, points: 100}"), ("points: [40, 80]", "points: 100")),
    ("bands_empty", ("          bands:\n", "          bands: ‸[]\n"),
     ("            - {to: 1, points: 0}\n            - {from: 1, to: 2, points: [40, 80]}\n"
      "            - {from: 2, points: 100}\n", "")),
    ("winsorise_backwards", ("{method: winsorise_percentiles, lower: 5,",
                             "‸{method: winsorise_percentiles, lower: 95,")),
]  # fmt: skip

MUTATIONS = [
    *YAML, *KEYS, *VALUES, *CODES_AND_WORDS, *FORMULAS, *REFERENCES, *OVER_TIME, *SCALES
]  # fmt: skip


def edited(*edits: tuple[str, str]) -> str:
    text = GOOD
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(Rejected) as caught:
        loads(text, "good.yaml")
    return caught.value.problems


def named(mutations: list[tuple[object, ...]]) -> list[object]:
    return [pytest.param(c, e, id=f"{c}-{n}") for n, (c, *e) in enumerate(mutations)]


@pytest.mark.parametrize(("code", "edits"), named(MUTATIONS))
def test_one_mistake_is_one_problem_at_its_place(code: str, edits: list[tuple[str, str]]) -> None:
    text = edited(*edits)
    before, _, _ = text.partition(HERE)
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    found = problems_of(text.replace(HERE, ""))
    assert [(p.code, p.place.line, p.place.column) for p in found] == [
        (f"framework.{code}", line, column)
    ]
    for lang in LANGUAGES:
        sentence = catalogue(lang)[found[0].key].format(**found[0].facts)
        assert "always" not in (found[0].place.path or "").split(".")
        assert len(sentence) < 400


def test_nothing_is_wrong_with_the_good_framework() -> None:
    assert [strength.code for strength in loads(GOOD, "good.yaml").strengths] == [
        "leading",
        "serving",
    ]


def test_every_mistake_of_shape_is_reported_at_once() -> None:
    text = edited(
        ("smallest_pool: 5", "smallest_pool: many"),
        ("    weight: 40", "    wieght: 40"),
        ("title: {zh: 规划, en: Planning}", "title: {zh: 规划}"),
        ("method: bands", "method: band"),
        ("code: county,", "code: County,"),
        ("{always: 85, 2025: 80}", "{always: 85, 2025: 80, 2025: 81}"),
    )
    assert [problem.code for problem in problems_of(text)] == [
        "framework.not_a_whole_number",
        "framework.bad_code",
        "framework.unknown_key",
        "framework.missing_translation",
        "framework.unknown_method",
        "framework.duplicate_key",
    ]


def test_every_broken_rule_is_reported_at_once_in_the_order_of_the_file() -> None:
    text = edited(
        ("code: city,", "code: county,"),
        ("maximum: 1000000", "maximum: -1"),
        ("type: money, strength: serving", "type: money, strength: service"),
        ("formula: plan_level", "formula: plan_levels"),
        ("{from: 2, points: 100}", "{from: 3, points: 100}"),
        ("        weight: 20", "        weight: 21"),
        ("signal: meetings = 0", "signal: meeting = 0"),
        ("at_least: 0}", "at_least: 1}"),
    )
    found = problems_of(text)
    assert [problem.code.removeprefix("framework.") for problem in found] == [
        "duplicate_code",
        "unused_field",
        "minimum_above_maximum",
        "unknown_strength",
        "unknown_field",
        "bands_gap",
        "weights_sum",
        "unknown_in_signal",
        "grades_last",
    ]
    assert found == tuple(sorted(found, key=lambda p: (p.place.line, p.place.column)))


def test_a_sum_is_said_to_go_wrong_in_the_file_s_own_words() -> None:
    (problem,) = problems_of(edited(("        since: 2027H2\n", "        since: 2028\n")))
    assert problem.facts["period"] == "2027H2"


def test_periods_at_the_edge_of_time_are_no_reason_to_crash() -> None:
    text = edited(("since: 2025\n", "since: 1900\n"), ("until: 2027H1", "until: 2199"))
    assert {problem.code for problem in problems_of(text)} == {"framework.weights_sum_from"}


def test_a_path_names_entries_by_their_codes() -> None:
    (problem,) = problems_of(edited(("{always: 15, 2025: 10}", "{always: 15, 2025: ten}")))
    assert problem.place.path == "strengths.leading.indicators.planning.weight.2025"
    (problem,) = problems_of(edited(("points: [40, 80]", "points: [40, 180]")))
    assert problem.place.path == "strengths.leading.indicators.planning.scoring.bands.1.points"


@pytest.mark.parametrize(
    ("edit", "nearest"),
    [
        (("    weight: 40", "    wieght: 40"), "weight"),
        (("evidence: {zh: 账簿", "proof: {zh: 账簿"), "evidence"),
        (("method: bands", "metod: bands"), "method"),
        (("_when: members_n = 0", "_when: member_n = 0"), "members_n"),
        (("grade_cap: weak", "grade_cap: weaker"), "weak"),
    ],
)
def test_a_misspelling_is_told_what_was_meant(edit: tuple[str, str], nearest: str) -> None:
    assert [problem.facts["nearest"] for problem in problems_of(edited(edit))] == [nearest]


def test_every_sentence_has_a_mistake_that_calls_for_it() -> None:
    elsewhere = {
        *("no_file", "unreadable_file", "file_too_large", "not_utf8", "empty_file"),
        "top_not_a_mapping",
        "wrong_value",  # for kinds of error that pydantic may yet invent
    }
    for lang in LANGUAGES:
        keys = {k.removeprefix(AREA) for k in catalogue(lang) if k.startswith(AREA)}
        assert keys == {str(code) for code, *_ in MUTATIONS} | elsewhere
