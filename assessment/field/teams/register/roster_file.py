"""Teams, people, members and links by workbook: out as they stand, in again, looked at, recorded.

What is in the file is compared with the register: a team and a person by their code, a membership
by team, person and first day, a link by team, unit, kind and first day. What the file does not
mention stays as it is.

One module: a line is compared, matched and refused by what it says of the same register.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from assessment.errors import AssessmentError, Place, Problem, Rejected
from assessment.exchange.roster import roster_template, roster_workbook
from assessment.exchange.roster.roster_layout import SheetName
from assessment.exchange.roster.roster_template import Roster
from assessment.exchange.roster.roster_workbook import FiledRoster, Line
from assessment.field.teams import teams_table as table
from assessment.field.teams.register import checks, name_matches, reading, watch
from assessment.field.teams.register.checks import Known, overlap
from assessment.field.teams.register.reading import MANAGE, Register
from assessment.field.teams.register.watch import Breach
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.kernel import full_width
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.units import scopes, setup

LARGEST = 10
"""Megabytes of an upload."""

Kind = Literal["added", "changed", "unchanged"]
Thing = Team | Person | TeamMember | Assignment

Names = Mapping[str, tuple[str, str]]
"""What a code may be called: rightly, and also."""


class ChangedSincePreview(AssessmentError):
    """Somebody changed the register since the workbook was compared with it."""

    key = "teams.changed_since_preview"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the workbook, and what the register has instead."""

    sheet: SheetName
    kind: Kind
    old: Any
    new: Any
    line: Line


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a workbook over would do."""

    file_name: str
    rows: tuple[Row, ...]
    seen: Register
    after: Register
    amiss: tuple[Breach, ...]
    """What would be against the rules afterwards, today, and is not now."""

    notes: tuple[Problem, ...] = ()
    """What was not taken along or read out of sight, and names matched to the register."""

    def count(self, sheet: SheetName, kind: Kind) -> int:
        return sum((row.sheet, row.kind) == (sheet, kind) for row in self.rows)

    @property
    def changes(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind != "unchanged")


def template(store: Store, actor: Actor, lang: str) -> bytes:
    """The workbook with everything on record in it."""
    actor.must(MANAGE)
    register = reading.of(store, actor)
    units = {unit.unit: unit for unit in scopes.units(store, actor)}
    names = {code: unit.said_in(lang) for code, unit in units.items()}
    roster = Roster(
        rows={
            "teams": [_team_row(team) for team in register.teams],
            "people": [asdict(row) | {"person_name": row.name} for row in register.people],
            "members": [_member_row(register, row) for row in register.members],
            "links": [_link_row(register, row, names) for row in register.links],
        },
        units=[
            (code, unit.said_in(lang), unit.prefecture_said_in(lang))
            for code, unit in units.items()
        ],
        lang=lang,
        demonstration=setup.is_demonstration(store),
    )
    return roster_template.build(roster)


def preview(store: Store, actor: Actor, file_name: str, data: bytes, today: date) -> Preview:
    """Compare a workbook with the register. Raises `Rejected` with everything wrong in it."""
    actor.must(MANAGE)
    filed = roster_workbook.read(data, file_name)
    seen = reading.of(store, actor)
    units = {unit.unit: unit for unit in scopes.units(store, actor)}
    rows = _compared(seen, filed)
    after = _after(seen, rows)
    names = {code: (unit.name, unit.name_en) for code, unit in units.items()}
    problems = [*filed.problems, *_problems(store, filed, rows, (seen, after), names)]
    if filed.demonstration and not setup.is_demonstration(store):
        problems.insert(0, Problem("workbook.demonstration_refused", Place(file_name)))
    if problems:
        raise Rejected(problems)
    now = set(watch.breaches(seen, list(units), today))
    then = watch.breaches(after, list(units), today)
    amiss = tuple(breach for breach in then if breach not in now)
    matches = name_matches.notes((row.new, row.line) for row in rows if row.old)
    return Preview(file_name, tuple(rows), seen, after, amiss, (*filed.notes, *matches))


def confirm(store: Store, actor: Actor, preview: Preview) -> int:
    """Record what was added or changed, in one transaction; how many lines that were.

    Raises `ChangedSincePreview`, or `Rejected` where a visit was logged since that would be left
    without its link; then nothing is recorded.
    """
    actor.must(MANAGE)
    news = preview.changes
    if not news:
        return 0
    facts = {
        "file": preview.file_name,
        "added": sum(row.kind == "added" for row in news),
        "changed": [{"before": asdict(r.old), "after": asdict(r.new)} for r in news if r.old],
    }
    with store.writing(actor=actor.name, action="team.import", subject="*", facts=facts) as cursor:
        if reading.of(store, actor) != preview.seen:
            raise ChangedSincePreview
        if problems := list(_visits_left(Known.of(store), news)):
            raise Rejected(problems)
        table.record(cursor, [row.new for row in news if row.sheet == "teams"])
        table.record_people(cursor, [row.new for row in news if row.sheet == "people"])
        table.record_members(cursor, [row.new for row in news if row.sheet == "members"])
        table.record_assignments(cursor, [row.new for row in news if row.sheet == "links"])
    return len(news)


def _compared(register: Register, filed: FiledRoster) -> list[Row]:
    known: dict[tuple[SheetName, Hashable], Any] = {
        **{("teams", row.team): row for row in register.teams},
        **{("people", row.person): row for row in register.people},
        **{("members", (row.team, row.person, row.starts)): row for row in register.members},
        **{("links", (row.team, row.unit, row.kind, row.starts)): row for row in register.links},
    }
    rows = []
    for sheet, lines in filed.lines.items():
        for line in filter(_is_whole, lines):
            new = _thing(sheet, line)
            old = known.get((sheet, _key(new)))
            if isinstance(new, Assignment) and old:
                new = replace(old, ends=new.ends)
            if (
                isinstance(new, Person | Team)
                and old
                and full_width.is_same_name(new.name, old.name)
            ):
                new = replace(new, name=old.name)
            kind: Kind = "added" if old is None else "unchanged" if old == new else "changed"
            rows.append(Row(sheet, kind, old, new, line))
    return rows


def _is_whole(line: Line) -> bool:
    return line.whole


def _thing(sheet: SheetName, line: Line) -> Thing:
    day = line.day("starts") or date.min
    if sheet == "teams":
        return Team(
            line.text("team"),
            line.text("team_name"),
            line.text("team_kind"),
            line.text("sending_body"),
            line.text("sending_level"),
            line.text("batch"),
            line.text("contact_leader") or None,
        )
    if sheet == "people":
        return Person(
            line.text("person"),
            line.text("person_name"),
            line.text("body"),
            line.text("post") or None,
            line.text("home") or None,
        )
    if sheet == "members":
        leads = line.text("is_leader") == "yes"
        return TeamMember(line.text("team"), line.text("person"), leads, day, line.day("ends"))
    return Assignment(
        line.text("team"), line.text("unit"), line.text("link_kind"), day, line.day("ends")
    )


def _key(thing: Thing) -> Hashable:
    match thing:
        case Team():
            return thing.team
        case Person():
            return thing.person
        case TeamMember():
            return thing.team, thing.person, thing.starts
        case Assignment():
            return thing.team, thing.unit, thing.kind, thing.starts


def _after(register: Register, rows: Iterable[Row]) -> Register:
    """The register as it would be."""
    news: dict[SheetName, list[Any]] = {"teams": [], "people": [], "members": [], "links": []}
    for row in rows:
        news[row.sheet].append(row.new)
    return Register(
        _merged(register.teams, news["teams"]),
        _merged(register.people, news["people"]),
        _merged(register.members, news["members"]),
        _merged(register.links, news["links"]),
    )


def _merged(known: Sequence[Any], news: Sequence[Any]) -> tuple[Any, ...]:
    return tuple({_key(row): row for row in (*known, *news)}.values())


def _problems(
    store: Store,
    filed: FiledRoster,
    rows: Sequence[Row],
    registers: tuple[Register, Register],
    units: Names,
) -> Iterator[Problem]:
    yield from _twice(rows)
    seen, after = registers
    codes: dict[str, Names] = {
        # Who is given another name may still be called by the old one beside the code.
        "team": _broken(filed, "teams", "team") | _names(after.team_names, seen.team_names),
        "person": _broken(filed, "people", "person")
        | _names(after.person_names, seen.person_names),
        "unit": units,
        "home": units,
    }
    for row in rows:
        yield from _codes(row, codes)
        starts, ends = row.line.day("starts"), row.line.day("ends")
        if starts and ends and ends < starts:
            facts = {"starts": starts, "ends": ends}
            yield Problem("field_work.ends_before_starts", row.line.place("ends"), facts)
    yield from _overlapping(rows, after)
    yield from _visits_left(Known.of(store), rows)


def _visits_left(known: Known, rows: Iterable[Row]) -> Iterator[Problem]:
    for row in rows:
        if row.sheet == "links" and row.kind == "changed":
            for problem in checks.of_visits_left(known, [row.new]):
                yield replace(problem, place=row.line.place("ends"))


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    first: dict[tuple[SheetName, Hashable], Line] = {}
    column = {"teams": "team", "people": "person", "members": "person", "links": "unit"}
    for row in rows:
        key = (row.sheet, _key(row.new))
        place = row.line.place(column[row.sheet])
        if key in first:
            facts = {"first": first[key].place(column[row.sheet]).cell or ""}
            yield Problem("roster.told_twice", place, facts)
        first.setdefault(key, row.line)


def _broken(filed: FiledRoster, sheet: SheetName, column: str) -> dict[str, tuple[str, str]]:
    """The codes on lines that could not be read whole: told already, and unknown to nobody."""
    lines = [line for line in filed.lines[sheet] if not line.whole]
    return {line.text(column): (line.text(f"{column}_name"),) * 2 for line in lines}


def _names(right: Mapping[str, str], before: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {code: (name, before.get(code, name)) for code, name in right.items()}


def _codes(row: Row, known: Mapping[str, Names]) -> Iterator[Problem]:
    """Codes that name nothing, and names beside a code that are another's."""
    own = {"teams": "team", "people": "person"}.get(row.sheet)
    for column, names in known.items():
        code = row.line.text(column)
        if not code or column == own:
            continue
        if code not in names:
            yield Problem(_UNKNOWN[column], row.line.place(column), {"code": code})
            continue
        said = row.line.text(f"{column}_name")
        if said and not any(full_width.is_same_name(said, name) for name in names[code]):
            facts = {"found": said, "code": code, "right": names[code][0]}
            yield Problem("roster.other_name", row.line.place(f"{column}_name"), facts)


