"""What one visit remembers of a form besides the database: what each box showed, and what failed.

A box is begun anew when somebody else saved its question since; one whose text could not be saved
is left alone, so that nothing typed is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assessment.errors import AssessmentError, Problem
from assessment.framework.model import Framework, SurveyField
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.filing import drafts, rules, submit
from assessment.survey.filing.drafts import Answer, EditedMeanwhile
from assessment.survey.filing.form import CurrentAnswer, Form, Item
from assessment.survey.filing.rules import ValidationMessage
from assessment.survey.periods import periods
from pages.kit import session

FilingArguments = tuple[Store, Framework, Actor, str, str]
"""What every service of filing is asked with."""

PARTS = ("value", "not_applicable", "unavailable", "note", "evidence")
"""The boxes of one question."""

MARKS = ("not_applicable", "unavailable")
"""Those that stand in place of a value."""


@dataclass(slots=True)
class Trouble:
    """Why a question is not saved, and what its boxes hold."""

    error: AssessmentError
    held: dict[str, Any]


@dataclass(slots=True)
class Memory:
    seen: dict[str, int] = field(default_factory=dict)
    """By question, the entry its boxes show."""

    troubles: dict[str, Trouble] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    """By workbook's box, how many answers it brought: said once."""


def memory() -> Memory:
    session.starts_as("filing_memory", Memory())
    kept: Memory = session.typed("filing_memory", None)
    return kept


def asked(unit: str, period: str) -> FilingArguments:
    """Who asks is asked anew: a part of a page runs without the main script."""
    store, actor = session.store(), session.actor()
    framework = periods.framework_of(store, actor, period, session.framework())
    return store, framework, actor, unit, period


def name_of(unit: str, period: str, code: str) -> str:
    return f"{unit}_{period}_{code}"


def key(name: str, part: str) -> str:
    """A box's: another county's, another period's or an older answer must not wait in it."""
    return f"{part}_{name}_{session.turn(name)}"


def follow(form: Form, current_answer: CurrentAnswer) -> str:
    """Let a question's boxes show what is saved, and return their name."""
    name, kept = name_of(form.unit, form.period, current_answer.field), memory()
    if name not in kept.troubles:
        if kept.seen.get(name, current_answer.entry) != current_answer.entry:
            session.begin_anew(name)
        kept.seen[name] = current_answer.entry
    return name


def starts_as(name: str, part: str, value: Any) -> str:
    """Fill a box when it is first shown, and return its key."""
    trouble = memory().troubles.get(name)
    box = key(name, part)
    session.starts_as(box, trouble.held.get(part, value) if trouble else value)
    return box


def trouble(name: str) -> Trouble | None:
    return memory().troubles.get(name)


def unsaved(form: Form) -> list[Item]:
    """Questions whose boxes hold what could not be saved."""
    kept = memory().troubles
    return [
        item for code, item in form.items.items() if name_of(form.unit, form.period, code) in kept
    ]


def keep(unit: str, period: str, question: SurveyField) -> None:
    """Save what a question's boxes hold. Called when one of them is left."""
    name, kept = name_of(unit, period, question.code), memory()
    try:
        answer = _answer(name, question)
        store, framework, actor, *_ = asked(unit, period)
        kept.seen[name] = drafts.save(
            *(store, framework, actor, unit, period, question.code),
            answer=answer,
            revision=kept.seen.get(name, 0),
        )
    except AssessmentError as error:
        held = {part: session.typed(key(name, part), None) for part in PARTS}
        kept.troubles[name] = Trouble(error, {p: v for p, v in held.items() if v is not None})
    else:
        kept.troubles.pop(name, None)


def mark(unit: str, period: str, question: SurveyField) -> None:
    """Save a tick in place of an answer; taken out again, it gives back what was there before."""
    name, kept = name_of(unit, period, question.code), memory()
    if any(session.typed(key(name, part), False) for part in MARKS):
        keep(unit, period, question)
        return
    store, framework, actor, *_ = asked(unit, period)
    place = (store, framework, actor, unit, period, question.code)
    try:
        kept.seen[name] = drafts.unmark(*place, revision=kept.seen.get(name, 0))
    except AssessmentError as error:
        kept.troubles[name] = Trouble(error, {})
    else:
        kept.troubles.pop(name, None)
        session.begin_anew(name)


def attention(form: Form, findings: Sequence[ValidationMessage]) -> list[ValidationMessage]:
    """All that keeps a form from being submitted, and what its boxes hold unsaved: the one source
    of every number on the page that says how much needs attention."""
    framework = asked(form.unit, form.period)[1]
    blocking = submit.blockers(framework, form, tuple(findings))
    for item in unsaved(form):
        code, facts = item.question.code, {"title": item.question.title}
        problem = Problem("form.unsaved", rules.place(form, code), facts)
        blocking.append(ValidationMessage(code, "error", problem))
    return blocking


def insist(unit: str, period: str, question: SurveyField) -> None:
    """Save one's own answer over somebody else's, having seen theirs."""
    name, kept = name_of(unit, period, question.code), memory()
    trouble = kept.troubles.get(name)
    if trouble and isinstance(trouble.error, EditedMeanwhile):
        kept.seen[name] = trouble.error.theirs.entry
    keep(unit, period, question)


def give_way(unit: str, period: str, question: SurveyField) -> None:
    """Show what somebody else saved instead of one's own."""
    name, kept = name_of(unit, period, question.code), memory()
    kept.troubles.pop(name, None)
    kept.seen.pop(name, None)
    session.begin_anew(name)


def clear(unit: str, period: str, question: SurveyField) -> None:
    """Take out a choice: what is chosen from a list cannot be chosen away. Remarks stay."""
    name, kept = name_of(unit, period, question.code), memory()
    try:
        store, framework, actor, *_ = asked(unit, period)
        kept.seen[name] = drafts.save(
            *(store, framework, actor, unit, period, question.code),
            answer=Answer("missing", None, _text(name, "evidence"), _text(name, "note")),
            revision=kept.seen.get(name, 0),
        )
    except AssessmentError as error:
        kept.troubles[name] = Trouble(error, {})
    session.begin_anew(name)


def as_before(unit: str, period: str, codes: tuple[str, ...]) -> None:
    """Answer open questions as in the period before."""
    kept = memory()
    try:
        drafts.as_before(*asked(unit, period), codes)
    except AssessmentError as error:
        for code in codes:
            kept.troubles[name_of(unit, period, code)] = Trouble(error, {})


def _answer(name: str, question: SurveyField) -> Answer:
    """What the boxes hold. Raises `NotSaved` for what cannot be read."""
    note, evidence = (_text(name, part) for part in ("note", "evidence"))
    if session.typed(key(name, "not_applicable"), False):
        return Answer("not_applicable", None, evidence, note)
    if session.typed(key(name, "unavailable"), False):
        return Answer("unavailable", None, evidence, note)
    raw = session.typed(key(name, "value"), None)
    value = drafts.read(question, raw) if isinstance(raw, str) else raw
    if value is None:
        return Answer("missing", None, evidence, note)
    return Answer("value", float(value), evidence, note)


def _text(name: str, part: str) -> str | None:
    return str(session.typed(key(name, part), None) or "").strip() or None
