"""What pydantic says of a framework file, in the words of the file.

One mistake, one message: a misspelt key reaches us as one key too many and one too few, and a
value that fits none of several shapes once for each. Pydantic's own sentences never leave here.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from pydantic import RootModel
from pydantic_core import ErrorDetails

from assessment.errors import Problem
from assessment.framework.model import ALWAYS, Entry, Framework, Text, is_date
from assessment.framework.source import Loc, Source, holds, inside, shown

_PATTERNS = {
    "^[a-z][a-z0-9_]*$": "bad_code",
    r"^[A-Z]+-\d{2}$": "bad_problem_code",
}
_METHOD = "method"
_CHOSEN_BY_METHOD = frozenset({"scoring", "treatment"})
"""Keys under which pydantic puts the method's name into the path of an error."""

_FEW = 50
"""Mistakes looked at in one mapping; none of ours has as many keys."""

_CODES: Mapping[str, str] = {
    "string_type": "not_text",
    "string_too_short": "empty_text",
    "float_type": "not_a_number",
    "int_type": "not_a_whole_number",
    "model_type": "not_a_mapping",
    "model_attributes_type": "not_a_mapping",
    "dict_type": "not_a_mapping",
    "tuple_type": "not_a_list",
    "bad_points": "bad_points",
}
"""Pydantic's kinds of error in our words; the others need a closer look."""

_LIMITS = {
    "greater_than": (">", "gt"),
    "greater_than_equal": ("≥", "ge"),
    "less_than_equal": ("≤", "le"),
}
"""How a limit is written, and where pydantic tells it."""


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One of pydantic's errors, at a place that exists in the file."""

    loc: Loc
    kind: str
    given: object
    context: Mapping[str, object]
    of_key: bool
    """Whether the key is wrong rather than what it holds."""


def shape_problems(source: Source, errors: Sequence[ErrorDetails]) -> Iterator[Problem]:
    """Pydantic's errors in the vocabulary of the file, one per mistake."""
    mistakes = list(_merged(_mistake(source, error) for error in errors))
    siblings = defaultdict[Loc, list[_Mistake]](list)
    for mistake in mistakes:
        siblings[mistake.loc[:-1]].append(mistake)
    meant = {
        mistake.loc: _meant(source, mistake.loc, siblings[mistake.loc[:-1]])
        for mistake in mistakes
        if mistake.kind == "extra_forbidden"
    }
    misspelt = {(*loc[:-1], near[0]) for loc, near in meant.items() if len(near) == 1}
    for mistake in mistakes:
        if mistake.kind == "extra_forbidden":
            near = ", ".join(meant[mistake.loc]) or "—"
            name = shown(mistake.loc[-1])
            yield source.problem(
                mistake.loc, "unknown_key", {"name": name, "nearest": near}, key=True
            )
        elif mistake.kind == "missing":
            if mistake.loc not in misspelt:
                yield _missing(source, mistake.loc)
        else:
            yield from _wrong_value(source, mistake)


def _mistake(source: Source, error: ErrorDetails) -> _Mistake:
    """The error without the parts of its path that are pydantic's: tags, branches, `always`."""
    kind, given = error["type"], error["input"]
    parts = list(error["loc"])
    of_key = parts[-1] == "[key]" or kind == "invalid_key"
    # A key too many or too few is not followed into: it holds nothing that we know.
    end = [parts.pop()] if kind in ("missing", "extra_forbidden") else []
    loc: list[str | int] = []
    value: object = source.data
    for before, part in zip([None, *parts], parts, strict=False):
        if part == "float" or str(part).startswith("tuple["):
            # Neither one number nor two: what is wrong is the whole value.
            return _Mistake(tuple(loc), "bad_points", value, {}, of_key=False)
        if before not in _CHOSEN_BY_METHOD and holds(value, part):
            loc.append(part)
            value = inside(value, part)
    if kind == "invalid_key":
        kind = "extra_forbidden"
    if parts and parts[-1] == ALWAYS and isinstance(given, dict) and given:
        # Not a dated number, for one of its keys is no date; `always` may still be another.
        loc = loc[:-1] if loc[-1:] == [ALWAYS] else loc
        kind = "undated"
    return _Mistake((*loc, *end), kind, given, error.get("ctx", {}), of_key)


def _merged(mistakes: Iterator[_Mistake]) -> Iterator[_Mistake]:
    seen: set[tuple[Loc, bool]] = set()
    for mistake in mistakes:
        if (mistake.loc, mistake.of_key) not in seen:
            seen.add((mistake.loc, mistake.of_key))
            yield mistake


