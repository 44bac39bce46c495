"""What changed between two frameworks: entries by their codes, numbers by their dates.

Where an entry stands in its list is no matter, and neither is how the file is laid out: a value
that is left to its default is the same as the default written out. Changes that cannot touch a
score, the survey or a problem list, such as a title, are marked as `words` and come last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from assessment.framework.model import ALWAYS, Dated, Framework, Part, Text

Kind = Literal["added", "removed", "ended", "moved", "changed", "reordered"]

Collection = Literal[
    "framework",
    "strengths",
    "groups",
    "indicators",
    "bonus",
    "veto",
    "grades",
    "problems",
    "fields",
    "peer_groups",
    "kinds",
]
"""What an entry is one of, in the order changes are told; `framework` is the file itself."""

COLLECTIONS: tuple[Collection, ...] = (
    *("framework", "strengths", "groups", "indicators", "bonus", "veto"),
    *("grades", "problems", "fields", "peer_groups", "kinds"),
)

WORDS = frozenset(
    {
        *("title", "short", "scope", "measure", "note", "guidance", "evidence", "source"),
        *("basis", "shown_as", "signal_text", "measures"),
    }
)
"""What is only read: by people, never by the engine or the survey's checks."""

GIST = ("weight", "formula", "scoring", "aggregation", "type", "points", "at_least", "signal")
"""What is told of an entry that was added or removed; the rest can be read in the file."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are plain values as a file would have them."""

    kind: Kind
    collection: Collection
    code: str
    """Of the entry; empty for the framework itself."""

    title: Text | None
    """Of the entry as it is called afterwards; None for a collection."""

    path: str
    """By code, such as `strengths.work.indicators.rate.scoring.target`."""

    attribute: str
    """The last step of `path` that the model names; empty for an entry as a whole."""

    before: object = None
    """None where there was nothing."""

    after: object = None
    words: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    collection: Collection
    code: str
    path: str
    parent: str
    """Path of what it stands in: a strength or a group for an indicator."""

    values: BaseModel

    @property
    def title(self) -> Text | None:
        found = getattr(self.values, "title", None)
        return found if isinstance(found, Text) else None


def differences(old: Framework, new: Framework) -> tuple[Change, ...]:
    """Every change from `old` to `new`; none for two files that say the same."""
    before, after = _entries(old), _entries(new)
    found = [*_in_entries(before, after), *_in_orders(before, after)]
    places = {name: place for place, name in enumerate(COLLECTIONS)}
    # Sorting keeps the files' own order within a collection.
    return tuple(sorted(found, key=lambda c: (c.words, places[c.collection])))


Key = tuple[Collection, str]
Entries = dict[Key, _Entry]


def _entries(framework: Framework) -> Entries:
    found: Entries = {("framework", ""): _Entry("framework", "", "", "", framework)}

    def add(collection: Collection, path: str, entries: tuple[BaseModel, ...]) -> None:
        for entry in entries:
            code = str(getattr(entry, "code"))  # noqa: B009  each of these has one
            found[collection, code] = _Entry(collection, code, f"{path}.{code}", path, entry)

    def add_parts(collection: Collection, path: str, parts: tuple[Part, ...]) -> None:
        add(collection, path, parts)
        for part in parts:
            add_parts("groups", f"{path}.{part.code}.groups", part.groups)
            add("indicators", f"{path}.{part.code}.indicators", part.indicators)

    add_parts("strengths", "strengths", framework.strengths)
    add("fields", "fields", framework.fields)
    add("problems", "problems", framework.problems)
    add("grades", "grades", framework.grades)
    add("kinds", "kinds", framework.kinds)
    add("peer_groups", "peer_groups", framework.peer_groups)
    add("veto", "veto.items", framework.veto.items if framework.veto else ())
    add("bonus", "bonus.items", framework.bonus.items if framework.bonus else ())
    return found


