"""The part of a framework that some answers bear on: its scores depend on nothing else."""

from collections.abc import Collection
from typing import TypeVar

from assessment.framework.formula import parse_condition, parse_number
from assessment.framework.model import Framework, Indicator, Part

P = TypeVar("P", bound=Part)


def bearing_on(framework: Framework, period: str, fields: Collection[str]) -> frozenset[str]:
    """The indicators whose scores may be others once these fields are answered otherwise."""
    read = {i.code for _, i in framework.indicators(period) if reads(i) & set(fields)}
    return with_entangled(framework, period, read)


def with_entangled(framework: Framework, period: str, codes: Collection[str]) -> frozenset[str]:
    """These indicators, and those they cannot be scored without.

    A missing value may be given the mean score of its strength, and then every score in it counts.
    """
    found = set(codes)
    for strength in framework.strengths:
        asked = list(strength.asked(period))
        if any(each.imputation == "own_mean" for each in asked):
            inside = {each.code for each in asked}
            found |= inside if inside & found else set()
    return frozenset(found)


def pruned(framework: Framework, codes: Collection[str]) -> Framework:
    """The framework of these indicators alone, each where it stands."""
    strengths = tuple(_pruned(strength, codes) for strength in framework.strengths)
    names = {
        name
        for _, indicator in framework.indicators()
        if indicator.code in codes
        for name in reads(indicator)
    }
    fields = tuple(field for field in framework.fields if field.code in names)
    said = {name: getattr(framework, name) for name in Framework.model_fields}
    # Not a copy: that would take along what the whole framework has remembered of itself.
    return Framework.model_construct(
        **said | {"strengths": strengths, "fields": fields, "problems": ()}
    )


def reads(indicator: Indicator) -> frozenset[str]:
    """Every field an indicator's value depends on."""
    names = parse_number(indicator.formula).names
    for condition in (indicator.not_applicable_when, indicator.unknown_when):
        if condition is not None:
            names |= parse_condition(condition).names
    return names


def _pruned(part: P, codes: Collection[str]) -> P:
    return part.model_copy(
        update={
            "groups": tuple(_pruned(group, codes) for group in part.groups),
            "indicators": tuple(i for i in part.indicators if i.code in codes),
        }
    )
