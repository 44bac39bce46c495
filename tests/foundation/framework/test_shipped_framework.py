"""The framework we ship, `indicators.yaml`: complete, consistent, and sayable in both languages."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from assessment.framework.formula import parse_condition
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Bands, CommonProblem, Entry, Framework, Indicator, Text
from assessment.framework.questions import asked_in, read_by

FRAMEWORK: Framework = load(DEFAULT)
INDICATORS = {indicator.code: indicator for _, indicator in FRAMEWORK.indicators()}
PERIOD = "2024"

STRENGTHS = {
    "POL": "political_guidance",
    "ORG": "organisation",
    "TEAM": "leadership_team",
    "INS": "institutions",
    "VEN": "service_venues",
    "ROLE": "role_played",
}
FOR_TEAMS_TO_FIND = {"POL-05", "ORG-05", "TEAM-03", "ROLE-01"}
SIGNAL_FUNCTIONS = ("score", "percentile", "missing", "change")


def _texts(entry: object, path: str = "") -> Iterator[tuple[str, Text]]:
    if isinstance(entry, Text):
        yield path, entry
    elif isinstance(entry, Entry):
        for name in type(entry).model_fields:
            yield from _texts(getattr(entry, name), f"{path}.{name}")
    elif isinstance(entry, tuple):
        for position, one in enumerate(entry):
            yield from _texts(one, f"{path}.{getattr(one, 'code', position)}")
    elif isinstance(entry, dict):
        for key, one in entry.items():
            yield from _texts(one, f"{path}.{key}")


def test_every_strength_has_indicators_questions_and_problems() -> None:
    six = set(STRENGTHS.values())
    assert {strength.code for strength, _ in FRAMEWORK.indicators(PERIOD)} == six
    assert {field.strength for field in asked_in(FRAMEWORK, PERIOD)} == six
    assert {problem.strength for problem in FRAMEWORK.problems} == six
    assert {group.code for group in FRAMEWORK.peer_groups} == {k.code for k in FRAMEWORK.kinds}
    assert FRAMEWORK.veto is not None
    assert FRAMEWORK.veto.items
    assert FRAMEWORK.bonus is not None
    assert FRAMEWORK.bonus.items


def test_weights_are_those_of_the_six_strengths() -> None:
    weights = {strength.code: strength.weight.at(PERIOD) for strength in FRAMEWORK.strengths}
    assert list(weights) == list(STRENGTHS.values())
    assert list(weights.values()) == [14, 20, 14, 18, 14, 20]
    for strength in FRAMEWORK.strengths:
        of_indicators = sum(one.weight.at(PERIOD) for one in strength.asked(PERIOD))
        assert of_indicators == weights[strength.code], strength.code


def test_nothing_is_asked_that_no_indicator_reads() -> None:
    used = frozenset().union(*map(read_by, INDICATORS.values()))
    assert used == set(FRAMEWORK.field_by_code)


def test_a_field_stands_on_the_sheet_of_the_first_indicator_that_reads_it() -> None:
    first: dict[str, str] = {}
    for strength, indicator in FRAMEWORK.indicators():
        for field in read_by(indicator):
            first.setdefault(field, strength.code)
    assert {field.code: field.strength for field in FRAMEWORK.fields} == first


def test_fields_of_a_sheet_stand_together_in_the_order_of_the_strengths() -> None:
    sheets = [field.strength for field in FRAMEWORK.fields]
    assert list(dict.fromkeys(sheets)) == list(STRENGTHS.values())
    assert len([1 for one, other in pairwise(sheets) if one != other]) == len(STRENGTHS) - 1


def test_levels_say_what_each_of_0_to_3_means_and_nothing_else_has_levels() -> None:
    for field in FRAMEWORK.fields:
        expected = [0, 1, 2, 3] if field.type == "level" else None
        assert (list(field.options) if field.options else None) == expected, field.code


def test_a_part_is_of_the_same_kind_as_its_whole() -> None:
    parts = [field for field in FRAMEWORK.fields if field.part_of]
    assert parts
    for part in parts:
        whole = FRAMEWORK.field_by_code[str(part.part_of)]
        assert part.measure is not None
        assert whole.measure is not None
        assert (part.type, part.measure.zh) == (whole.type, whole.measure.zh), part.code


def test_what_may_exceed_is_not_called_a_part() -> None:
    """Targets are beaten, posts overfilled, and members need not work in a unionised unit."""
    for code in ("nef_new_members_n", "funds_remit_yuan", "leader_filled_n", "members_n"):
        assert FRAMEWORK.field_by_code[code].part_of is None


def test_a_percent_is_kept_as_a_share() -> None:
    for indicator in INDICATORS.values():
        is_percent = indicator.shown_as == "percent"
        assert is_percent == (indicator.measure.zh == "%"), indicator.code
        assert not (is_percent and "100" in indicator.formula), indicator.code


def test_bands_leave_no_gap_and_do_not_overlap() -> None:
    for indicator in INDICATORS.values():
        if isinstance(indicator.scoring, Bands):
            bands = indicator.scoring.bands.at(PERIOD)
            assert all(one.to == other.from_ for one, other in pairwise(bands)), indicator.code


def test_what_rests_on_a_document_is_told_from_what_we_propose() -> None:
    assert FRAMEWORK.veto is not None
    assert {one.basis for one in INDICATORS.values()} == {"document", "proposal"}
    assert {one.basis for one in FRAMEWORK.veto.items} == {"document", "proposal"}
    assert {one.basis for one in FRAMEWORK.problems} == {"text", "inferred"}


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_a_source_says_so_where_the_threshold_is_our_proposal(indicator: Indicator) -> None:
    proposed = indicator.basis == "proposal"
    assert ("我们的建议" in indicator.source.zh) == proposed
    assert ("our proposal" in indicator.source.en) == proposed


@pytest.mark.parametrize("problem", FRAMEWORK.problems, ids=lambda problem: problem.code)
def test_a_signal_reads_what_the_problem_names(problem: CommonProblem) -> None:
    assert problem.strength == STRENGTHS[problem.code.split("-")[0]]
    assert set(problem.indicators) <= set(INDICATORS)
    assert (problem.signal is None) == (problem.code in FOR_TEAMS_TO_FIND)
    if problem.signal is None:
        return
    signal = parse_condition(problem.signal, SIGNAL_FUNCTIONS)
    fields = frozenset().union(*(read_by(INDICATORS[code]) for code in problem.indicators))
    assert signal.names <= fields | set(problem.indicators)
    for function, code in signal.calls:
        known = problem.indicators if function in ("score", "percentile") else fields
        assert code in known


def test_no_common_problem_is_common_only_because_somebody_must_be_last() -> None:
    """A bottom-quarter signal holds in a quarter of the units by itself."""
    assert FRAMEWORK.common_when is not None
    assert FRAMEWORK.common_when.share > 0.25
    assert FRAMEWORK.common_when.units > 123 / 4


def test_grades_run_from_best_to_worst_and_the_veto_caps_at_one_of_them() -> None:
    assert FRAMEWORK.veto is not None
    cuts = {grade.code: grade.at_least.at(PERIOD) for grade in FRAMEWORK.grades}
    assert cuts == {"strong": 85, "fairly_strong": 70, "average": 60, "needs_work": 0}
    assert list(cuts.values()) == sorted(cuts.values(), reverse=True)
    assert FRAMEWORK.veto.grade_cap == "average"


def test_every_text_is_said_in_chinese_and_in_english() -> None:
    for path, text in _texts(FRAMEWORK):
        if (text.zh, text.en) != ("%", "%"):
            assert re.search(r"[\u4e00-\u9fff]", text.zh), path
            assert not re.search(r"[\u4e00-\u9fff，。；（）《》]", text.en), path
            assert not re.search(r"[,;()']", text.zh), path


def test_sources_are_for_people() -> None:
    """No keys of our notes, no addresses: a newspaper or body, and a date."""
    for path, text in _texts(FRAMEWORK):
        assert not re.search(r"\[?\b[SD]\d\d?\b|https?:|www\.", text.zh + text.en), path


def test_short_titles_fit_a_crowded_chart() -> None:
    for strength in FRAMEWORK.strengths:
        assert 2 <= len(strength.short.zh) <= 4
        assert " " not in strength.short.en
