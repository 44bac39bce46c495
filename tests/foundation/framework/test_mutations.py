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

ASKED = "    asked: always\n    since: 2024\n    until: 2030\n"
"""A field that nothing reads, and that says so."""

DUE = "en: Congress due}, type: date, strength: serving"
"""Read by an indicator from 2025 to 2027H1, and by another from then on."""

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
    ("unknown_key", ("  few_visits: {always", "  ‸few_visit: {always")),
    ("unknown_key", ("prefecture: 88}", "‸prefectur: 88}")),
    ("missing_key", ("liaison:", "‸liaison:"), ("  unvisited_days: 91\n", "")),
    ("unknown_key", ("  prefecture: {units", "  ‸prefectur: {units")),
    ("unknown_key", ("{units: 3, share: 0.4}", "{units: 3, share: 0.4, ‸finding: 3}")),
    ("unknown_key", ("\nscreening: {", "\n‸screning: {")),
    ("unknown_key", ("\naggregation: {", "\n‸agregation: {")),
    ("unknown_key", ("{method: generalised, power", "{‸metod: generalised, power")),
    ("unknown_key", ("power: 0.5, threshold", "‸pwer: 0.5, threshold")),
    ("unknown_key", ("0.5, threshold: {", "0.5, ‸treshold: {")),
    ("unknown_key", ("{at_least: {always: 0.6", "{‸atleast: {always: 0.6")),
    ("unknown_key", ("    groups:\n      - code: people", "    ‸group:\n      - code: people")),
    ("unknown_key", ("        groups:\n          - code: size",
                     "        ‸groops:\n          - code: size")),
    ("unknown_key", ("            weight: 8", "            weight: 8\n            ‸short: x")),
    ("unknown_key", ("        weight: 13", "        weight: 13\n        ‸agregation: {}")),
    ("unknown_key", ("pool: {within: all}", "‸pol: {within: all}")),
    ("unknown_key", ("pool: {within: all}", "pool: {‸wihtin: all}")),
    ("unknown_key", ("pool: {within: all}", "‸within: all")),
    ("unknown_key", ("treatment: {method: log,", "‸treatement: {method: log,")),
    ("unknown_key", ("treatment: {method: log,", "treatment: {‸methd: log,")),
    ("unknown_key", ("treatment: {method: log, offset: 1}",
                     "treatment: {method: log, ‸ofset: 1}")),
    ("unknown_key", ("{method: winsorise_percentiles, lower: 5,",
                     "{method: winsorise_percentiles, ‸lwer: 5,")),
    ("unknown_key", ("{method: winsorise_points, most: 3}",
                     "{method: winsorise_points, ‸mst: 3}")),
    ("unknown_key", ("imputation: last_period", "‸imputaton: last_period")),
    ("unknown_key", ("control: others", "‸controll: others")),
    ("unknown_key", ("{method: min_max, low: 1,", "{method: min_max, ‸lo: 1,")),
    ("unknown_key", ("{method: linear, factor: -0.001,", "{method: linear, ‸facter: -0.001,")),
    ("unknown_key", ("{method: rank, ties: max}", "{method: rank, ‸tie: max}")),
    ("unknown_key", ("points: 120, beyond: open}", "points: 120, ‸beyon: open}")),
    ("unknown_key", ("{method: percentile}", "{method: percentile, ‸within: all}")),
    ("not_one_of", ("{national: 2,", "{‸nation: 2,")),
    ("not_a_whole_number", ("      0: {zh: 无, en: None}", "      ‸none: {zh: 无, en: None}")),
    ("missing_key", ("- code: planning", "- ‸code: planning"), ("formula: plan_level\n", "\n")),
    ("missing_key", ("scoring: {method: goalposts, worst: 1,", "‸scoring: {method: goalposts,")),
    ("missing_key", ("scoring: {method: goalposts, worst: 1,", "‸scoring: {worst: 1,")),
    ("missing_key", ("{method: linear, factor: -0.001,", "{method: linear,"),
     ("            scoring: {method: linear", "            ‸scoring: {method: linear")),
    ("missing_key", ("treatment: {method: log, offset: 1}", "‸treatment: {offset: 1}")),
    ("missing_key", ("      - code: people", "      - ‸code: people"),
     ("        weight: 13\n", "")),
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
    ("out_of_range", ("prefecture: 88}", "prefecture: ‸367}")),
    ("out_of_range", ("unvisited_days: 91", "unvisited_days: ‸-1")),
    ("out_of_range", ("most_units: 2", "most_units: ‸0")),
    ("not_a_whole_number", ("{always: 4, 2025: 6}", "{always: 4, 2025: ‸6.5}")),
    ("out_of_range", ("share: 0.45", "share: ‸0")),
    ("out_of_range", ("findings: 6", "findings: ‸1")),
    ("out_of_range", ("  units: 3\n", "  units: ‸0\n")),
    ("not_a_mapping", ("{method: generalised, power: 0.5, threshold: {always: 0.7, 2025: 0.75}}",
                       "‸geometric")),
    ("not_one_of", ("method: generalised", "method: ‸general")),
    ("not_a_number", ("power: 0.5", "power: ‸half")),
    ("out_of_range", ("power: 0.5", "power: ‸11")),
    ("out_of_range", ("2025: 0.75}", "2025: ‸75}")),
    ("bad_period", ("0.7, 2025: 0.75", "0.7, ‸2025H3: 0.75")),
    ("not_one_of", ("counted: children", "counted: ‸child")),
    ("not_a_mapping", ("screening: {at_least: {always: 0.6, 2025: 0.65}, counted: indicators}",
                       "screening: ‸0.6")),
    ("out_of_range", ("2025: 0.65}", "2025: ‸1.65}")),
    ("not_one_of", ("counted: indicators", "counted: ‸children")),
    ("not_a_list", ("            weight: 8", "            weight: 8\n            groups: ‸x")),
    ("not_a_mapping", ("            weight: 8", "            weight: 8\n            groups: [‸x]")),
    ("not_translated", ("title: {zh: 规模, en: Size}", "title: ‸规模")),
    ("bad_code", ("- code: size", "- code: ‸Size")),
    ("out_of_range", ("            weight: 8", "            weight: ‸-8")),
    ("not_a_mapping", ("pool: {within: all}", "pool: ‸all")),
    ("not_one_of", ("pool: {within: all}", "pool: {within: ‸everyone}")),
    ("not_a_whole_number", ("smallest: 4", "smallest: ‸4.5")),
    ("out_of_range", ("smallest: 4", "smallest: ‸0")),
    ("not_one_of", ("fallback: unknown", "fallback: ‸none")),
    ("not_one_of", ("periods: all", "periods: ‸every")),
    ("not_a_mapping", ("treatment: {method: log, offset: 1}", "treatment: ‸log")),
    ("unknown_method", ("treatment: {method: log,", "treatment: {method: ‸logarithm,")),
    ("unknown_method", ("{method: winsorise_points,", "{method: ‸winsorise_point,")),
    ("not_a_number", ("{method: log, offset: 1}", "{method: log, offset: ‸one}")),
    ("out_of_range", ("lower: 5,", "lower: ‸-5,")),
    ("out_of_range", ("upper: 95}", "upper: ‸105}")),
    ("not_a_whole_number", ("most: 3}", "most: ‸3.5}")),
    ("out_of_range", ("most: 3}", "most: ‸0}")),
    ("out_of_range", ("most: 3}", "most: ‸21}")),
    ("out_of_range", ("most: 3}", "most: 3, skewness: ‸-1}")),
    ("not_a_number", ("most: 3}", "most: 3, kurtosis: ‸x}")),
    ("not_one_of", ("imputation: last_period", "imputation: ‸last")),
    ("not_one_of", ("imputation: last_period", "imputation: ‸{method: mean}")),
    ("not_one_of", ("control: others", "control: ‸other")),
    ("unknown_method", ("method: min_max", "method: ‸minmax")),
    ("unknown_method", ("{method: percentile}", "{method: ‸percentil_rank}")),
    ("not_one_of", ("beyond: open", "beyond: ‸opened")),
    ("out_of_range", ("points: 120,", "points: ‸-1,")),
    ("out_of_range", ("points: 120,", "points: ‸0,")),
    ("not_one_of", ("ties: max", "ties: ‸average")),
    ("not_a_number", ("factor: -0.001", "factor: ‸x")),
    ("out_of_range", ("{method: rank, ties: max}", "{method: z_score, deviation: ‸0}")),
    ("not_a_number", ("{method: rank, ties: max}", "{method: z_score, mean: ‸x}")),
    ("not_text", ("{method: rank, ties: max}",
                  "{method: distance_to_reference, unit: ‸[430626]}")),
    ("not_a_number", ("target: 500}", "target: ‸many}")),
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
    ("duplicate_code", ("- code: size", "- code: ‸people")),
    ("duplicate_code", ("- code: size", "- code: ‸serving")),
    ("duplicate_code", ("- code: reach", "- code: ‸size")),
    ("duplicate_code", ("- code: reach", "- code: ‸membership")),
    ("reserved_code", ("- code: size", "- code: ‸total")),
    ("reserved_code", ("- code: growing", "- code: ‸total")),
    ("reserved_code", ("- code: reach", "- code: ‸total")),
    (
        "part_empty",
        (
            "          - code: size",
            "          - ‸{code: none, title: {zh: 无, en: No}, weight: 0}\n          - code: size",
        ),
    ),
    (
        "part_empty",
        (
            "          - code: size",
            "          - {code: none, title: {zh: 无, en: No}, weight: 0, groups: ‸[]}\n"
            "          - code: size",
        ),
    ),
    ("duplicate_title", ("title: {zh: 规模, en: Size}", "title: ‸{zh: 发展强, en: Size}")),
    ("duplicate_title", ("title: {zh: 规模, en: Size}", "title: ‸{zh: 规模, en: People}")),
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
    ("unused_field", ("- code: staff_n", "- ‸code: staff_n"), (ASKED, "    since: 2024\n")),
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
    ("jump_without_amount", ("- {code: open_yn,", "- {code: open_yn, jump: ‸{least: 2},")),
    ("options_missing", ("- code: plan_level", "- ‸code: plan_level"),
     ("    options:\n      0: {zh: 无, en: None}\n      1: {zh: 有文件, en: On paper}\n"
      "      2: {zh: 已落实, en: Put into effect}\n", "")),
    ("options_not_counted", ("    options:", "    ‸options:"),
     ("      2: {zh: 已", "      3: {zh: 已")),
    ("common_no_peer_groups",
     ("peer_groups:\n  - {code: rural, title: {zh: 农业县, en: Rural counties}, "
      "note: {zh: 人口少, en: Few people}}\n", ""),
     ("peer_group: {units: 3, share: 0.4}", "peer_group: ‸{units: 3, share: 0.4}")),
    ("common_narrower", ("{units: 2, share: 0.45", "{units: ‸4, share: 0.45")),
    ("common_narrower", ("findings: 4", "findings: ‸7")),
    ("common_narrower", ("peer_group: {units: 3", "peer_group: {units: ‸4")),
    ("options_without_level", ("type: level", "type: integer"), ("    options:", "    ‸options:")),
]  # fmt: skip

