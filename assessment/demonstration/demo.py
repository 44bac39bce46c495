"""Build the demonstration province: invented data, put through the services a real one uses.

Some counties' answers become survey workbooks, which are imported as if they had come by mail; the
others' are taken over in bulk, checked by the same rules. Teams, visits, findings, honours and
vetoes are recorded like anyone's. So what works for the demonstration works for a province, and
what the import would refuse can't be in it.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from assessment.demonstration import (
    demo_common,
    demo_field_log,
    demo_published,
    demo_rectification,
    demo_survey,
    demo_team_work,
    demo_under_way,
)
from assessment.demonstration.invention import YEARS, visits, whole, workbooks
from assessment.demonstration.invention.whole import Demonstration
from assessment.errors import (
    AssessmentError,
    DatabaseBusy,
    DatabaseUnreadable,
    Place,
    Problem,
    Rejected,
)
from assessment.field.coverage import coverage
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.visits import bulk_log
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.office.people import demonstration_accounts
from assessment.rectification.findings.findings_table import Finding
from assessment.store import blobs
from assessment.store.database import Store
from assessment.survey.honours import honours
from assessment.survey.periods import period_opening
from assessment.units import setup
from assessment.units.units_table import Prefecture

BUILDER = Actor("演示数据 demonstration", "operator")
"""Who filed and recorded it all, so that nobody real seems to have."""

Progress = Callable[[str, int, int], None]
"""Called with a step, how much of it is done, and how much there is; see `step_title`."""


class DemonstrationNotEmpty(AssessmentError):
    """There is a database with something in it where the demonstration was to be built."""

    key = "demo.not_empty"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was recorded."""

    units: int
    periods: int
    filings: int
    teams: int
    """Linked to a unit at the end of the newest period, as `people` are."""

    people: int
    visits: int
    findings: int
    honours: int
    vetoes: int


def build(
    file: Path,
    progress: Progress,
    *,
    prefectures: Sequence[str] | None = None,
    periods: Sequence[str] = YEARS,
    with_one_under_way: bool = True,
) -> Summary:
    """Build the demonstration in `file`, which must not hold anything yet.

    It is built beside and moved there when it is complete, so that an interruption leaves nothing.
    With `prefectures` or `periods` only that part of the province, with the same figures; and
    after the newest year another, which people are still filing and reviewing, while teams are
    out. Raises `Rejected` for a prefecture or period that the demonstration does not have,
    `DemonstrationNotEmpty`, and `DatabaseBusy` or `DatabaseUnreadable` as opening does.
    """
    framework = load(DEFAULT)
    _must_be_empty(file)
    with _beside(file) as store:
        under_way = with_one_under_way and YEARS[-1] in periods
        return fill(
            store, framework, BUILDER, progress, prefectures, periods, with_one_under_way=under_way
        )


def fill(
    store: Store,
    framework: Framework,
    actor: Actor,
    progress: Progress,
    prefectures: Sequence[str] | None = None,
    periods: Sequence[str] = YEARS,
    *,
    with_one_under_way: bool = False,
) -> Summary:
    """Record the demonstration in an empty store."""
    actor.must("setup.write")
    progress("province", 0, 1)
    cities, everywhere = setup.read_units(setup.DATA, framework)
    _must_be_part(cities, prefectures, periods)
    units = [u for u in everywhere if prefectures is None or u.prefecture in prefectures]
    invented = whole.drawn(
        framework,
        pd.DataFrame(everywhere),
        {city.prefecture: city.name for city in cities},
        only_units={unit.unit for unit in units},
        only_periods=periods,
    )
    used = {unit.prefecture for unit in units}
    setup.found(store, actor, [city for city in cities if city.prefecture in used], units)
    setup.mark_demonstration(store, actor)
    for period in periods:
        period_opening.open_period(store, actor, period, workbooks.deadline(period))
    progress("province", 1, 1)

    filings = demo_survey.file(
        store,
        framework,
        actor,
        invented.answers,
        units,
        periods,
        demo_under_way.SETTLED,
        lambda done, total: progress("survey", done, total),
    )
    _field_work(store, framework, actor, invented, progress)
    progress("published", 0, 1)
    demo_published.publish(store, DEFAULT.read_text("utf-8"), actor, periods)
    progress("published", 1, 1)
    demonstration_accounts.add(store, actor)
    if with_one_under_way:
        demo_under_way.begin(
            store,
            framework,
            actor,
            invented.answers,
            units,
            lambda done, total: progress("under_way", done, total),
        )
        progress("in_the_field", 0, 1)
        demo_field_log.go_on(store, actor, invented.visits)
        demo_field_log.begin(store, framework, actor)
        demo_rectification.begin(store, framework, actor)
        demo_team_work.begin(store, framework, actor)
        demo_common.begin(store, framework, actor, max(periods))
        progress("in_the_field", 1, 1)
    newest = coverage.coverage(store, actor, max(periods))
    return Summary(
        units=len(units),
        periods=len(periods),
        filings=filings,
        teams=newest.linked_teams,
        people=newest.people,
        visits=len(invented.visits),
        findings=len(invented.findings),
        honours=len(invented.honours),
        vetoes=len(invented.vetoes),
    )


