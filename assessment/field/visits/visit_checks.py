"""What is wrong with a visit before it is recorded: what it says, and what it must agree with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from assessment.errors import Place, Problem
from assessment.field.teams.register.checks import Known, covered
from assessment.field.teams.teams_table import Assignment
from assessment.field.visits.visits_table import Visit
from assessment.kernel import clock, codes, row_checks

METHODS: tuple[str, ...] = get_args(codes.VisitMethod)
PLACES: tuple[str, ...] = get_args(codes.VisitPlace)

LONGEST = 4_000
"""Characters of one box; a page of diary has 800."""

MOST_WORKERS = 100_000

TEXTS = ("place", "diary", "visited", "attended", "together", "heard", "seen", "helped")

_VISIT = {"kind": get_args(codes.VisitKind)}
_CHOICES: Mapping[str, Sequence[str]] = {"method": METHODS, "visited_kind": PLACES}


def of_content(place: Place, visit: Visit) -> Iterator[Problem]:
    """What is wrong with what is said of a visit, whatever the registers say."""
    if visit.ends > clock.today():
        yield Problem("field_log.in_future", replace(place, path="ends"), {"day": visit.ends})
    if visit.from_time and visit.until_time and visit.until_time <= visit.from_time:
        facts = {"from_time": f"{visit.from_time:%H:%M}", "until_time": f"{visit.until_time:%H:%M}"}
        yield Problem("field_log.ends_before_begins", replace(place, path="until_time"), facts)
    if visit.workers is not None and not 0 <= visit.workers <= MOST_WORKERS:
        place_of = replace(place, path="workers")
        yield Problem("field_log.workers", place_of, {"most": MOST_WORKERS})
    for column, choices in _CHOICES.items():
        value = getattr(visit, column)
        if value is not None and value not in choices:
            facts = {"column": column, "value": value, "known": ", ".join(choices)}
            yield Problem("field_work.bad_choice", place, facts)
    yield from too_long(place, written(visit))


def written(visit: Visit) -> list[str]:
    """The boxes in which something stands."""
    return [text for name in (*TEXTS, "reflection") if (text := getattr(visit, name))]


def too_long(place: Place, texts: Sequence[str]) -> Iterator[Problem]:
    for text in texts:
        if len(text) > LONGEST:
            facts = {"begins": text[:12], "length": len(text), "longest": LONGEST}
            yield Problem("field_log.too_long", place, facts)


def of_visits(known: Known, rows: Sequence[Visit]) -> Iterator[Problem]:
    """What is wrong with visits: what they say, and where the registers say otherwise."""
    for place, row in row_checks.numbered("visits", rows):
        yield from of_content(place, row)
    yield from of_registers(known, rows)


def of_registers(known: Known, rows: Sequence[Visit]) -> Iterator[Problem]:
    """Where visits do not agree with the registers: of teams, of units, of links."""
    yield from row_checks.words("visits", rows, choices=_VISIT)
    yield from row_checks.ends("visits", rows)
    yield from row_checks.codes("visits", "team", [row.team for row in rows], known.teams)
    yield from row_checks.codes("visits", "unit", [row.unit for row in rows], known.units)
    links: dict[tuple[str, str], list[Assignment]] = {}
    for link in known.assignments:
        links.setdefault((link.team, link.unit), []).append(link)
    for place, row in row_checks.numbered("visits", rows):
        there = row.team in known.teams and row.unit in known.units and row.starts <= row.ends
        if there and not covered(links.get((row.team, row.unit), ()), row.starts, row.ends):
            facts = {"team": row.team, "unit": row.unit, "starts": row.starts, "ends": row.ends}
            yield Problem("field_work.not_assigned", place, facts)