IN_SIZE = (
    "            indicators:\n              - code: m",
    "            ‸indicators:\n              - code: m",
)
IN_PEOPLE = (
    "        indicators:\n          - code: pace",
    "        ‸indicators:\n          - code: pace",
)

OVER_TIME = [
    ("since_after_until", (ASKED, "    asked: always\n    since: 2024\n    until: ‸2023\n")),
    ("since_after_until", (DUE, DUE + ", since: 2030, until: ‸2029")),
    ("field_starts_late", (DUE, DUE + ", since: ‸2026")),
    ("field_starts_late", ("{code: members_n,", "{code: members_n, asked: always, since: ‸1901,")),
    ("field_starts_late", (ASKED, "    since: ‸2030\n"),
     ("        until: 2027H1\n", "        until: 2027H1\n        unknown_when: staff_n = 0\n")),
    ("field_ends_early", (DUE, DUE + ", until: ‸2150")),
    ("field_ends_early", (DUE, DUE + ", since: 2025, until: ‸2026Q4")),
    ("field_date_unread", (DUE, DUE + ", since: ‸2024Q4")),
    ("field_date_unread", (ASKED, "    until: ‸2030\n"),
     ("indicators: [idle, openness]\n", "indicators: [renewal]\n    signal: staff_n = 0\n")),
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
    ("weights_zero", ("weights_sum: 120\n", ""), ("        weight: 20", "        weight: 0"),
     ("        weight: 30", "        weight: 0"), ("        weight: 10", "        weight: 0"),
     ("    weight: 60\n    indicators:", "    weight: 60\n    ‸indicators:")),
    ("weights_zero", ("weights_sum: 120\n", ""), ("strengths:\n", "‸strengths:\n"),
     ("    weight: 40", "    weight: 0"), ("    weight: 60", "    weight: 0"),
     ("    weight: 20\n    groups:", "    weight: 0\n    groups:")),
    ("weights_sum", ("            weight: 8", "            weight: 9"),
     IN_SIZE),
    ("weights_sum", ("              weight: 2", "              weight: 3"),
     IN_SIZE),
    ("weights_sum", ("        weight: 13", "        weight: 14"),
     IN_PEOPLE),
    ("weights_sum", ("        weight: 7", "        weight: 8"),
     ("    indicators:\n      - code: reach", "    ‸indicators:\n      - code: reach")),
    ("weights_sum_from", ("            weight: 8", "            weight: {always: 8, 2026: 9}"),
     IN_SIZE),
    ("weights_zero", ("weights_sum: 120\n", ""),
     ("              weight: 6", "              weight: 0"),
     ("              weight: 2", "              weight: 0"),
     IN_SIZE),
    ("no_first_value", ("threshold: {always: 0.7, 2025", "threshold: ‸{2025")),
    ("no_first_value", ("{always: 0.6, 2025: 0.65}", "‸{2025: 0.65}")),
    ("no_first_value", ("            weight: 8", "            weight: ‸{2025: 8}")),
    ("no_first_value", ("factor: -0.001", "factor: ‸{2025: -0.001}")),
    ("starts_late", ("target: 1}\n        weight: 5\n        evidence: {zh: 批复",
                     "target: 1, floor: ‸{2026: 0}}\n        weight: 5\n"
                     "        evidence: {zh: 批复")),
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
    ("winsorise_nothing", ("{method: winsorise_percentiles, lower: 5, upper: 95}",
                           "‸{method: winsorise_percentiles}")),
    ("flat_line", ("worst: 10, best: 9000,", "worst: 10, best: ‸10,")),
    ("against_direction", ("worst: 10, best: 9000,", "worst: 9000, best: ‸10,")),
    ("min_max_backwards", ("low: 1, high: 100}", "low: 1, high: ‸1}")),
    ("min_max_backwards", ("low: 1, high: 100}", "low: ‸100}")),
    ("min_max_backwards", ("low: 1, high: 100}", "low: {always: 1, 2026: 70}, high: ‸60}")),
    ("factor_zero", ("factor: -0.001,", "factor: ‸0,")),
    ("factor_zero", ("factor: -0.001,", "factor: {always: -0.001, 2025: ‸0},")),
    ("factor_against_direction", ("factor: -0.001,", "factor: ‸0.001,")),
    ("factor_against_direction", ("{method: rank, ties: max}", "{method: linear, factor: ‸-1}")),
    ("share_downwards", ("{method: linear, factor: -0.001, offset: 100}",
                         "{method: ‸share_of_maximum}")),
    ("log_with_scale", ("{method: linear, factor: -0.001, offset: 100}",
                        "{method: linear, factor: -1}\n            treatment: ‸{method: log}")),
    ("log_with_scale",
     ("scoring: {method: goalposts, worst: 10, best: 9000, points: 120, beyond: open}",
      "scoring: {method: bands, bands: [{to: 1, points: 0}, {from: 1, points: 9}]}"),
     ("treatment: {method: log, offset: 1}", "treatment: ‸{method: log, offset: 1}")),
    ("log_of_nothing", ("worst: 10, best: 9000,", "worst: ‸-1, best: 9000,")),
    ("log_of_nothing", ("worst: 10, best: 9000,", "worst: {always: 10, 2025: ‸-3}, best: 9000,")),
    ("log_of_nothing", ("target: 500}", "target: ‸0}\n        treatment: {method: log}")),
    ("log_of_nothing", ("        scoring: {method: distance_to_target, target: 500}",
                        "        ‸scoring: {method: target, target: 500}\n"
                        "        treatment: {method: log}")),
    ("power_missing", ("generalised, power: 0.5,", "‸generalised,")),
    ("power_missing", ("        aggregation: {method: geometric,",
                       "        aggregation: {method: ‸generalised,")),
    ("power_unused", ("{method: generalised, power: 0.5,", "{method: harmonic, power: ‸0.5,")),
    ("power_unused", ("{method: geometric, counted: children}",
                      "{method: geometric, power: ‸2, counted: children}")),
    ("power_unused", ("            weight: 8", "            weight: 8\n"
                      "            aggregation: {power: ‸2}")),
    ("power_zero", ("generalised, power: 0.5,", "generalised, power: ‸0,")),
    ("power_zero", ("generalised, power: 0.5,", "generalised, power: ‸-0.0001,")),
]  # fmt: skip

