"""Diaries to read: visits and stays by team and by county, with what was found and photographed.

Whoever may see a unit reads what was written of it, whoever wrote it; of what a team did in other
units they are told nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from assessment.kernel.actors import Actor
from assessment.rectification.findings.finding_workflow import Stage
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import AttachmentShown
from assessment.units import scopes

READ: Final = "coverage.read"
PAGE = 10

TEXTS = ("diary", "together", "heard", "seen", "helped", "reflection")
"""What is told in whole sentences, in the order it is read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit or stay, and all that was written of it. None was not said."""

    visit: int
    team: str
    team_name: str
    unit: str
    kind: str
    starts: date
    ends: date
    place: str | None
    diary: str | None
    method: str | None
    from_time: time | None
    until_time: time | None
    visited: str | None
    visited_kind: str | None
    attended: str | None
    workers: int | None
    together: str | None
    heard: str | None
    seen: str | None
    helped: str | None
    reflection: str | None
    writer: str
    recorded_at: datetime
    entry: int
    """The last one, for whoever corrects it to say what they saw."""

    corrector: str | None
    """Who corrected it last; None: nobody did."""

    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class FoundThere:
    """One finding, and where it stands now."""

    finding: int
    visit: int | None
    team: str | None
    unit: str
    period: str
    problem: str | None
    strength: str
    indicator: str | None
    severity: str
    description: str
    found_on: date
    stage: Stage
    confirmed: bool


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """Some entries of a diary, the newest day first."""

    entries: tuple[Entry, ...]
    units: Mapping[str, scopes.Unit]
    findings: Mapping[int, tuple[FoundThere, ...]]
    """By visit."""

    photos: Mapping[int, tuple[AttachmentShown, ...]]
    """By visit: its own, and after them those of what was found."""

    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Count:
    visits: int


def read(
    store: Store,
    actor: Actor,
    *,
    team: str | None = None,
    unit: str | None = None,
    page: int = 1,
    size: int = PAGE,
) -> DiaryPage:
    """A page of the diary of one team, one unit, or of all the asker sees."""
    actor.must_somewhere(READ)
    if unit is not None:
        actor.must(READ, unit)
    here = {each.unit: each for each in scopes.units(store, actor)}
    asked = {"team": team, "unit": unit, "units": sorted(here)}
    total = store.ask("diary_count", _Count, **asked)[0].visits
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    entries = store.ask("diary_entry", Entry, most=size, skipped=(page - 1) * size, **asked)
    visits = [entry.visit for entry in entries]
    findings = _findings(store, visits, sorted(here))
    return DiaryPage(
        entries=tuple(entries),
        units=here,
        findings=findings,
        photos=_photos(store, actor, visits, findings),
        total=total,
        page=page,
        pages=pages,
    )


def _findings(
    store: Store, visits: list[int], units: list[str]
) -> dict[int, tuple[FoundThere, ...]]:
    found: dict[int, list[FoundThere]] = {}
    rows = store.ask("diary_finding", FoundThere, team=None, visits=visits, units=units)
    for row in reversed(rows):
        if row.visit is not None:
            found.setdefault(row.visit, []).append(row)
    return {visit: tuple(rows) for visit, rows in found.items()}


def _photos(
    store: Store,
    actor: Actor,
    visits: list[int],
    findings: Mapping[int, tuple[FoundThere, ...]],
) -> dict[int, tuple[AttachmentShown, ...]]:
    of_visit = attachments.beside(store, actor, "visit", visits)
    numbers = [each.finding for rows in findings.values() for each in rows]
    of_finding = attachments.beside(store, actor, "finding", numbers)
    return {
        visit: (
            *of_visit.get(visit, ()),
            *(
                photo
                for each in findings.get(visit, ())
                for photo in of_finding.get(each.finding, ())
            ),
        )
        for visit in visits
    }