def _meant(source: Source, loc: Loc, siblings: Sequence[_Mistake]) -> list[str]:
    """Which key an unknown one was meant to be: one where that is clear, else all it may be."""
    *around, name = loc
    shapes = _shapes_at(source, around)
    keys = (f.alias or key for shape in shapes for key, f in shape.model_fields.items())
    known = [key for key in keys if not holds(_at(source, around), key)]
    if near := get_close_matches(str(name), known, n=1):
        return near
    kinds = Counter(mistake.kind for mistake in siblings[:_FEW])
    if kinds["missing"] == kinds["extra_forbidden"] == 1:
        return [str(mistake.loc[-1]) for mistake in siblings if mistake.kind == "missing"]
    return known


def _missing(source: Source, loc: Loc) -> Problem:
    if Text in _shapes_at(source, loc[:-1]):
        return source.problem(loc, "missing_translation", {"language": loc[-1]})
    return source.problem(loc, "missing_key", {"name": loc[-1]})


def _wrong_value(source: Source, mistake: _Mistake) -> Iterator[Problem]:
    loc, given = mistake.loc, mistake.given
    if mistake.kind == "undated" and isinstance(given, dict):
        for key in given:
            if not is_date(key):
                yield source.problem((*loc, key), "bad_period", {"value": shown(key)}, key=True)
    elif mistake.kind == "union_tag_not_found":
        yield _no_method(source, loc)
    elif mistake.kind == "union_tag_invalid":
        allowed = _allowed(mistake)
        near = get_close_matches(str(mistake.context["tag"]), allowed.split(", "), n=1)
        facts = {"value": shown(mistake.context["tag"]), "allowed": allowed}
        facts["nearest"] = near[0] if near else "—"
        yield source.problem((*loc, _METHOD), "unknown_method", facts)
    elif mistake.kind == "literal_error" and given is not None:
        facts = {"value": shown(given), "allowed": _allowed(mistake)}
        yield source.problem(loc, "not_one_of", facts, key=mistake.of_key)
    elif mistake.kind in _LIMITS:
        sign, limit = _LIMITS[mistake.kind]
        rule = f"{sign} {shown(mistake.context[limit])}"
        yield source.problem(loc, "out_of_range", {"value": shown(given), "rule": rule})
    else:
        code = _code(source, mistake)
        yield source.problem(loc, code, {"value": shown(given)}, key=mistake.of_key)


def _code(source: Source, mistake: _Mistake) -> str:
    text = mistake.kind in ("string_type", "string_too_short")
    if mistake.kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(mistake.context["pattern"]), "bad_period")
    if mistake.given is None:
        return "empty_text" if text else "empty_value"
    if text and mistake.loc[-1] == "code":
        return "bad_code"
    if text and mistake.loc[-1] in ("since", "until"):
        return "bad_period"
    if not mistake.of_key and Text in _shapes_at(source, mistake.loc):
        return "not_translated"
    return _CODES.get(mistake.kind, "wrong_value")


def _allowed(mistake: _Mistake) -> str:
    """What pydantic lists in English, `'a', 'b' or 'c'`, without the English."""
    told = mistake.context.get("expected") or mistake.context["expected_tags"]
    return ", ".join(re.findall(r"'([^']*)'", str(told)))


def _no_method(source: Source, loc: Loc) -> Problem:
    """A scoring rule or treatment without a method: forgotten, or the word misspelt."""
    present = _at(source, loc)
    near = get_close_matches(_METHOD, map(str, present) if isinstance(present, dict) else (), n=1)
    if near:
        inner, facts = (*loc, near[0]), {"name": near[0], "nearest": _METHOD}
        return source.problem(inner, "unknown_key", facts, key=True)
    return source.problem((*loc, _METHOD), "missing_key", {"name": _METHOD})


def _at(source: Source, loc: Sequence[str | int]) -> object:
    value: object = source.data
    for part in loc:
        value = inside(value, part)
    return value


def _shapes_at(source: Source, loc: Sequence[str | int]) -> list[type[Entry]]:
    """What the model lets stand at `loc`; of several, the one with the method given."""
    shapes: list[type[Entry]] = [Framework]
    value: object = source.data
    for part in loc:
        value = inside(value, part)
        inner = [_field(shape, part) for shape in shapes]
        if any(inner):
            shapes = [found for annotation in inner for found in _entries(annotation)]
        method = inside(value, _METHOD)
        if len(shapes) > 1 and method is not None:
            shapes = [s for s in shapes if method in get_args(_field(s, _METHOD))] or shapes
    return shapes


def _field(shape: type[Entry], key: str | int) -> object:
    """The annotation of a key; None where the shape has no such key."""
    for name, field in shape.model_fields.items():
        if key == (field.alias or name):
            return field.annotation
    return None


def _entries(annotation: object) -> Iterator[type[Entry]]:
    """The shapes in an annotation, whatever lists, dates and alternatives they are wrapped in."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        yield annotation
    elif isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _entries(annotation.model_fields["root"].annotation)
    else:
        for argument in get_args(annotation):
            yield from _entries(argument)
