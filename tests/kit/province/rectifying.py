"""Findings for tests of rectification, on the province of `three_counties`.

`put` leads a finding to a stage by writing bare events, as if people had; `given` is what an event
needs to be taken as it should be.
"""

import io
from datetime import date, datetime, timedelta

from PIL import Image

from assessment.kernel.actors import Actor
from assessment.rectification.findings import (
    cases,
    finding_workflow,
    rectification_table,
    transitions,
)
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.finding_workflow import Event, Stage
from assessment.rectification.findings.findings_table import Finding
from assessment.rectification.findings.measures import Planned
from assessment.rectification.findings.rectification_table import (
    FindingEvent,
    Measure,
    MeasureFinding,
)
from assessment.rectification.findings.rules import EventForm
from assessment.store.database import Store
from assessment.survey.evidence import attachments_table
from assessment.survey.evidence.evidence_table import EvidenceFile
from tests.kit.province.three_counties import BAISHI, QINGXI
from tests.kit.standing_clock import noon

TODAY = date(2025, 1, 15)
NOW = noon(TODAY)
DUE, LATER = date(2025, 3, 1), date(2025, 4, 1)
LONG_AGO = NOW - timedelta(days=120)

PEOPLE = {
    "anyone": Actor("anyone", "anyone", frozenset()),
    "leader": Actor("lei", "leader"),
    "county": Actor("li", "county", frozenset({BAISHI})),
    "city": Actor("wang", "city", frozenset({BAISHI, QINGXI})),
    "team": Actor("tang", "team", frozenset({BAISHI}), frozenset({"one"})),
    "reviewer": Actor("zhao", "reviewer", live=True),
    "publisher": Actor("chen", "publisher", live=True),
    "administrator": Actor("an", "administrator"),
    "operator": Actor("command line", "operator", live=True),
}
"""One person a role, each with Baishi in their scope as far as the role has one."""

CLERK, CITY, TEAM, REVIEWER = (PEOPLE[role] for role in ("county", "city", "team", "reviewer"))

FOUND = Finding(
    *(BAISHI, "2024", "work", "medium", "企业台账不全", date(2024, 12, 20)),
    team="one",
    problem="WORK-01",
)

PATHS: dict[Stage, tuple[Event, ...]] = {
    "clue": (),
    "verified": ("verify",),
    "assigned": ("verify", "assign"),
    "signed": ("verify", "assign", "sign"),
    "under_way": ("verify", "assign", "sign", "plan"),
    "long_term": ("verify", "assign", "sign", "plan", "go_long_term"),
    "closing": ("verify", "assign", "sign", "plan", "ask_closing"),
    "checked": ("verify", "assign", "sign", "plan", "ask_closing", "check"),
    "closed": ("verify", "assign", "sign", "plan", "ask_closing", "check", "accept"),
    "revisited": ("verify", "assign", "sign", "plan", "ask_closing", "check", "accept", "revisit"),
    "consolidated": (
        *("verify", "assign", "sign", "plan", "ask_closing", "check", "accept", "revisit"),
        "consolidate",
    ),
    "disputed": ("verify", "assign", "dispute"),
    "unfounded": ("verify", "assign", "dispute", "uphold"),
    "merged": ("verify", "merge"),
    "voided": ("void",),
}
"""How a finding comes to each stage."""


def log(store: Store, finding: Finding = FOUND) -> int:
    with store.writing(actor="sun", action="finding.log", subject=finding.unit, facts={}) as c:
        return transitions.log(c, "sun", [finding])[0]


def put(store: Store, stage: Stage, finding: Finding = FOUND, at: datetime = LONG_AGO) -> int:
    """A new finding at a stage, its events by others than those of `PEOPLE`."""
    number = log(store, finding)
    with store.writing(actor="t", action="finding.test", subject=finding.unit, facts={}) as cursor:
        now: Stage = "clue"
        for event in PATHS[stage]:
            now = finding_workflow.after(event, now) or now
            row = FindingEvent(number, event, now, f"who-{event}", at=at)
            if event == "assign":
                row = FindingEvent(number, event, now, "x", kind="by_date", due=DUE, at=at)
            if event == "plan":
                measure(cursor, number, finding.unit)
                proof(cursor, number, finding.unit)
            rectification_table.record(cursor, [row])
    return number


def measure(cursor: attachments_table.batch.Cursor, finding: int, unit: str) -> int:
    row = Measure(unit, "名单比对", "周主席", "组织部", "小吴", DUE)
    (number,) = rectification_table.record_measures(cursor, [row])
    rectification_table.record_served(cursor, [MeasureFinding(number, finding)])
    return number


def proof(cursor: attachments_table.batch.Cursor, finding: int, unit: str) -> None:
    row = attachments_table.Attachment("finding", finding, unit, "a" * 64, "台账.pdf", "li")
    attachments_table.record(cursor, [EvidenceFile("a" * 64, "pdf", 10)], [row])


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "#336699").save(data, "JPEG")
    return data.getvalue()


def given(event: Event, target: int | None = None) -> EventForm:
    """What an event needs."""
    plan = Planned("比对企业名单，逐户上门", "周主席", "组织部", "小吴", date(2025, 2, 20))
    more: dict[Event, EventForm] = {
        "assign": EventForm(kind="by_date", due=DUE),
        "plan": EventForm(planned=(plan,)),
        "ask_extension": EventForm(note="企业停产", due=LATER),
        "extend": EventForm(note="情况属实", due=LATER),
        "go_long_term": EventForm(note="涉及编制", due=LATER),
        "ask_closing": EventForm(note="已全部建会", files=(("台账.jpg", picture()),)),
        "check": EventForm(note="现场看过", way="site"),
        "reopen": EventForm(note="又停了", due=LATER),
        "merge": EventForm(note="同一件事", target=target),
    }
    return more.get(event, EventForm(note="说明"))


def take(
    store: Store,
    framework: object,
    actor: Actor,
    finding: int,
    event: Event,
    what: EventForm | None = None,
    now: datetime = NOW,
) -> Stage:
    """As somebody who sees the finding as it stands."""
    entry = standing(store, finding).entry
    return transitions.take(
        store,
        framework,  # type: ignore[arg-type]
        actor,
        {finding: entry},
        event,
        given(event) if what is None else what,
        now=now,
    )


def standing(store: Store, finding: int) -> Case:
    return cases.of(store, REVIEWER, finding)
