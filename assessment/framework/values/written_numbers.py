"""The number a text says, in a unit of measure; or why it says none for certain.

Read are plain digits, thousands set off by commas or blanks, a yuan sign where yuan are asked and
a percent sign where per cent are. A number in another scale (12.3万) is refused, and what it would
be in the unit asked is offered.
"""

import re
from decimal import Decimal

from assessment.framework.values.breach import Breach
from assessment.kernel import full_width
from assessment.kernel.spreadsheet_text import plain

_DIGITS = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:\.[0-9]*)?"

_NUMBER = rf"[+-]?{_DIGITS}"

_PLAIN = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?")
"""What says its number so clearly that nobody need be told how it was read."""

_YUAN = r"(?:¥|RMB|CNY|人民币)"

_IN_YUAN = re.compile(rf"(?:([+-]?){_YUAN} ?({_DIGITS})|{_YUAN} ?([+-]{_DIGITS}))", re.IGNORECASE)

_SCALES = {
    **{"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "十万": 5, "百万": 6, "千万": 7},
    **{"亿": 8, "億": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12, "k": 3, "w": 4},
}
"""Zeros behind the number."""

_SCALED = re.compile(
    rf"({'|'.join(sorted(_SCALES, key=len, reverse=True))})?余?(.*)", re.IGNORECASE
)

_BEGINS_LIKE_A_DAY = re.compile(r"[-/:年月]\s*[0-9]")


def read(written: str, measure: str | None) -> float | Breach:
    """
    >>> [read(text, "元") for text in ("￥1,234.5", "1 234", "－０", "12 34")]
    [1234.5, 1234.0, 0.0, Breach(code='cell.not_a_number', facts={})]
    >>> read("1022.7万", "元").facts["number"], read("3亿元", "万元").facts["number"]
    ('10,227,000', '30,000')
    """
    text = _tidy(written)
    if re.fullmatch(_NUMBER, text):
        return _value(text)
    if re.fullmatch(rf"{_NUMBER}[eE][+-]?[0-9]+", text):
        return Breach("cell.scientific")
    if percent := re.fullmatch(rf"({_NUMBER}) ?([%‰])", text):
        return _value(percent[1]) if measure == percent[2] else Breach("cell.percent")
    if yuan := _IN_YUAN.fullmatch(text):
        number = f"{yuan[1] or ''}{yuan[2] or yuan[3]}"
        if measure == "元":
            return _value(number)
        return Breach("cell.unit_in_number", {"number": number, "rest": _currency(text)})
    return _with_words(text, measure)


def is_plain(written: str) -> bool:
    """Whether a number that was read was written as a number and nothing else."""
    return _PLAIN.fullmatch(_tidy(written)) is not None


def number_text(value: float) -> str:
    """A number in full: never 1e+16, and no `.0` behind a whole one.

    >>> number_text(12.0), number_text(0.1), number_text(1e-7)
    ('12', '0.1', '0.0000001')
    """
    if float(value).is_integer():
        return str(int(value))
    return format(Decimal(repr(float(value))), "f")


def _tidy(written: str) -> str:
    text = full_width.folded(plain(written)).replace("￥", "¥").replace("\N{MINUS SIGN}", "-")
    return re.sub(r"\s", " ", text)


def _value(number: str) -> float:
    return float(re.sub("[, ]", "", number)) + 0.0


def _with_words(text: str, measure: str | None) -> Breach:
    led = re.match(rf"({_NUMBER})\s*([^0-9,.\s].*)", text)
    if not led or _BEGINS_LIKE_A_DAY.match(led[2]):
        return Breach("cell.not_a_number")
    number, rest = led[1], led[2]
    scale, unit = _scaled(rest)
    asked_scale, asked_unit = _scaled(measure or "")
    if not (scale or asked_scale):
        return Breach("cell.unit_in_number", {"number": number, "rest": rest})
    if unit not in ("", asked_unit) or "余" in rest:
        return Breach("cell.other_scale", {"measure": measure or "—", "rest": rest})
    exact = Decimal(re.sub("[, ]", "", number)).scaleb(scale - asked_scale).normalize()
    return Breach("cell.unit_in_number", {"number": f"{exact:,f}", "rest": rest})


def _scaled(words: str) -> tuple[int, str]:
    """The zeros a unit of measure stands for, and what is left of it.

    >>> _scaled("万元"), _scaled("人"), _scaled("百万")
    ((4, '元'), (0, '人'), (6, ''))
    """
    found = _SCALED.fullmatch(words)
    scale, unit = (found[1] or "", found[2]) if found else ("", words)
    return _SCALES.get(scale.lower(), 0), unit.strip()


def _currency(text: str) -> str:
    return "".join(re.findall(_YUAN, text, re.IGNORECASE))
