"""What one typed or read value means for a survey field: a number, or the rule it breaks.

Asked by the form, the survey workbook, the CSV, review and spot checks, so that all refuse the
same things in the same words. Full-width digits and thousands separators are read; what would have
to be guessed (12家, 63%, 1.2E+05) is refused, because a wrong guess would be scored and nobody
would notice.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from assessment.framework.model import Framework, SurveyField, Text
from assessment.kernel.spreadsheet_text import plain

Raw = str | float | int | bool | date | datetime | time | timedelta | None
"""A cell as a reader of workbooks or of CSV hands it over; None and blank text are empty."""

LONGEST = 1000
"""Characters of evidence, reason or remark."""

TOO_LARGE = 1e15
"""From here on a double no longer holds every digit, and no county has that much of anything."""

EARLIEST, LATEST = date(1949, 10, 1), date(2099, 12, 31)
"""Outside these a date is a slip of the pen, or a year typed into a date cell."""

EPOCH = date(1970, 1, 1)

EXCEL_EPOCH = date(1899, 12, 30)

NOT_APPLICABLE = frozenset({"不适用", "na", "n/a", "not applicable"})
UNAVAILABLE = frozenset({"无法提供", "unavailable"})

YES_NO = {
    **dict.fromkeys(("是", "yes", "true", "1"), 1.0),
    **dict.fromkeys(("否", "no", "false", "0"), 0.0),
}

_NUMBER = r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?"

_DATE = re.compile(
    r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})日|([-/.])([0-9]{1,2})\4([0-9]{1,2}))"
)

_LEVEL = re.compile(r"([+-]?[0-9]{1,6})[\s.、:]*(.*)")

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule one cell breaks: the problem's code and facts, still without its place."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels a question offers, as one text."""

    options: Mapping[int, Text]

    def said_in(self, lang: str) -> str:
        return " / ".join(f"{level} {title.said_in(lang)}" for level, title in self.options.items())


def text(raw: Raw) -> str:
    """A cell as text, without the blanks around it.

    >>> [text(raw) for raw in (" 有 ", 430105.0, None, True)]
    ['有', '430105', '', 'TRUE']
    """
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip()


