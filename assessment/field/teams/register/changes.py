"""What is done to teams, their people and links by hand: one at a time, in one transaction each.

Whether it will do is asked under the write lock, so that of two people who change the same the
second is told: also who opened a form, and pressed its button when somebody else had been.
Linking and ending a link are in `field_work`; here is what they do not do: describe a team, let
people come and go, hand a link over, and take back what was recorded in error.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import date, timedelta

import duckdb

from assessment.errors import NotAllowed, Place, Problem, Rejected, Unknown, refuse
from assessment.field.teams import teams_table as table
from assessment.field.teams.register import checks, reading
from assessment.field.teams.register.checks import Known, Since
from assessment.field.teams.register.reading import MANAGE
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.kernel.actors import Actor
from assessment.store.database import Store

LONGEST_NAME, LONGEST_NOTE = 120, 1000


class TeamsRefused(Rejected):
    """What was asked of teams and links will not do, with everything that is wrong with it."""

    key = "teams.refused"


def describe(
    store: Store, actor: Actor, team: Team, *, new: bool, revision: int | None = None
) -> None:
    """Record a team, or describe one anew. Raises `TeamsRefused`.

    `revision`, here as below, is `Register.upto` as it was when the form was opened.
    """
    actor.must(MANAGE)
    before = _team_of(store, actor, team.team)
    if before == team:
        return
    facts = {"before": before and asdict(before), "after": asdict(team)}
    with _writing(store, actor, "team.record", team.team, facts) as cursor:
        problems = list(checks.of_teams(Known.of(store), [team], (), ()))
        problems += _of_code(team.team)
        problems += _too_long(team.team, "name", team.name)
        if new and team.team in Known.of(store).teams:
            problems.append(_problem("team.code_taken", team.team, code=team.team))
        elif before != _team_of(store, actor, team.team):
            problems.append(_problem("team.overtaken", team.team))
        else:
            problems += Since.entry(store, revision).overtaken([team])
        refuse(problems, TeamsRefused)
        table.record(cursor, [team])


def join(
    store: Store,
    actor: Actor,
    person: Person,
    member: TeamMember,
    *,
    new: bool = False,
    revision: int | None = None,
) -> None:
    """Put somebody into a team from a day on, and record who they are. Somebody `new` comes under a
    code nobody has. Raises `TeamsRefused`."""
    actor.must(MANAGE)
    facts = {"person": asdict(person), "member": asdict(member)}
    with _writing(store, actor, "member.join", member.team, facts) as cursor:
        register, known = reading.of(store, actor), Known.of(store)
        problems = list(checks.of_teams(known, (), [person], [member]))
        problems += _of_code(person.person)
        problems += _too_long(person.person, "person_name", person.name)
        problems += _there_already(register.members, member)
        if new and person.person in known.people:
            problems.append(_problem("team.person_taken", person.person, code=person.person))
        elif person not in register.people:
            problems += Since.entry(store, revision).overtaken([person])
        refuse(problems, TeamsRefused)
        table.record_people(cursor, [row for row in [person] if row not in register.people])
        table.record_members(cursor, [member])


def describe_person(
    store: Store, actor: Actor, person: Person, *, revision: int | None = None
) -> None:
    """Say anew who somebody on record is: where they work and come from. Raises `TeamsRefused`."""
    actor.must(MANAGE)
    before = _person_of(store, actor, person.person)
    if before == person:
        return
    facts = {"before": before and asdict(before), "after": asdict(person)}
    with _writing(store, actor, "person.record", person.person, facts) as cursor:
        problems = list(checks.of_teams(Known.of(store), (), [person], ()))
        problems += _too_long(person.person, "person_name", person.name)
        if before is None:
            code = person.person
            problems.append(_problem("field_work.unknown_code", code, what="person", code=code))
        elif before != _person_of(store, actor, person.person):
            problems.append(_problem("team.overtaken", person.person))
        else:
            problems += Since.entry(store, revision).overtaken([person])
        refuse(problems, TeamsRefused)
        table.record_people(cursor, [person])


def lead(
    store: Store, actor: Actor, member: TeamMember, day: date, *, revision: int | None = None
) -> None:
    """Somebody in a team leads it from `day` on; who led it then is a member from that day on.

    A membership that began before is parted in two the day before. Raises `TeamsRefused`.
    """
    actor.must(MANAGE)
    facts = {"member": asdict(member), "day": day}
    with _writing(store, actor, "member.lead", member.team, facts) as cursor:
        _must_stand(store, actor, member, revision)
        refuse(_of_leading(member, day), TeamsRefused)
        others = [
            row
            for row in reading.of(store, actor).members
            if row.team == member.team
            and row.is_leader
            and row.person != member.person
            and (row.ends is None or row.ends >= day)
        ]
        rows = _from_day(member, day, is_leader=True)
        for other in others:
            rows += _from_day(other, day, is_leader=False)
        table.record_members(cursor, rows)


def leave(
    store: Store, actor: Actor, member: TeamMember, ends: date, *, revision: int | None = None
) -> None:
    """Somebody leaves a team; `ends` is their last day in it. Raises `TeamsRefused`."""
    actor.must(MANAGE)
    after = replace(member, ends=ends)
    facts = {"before": asdict(member), "after": asdict(after)}
    with _writing(store, actor, "member.leave", member.team, facts) as cursor:
        _must_stand(store, actor, member, revision)
        refuse(checks.of_teams(Known.of(store), (), (), [after]), TeamsRefused)
        table.record_members(cursor, [after])


def withdraw_member(
    store: Store, actor: Actor, member: TeamMember, reason: str, *, revision: int | None = None
) -> None:
    """Somebody was never in that team: it was recorded in error. Raises `TeamsRefused`."""
    actor.must(MANAGE)
    facts = {"before": asdict(member), "reason": reason}
    with _writing(store, actor, "member.withdraw", member.team, facts) as cursor:
        _must_stand(store, actor, member, revision)
        refuse(_of_reason(member.team, reason), TeamsRefused)
        table.record_members(cursor, [replace(member, withdrawn=True)])


def hand_over(
    store: Store,
    actor: Actor,
    assignment: int,
    team: str,
    day: date,
    note: str = "",
    *,
    revision: int | None = None,
) -> int:
    """Hand a link over to another team from `day` on. The old one ends the day before, and the new
    one names it. Both or neither. Returns the new link's number; raises `TeamsRefused`."""
    link = _link(store, actor, assignment)
    ended = replace(link, ends=day - timedelta(days=1))
    begun = Assignment(
        team, link.unit, link.kind, day, link.ends, succeeds=assignment, note=note.strip() or None
    )
    facts = {
        "assignment": assignment,
        "before": {"team": link.team, "starts": link.starts, "ends": link.ends},
        "after": {"team": team, "starts": day, "ends": begun.ends},
        "note": begun.note,
    }
    with _writing(store, actor, "assignment.hand_over", link.unit, facts) as cursor:
        _must_still_be(store, actor, link, revision)
        known = Known.of(store)
        problems = list(_of_handing_over(link, team, day))
        if not problems:
            problems += _of_team(store, actor, team)
            problems += checks.of_assignments(known, [ended, begun])
            problems += checks.of_visits_left(known, [ended])
            problems += _too_long_note(str(assignment), "note", note)
        refuse(problems, TeamsRefused)
        _, number = table.record_assignments(cursor, [ended, begun])
    return number