SILENT = {
    "from": ("smallest_pool: 5",
             "smallest_pool: 5\nunanswered: {always: reweight, 2025: no_points}"),
    "mean": ("{method: geometric, counted", "{method: arithmetic, counted"),
    "open": ("points: 120, beyond: open}", "points: 120}"),
    "imputation": ("                imputation: last_period\n", ""),
    "linear": ("{method: linear, factor: -0.001, offset: 100}",
               "{method: goalposts, worst: 90000, best: 0}"),
}  # fmt: skip
"""The good framework where what is missing earns nothing, with every edit that takes."""


def silent_but(name: str, old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The edits, one of them being a mistake."""
    return (*(edit for part, edit in SILENT.items() if part != name), (old, new))


SILENCE = [
    ("mean_without_points",
     *silent_but("mean", "{method: geometric, counted", "{method: ‸geometric, counted")),
    ("mean_without_points",
     *silent_but("", "{method: generalised, power: 0.5,", "{method: ‸generalised, power: -0.5,")),
    ("imputed_without_points",
     *silent_but("imputation", "imputation: last_period", "imputation: ‸last_period")),
    ("score_below_no_points",
     *silent_but("open", "{method: goalposts, worst: 10,", "{method: ‸goalposts, worst: 10,")),
    ("score_below_no_points",
     *silent_but("linear", "{method: linear, factor", "{method: ‸linear, factor")),
    ("score_below_no_points",
     *silent_but("", "{method: min_max, low: 1, high", "{method: ‸min_max, low: -1, high")),
    ("not_one_of", ("smallest_pool: 5", "smallest_pool: 5\nunanswered: ‸nothing")),
    ("not_one_of", ("smallest_pool: 5", "smallest_pool: 5\nblanks: ‸declared")),
    ("not_one_of", ("smallest_pool: 5", "smallest_pool: 5\ntotal_needs: {2024: ‸some}")),
    ("no_first_value", ("smallest_pool: 5", "smallest_pool: 5\nblanks: ‸{2026: refused}")),
]  # fmt: skip

EVIDENCE = [
    ("not_one_of",
     ("{zh: 账簿, en: The books}", "{zh: 账簿, en: The books}\n        evidence_rule: ‸always")),
    ("no_first_value",
     ("{zh: 账簿, en: The books}",
      "{zh: 账簿, en: The books}\n        evidence_rule: ‸{2026: required}")),
]  # fmt: skip

MUTATIONS = [
    *YAML, *KEYS, *VALUES, *CODES_AND_WORDS, *FORMULAS, *REFERENCES, *OVER_TIME, *SCALES,
    *SILENCE, *EVIDENCE,
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
        "growing",
    ]


def test_nothing_is_wrong_where_what_is_missing_earns_nothing() -> None:
    framework = loads(edited(*SILENT.values()), "good.yaml")
    assert not framework.silence_earns_nothing("2024")
    assert framework.silence_earns_nothing("2025H1")


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
        (DUE, DUE + ", since: 2026"),
        (ASKED, "    asked: always\n    since: 2024\n    until: 2023\n"),
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
        "field_starts_late",
        "since_after_until",
        "unknown_field",
        "bands_gap",
        "weights_sum",
        "unknown_in_signal",
        "grades_last",
    ]
    assert found == tuple(sorted(found, key=lambda p: (p.place.line, p.place.column)))


def test_a_date_that_stops_several_indicators_is_one_mistake_that_names_them_all() -> None:
    text = edited(("{code: spend_yuan,", "{code: spend_yuan, since: 2026, until: 2028,"))
    late, early = problems_of(text)
    assert (late.place.path, early.place.path) == (
        "fields.spend_yuan.since",
        "fields.spend_yuan.until",
    )
    for problem, date in ((late, "2026"), (early, "2028")):
        assert problem.facts["date"] == date
        assert problem.facts["indicators"] == "idle, pace"


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


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("percentil", "percentile"), ("minmax", "min_max"), ("goalpost", "goalposts"), ("x", "—")],
)
def test_a_misspelt_method_is_told_what_was_meant_and_what_there_is(
    given: str, nearest: str
) -> None:
    (problem,) = problems_of(edited(("{method: percentile}", f"{{method: {given}}}")))
    assert problem.facts["nearest"] == nearest
    assert str(problem.facts["allowed"]).count(",") == 13


def test_a_path_names_groups_by_their_codes() -> None:
    (problem,) = problems_of(edited(("most: 3}", "most: 0}")))
    assert problem.place.path == (
        "strengths.growing.groups.people.groups.size.indicators.women.treatment.most"
    )


DEEP = (
    "indicators: [{code: deep, title: {zh: 深, en: Deep}, kind: count, measure: {zh: 人, en: x}, "
    "formula: members_n, direction: up, scoring: {method: bands, bands: {always: "
    "[{to: 1, points: 0}, {from: 1, to: 2, points: [0, 60]}]}}, weight: 7, "
    "evidence: {zh: 证, en: E}, source: {zh: 源, en: S}, basis: proposal}]"
)


def nested(levels: int) -> str:
    """`reach` replaced by an indicator with dated bands, under so many levels of groups."""
    inside = DEEP
    for level in reversed(range(levels)):
        inside = (
            f"groups: [{{code: g{level}, title: {{zh: 组{level}, en: Group {level}}}, "
            f"weight: 7, {inside}}}]"
        )
    start, end = GOOD.index("    indicators:\n      - code: reach"), GOOD.index("\ncommon_when")
    without = GOOD[:start] + GOOD[end:]
    group = inside.removeprefix("groups: [").removesuffix("]")
    return without.replace("    groups:\n", f"    groups:\n      - {group}\n", 1)


def test_groups_may_lie_in_groups_four_levels_deep_and_mistakes_are_still_found() -> None:
    text = nested(4)
    assert "deep" in loads(text, "good.yaml").indicator_by_code
    (problem,) = problems_of(text.replace("points: [0, 60]", "points: [0, x]"))
    assert problem.place.path == (
        "strengths.growing.groups.g0.groups.g1.groups.g2.groups.g3"
        ".indicators.deep.scoring.bands.always.1.points"
    )
    (problem,) = problems_of(text.replace("weight: 7, groups", "wieght: 7, groups", 1))
    assert (problem.code, problem.facts["nearest"]) == ("framework.unknown_key", "weight")
    (problem,) = problems_of(text.replace("weight: 7, indicators", "weight: 8, indicators", 1))
    assert (problem.code, problem.facts["name"]) == ("framework.weights_sum", "g3")


def test_a_group_may_begin_later_with_a_weight_of_nothing_until_then() -> None:
    text = nested(1).replace("weight: 7, ", "weight: {always: 0, 2026: 7}, ", 1)
    text = text.replace("weight: 7, evidence", "weight: 7, since: 2026, evidence")
    (problem,) = problems_of(text)
    assert (problem.code, problem.facts["name"]) == ("framework.weights_sum", "growing")
    for old, new in (
        ("        weight: 13", "        weight: {always: 20, 2026: 13}"),
        ("            weight: 4.5", "            weight: {always: 11.5, 2026: 4.5}"),
    ):
        text = text.replace(old, new)
    assert loads(text, "good.yaml").indicator_by_code["deep"].since == "2026"


@pytest.mark.parametrize("levels", [6, 60, 2_000])
def test_groups_without_end_are_refused(levels: int) -> None:
    assert [problem.code for problem in problems_of(nested(levels))] == ["framework.too_deep"]


def test_every_sentence_has_a_mistake_that_calls_for_it() -> None:
    elsewhere = {
        *("no_file", "unreadable_file", "file_too_large", "not_utf8", "empty_file"),
        "top_not_a_mapping",
        "wrong_value",  # for kinds of error that pydantic may yet invent
    }
    for lang in LANGUAGES:
        keys = {k.removeprefix(AREA) for k in catalogue(lang) if k.startswith(AREA)}
        assert keys == {str(code) for code, *_ in MUTATIONS} | elsewhere
