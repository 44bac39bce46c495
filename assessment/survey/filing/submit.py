"""Submitting a form: drafts become answers, whole, or the county hears all that is wrong.

What was returned is answered by what the return asks for: a change and new evidence are seen, an
explanation is written. Whatever else was replied is kept beside it.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping

from assessment.errors import AssessmentError, Problem, Rejected
from assessment.framework.model import Framework
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.filing import answer_changes, answers_table, drafts, form, proofs, rules
from assessment.survey.filing import drafts_table as draft_table
from assessment.survey.filing.answer_changes import Changes
from assessment.survey.filing.answers_table import Filing
from assessment.survey.filing.form import FILE, Form
from assessment.survey.filing.rules import ValidationMessage
from assessment.survey.periods import submissions
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.submissions_table import Reply

FORM = "在线填报 form"
"""Stands where a file's name would, wherever a filing says where it came from."""


NOT_REPLIED: Mapping[codes.ReplyKind | None, str] = {
    None: "form.not_replied",
    "change": "form.not_changed",
    "evidence": "form.not_proved",
    "explanation": "form.not_explained",
}
"""By what a return asks for, the problem that it is not there."""


class NotReady(Rejected):
    """The form cannot be submitted as it is; every reason is in `problems`."""

    key = "filing.not_ready"


class NoExplanation(AssessmentError):
    """An explanation without words, or of nothing that was returned."""

    key = "filing.no_explanation"


def blockers(
    framework: Framework, survey_form: Form, findings: tuple[ValidationMessage, ...]
) -> list[ValidationMessage]:
    """Everything that keeps a form from being submitted, in one list."""
    found = list(rules.blockers(findings))
    for item in survey_form.returned:
        code, title = item.question.code, item.question.title
        for request in dict.fromkeys(r.request for r in item.returned if not item.is_answered(r)):
            problem = Problem(
                NOT_REPLIED[request], rules.place(survey_form, code), {"title": title}
            )
            found.append(ValidationMessage(code, "error", problem))
    found += proofs.blockers(survey_form)
    blank = rules.blank(survey_form.items.values())
    if survey_form.blanks == "refused" and len(blank) < len(survey_form.items):
        for question in blank:
            place = rules.place(survey_form, question.code)
            problem = Problem("form.blank", place, {"title": question.title})
            found.append(ValidationMessage(question.code, "error", problem))
    if len(blank) == len(survey_form.items):
        problem = Problem(
            "form.nothing_filled", rules.place(survey_form, ""), {"period": survey_form.period}
        )
        found.append(ValidationMessage("", "error", problem))
    return found


def explain(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    field: str,
    explanation: str,
) -> None:
    """Answer what was returned of a question by explaining the answer it has.

    Kept at once, and may be written again until the form is submitted. Raises `NoExplanation`,
    `NotSaved` for a text too long, and `Frozen`.
    """
    actor.must(FILE, unit)
    shown = form.of(store, framework, actor, unit, period)
    drafts.must_be_editable(shown.submission)
    said = field_values.remark(explanation)
    item = shown.items.get(field)
    if said is None or item is None or not item.returned:
        raise NoExplanation
    if isinstance(said, Breach):
        raise drafts.NotSaved([Problem(said.code, rules.place(shown, field), said.facts)])
    news = [each for each in item.returned if each.explanation != said]
    if not news:
        return
    facts = {"field": field, "before": news[0].explanation, "after": said}
    with store.writing(
        actor=actor.name, action="reply.save", subject=f"{unit}/{period}", facts=facts
    ) as cursor:
        submissions.must_stand(cursor, shown.submission, "reply.save")
        table.record_replies(
            cursor,
            [
                Reply(unit, period, field, each.verdict, "explanation", actor.name, said)
                for each in news
            ],
        )


def submit(store: Store, framework: Framework, actor: Actor, unit: str, period: str) -> int:
    """File what the form holds, and return how many answers changed by it.

    Raises `NotReady` with every reason there is, `NotAllowed`, `PeriodLocked`, and `NotNow` where
    it has been submitted already.
    """
    actor.must(FILE, unit)
    while True:
        shown = form.of(store, framework, actor, unit, period)
        submissions.must(actor, shown.submission, "submit")
        findings = rules.check(framework, shown, rules.ranges(store, actor, unit, period))
        wrong = blockers(framework, shown, findings)
        if wrong:
            raise NotReady([finding.problem for finding in wrong])
        changed = _filed(store, actor, shown)
        if changed is not None:
            return changed


def _filed(store: Store, actor: Actor, survey_form: Form) -> int | None:
    """One transaction; None where somebody saved a question while we looked."""
    unit, period = survey_form.unit, survey_form.period
    said = {code: item.said for code, item in survey_form.items.items()}
    submitted = {code: item.submitted for code, item in survey_form.items.items()}
    now = {code: one.answer for code, one in said.items()}
    changes = answer_changes.between(submitted, now)
    facts = {
        "filings": 1,
        "added": changes.added,
        "changed": changes.changed,
        "cleared": changes.cleared,
        "unchanged": changes.unchanged,
        "replied": len(survey_form.returned),
    }
    with store.writing(
        actor=actor.name, action="submission.submit", subject=f"{unit}/{period}", facts=facts
    ) as cursor:
        newest = draft_table.newest(cursor, unit, period)
        if any(newest.get(code, 0) != one.entry for code, one in said.items()):
            return None
        if changes.entries:
            answers_table.record(cursor, filing(unit, period, actor, changes), changes.entries)
        table.record_replies(cursor, _seen(survey_form, actor))
        submissions.moved(cursor, survey_form.submission, "submit", actor.name)
    return len(changes.entries)


def filing(unit: str, period: str, actor: Actor, changes: Changes) -> Filing:
    """A form has no bytes; what it changed stands for them."""
    told = json.dumps([dataclasses.astuple(entry) for entry in changes.entries])
    return Filing(unit, period, FORM, hashlib.sha256(told.encode()).hexdigest(), actor.name)


def _seen(survey_form: Form, actor: Actor) -> list[Reply]:
    """Changes and new evidence as replies on record; an explanation is there already."""
    unit, period = survey_form.unit, survey_form.period
    return [
        Reply(unit, period, item.question.code, each.verdict, kind, actor.name)
        for item in survey_form.returned
        for each in item.returned
        for kind in sorted(item.replies_to(each) - {"explanation"})
        if not (each.changed if kind == "change" else each.proved)
    ]


def withdraw(store: Store, actor: Actor, unit: str, period: str) -> None:
    """Take a submission back that nobody has accepted yet; the form opens again as it was.

    Raises `NotAllowed`, `PeriodLocked`, and `NotNow` where a reviewer was faster.
    """
    actor.must(FILE, unit)
    submission = submissions.of_unit(store, actor, unit, period)
    submissions.must(actor, submission, "withdraw")
    with store.writing(
        actor=actor.name, action="submission.withdraw", subject=f"{unit}/{period}", facts={}
    ) as cursor:
        submissions.moved(cursor, submission, "withdraw", actor.name)
