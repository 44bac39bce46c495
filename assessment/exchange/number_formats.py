"""Whether a cell shows the number it holds: a number format may show another one.

A per cent sign multiplies by a hundred, a comma at the end divides by a thousand, a dot in quotes
moves the decimal point, and a section may show nothing at all. Who filled it in saw what is shown.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from assessment.framework.values.breach import Breach
from assessment.framework.values.written_numbers import number_text

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<general>General|G/通用格式)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_HARMLESS = re.compile(r"[\s()（）+\-–—:：¥￥]")
_PLACEHOLDERS = frozenset("0#?")
_SIGNED = re.compile(r"[-(（–]")


@dataclass(slots=True)
class _Section:
    """What one section of a format shows."""

    condition: tuple[str, float] | None = None
    places: int = 0
    """Placeholders of digits."""

    words: str = ""
    percent: int = 0
    commas: int = 0
    """Thousands by which what is shown is divided."""

    moved: bool = False
    """Whether a point that is only a sign stands between digits."""

    foreign: str = ""
    """A currency sign that is not the yuan's."""

    signed: bool = False


def as_shown(value: float, number_format: str, measure: str | None) -> float | Breach:
    """The number a cell shows; a breach where it is another than it holds, in no known scale.

    >>> as_shown(0.965, "0.0%", "%"), as_shown(1.0, "0%", "份").code
    (96.5, 'cell.percent_format')
    >>> as_shown(1234.0, '#,##0_ ', "元"), as_shown(10227000.0, '0!.0,"万"', "元").code
    (1234.0, 'cell.scaled_format')
    """
    sections = [_parsed(part) for part in _split(number_format)]
    place = _place(sections, value)
    section = sections[place]
    facts = {"found": number_text(value), "format": number_format}
    if section.percent:
        if measure == "%" and not section.commas and not section.moved:
            return float(Decimal(repr(value)) * 100**section.percent)
        return Breach("cell.percent_format", facts)
    words = _HARMLESS.sub("", section.words)
    if not section.places:
        is_dash = value == 0 and not words and section.words.strip()
        return value if is_dash else Breach("cell.hidden_format", facts)
    unsigned = value < 0 and place == 1 and not section.signed
    foreign = section.foreign and "元" in (measure or "")
    yuan = re.search("[¥￥]", section.words) and (measure or "").endswith("万元")
    if section.commas or section.moved or unsigned or foreign or yuan:
        return Breach("cell.scaled_format", facts)
    if words and words != measure:
        return Breach("cell.scaled_format", facts)
    return value


def _split(number_format: str) -> list[str]:
    parts, at = [""], 0
    for found in _TOKEN.finditer(number_format):
        at = len(parts) - 1
        if found["plain"] == ";":
            parts.append("")
        else:
            parts[at] += found[0]
    return parts


def _parsed(written: str) -> _Section:
    section = _Section()
    after_point = ""
    tail = 0
    for found in _TOKEN.finditer(written):
        sign = found["plain"] or ""
        if found["general"] or sign == "@":
            section.places += 1
        elif sign in _PLACEHOLDERS and sign:
            section.places += 1
            section.moved |= bool(after_point)
            tail = 0
        elif sign == "," and section.places:
            tail += 1
        elif sign == "%":
            section.percent += 1
        elif sign and sign not in "./Ee":
            section.words += sign
        elif found["bracket"] is not None:
            _bracket(section, found["bracket"])
        elif found["currency"] is not None:
            _currency(section, found["currency"])
        else:
            literal = found["quoted"] or found["escaped"] or ""
            section.words += "" if literal in (".", "．") else literal
            after_point += literal if section.places and literal in (".", "．") else ""
        section.commas = tail if section.places else 0
    section.signed |= _SIGNED.search(section.words) is not None
    return section


def _bracket(section: _Section, inside: str) -> None:
    if found := _CONDITION.fullmatch(inside):
        section.condition = found[1], float(found[2])
    elif inside.lower() in ("red", "红色"):
        section.signed = True


def _currency(section: _Section, sign: str) -> None:
    if sign in ("¥", "￥", "CNY", "RMB"):
        section.words += "¥"
    elif sign:
        section.foreign = sign


def _place(sections: list[_Section], value: float) -> int:
    """Which section shows a value."""
    numbers = sections[:3]
    if any(section.condition for section in numbers):
        for place, section in enumerate(numbers):
            if section.condition is None or _holds(section.condition, value):
                return place
        return len(numbers) - 1
    if value < 0 and len(numbers) > 1:
        return 1
    return 2 if value == 0 and len(numbers) > 2 else 0


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]