_UNKNOWN = {
    "team": "roster.unknown_team",
    "person": "roster.unknown_person",
    "unit": "roster.unknown_unit",
    "home": "roster.unknown_unit",
}


def _overlapping(rows: Sequence[Row], after: Register) -> Iterator[Problem]:
    """Memberships of one person in one team, and links of one team and unit, that share a day."""
    of_key: dict[Hashable, list[Any]] = {}
    things: list[Any] = [*after.members, *after.links]
    for thing in things:
        of_key.setdefault(_same_thing(thing), []).append(thing)
    for row in rows:
        if row.sheet not in {"members", "links"} or row.kind == "unchanged":
            continue
        for other in of_key[_same_thing(row.new)]:
            if _key(other) != _key(row.new) and overlap(other, row.new):
                facts = {"starts": other.starts, "ends": other.ends or "—"}
                yield Problem("roster.overlapping", row.line.place("starts"), facts)
                break


def _same_thing(thing: TeamMember | Assignment) -> Hashable:
    """What two of may not hold on the same day."""
    if isinstance(thing, TeamMember):
        return thing.team, thing.person
    return thing.team, thing.unit, thing.kind


def _team_row(row: Team) -> dict[str, Any]:
    return asdict(row) | {"team_name": row.name, "team_kind": row.kind}


def _member_row(register: Register, row: TeamMember) -> dict[str, Any]:
    names = {
        "team_name": register.team_names[row.team],
        "person_name": register.person_names[row.person],
        "is_leader": "yes" if row.is_leader else "no",
    }
    return asdict(row) | names


def _link_row(register: Register, row: Assignment, units: Mapping[str, str]) -> dict[str, Any]:
    names = {
        "team_name": register.team_names[row.team],
        "unit_name": units.get(row.unit),
        "link_kind": row.kind,
    }
    return asdict(row) | names
