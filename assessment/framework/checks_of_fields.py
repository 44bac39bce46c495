"""Rules of when a field is asked: somebody reads it, and its own dates let it be answered.

What reads a field is taken from the words of a formula rather than from the parsed formula: one
that cannot be read still uses its fields, and is reported by another check.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from assessment.framework.checks_over_time import quarter
from assessment.framework.model import CommonProblem, Framework, Indicator, SurveyField
from assessment.framework.period import Period
from assessment.framework.walk import Breach, indicators

_WORD = re.compile(r"[a-z][a-z0-9_]*")

Reader = Indicator | CommonProblem

Misfit = tuple[str, str, Mapping[str, object]]
"""A field's key, the code of what is wrong with it, and the facts."""


def every_field_is_used(framework: Framework) -> Iterator[Breach]:
    """A question nobody's score depends on is work for nothing, unless the field says so. Holding
    a part to it is a use."""
    readers, wholes = _readers(framework), _wholes(framework)
    for at, field in enumerate(framework.fields):
        if field.asked != "always" and field.code not in readers.keys() | wholes:
            yield ("fields", at), "unused_field", {"value": field.code}


def field_dates_fit(framework: Framework) -> Iterator[Breach]:
    """Wherever an indicator is asked, so is every field it reads; and a date does something."""
    readers = _readers(framework)
    for at, field in enumerate(framework.fields):
        reading = readers.get(field.code, [])
        if not _runs(field):
            continue
        found = list(_too_narrow(field, reading)) or list(_unread(framework, field, reading))
        for key, code, facts in found:
            about = {"value": field.code, "date": getattr(field, key), **facts}
            yield ("fields", at, key), code, about


def _too_narrow(field: SurveyField, reading: list[Reader]) -> Iterator[Misfit]:
    """Dates that leave an indicator without an answer, with all the indicators they do this to."""
    asking = [each for each in reading if isinstance(each, Indicator) and _runs(each)]
    if late := [each.code for each in asking if _starts_before(each, field)]:
        yield "since", "field_starts_late", {"indicators": ", ".join(late)}
    if early := [each.code for each in asking if _ends_after(each, field)]:
        yield "until", "field_ends_early", {"indicators": ", ".join(early)}


def _unread(framework: Framework, field: SurveyField, reading: list[Reader]) -> Iterator[Misfit]:
    """Dates at which nothing reads the field, so that nobody is asked: its editor meant more."""
    if field.asked == "always" or not reading or field.code in _wholes(framework):
        return
    for key, day in (("since", _first_day(field)), ("until", _last_day(field))):
        if day is not None and not any(_reads_in(framework, r, quarter(day)) for r in reading):
            yield key, "field_date_unread", {}


def _readers(framework: Framework) -> dict[str, list[Reader]]:
    """By field, the indicators and problems whose formulas name it."""
    found: dict[str, list[Reader]] = {}
    for reader, text in _formulas(framework):
        for word in set(_WORD.findall(text)):
            found.setdefault(word, []).append(reader)
    return found


def _formulas(framework: Framework) -> Iterator[tuple[Reader, str]]:
    for _, each in indicators(framework):
        texts = (each.formula, each.not_applicable_when, each.unknown_when)
        yield each, " ".join(text for text in texts if text is not None)
    for problem in framework.problems:
        if problem.signal is not None:
            yield problem, problem.signal


def _wholes(framework: Framework) -> set[str]:
    return {f.part_of for f in framework.fields if f.part_of and f.part_of != f.code}


def _reads_in(framework: Framework, reader: Reader, period: str) -> bool:
    """A signal reads its fields with the indicators it is about."""
    if isinstance(reader, Indicator):
        return not _runs(reader) or reader.asked_in(period)
    about = [framework.indicator_by_code.get(code) for code in reader.indicators]
    return not about or any(each is None or each.asked_in(period) for each in about)


def _runs(entry: Indicator | SurveyField) -> bool:
    """Whether it ends after it starts; that it does not is another check's to report."""
    first, last = _first_day(entry), _last_day(entry)
    return first is None or last is None or first <= last


def _starts_before(indicator: Indicator, field: SurveyField) -> bool:
    start, asked = _first_day(field), _first_day(indicator)
    return start is not None and (asked is None or asked < start)


def _ends_after(indicator: Indicator, field: SurveyField) -> bool:
    end, asked = _last_day(field), _last_day(indicator)
    return end is not None and (asked is None or asked > end)


def _first_day(entry: Indicator | SurveyField) -> date | None:
    return None if entry.since is None else Period.of(entry.since).start


def _last_day(entry: Indicator | SurveyField) -> date | None:
    return None if entry.until is None else Period.of(entry.until).end
