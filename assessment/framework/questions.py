"""Which questions a period asks, and which fields an indicator reads: decided here, nowhere else.

A field is asked in a period in which a rule reads it, so that nobody answers for nothing: before
its indicator starts and after it ended. Its own dates and `asked: always` say otherwise.
"""

from collections.abc import Collection, Iterator

from assessment.framework.formula import parse_condition, parse_number, parse_signal
from assessment.framework.model import CommonProblem, Framework, Indicator, SurveyField


def read_by(indicator: Indicator) -> frozenset[str]:
    """Every field an indicator's value depends on."""
    names = parse_number(indicator.formula).names
    for condition in (indicator.not_applicable_when, indicator.unknown_when):
        if condition is not None:
            names |= parse_condition(condition).names
    return names


def proves(
    file_field: str | None, file_indicator: str, field: str, indicators: Collection[str]
) -> bool:
    """Whether a file proves the answer to a question that these indicators read: put under the
    question itself, or under an indicator as a whole, which is None for its field."""
    return file_field == field if file_field else file_indicator in indicators


def asked_in(
    framework: Framework, period: str, strengths: Collection[str] = ()
) -> tuple[SurveyField, ...]:
    """The questions of a period, in the framework's order; of some `strengths`, or of all.

    Who asks for a part asks for its whole too: a part may not exceed it.
    """
    read = frozenset(_read_in(framework, period))
    codes = {
        field.code
        for field in framework.fields
        if field.may_be_asked_in(period) and (field.asked == "always" or field.code in read)
    }
    for field in framework.fields:
        if field.code in codes:
            codes.update(_wholes(framework, field, period))
    return tuple(
        field
        for field in framework.fields
        if field.code in codes and (not strengths or field.strength in strengths)
    )


def _read_in(framework: Framework, period: str) -> Iterator[str]:
    """Every field that an indicator or a signal in force reads."""
    in_force = set()
    for _, indicator in framework.indicators(period):
        in_force.add(indicator.code)
        yield from read_by(indicator)
    for problem in framework.problems:
        yield from _read_by_signal(problem, in_force, framework)


def _read_by_signal(
    problem: CommonProblem, in_force: Collection[str], framework: Framework
) -> frozenset[str]:
    """A signal is in force with the indicators it reads, and with one of those it is about."""
    if problem.signal is None or (
        problem.indicators and not any(code in in_force for code in problem.indicators)
    ):
        return frozenset()
    parsed = parse_signal(problem.signal)
    names = parsed.names | {code for _, code in parsed.calls}
    fields = names & framework.field_by_code.keys()
    return fields if names - fields <= set(in_force) else frozenset()


def _wholes(framework: Framework, field: SurveyField, period: str) -> set[str]:
    """What a field is a part of, and that a part of, as far as it may be asked."""
    found: set[str] = set()
    whole = framework.field_by_code.get(field.part_of or "")
    while whole is not None and whole.code not in found and whole.may_be_asked_in(period):
        found.add(whole.code)
        whole = framework.field_by_code.get(whole.part_of or "")
    return found