def normal(written: str) -> str:
    """Full-width letters, digits and signs as their plain counterparts, pasted ghosts removed."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", written)).strip()


def shown(raw: Raw) -> str:
    """What was found, short enough for a sentence."""
    found = text(raw)
    return found if len(found) <= 60 else f"{found[:59]}…"


def number_text(value: float) -> str:
    """A number in full: never 1e+16, and no `.0` behind a whole one.

    >>> number_text(12.0), number_text(0.1), number_text(1e-7)
    ('12', '0.1', '0.0000001')
    """
    if float(value).is_integer():
        return str(int(value))
    return format(Decimal(repr(float(value))), "f")


def read(question: SurveyField, raw: Raw, *, serials: bool = False) -> float | Breach:
    """The number stored for an answer that is not empty, or the rule it breaks.

    `serials`: whether a bare number in a date is a day as Excel counts it. In a CSV it is refused,
    because there it might as well be days since 1970.
    """
    if isinstance(raw, str) and normal(raw).lower() in NOT_APPLICABLE:
        value: float | Breach = Breach("cell.not_applicable_as_answer")
    elif isinstance(raw, str) and normal(raw).lower() in UNAVAILABLE:
        value = Breach("cell.unavailable_as_answer")
    elif question.type == "date":
        value = _date(raw, serials)
    else:
        value = _READERS[question.type](question, raw)
    if isinstance(value, float):
        value = _within(question, value)
    if isinstance(value, float):
        return value
    asked = {"field": question.code, "title": question.title, "found": shown(raw)}
    return Breach(value.code, {**asked, **value.facts})


def remark(raw: Raw) -> str | Breach | None:
    """Free text, not longer than we keep; None where nothing is written."""
    written = plain(text(raw))
    if len(written) > LONGEST:
        return Breach("cell.too_long", {"length": len(written), "longest": LONGEST})
    return written or None


def parts_over_whole(
    framework: Framework, values: Mapping[str, float]
) -> Iterator[tuple[str, Breach]]:
    """Each part that is more than the whole it belongs to, wherever the two are asked."""
    for part in framework.fields:
        whole = framework.field_by_code.get(part.part_of or "")
        if whole is None or part.code not in values or whole.code not in values:
            continue
        if values[part.code] > values[whole.code]:
            facts = {
                "field": part.code,
                "title": part.title,
                "found": number_text(values[part.code]),
                "whole": whole.title,
                "whole_field": whole.code,
                "whole_value": number_text(values[whole.code]),
            }
            yield part.code, Breach("cell.part_over_whole", facts)


def as_number(day: date) -> float:
    """A date as it is kept: days since 1970-01-01."""
    return float((day - EPOCH).days)


def as_date(value: float) -> date:
    """The date of a kept number."""
    return EPOCH + timedelta(days=int(value))


def _number(_: SurveyField, raw: Raw) -> float | Breach:
    if isinstance(raw, date | datetime | time | timedelta):
        return Breach("cell.date_in_number")
    if isinstance(raw, bool) or raw is None:
        return Breach("cell.not_a_number")
    value = _written_number(raw) if isinstance(raw, str) else float(raw)
    if isinstance(value, Breach):
        return value
    if not math.isfinite(value):
        return Breach("cell.not_a_number")
    # Adding zero turns minus zero, which Excel can hold, into the zero that was meant.
    return Breach("cell.too_large") if abs(value) >= TOO_LARGE else value + 0.0


def _written_number(raw: str) -> float | Breach:
    written = normal(plain(raw))
    if re.fullmatch(_NUMBER, written):
        return float(written.replace(",", ""))
    if re.fullmatch(rf"{_NUMBER}[eE][+-]?[0-9]+", written):
        return Breach("cell.scientific")
    if re.fullmatch(rf"{_NUMBER}\s*[%‰]", written):
        return Breach("cell.percent")
    led = re.match(rf"({_NUMBER})\s*([^0-9,.\s].*)", written)
    if led and not re.match(r"[-/:年月]\s*[0-9]", led[2]):
        return Breach("cell.unit_in_number", {"number": led[1], "rest": led[2]})
    return Breach("cell.not_a_number")


def _integer(question: SurveyField, raw: Raw) -> float | Breach:
    value = _number(question, raw)
    if isinstance(value, float) and not value.is_integer():
        return Breach("cell.not_whole")
    return value


def _yes_no(_: SurveyField, raw: Raw) -> float | Breach:
    value = YES_NO.get(normal(text(raw)).lower())
    return Breach("cell.not_yes_or_no") if value is None else value


def _level(question: SurveyField, raw: Raw) -> float | Breach:
    """A level by its number, by its title, or by both as the drop-down has it."""
    options = question.options or {}
    written = normal(text(raw))
    for level, title in options.items():
        if written in (normal(title.zh), normal(title.en)):
            return float(level)
    numbered = _LEVEL.fullmatch(written)
    if numbered:
        said = options.get(int(numbered[1]))
        titles = (normal(said.zh), normal(said.en)) if said else ()
        if numbered[2] in titles or (not numbered[2] and (said or not options)):
            return float(numbered[1])
    return Breach("cell.not_a_level", {"options": Levels(options)})


def _date(raw: Raw, serials: bool) -> float | Breach:
    day = written_date(raw) if isinstance(raw, str) else cell_date(raw, serials)
    if isinstance(day, Breach):
        return day
    if not EARLIEST <= day <= LATEST:
        return Breach("cell.date_implausible", {"earliest": EARLIEST, "latest": LATEST})
    return as_number(day)


def cell_date(raw: Raw, serials: bool) -> date | Breach:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, float | int) or not serials:
        return Breach("cell.not_a_date")
    if not 0 < raw <= (date.max - EXCEL_EPOCH).days:
        return Breach("cell.not_a_date")
    return EXCEL_EPOCH + timedelta(days=int(raw))


def written_date(raw: str) -> date | Breach:
    found = _DATE.fullmatch(normal(plain(raw)).replace(" ", ""))
    if not found:
        return Breach("cell.not_a_date")
    year, month, day = found[1], found[2] or found[5], found[3] or found[6]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Breach("cell.impossible_date")


def _within(question: SurveyField, value: float) -> float | Breach:
    """The value, unless it is beyond a limit of the question."""
    said: Callable[[float], object] = as_date if question.type == "date" else number_text
    if question.minimum is not None and value < question.minimum:
        return Breach("cell.below_minimum", {"minimum": said(question.minimum)})
    if question.maximum is not None and value > question.maximum:
        return Breach("cell.above_maximum", {"maximum": said(question.maximum)})
    return value


_READERS: Mapping[str, Callable[[SurveyField, Raw], float | Breach]] = {
    "integer": _integer,
    "decimal": _number,
    "money": _number,
    "yes_no": _yes_no,
    "level": _level,
}