def withdraw_link(
    store: Store, actor: Actor, assignment: int, reason: str, *, revision: int | None = None
) -> None:
    """A link was recorded in error: it never held. Raises `TeamsRefused`, also where a visit was
    made under it."""
    link = _link(store, actor, assignment)
    gone = replace(link, withdrawn=True, note=reason.strip())
    facts = {"assignment": assignment, "before": asdict(link), "reason": reason}
    with _writing(store, actor, "assignment.withdraw", link.unit, facts) as cursor:
        _must_still_be(store, actor, link, revision)
        problems = list(_of_reason(str(assignment), reason))
        problems += checks.of_visits_left(Known.of(store), [gone])
        refuse(problems, TeamsRefused)
        table.record_assignments(cursor, [gone])


def next_code(codes: Iterable[str], prefix: str) -> str:
    """A code nobody has yet, in the manner of those there are.

    >>> next_code(["t001", "t125", "hn-07"], "t"), next_code([], "p")
    ('t126', 'p001')
    """
    numbers = [
        int(code.removeprefix(prefix))
        for code in codes
        if code.startswith(prefix) and code.removeprefix(prefix).isdecimal()
    ]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"


def _link(store: Store, actor: Actor, number: int) -> Assignment:
    """Of a foreign number and of one that names nothing the same is told."""
    actor.must_somewhere(MANAGE)
    for link in store.ask("assignment", Assignment):
        if link.assignment == number and actor.may(MANAGE, link.unit):
            return link
    if actor.may(MANAGE):
        raise Unknown(what="assignment", code=str(number))
    raise NotAllowed(actor=actor.name, verb=MANAGE, subject=str(number))


