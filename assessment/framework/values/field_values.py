"""What one typed or read value means for a survey field: a number, or the rule it breaks.

Asked by the form, the survey workbook, the CSV, review and spot checks, so that all refuse the
same things in the same words. Full-width digits and thousands separators are read; what would have
to be guessed (12家, 63%, 1.2E+05, 9000②) is refused, because a wrong guess would be scored and
nobody would notice.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assessment.framework.model import Framework, SurveyField, Text
from assessment.framework.values import written_dates, written_numbers
from assessment.framework.values.breach import Breach
from assessment.framework.values.written_dates import EARLIEST, LATEST, Raw
from assessment.framework.values.written_numbers import number_text
from assessment.kernel import clock, full_width
from assessment.kernel.spreadsheet_text import plain

__all__ = [
    "EARLIEST",
    "LATEST",
    "Breach",
    "Raw",
    "as_date",
    "as_number",
    "normal",
    "number_text",
    "parts_over_whole",
    "read",
    "reading_note",
    "remark",
    "shown",
    "text",
]

LONGEST = 1000
"""Characters of evidence, reason or remark."""

TOO_LARGE = 1e15
"""From here on a double no longer holds every digit, and no county has that much of anything."""

EPOCH = date(1970, 1, 1)

EXCEL_EPOCH = date(1899, 12, 30)

NOT_APPLICABLE = frozenset({"不适用", "na", "n/a", "not applicable"})
UNAVAILABLE = frozenset({"无法提供", "unavailable"})

YES_NO = {
    **dict.fromkeys(("是", "yes", "true", "1"), 1.0),
    **dict.fromkeys(("否", "no", "false", "0"), 0.0),
}

_LEVEL = re.compile(r"([+-]?[0-9]{1,6})[\s.、:]*(.*)")


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
    """Full-width letters, digits, signs and blanks as their plain counterparts, pasted ghosts
    removed. Nothing else: `9000②` stays what it is."""
    return full_width.folded(written)


def shown(raw: Raw) -> str:
    """What was found, short enough for a sentence."""
    found = text(raw)
    return found if len(found) <= 60 else f"{found[:59]}…"


def read(question: SurveyField, raw: Raw) -> float | Breach:
    """The number stored for an answer that is not empty, or the rule it breaks."""
    if isinstance(raw, str) and normal(raw).lower() in NOT_APPLICABLE:
        value: float | Breach = Breach("cell.not_applicable_as_answer")
    elif isinstance(raw, str) and normal(raw).lower() in UNAVAILABLE:
        value = Breach("cell.unavailable_as_answer")
    else:
        value = _READERS[question.type](question, raw)
    if isinstance(value, float):
        value = _within(question, value)
    elif isinstance(raw, str) and (sign := full_width.numeral(raw)):
        value = Breach("cell.numeral_sign", {"sign": sign})
    if isinstance(value, float):
        return value
    asked = {"field": question.code, "title": question.title, "found": shown(raw)}
    return Breach(value.code, {**asked, **value.facts})


def reading_note(question: SurveyField, raw: Raw, value: float) -> Breach | None:
    """How an answer was read, where it was written in a way of its own (¥1 234, 20220305)."""
    if question.type in ("integer", "decimal", "money"):
        if not isinstance(raw, str) or written_numbers.is_plain(raw):
            return None
        reading: object = number_text(value)
    elif question.type == "date" and re.fullmatch("[0-9]{8}", normal(plain(text(raw)))):
        reading = as_date(value)
    else:
        return None
    facts = {"field": question.code, "title": question.title, "found": shown(raw)}
    return Breach("cell.read_as", {**facts, "reading": reading})


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


def _number(question: SurveyField, raw: Raw) -> float | Breach:
    if isinstance(raw, date | datetime | time | timedelta):
        return Breach("cell.date_in_number")
    if isinstance(raw, bool) or raw is None:
        return Breach("cell.not_a_number")
    if isinstance(raw, str):
        measure = question.measure.zh if question.measure else None
        value = written_numbers.read(raw, measure)
        if isinstance(value, Breach):
            return value
    else:
        value = float(raw)
    if not math.isfinite(value):
        return Breach("cell.not_a_number")
    # Adding zero turns minus zero, which Excel can hold, into the zero that was meant.
    return Breach("cell.too_large") if abs(value) >= TOO_LARGE else value + 0.0


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


def _date(question: SurveyField, raw: Raw) -> float | Breach:
    day = written_dates.read(raw)
    if isinstance(day, Breach):
        return day
    if question.future == "refused" and day > clock.today():
        return Breach("cell.future_date", {"today": clock.today()})
    return as_number(day)


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
    "date": _date,
}
