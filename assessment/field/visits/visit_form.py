"""What is typed on the field forms, read as a visit and as findings.

Boxes hold text by name. A blank one says nothing; one that cannot be read is refused with what is
in it, and stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time

from assessment.errors import Place, Problem
from assessment.field.visits.diary import Entry
from assessment.field.visits.visit_log import FindingNote, Where
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.kernel import clock, full_width

VISIT, STAY = "visit", "stay"

TEXTS: Mapping[str, tuple[str, ...]] = {
    VISIT: ("diary", "heard", "helped"),
    STAY: ("together", "heard", "seen", "helped", "reflection"),
}
"""What a visit and what a diary of a stay tell in whole sentences."""

TEXTS_OF_ALL = frozenset(name for names in TEXTS.values() for name in names)

HOURS, MINUTES = 24, 60

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:：点时]([0-9]{1,2}|半)?分?|([0-9]{2}))?\Z")


def read_time(text: str) -> time | None:
    """A time of day as people write it; None where it cannot be read as one.

    >>> [str(read_time(text)) for text in ("7:05", "１３：30", "8点", "7点半", "0930")]
    ['07:05:00', '13:30:00', '08:00:00', '07:30:00', '09:30:00']
    >>> [read_time(text) for text in ("25:00", "早上", "7:75", "7①")]
    [None, None, None, None]
    """
    found = _CLOCK.match(full_width.folded(text).replace(" ", ""))
    if found is None:
        return None
    minutes = found[2] or found[3] or "0"
    hour, minute = int(found[1]), 30 if minutes == "半" else int(minutes)
    return time(hour, minute) if hour < HOURS and minute < MINUTES else None


def read_number(text: str) -> int | None:
    """A count as people write it; None where it cannot be read as one.

    >>> [read_number(text) for text in ("12", "１２ 人", "十来个", "1.5", "12②")]
    [12, 12, None, None, None]
    """
    digits = full_width.folded(text).replace(" ", "").removesuffix("人")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def visit(where: Where, boxes: Mapping[str, str]) -> Visit:
    """The visit that the boxes tell of, without what cannot be read of it: see `unreadable`."""
    kind = boxes.get("kind") or (STAY if where.link == "stay_in" else VISIT)
    starts = _day(boxes, "starts")
    texts = {name: boxes[name] for name in TEXTS[kind] if name in boxes}
    return Visit(
        team=where.team,
        unit=where.unit,
        kind=kind,
        starts=starts,
        ends=_day(boxes, "ends") if kind == STAY else starts,
        place=boxes.get("place"),
        method=boxes.get("method"),
        from_time=read_time(boxes.get("from_time", "")),
        until_time=read_time(boxes.get("until_time", "")),
        visited=boxes.get("visited"),
        visited_kind=boxes.get("visited_kind"),
        attended=boxes.get("attended"),
        workers=read_number(boxes.get("workers", "")),
        diary=texts.get("diary"),
        together=texts.get("together"),
        heard=texts.get("heard"),
        seen=texts.get("seen"),
        helped=texts.get("helped"),
        reflection=texts.get("reflection"),
    )


def corrected(before: Entry, boxes: Mapping[str, str]) -> Visit:
    """What a visit says once its boxes hold this. Its team, unit and kind are what they were, and
    so is every text that has no box. What cannot be read is left out."""
    where = Where(before.team, before.team_name, before.unit, "", "", before.kind)
    read = visit(where, {**boxes, "kind": before.kind})
    texts = {name: boxes.get(name, getattr(before, name)) for name in TEXTS_OF_ALL}
    return replace(read, visit=before.visit, **texts)


def found(rules: Framework, boxes: Mapping[str, str], prefix: str = "") -> FindingNote:
    """One finding; a common problem of another strength was chosen before the strength was."""
    strength = boxes.get(f"{prefix}strength", "")
    problem = rules.problem_by_code.get(boxes.get(f"{prefix}problem", ""))
    return FindingNote(
        strength=strength,
        description=boxes.get(f"{prefix}description", ""),
        severity=boxes.get(f"{prefix}severity") or "medium",
        problem=problem.code if problem and problem.strength == strength else None,
    )


def unreadable(boxes: Mapping[str, str]) -> Iterator[Problem]:
    """Every box that cannot be read: whoever records the visit gives them to the service, which
    refuses it with whatever else is wrong."""
    for name in ("from_time", "until_time"):
        text = boxes.get(name)
        if text and read_time(text) is None:
            yield Problem("field_log.no_time", Place("visit", path=name), {"text": text[:20]})
    count = boxes.get("workers")
    if count and read_number(count) is None:
        place = Place("visit", path="workers")
        yield Problem("field_log.no_number", place, {"text": count[:20]})


def _day(boxes: Mapping[str, str], name: str) -> date:
    text = boxes.get(name)
    return date.fromisoformat(text) if text else clock.today()
