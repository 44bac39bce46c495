"""Ways through a framework that say where each thing stood in its file."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from assessment.framework.model import ALWAYS, Dated, Entry, Framework, Indicator, Part
from assessment.framework.source import Loc

Breach = tuple[Loc, str, Mapping[str, object]]
"""A rule broken: where, the code of its sentence, and the facts that fill it."""

T = TypeVar("T")


def entries(entry: object, loc: Loc = ()) -> Iterator[tuple[Loc, Entry | Dated[float]]]:
    """Everything in an entry, itself first: entries and dated numbers, at any depth."""
    if isinstance(entry, Entry):
        yield loc, entry
        for name, field in type(entry).model_fields.items():
            yield from entries(getattr(entry, name), (*loc, field.alias or name))
    elif isinstance(entry, Dated):
        yield loc, entry
    elif isinstance(entry, tuple):
        for at, inner in enumerate(entry):
            yield from entries(inner, (*loc, at))
    elif isinstance(entry, dict):
        for key, inner in entry.items():
            yield from entries(inner, (*loc, key))


def parts(framework: Framework) -> Iterator[tuple[Loc, Part]]:
    """Every strength and group, each before what is in it."""
    for at, strength in enumerate(framework.strengths):
        yield from _parts(strength, ("strengths", at))


def _parts(part: Part, loc: Loc) -> Iterator[tuple[Loc, Part]]:
    yield loc, part
    for at, group in enumerate(part.groups):
        yield from _parts(group, (*loc, "groups", at))


def indicators(framework: Framework) -> Iterator[tuple[Loc, Indicator]]:
    """In the order of `Framework.indicators`."""
    for at, strength in enumerate(framework.strengths):
        yield from _indicators(strength, ("strengths", at))


def _indicators(part: Part, loc: Loc) -> Iterator[tuple[Loc, Indicator]]:
    for at, group in enumerate(part.groups):
        yield from _indicators(group, (*loc, "groups", at))
    for at, indicator in enumerate(part.indicators):
        yield (*loc, "indicators", at), indicator


def dated_values(loc: Loc, dated: Dated[T]) -> Iterator[tuple[Loc, T]]:
    """Each value with its place: under its date, or where it stands undated."""
    undated = set(dated.root) == {ALWAYS}
    for code, value in dated.root.items():
        yield (loc if undated else (*loc, code)), value
