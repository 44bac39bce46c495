"""What is said of a form at once: errors, what needs a note, and what only looks unusual.

An error, and a jump that nobody explained, keep a form from being submitted. A warning never does:
a county may well be unlike its peers. Nothing here reads or writes, but for `ranges`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assessment.errors import Place, Problem
from assessment.framework.model import AMOUNTS, Framework, SurveyField
from assessment.framework.period import Period
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach, Raw, as_date, number_text
from assessment.kernel.actors import Actor
from assessment.kernel.answers import MISSING, NOT_APPLICABLE, REASONED, Answer
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.store.database import Store
from assessment.survey.filing import answer_changes
from assessment.survey.filing.form import Form, Item

Severity = Literal["error", "note", "warn"]

BLOCKING: frozenset[Severity] = frozenset({"error", "note"})

FAR_OUT = 3.0
"""Interquartile ranges beyond the quartiles; Tukey's fence for what is far out."""


@dataclass(frozen=True, slots=True)
class PeerRange:
    """Where the middle half of a unit's peers lay in the period before."""

    field: str
    known: int
    lower: float
    middle: float
    upper: float

    def is_unlike(self, value: float) -> bool:
        """Whether a value is far out. Where most peers say the same, whatever differs would be."""
        reach = FAR_OUT * (self.upper - self.lower)
        return reach > 0 and not self.lower - reach <= value <= self.upper + reach


@dataclass(frozen=True, slots=True)
class ValidationMessage:
    """One thing said of one question; `t(finding.problem.key, **finding.problem.facts)`."""

    field: str
    severity: Severity
    problem: Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a form, or a part of it, is. Blocked ones are among the answered."""

    answered: int
    not_applicable: int
    unavailable: int
    open: int
    blocked: int

    @property
    def asked(self) -> int:
        return self.done + self.open

    @property
    def done(self) -> int:
        return self.answered + self.not_applicable + self.unavailable


def ranges(store: Store, actor: Actor, unit: str, period: str) -> dict[str, PeerRange]:
    """By field, where the unit's peers lay in the period before this one; of too few nothing."""
    actor.must("survey.read", unit)
    before = Period.of(period).previous
    rows = store.ask("peer_range", PeerRange, unit=unit, period=before)
    return {row.field: row for row in rows if row.known >= SMALLEST_GROUP}


def check(
    framework: Framework, form: Form, peers: Mapping[str, PeerRange]
) -> tuple[ValidationMessage, ...]:
    """Everything there is to say of a form, errors first, in the framework's order."""
    items = form.items
    found = [
        *_bad_values(form, items.values()),
        *_over_whole(framework, form, items),
        *_unreasoned(form, items.values()),
        *_jumps(framework, form, items),
        *_outliers(form, items.values(), peers),
    ]
    order: dict[Severity, int] = {"error": 0, "note": 1, "warn": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.severity]))


def blockers(findings: Iterable[ValidationMessage]) -> tuple[ValidationMessage, ...]:
    return tuple(finding for finding in findings if finding.severity in BLOCKING)


def progress(items: Iterable[Item], findings: Iterable[ValidationMessage]) -> Progress:
    items = list(items)
    counted = Counter(item.said.state for item in items)
    blocked = {finding.field for finding in blockers(findings)}
    return Progress(
        counted["value"],
        counted["not_applicable"],
        counted["unavailable"],
        counted["missing"],
        sum(item.question.code in blocked for item in items),
    )


def blank(items: Iterable[Item]) -> tuple[SurveyField, ...]:
    """The questions nobody said anything about."""
    return tuple(item.question for item in items if item.said.state == MISSING)


def place(form: Form, field: str) -> Place:
    return Place(f"{form.unit} {form.period}", path=field)


def _bad_values(form: Form, items: Iterable[Item]) -> Iterator[ValidationMessage]:
    """What was saved before a limit changed, or came by another way than the form."""
    for item in items:
        value = item.said.value
        if value is None:
            continue
        read = field_values.read(item.question, raw_of(item.question, value))
        if isinstance(read, Breach):
            code = item.question.code
            yield ValidationMessage(
                code, "error", Problem(read.code, place(form, code), read.facts)
            )


def _over_whole(
    framework: Framework, form: Form, items: Mapping[str, Item]
) -> Iterator[ValidationMessage]:
    values = {code: i.said.value for code, i in items.items() if i.said.value is not None}
    for code, breach in field_values.parts_over_whole(framework, values):
        yield ValidationMessage(
            code, "error", Problem(breach.code, place(form, code), breach.facts)
        )


def _unreasoned(form: Form, items: Iterable[Item]) -> Iterator[ValidationMessage]:
    for item in items:
        key = reason_missing(item.said.answer)
        if key is not None:
            code, title = item.question.code, item.question.title
            problem = Problem(key, place(form, code), {"title": title})
            yield ValidationMessage(code, "error", problem)


def reason_missing(answer: Answer) -> str | None:
    """The code of the problem that an answer gives no reason where its state needs one."""
    if answer.state not in REASONED or answer.note:
        return None
    return "form.reason_missing" if answer.state == NOT_APPLICABLE else "form.no_reason_unavailable"


def _jumps(
    framework: Framework, form: Form, items: Mapping[str, Item]
) -> Iterator[ValidationMessage]:
    before: dict[str, Answer] = {code: item.previous for code, item in items.items()}
    now = {code: item.said.answer for code, item in items.items()}
    for field, facts in answer_changes.jumps(framework, before, now):
        if note := now[field].note:
            explained = Problem("form.jump_explained", place(form, field), facts | {"note": note})
            yield ValidationMessage(field, "warn", explained)
        else:
            yield ValidationMessage(field, "note", Problem("form.jump", place(form, field), facts))


def _outliers(
    form: Form, items: Iterable[Item], peers: Mapping[str, PeerRange]
) -> Iterator[ValidationMessage]:
    for item in items:
        code, value = item.question.code, item.said.value
        peer = peers.get(code)
        if value is None or peer is None or peer.known < SMALLEST_GROUP:
            continue
        if item.question.type not in AMOUNTS:
            continue
        before = item.previous.value
        # Who was far out before is large, or small, and no slip of the pen.
        if peer.is_unlike(value) and not (before is not None and peer.is_unlike(before)):
            facts = {
                "title": item.question.title,
                "found": number_text(value),
                "lower": number_text(round(peer.lower, 2)),
                "upper": number_text(round(peer.upper, 2)),
                "known": peer.known,
                "before": Period.of(form.period).previous,
            }
            yield ValidationMessage(
                code, "warn", Problem("form.unlike_peers", place(form, code), facts)
            )


def unreadable(question: SurveyField, answer: Answer) -> Iterator[Breach]:
    """What a workbook's reader would refuse in one answer: its value, its texts."""
    read: list[object] = [field_values.remark(answer.evidence), field_values.remark(answer.note)]
    if answer.value is not None:
        read.append(field_values.read(question, raw_of(question, answer.value)))
    yield from (found for found in read if isinstance(found, Breach))


def raw_of(question: SurveyField, value: float) -> Raw:
    """A stored answer as its reader would take it."""
    return as_date(value) if question.type == "date" else value
