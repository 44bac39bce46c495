"""YAML as plain data that remembers where it stood.

Read event by event rather than with a constructor: an alias is refused before it can multiply,
duplicate keys are seen, and nothing becomes an object. Only whole numbers, decimals and empty
values are converted; `yes`, `on`, `2024-01-01` and `.inf` stay the words they are, so that the
English for 是 may be written `Yes`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from types import MappingProxyType

import yaml

from assessment.errors import Place, Problem

Loc = tuple[str | int, ...]
"""Keys and list positions from the top of the file down to a value."""

LARGEST = 2_000_000
"""Bytes; ten times the framework of a province."""

DEEPEST = 20
"""Levels; ours needs eight, and each level of groups two more."""

_QUOTED = 60
"""Characters of a wrong value that a sentence repeats."""

_UNPRINTABLE = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""As YAML counts lines."""

_FIRST_WORD = re.compile(r"\w+|\W")
_UNCLOSED = {
    "quoted scalar": "unclosed_quote",
    "flow mapping": "unclosed_bracket",
    "flow sequence": "unclosed_bracket",
}
_FULL_WIDTH_COLON = re.compile(r"\s*(?:- )?[a-z0-9_]+(：)")

_Position = tuple[int, int]


class _Unreadable(Exception):
    """Reading cannot go on: nothing after this point can be trusted."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


class Source:
    """One file's text as data and positions.

    `problems` are those of the YAML itself; `data` is None where they leave nothing to read.
    """

    def __init__(self, content: str | bytes, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.data: dict[str | int, object] | None = None
        self._values: dict[tuple[str, ...], _Position] = {}
        self._keys: dict[tuple[str, ...], _Position] = {}
        self._noticed: list[tuple[str, Loc, yaml.Event, dict[str, object]]] = []
        try:
            self._read(self._text(content))
        except _Unreadable as unreadable:
            self.problems.append(unreadable.problem)
        # Told last, because only the whole file knows its entries' codes.
        self.problems[:0] = (
            self._fault_at(code, event, self.path(loc), **facts).problem
            for code, loc, event, facts in self._noticed
        )

    def position(self, loc: Sequence[str | int], *, key: bool = False) -> _Position:
        """Line and column, from 1, of the value at `loc` or the nearest place around it.

        A value that spreads over lines is pointed at by its key; with `key`, any value is.
        """
        given = tuple(str(part) for part in loc)
        for length in range(len(given), 0, -1):
            here = given[:length]
            if (key or length < len(given)) and here in self._keys:
                return self._keys[here]
            if here in self._values:
                return self._values[here]
        return 1, 1

    def path(self, loc: Sequence[str | int]) -> str:
        """`strengths.organisation.indicators.org_new.weight`: list entries by their code."""
        parts: list[str] = []
        value: object = self.data
        for part in loc:
            value = inside(value, part)
            code = value.get("code") if isinstance(value, dict) else None
            by_code = isinstance(part, int) and isinstance(code, str)
            parts.append(str(code) if by_code else str(part))
        return ".".join(parts)

    def problem(
        self,
        loc: Sequence[str | int],
        code: str,
        facts: Mapping[str, object] = MappingProxyType({}),
        *,
        key: bool = False,
    ) -> Problem:
        """A problem with the value at `loc`, or with `key` its key."""
        line, column = self.position(loc, key=key)
        place = Place(self.name, line=line, column=column, path=self.path(loc) or None)
        return Problem(f"framework.{code}", place, facts)

    def _text(self, content: str | bytes) -> str:
        if len(content) > LARGEST:
            raise self._fault("file_too_large", 0, 0, megabytes=LARGEST // 1_000_000)
        if isinstance(content, bytes):
            content = self._decoded(content)
        content = content.removeprefix("\ufeff")
        if unprintable := _UNPRINTABLE.search(content):
            line, column = _end_of(content[: unprintable.start()])
            raise self._fault(
                "bad_character", line, column, character=f"U+{ord(unprintable.group()):04X}"
            )
        return content

    def _decoded(self, content: bytes) -> str:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            line, column = _end_of(content[: error.start].decode("utf-8"))
            raise self._fault("not_utf8", line, column) from error

    def _read(self, text: str) -> None:
        try:
            events = yaml.parse(text, Loader=yaml.CSafeLoader)
            data = self._document(events)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(text, error) from error
        if not isinstance(data, dict):
            line, column = self._values[()]
            raise self._fault("top_not_a_mapping", line - 1, column - 1)
        self.data = data

    def _document(self, events: Iterator[yaml.Event]) -> object:
        data: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._fault_at("second_document", event)
                data = self._value(next(events), events, ())
        if documents == 0 or data is None:
            raise self._fault("empty_file", 0, 0)
        return data

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc) -> object:
        if isinstance(event, yaml.AliasEvent):
            raise self._fault_at("alias", event, name=event.anchor)
        if len(loc) > DEEPEST:
            raise self._fault_at("too_deep", event, deepest=DEEPEST)
        line, column = _spot(event)
        spread = isinstance(event, yaml.CollectionStartEvent) and not event.flow_style
        here = tuple(str(part) for part in loc)
        by_key = spread and here in self._keys
        self._values[here] = self._keys[here] if by_key else (line + 1, column + 1)
        tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
        if tag is not None and tag != "!":
            self._noticed.append(("tag", loc, event, {"tag": tag}))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, loc)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _mapping(self, events: Iterator[yaml.Event], loc: Loc) -> dict[str | int, object]:
        entries: dict[str | int, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._fault_at("bad_key", event)
            key = _key(event)
            inner = (*loc, key)
            here = tuple(str(part) for part in inner)
            if here in self._keys:
                facts: dict[str, object] = {"name": key, "first": self._keys[here][0]}
                self._noticed.append(("duplicate_key", inner, event, facts))
                # Read on, to where nothing can find it: the first of the two is the one kept.
                self._value(next(events), events, (*inner, "\n"))
                continue
            line, column = _spot(event)
            self._keys[here] = line + 1, column + 1
            entries[key] = self._value(next(events), events, inner)
        return entries

    def _sequence(self, events: Iterator[yaml.Event], loc: Loc) -> tuple[object, ...]:
        entries: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            entries.append(self._value(event, events, (*loc, len(entries))))
        return tuple(entries)

    def _syntax(self, text: str, error: yaml.MarkedYAMLError) -> _Unreadable:
        """What the parser stumbled over, in words for the mistakes people make."""
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = _LINE_END.split(text)
        if line >= len(lines):  # the parser's idea of the end of the file
            line, column = len(lines) - 1, len(lines[-1])
        for number in range(line, max(-1, line - 4), -1):
            if colon := _FULL_WIDTH_COLON.match(lines[number]):
                return self._fault("full_width_colon", number, colon.start(1))
        here = lines[line]
        if "\t" in here[: column + 1] and not here[:column].strip():
            return self._fault("tab", line, here.index("\t"))
        if "undefined alias" in str(error.problem):
            return self._fault("alias", line, column, name=_FIRST_WORD.findall(here[column:])[0])
        opened = error.context_mark
        if opened and (code := _UNCLOSED.get(str(error.context).rpartition(" a ")[2])):
            return self._fault(code, opened.line, opened.column)
        code = "stray_colon" if "mapping values" in str(error.problem) else "bad_yaml"
        return self._fault(code, line, column)

    def _fault_at(
        self, code: str, event: yaml.Event, path: str | None = None, **facts: object
    ) -> _Unreadable:
        line, column = _spot(event)
        return self._fault(code, line, column, path, **facts)

    def _fault(
        self, code: str, line: int, column: int, path: str | None = None, **facts: object
    ) -> _Unreadable:
        place = Place(self.name, line=line + 1, column=column + 1, path=path)
        return _Unreadable(Problem(f"framework.{code}", place, facts))


def inside(value: object, part: str | int) -> object:
    """The value under a key or list position; None where there is none.

    >>> inside({2023: 5}, "2023"), inside(("a", "b"), 1), inside("text", 0)
    (5, 'b', None)
    """
    if isinstance(value, dict):
        return value.get(part, value.get(_as_written(part)))
    if isinstance(value, tuple) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def holds(value: object, part: str | int) -> bool:
    """Whether there is such a key or position, whatever stands there."""
    if isinstance(value, dict):
        return part in value or _as_written(part) in value
    return isinstance(value, tuple) and isinstance(part, int) and part < len(value)


def _as_written(part: str | int) -> str | int:
    """A number's key as the file may have it: `2023` for `"2023"`, and the other way round."""
    if isinstance(part, int):
        return str(part)
    return int(part) if _WHOLE.fullmatch(part) and len(part) < 16 else part


def shown(value: object) -> str:
    """A value short and plain enough to be quoted in a sentence.

    >>> shown(90.0), shown(None), shown("\x1b[31m" + "x" * 99)[:12], shown({"a": 1})
    ('90', '', '?[31mxxxxxxx', '{…}')
    """
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, tuple | list):
        return "[…]"
    if isinstance(value, int | float):
        return f"{value:.12g}"
    text = "".join(c if c.isprintable() else "?" for c in str("" if value is None else value))
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def _spot(event: yaml.Event) -> _Position:
    """Line and column from 0."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _scalar(event: yaml.ScalarEvent) -> str | int | float | None:
    text: str = event.value
    if event.style:  # quoted, or a block
        return text
    if text in _NOTHING:
        return None
    if _DECIMAL.fullmatch(text) and isfinite(float(text)):
        return int(text) if _WHOLE.fullmatch(text) and len(text) < 16 else float(text)
    return text


def _key(event: yaml.ScalarEvent) -> str | int:
    value = _scalar(event)
    return value if type(value) is int else str(event.value)


def _end_of(text: str) -> _Position:
    """Where the next character stands, from 0."""
    lines = _LINE_END.split(text)
    return len(lines) - 1, len(lines[-1])
