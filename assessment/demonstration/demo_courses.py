"""How far findings of the demonstration have come, by whom, and what each step brought.

Days are counted back from the day the demonstration is built, so that there is always something
due, something late and something to look at again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from assessment.demonstration.demo_people import CHECKER, LEADER, office
from assessment.demonstration.invention import photo
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import finding_workflow
from assessment.rectification.findings.finding_workflow import Event
from assessment.rectification.findings.measures import Planned
from assessment.rectification.findings.rules import EventForm, Kind

Step = tuple[Event, int]
"""An event, and how many days ago."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far a finding has come, and the day it is to be put right by, in days from now."""

    steps: tuple[Step, ...]
    due: int
    kind: Kind = "by_date"


def _worked(*after: Step, since: int = 60) -> tuple[Step, ...]:
    return (("assign", since), ("sign", since - 4), ("plan", since - 8), *after)


COURSES: Mapping[str, Course] = {
    "assigned": Course((("assign", 5),), 40),
    "signed": Course((("assign", 12), ("sign", 8)), 30),
    "under_way": Course(_worked(("report", 20)), 45),
    "near_due": Course(_worked(("report", 9)), 5),
    "overdue": Course(_worked(("report", 35)), -6),
    "extension_asked": Course(_worked(("report", 15), ("ask_extension", 3)), 4),
    "long_term": Course(_worked(("report", 40), ("go_long_term", 30)), 60),
    "closing": Course(_worked(("report", 20), ("ask_closing", 6)), 20),
    "checked": Course(_worked(("ask_closing", 9), ("check", 3)), 20),
    "closed": Course(_worked(("ask_closing", 30), ("check", 25), ("accept", 22)), 1),
    "at_once": Course(_worked(("ask_closing", 40), ("check", 38), ("accept", 37)), -30, "at_once"),
    "consolidated": Course(
        _worked(
            *(("ask_closing", 260), ("check", 250), ("accept", 245)),
            *(("revisit", 110), ("consolidate", 100)),
            since=320,
        ),
        -255,
    ),
    "reopened": Course(
        _worked(("ask_closing", 150), ("check", 140), ("accept", 135), ("reopen", 10), since=210),
        30,
    ),
    "disputed": Course((("assign", 14), ("dispute", 7)), 40),
}

NOTES: Mapping[Event, str] = {
    "report": "已召开专题会议，正在按措施推进，完成过半。（演示）",
    "ask_extension": "场地手续尚在办理，申请延期一个月。（演示）",
    "go_long_term": "涉及编制，需逐年推进，转为长期整改，按季度报告。（演示）",
    "ask_closing": "措施已落实，佐证材料见附件，申请销号。（演示）",
    "check": "现场查看，措施已落实，职工反映较好。（演示）",
    "revisit": "回头看：做法仍在坚持，未见反弹。（演示）",
    "reopen": "回访发现又有反弹，重新交办。（演示）",
    "dispute": "该情况已于上月解决，对问题认定有异议，请复核。（演示）",
}

Serves = tuple[str, str, str, str]

SERVES: tuple[Serves, ...] = (
    ("逐项建立台账，明确时间表", "分管副主席（演示）", "办公室", "办公室经办人（演示）"),
    ("组织专题培训，派员驻点指导", "常务副主席（演示）", "组织部", "组织部经办人（演示）"),
)
"""Measures: what, who answers, which department, who does it."""

LONGER = timedelta(days=30)


def who(event: Event, unit: str) -> Actor:
    """Whose step an event is, in a county."""
    return {
        "rectification.lead": LEADER,
        "rectification.check": CHECKER,
        "rectification.answer": office(unit),
    }[finding_workflow.EVENTS[event].verb]


def given(event: Event, along: Course, serves: Serves) -> EventForm:
    """What an event brings; `serves` is the measure that goes with a plan."""
    today = clock.today()
    due = today + timedelta(days=along.due)
    brought: Mapping[Event, EventForm] = {
        "assign": EventForm(kind=along.kind, due=due),
        "plan": EventForm(planned=(Planned(*serves, due),)),
        "ask_extension": EventForm(due=due + LONGER),
        "go_long_term": EventForm(due=due),
        "ask_closing": EventForm(files=(("整改现场（演示）.jpg", photo.drawn()),)),
        "check": EventForm(way="site"),
        "reopen": EventForm(due=today + LONGER),
    }
    return replace(brought.get(event, EventForm()), note=NOTES.get(event, ""))
