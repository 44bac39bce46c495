"""The canary province at work: a period under way, and everything the field and the desks record.

As in `canaries`, every text holds the code and the name of the county it is of.
"""

from datetime import date, timedelta

from assessment.field.observation import observation
from assessment.field.spot_checks import spot_checks
from assessment.field.team_results import results
from assessment.field.visits import bulk_log, visit_drafts, visit_log
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR, Actor
from assessment.rectification.common_problems import decisions
from assessment.rectification.findings import cases, transitions
from assessment.rectification.findings.finding_workflow import Event
from assessment.rectification.findings.findings_table import Finding
from assessment.rectification.findings.measures import Planned
from assessment.rectification.findings.rules import EventForm
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.survey.evidence import attachments, evidence
from assessment.survey.filing import drafts, submit
from assessment.survey.periods import periods, submissions
from assessment.survey.review import decide, items, verdicts
from tests.guards.leaks.canaries import EAST, NAMES, OWN, WEST, called
from tests.guards.leaks.pictures import picture

UNDER_WAY = "2025"
DAY = date(2024, 5, 4)


def begin(store: Store, framework: Framework, text: str) -> None:
    publisher = Actor("publisher", "publisher", live=True)
    opening = periods.Opening(UNDER_WAY, date(2030, 1, 31))
    periods.open_period(store, publisher, opening, text)
    for number, unit in enumerate(NAMES, 1):
        _filed(store, framework, unit)
        _rectified(store, framework, number, unit)
    _decided(store, framework)
    own = Actor("team-own", "team", frozenset({OWN}), frozenset({f"t{OWN}"}))
    visit_drafts.add_photo(store, own, visit_drafts.Draft("note"), "照片.jpg", picture(OWN))


def _rectified(store: Store, framework: Framework, number: int, unit: str) -> None:
    """The unit's first finding, assigned, signed for and planned."""
    reviewer = Actor("reviewer", "reviewer", live=True)
    clerk = Actor(f"clerk-{unit}", "county", frozenset({unit}))
    due = clock.today() + timedelta(days=60)
    plan = (f"{called(unit)}的措施", f"{called(unit)}的领导", "办公室", f"{called(unit)}的人")
    done: tuple[tuple[Actor, Event, EventForm], ...] = (
        (reviewer, "assign", EventForm(kind="by_date", due=due, note=f"{called(unit)}的交办")),
        (clerk, "sign", EventForm()),
        (clerk, "plan", EventForm(planned=(Planned(*plan, due),))),
    )
    for who, event, given in done:
        entry = cases.of(store, OPERATOR, number).entry
        transitions.take(store, framework, who, {number: entry}, event, given)


def _filed(store: Store, framework: Framework, unit: str) -> None:
    """One county's: drafts and a file, submitted, and one answer returned with a remark."""
    clerk = Actor(f"clerk-{unit}", "county", frozenset({unit}))
    drafts.as_before(store, framework, clerk, unit, UNDER_WAY, tuple(framework.field_by_code))
    name = f"{called(unit)}的照片.jpg"
    evidence.attach(store, framework, clerk, unit, UNDER_WAY, "rate", name, picture(unit))
    submit.submit(store, framework, clerk, unit, UNDER_WAY)
    reviewer = Actor("reviewer", "reviewer", live=True)
    _visited(store, framework, reviewer, unit)
    decide.accept(store, reviewer, submissions.of_unit(store, reviewer, unit, UNDER_WAY))
    _looked(store, framework, unit)
    seen = items.by_field(items.of_unit(store, framework, reviewer, unit, UNDER_WAY).items)
    answer = seen["meetings_n"].reported
    assert answer is not None
    returned = verdicts.Decision(
        "meetings_n", "returned", answer.entry, None, reason="other", note=f"{called(unit)}的批语"
    )
    verdicts.give(store, framework, reviewer, unit, UNDER_WAY, [returned])


def _decided(store: Store, framework: Framework) -> None:
    """A common problem of each scope, on record in every unit, and another that was dismissed."""
    reviewer = Actor("reviewer", "reviewer", live=True)
    for scope in ("province", f"prefecture:{EAST}", f"prefecture:{WEST}"):
        units = [unit for unit in NAMES if scope in ("province", f"prefecture:{unit[:4]}00")]
        found = [
            Finding(unit, "2024", "venues", "low", f"{called(unit)}的窗口", DAY, problem="VEN-01")
            for unit in units
        ]
        bulk_log.take_over_findings(store, framework, OPERATOR, found)
        told = f"{called(units[-1])}的理由"
        seen = decisions.seen(store, reviewer, scope)
        about = decisions.About("2024", scope, "VEN-01", seen)
        decisions.confirm(DataSource(store, framework), reviewer, about, (), told)
        seen = decisions.seen(store, reviewer, scope)
        about = decisions.About("2024", scope, "WORK-02", seen)
        decisions.dismiss(DataSource(store, framework), reviewer, about, told)


def _visited(store: Store, framework: Framework, reviewer: Actor, unit: str) -> None:
    """A visit to one county, with a photo and a finding."""
    photo = attachments.keep(store, reviewer, f"{called(unit)}的现场.jpg", picture(unit))
    visit = Visit(
        f"t{unit}", unit, "visit", DAY, DAY, f"{called(unit)}的工地", heard=f"{called(unit)}的原话"
    )
    found = visit_log.FindingNote("venues", f"{called(unit)}的发现")
    visit_log.log(store, framework, reviewer, visit, [found], [photo])


def _looked(store: Store, framework: Framework, unit: str) -> None:
    """What the unit's team saw of its answers: enough that a rate is told."""
    team = Actor("scout", "team", frozenset({unit}), frozenset({f"t{unit}"}))
    seen = [
        spot_checks.Look(
            each.question.code, each.reported.entry, "differ", note=f"{called(unit)}核得不同"
        )
        for each in spot_checks.of_unit(store, framework, team, unit, UNDER_WAY)
    ]
    day = clock.today()
    spot_checks.record(store, framework, team, unit, UNDER_WAY, f"t{unit}", day, seen)
    results.save(store, team, f"t{unit}", unit, day, {"trainings": 1}, 0)
    observation.record(store, team, unit, day, f"{called(unit)}的去处", [f"{called(unit)}的问题"])