def _must_still_be(store: Store, actor: Actor, link: Assignment, revision: int | None) -> None:
    """Nobody changed the link since it was read, nor since it was seen."""
    if link not in reading.of(store, actor).links:
        refuse([_problem("team.overtaken", str(link.assignment))], TeamsRefused)
    refuse(Since.entry(store, revision).overtaken([link]), TeamsRefused)


def _must_stand(store: Store, actor: Actor, member: TeamMember, revision: int | None) -> None:
    if member not in reading.of(store, actor).members:
        refuse([_problem("team.overtaken", member.team)], TeamsRefused)
    refuse(Since.entry(store, revision).overtaken([member]), TeamsRefused)


def _team_of(store: Store, actor: Actor, code: str) -> Team | None:
    return next((row for row in reading.of(store, actor).teams if row.team == code), None)


def _person_of(store: Store, actor: Actor, code: str) -> Person | None:
    return next((row for row in reading.of(store, actor).people if row.person == code), None)


def _of_leading(member: TeamMember, day: date) -> Iterator[Problem]:
    facts = {"day": day, "starts": member.starts, "ends": member.ends or "—"}
    if day < member.starts or (member.ends is not None and day > member.ends):
        yield _problem("team.not_in_it", member.team, **facts)
    elif member.is_leader:
        yield _problem("team.leads_already", member.team, starts=member.starts)


def _from_day(member: TeamMember, day: date, *, is_leader: bool) -> list[TeamMember]:
    """The same membership, in another part from a day on."""
    if member.starts >= day:
        return [replace(member, is_leader=is_leader)]
    before = replace(member, ends=day - timedelta(days=1))
    return [before, replace(member, is_leader=is_leader, starts=day)]


def _of_handing_over(link: Assignment, team: str, day: date) -> Iterator[Problem]:
    where = str(link.assignment)
    if team == link.team:
        yield _problem("team.same_team", where, team=team)
    if day <= link.starts:
        yield _problem("team.before_the_link", where, day=day, starts=link.starts)
    if link.ends is not None and day > link.ends:
        yield _problem("team.after_the_link", where, day=day, ends=link.ends)


def _of_team(store: Store, actor: Actor, team: str) -> Iterator[Problem]:
    """Who may not see every unit hands over within the teams they see."""
    if team not in reading.of(store, actor).team_names:
        yield _problem("field_work.unknown_code", team, what="team", code=team)


def _there_already(members: Sequence[TeamMember], member: TeamMember) -> Iterator[Problem]:
    for known in members:
        same = (known.team, known.person) == (member.team, member.person)
        if same and checks.overlap(known, member):
            facts = {"person": member.person, "team": member.team, "starts": known.starts}
            yield _problem("team.member_already", member.team, **facts)
            return


def _of_code(code: str) -> Iterator[Problem]:
    if not code.strip() or len(code) > 20 or not code.isprintable() or " " in code:
        yield _problem("team.bad_code", code[:80], code=code[:80])


def _too_long(where: str, column: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST_NAME:
        facts = {"column": column, "length": len(text), "longest": LONGEST_NAME}
        yield _problem("team.too_long", where, **facts)


def _too_long_note(where: str, column: str, note: str) -> Iterator[Problem]:
    if len(note) > LONGEST_NOTE:
        facts = {"column": column, "length": len(note), "longest": LONGEST_NOTE}
        yield _problem("team.too_long", where, **facts)


def _of_reason(where: str, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield _problem("team.no_reason", where)
    yield from _too_long_note(where, "reason", reason)


def _problem(code: str, where: str, /, **facts: object) -> Problem:
    return Problem(code, Place("teams", path=where), facts)


def _writing(
    store: Store, actor: Actor, action: str, subject: str, facts: Mapping[str, object]
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return store.writing(actor=actor.name, action=action, subject=subject, facts=facts)