def _in_entries(before: Entries, after: Entries) -> Iterator[Change]:
    for key, entry in after.items():
        if key not in before:
            about = (entry.collection, entry.code, entry.title, entry.path)
            yield Change("added", *about, "", after=_gist(entry.values))
        else:
            yield from _in_entry(before[key], entry)
    for key, entry in before.items():
        if key not in after:
            about = (entry.collection, entry.code, entry.title, entry.path)
            yield Change("removed", *about, "", before=_gist(entry.values))


def _in_entry(old: _Entry, new: _Entry) -> Iterator[Change]:
    def change(kind: Kind, step: str, before: object, after: object) -> Change:
        attribute = step.partition(".")[0]
        path = ".".join(part for part in (new.path, step) if part)
        reworded = attribute == "options" and None not in (before, after)
        words = attribute in WORDS or reworded
        about = (new.collection, new.code, new.title, path, attribute)
        return Change(kind, *about, before=before, after=after, words=words)

    if old.parent != new.parent:
        yield change("moved", "", old.parent, new.parent)
    for step, before, after in _steps(old.values, new.values):
        ended = step == "until" and before is None
        yield change("ended" if ended else "changed", step, before, after)


def _in_orders(before: Entries, after: Entries) -> Iterator[Change]:
    """Lists that hold what they held in another order: pages and workbooks follow it."""
    for collection in COLLECTIONS:
        was, now = (
            [code for (of, code) in entries if of == collection and (of, code) in both]
            for entries, both in ((before, after), (after, before))
        )
        if was != now:
            about = (collection, "", None, collection, "")
            yield Change("reordered", *about, before=was, after=now, words=True)


def _gist(entry: BaseModel) -> dict[str, object]:
    said = {name: getattr(entry, name, None) for name in GIST}
    return {name: _plain(value) for name, value in said.items() if value is not None}


def _steps(old: BaseModel, new: BaseModel) -> Iterator[tuple[str, object, object]]:
    """What differs, by the steps that lead to it.

    What is made of parts is taken apart where both sides have the same kind of it: the numbers of
    one scoring method, the points of each level. A change of method is one change.
    """
    was, now = _values(old), _values(new)
    for name in dict.fromkeys((*now, *was)):
        before, after = was.get(name), now.get(name)
        if before == after:
            continue
        if not (isinstance(before, _Parts) and isinstance(after, _Parts) and before.like(after)):
            yield name, _bare(before), _bare(after)
            continue
        for step in dict.fromkeys((*after.parts, *before.parts)):
            left, right = before.parts.get(step), after.parts.get(step)
            if left != right:
                yield f"{name}.{step}", left, right


@dataclass(frozen=True, slots=True)
class _Parts:
    parts: Mapping[str, object]

    def like(self, other: "_Parts") -> bool:
        return self.parts.get("method") == other.parts.get("method")


def _bare(value: object) -> object:
    return dict(value.parts) if isinstance(value, _Parts) else value


def _values(entry: BaseModel) -> dict[str, object]:
    """An entry's own values: neither its code nor the entries that stand in it."""
    found: dict[str, object] = {}
    for name, value in _fields(entry):
        if name == "code" or _holds_entries(value):
            continue
        match value:
            case Text() | Dated():
                found[name] = _plain(value)
            case BaseModel():
                found[name] = _Parts(_values(value))
            case dict():
                found[name] = _Parts({str(key): _plain(part) for key, part in value.items()})
            case _:
                found[name] = _plain(value)
    return found


def _fields(entry: BaseModel) -> Iterator[tuple[str, object]]:
    """Not by iterating: that would tell what properties have cached, too."""
    for name in type(entry).model_fields:
        yield name, getattr(entry, name)


def _holds_entries(value: object) -> bool:
    return isinstance(value, tuple) and all(hasattr(part, "code") for part in value)


def _plain(value: object) -> object:
    """As a file would have it; words stay words, which can be said in a language."""
    match value:
        case Text():
            return value
        case Dated():
            undated = set(value.root) == {ALWAYS}
            return _plain(value.root[ALWAYS] if undated else dict(value.root))
        case BaseModel():
            return {
                name.rstrip("_"): _plain(part)
                for name, part in _fields(value)
                if part is not None or name not in ("from_", "to")
            }
        case tuple():
            return [_plain(part) for part in value]
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
    return value
