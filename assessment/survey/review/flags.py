"""What the form's own rules say of answers that were submitted: a reviewer sees the same flags."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.framework.model import Framework, SurveyField
from assessment.framework.period import Period
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NO_ANSWER
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.store.database import Store
from assessment.survey.filing import rules
from assessment.survey.filing.form import CurrentAnswer, Form, Item, Sheet
from assessment.survey.filing.rules import PeerRange, ValidationMessage
from assessment.survey.periods.periods import PeriodRun
from assessment.survey.periods.review_record import Reported
from assessment.survey.periods.submissions import Submission


@dataclass(frozen=True, slots=True)
class _RangeOfUnit:
    unit: str
    field: str
    known: int
    lower: float
    middle: float
    upper: float


def ranges(
    store: Store, actor: Actor, period: str, units: Sequence[str]
) -> Mapping[str, Mapping[str, PeerRange]]:
    """`rules.ranges` of many units at once."""
    actor.must_somewhere("survey.read")
    found: dict[str, dict[str, PeerRange]] = defaultdict(dict)
    before = Period.of(period).previous
    for row in store.ask("peer_range_of_all", _RangeOfUnit, period=before, units=actor.seen(units)):
        if row.known >= SMALLEST_GROUP:
            found[row.unit][row.field] = PeerRange(
                row.field, row.known, row.lower, row.middle, row.upper
            )
    return found


def of(
    framework: Framework,
    run: PeriodRun,
    submission: Submission,
    questions: Sequence[SurveyField],
    reported: Mapping[str, Reported],
    previous: Mapping[str, Reported],
    peers: Mapping[str, PeerRange],
) -> Mapping[str, Sequence[ValidationMessage]]:
    """By field; fields nothing is to be said of are left out."""
    sheets = defaultdict(list)
    for question in questions:
        sheets[question.strength].append(_item(framework, question, reported, previous))
    form = Form(
        submission.unit,
        submission.period,
        run.deadline,
        run.counts,
        submission,
        False,
        tuple(
            Sheet(framework.strength_by_code[code], tuple(items)) for code, items in sheets.items()
        ),
    )
    found: dict[str, list[ValidationMessage]] = defaultdict(list)
    for finding in rules.check(framework, form, peers):
        found[finding.field].append(finding)
    return found


def _item(
    framework: Framework,
    question: SurveyField,
    reported: Mapping[str, Reported],
    previous: Mapping[str, Reported],
) -> Item:
    code = question.code
    row, before = reported.get(code), previous.get(code)
    said = (
        CurrentAnswer(code, row.state, row.value, row.evidence, row.note, row.entry)
        if row
        else CurrentAnswer(code)
    )
    return Item(
        question,
        said,
        before.answer if before else NO_ANSWER,
        said.answer,
        framework.field_by_code.get(question.part_of or ""),
        indicators=(),
        also_in=(),
        evidence=(),
        returned=(),
    )
