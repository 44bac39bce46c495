"""The part of a framework that some answers bear on: its scores depend on nothing else."""

from collections.abc import Collection
from typing import TypeVar

from assessment.framework.model import Framework, Part
from assessment.framework.questions import read_by

P = TypeVar("P", bound=Part)


def bearing_on(framework: Framework, period: str, fields: Collection[str]) -> frozenset[str]:
    """The indicators whose scores may be others once these fields are answered otherwise."""
    read = {i.code for _, i in framework.indicators(period) if read_by(i) & set(fields)}
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
        for name in read_by(indicator)
    }
    fields = tuple(field for field in framework.fields if field.code in names)
    said = {name: getattr(framework, name) for name in Framework.model_fields}
    # Not a copy: that would take along what the whole framework has remembered of itself.
    return Framework.model_construct(
        **said | {"strengths": strengths, "fields": fields, "problems": ()}
    )


def _pruned(part: P, codes: Collection[str]) -> P:
    return part.model_copy(
        update={
            "groups": tuple(_pruned(group, codes) for group in part.groups),
            "indicators": tuple(i for i in part.indicators if i.code in codes),
        }
    )