def _must_be_part(
    cities: Sequence[Prefecture], prefectures: Sequence[str] | None, periods: Sequence[str]
) -> None:
    """Raises `Rejected` with every prefecture and period that the demonstration does not have."""
    known = {"prefecture": [city.prefecture for city in cities], "period": list(YEARS)}
    problems = [
        Problem(
            "setup.unknown_choice", Place(what), {"value": code, "known": ", ".join(known[what])}
        )
        for what, wanted in (("prefecture", prefectures or ()), ("period", periods))
        for code in wanted
        if code not in known[what]
    ]
    if problems:
        raise Rejected(problems)


def _field_work(
    store: Store, framework: Framework, actor: Actor, invented: Demonstration, progress: Progress
) -> None:
    """Teams and links, then what they saw, then what the units were honoured or blamed for."""
    roster = invented.roster
    progress("field_work", 0, 3)
    team_bulk.add_teams(
        store,
        actor,
        roster.teams,
        roster.people,
        roster.members,
    )
    team_bulk.assign(store, actor, roster.links)
    progress("field_work", 1, 3)
    numbers = bulk_log.log_visits(store, actor, invented.visits)
    findings = [_finding(framework, row, numbers[row.visit]) for row in invented.findings]
    bulk_log.take_over_findings(store, framework, actor, findings)
    progress("field_work", 2, 3)
    honours.record_honours(store, framework, actor, invented.honours)
    for veto in invented.vetoes:
        honours.declare_veto(store, framework, actor, veto)
    progress("field_work", 3, 3)


def _finding(framework: Framework, row: visits.Finding, visit: int) -> Finding:
    """Under its visit's number, and with the strength and indicator the framework gives it."""
    finding = Finding(**asdict(row) | {"visit": visit})
    if row.problem is None:
        return finding
    problem = framework.problem_by_code[row.problem]
    inside = [i.code for i in framework.strength_by_code[problem.strength].asked()]
    about = next((code for code in problem.indicators if code in inside), None)
    return replace(finding, strength=problem.strength, indicator=about)


def _must_be_empty(file: Path) -> None:
    if not file.exists():
        return
    store = Store(file)
    try:
        if store.revision > 0:
            raise DemonstrationNotEmpty(file=str(file))
    finally:
        store.close()


@contextmanager
def _beside(file: Path) -> Iterator[Store]:
    """A new database next to `file`, which takes its place if all went well and is gone if not.

    Of two who build at once, the second is told that the database is busy.
    """
    building = file.with_name(f"building-{file.name}")
    if building.exists():
        # Left by a process that was killed; if one still holds it, this says so.
        with suppress(DatabaseUnreadable):
            Store(building).close()
        _remove(building)
    store = _begun(building)
    try:
        yield store
        store.close()
        _must_be_empty(file)
        # What the database names is there before it.
        if blobs.beside(building).exists():
            shutil.copytree(blobs.beside(building), blobs.beside(file), dirs_exist_ok=True)
        building.replace(file)
    finally:
        store.close()
        _remove(building)


def _begun(building: Path) -> Store:
    try:
        return Store(building)
    except DatabaseBusy:
        raise  # Another process is building there.
    except BaseException:
        _remove(building)
        raise


def _remove(file: Path) -> None:
    for leftover in (file, file.with_name(f"{file.name}.wal")):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(blobs.beside(file), ignore_errors=True)
