"""The same form by workbook: fetched with what it holds, handed in, looked at, then taken over.

Nothing is filed here: what a workbook says becomes drafts, as if it had been typed. Before that it
is compared with the form, and the comparison is shown.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assessment.errors import AssessmentError, Place, Problem, Rejected
from assessment.exchange.survey_workbook import survey_workbook
from assessment.exchange.survey_workbook.survey_workbook import FiledSurvey
from assessment.framework.model import Framework, SurveyField
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import drafts, form, survey_files
from assessment.survey.filing.bulk_writer import Desk
from assessment.survey.filing.form import FILE, CurrentAnswer
from assessment.survey.periods import submissions
from assessment.units import setup

LARGEST = 10
"""Megabytes of an upload."""

Kind = Literal["added", "changed", "cleared", "unchanged"]


class ChangedSincePreview(AssessmentError):
    """Somebody saved an answer since the workbook was compared with the form."""

    key = "filing.changed_since_preview"


@dataclass(frozen=True, slots=True)
class Row:
    """One question as the form has it and as the workbook has it."""

    question: SurveyField
    kind: Kind
    old: CurrentAnswer
    new: Answer


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a workbook over would do."""

    unit: str
    period: str
    file_name: str
    sha256: str
    rows: tuple[Row, ...]
    notes: tuple[Problem, ...] = ()
    """What was read in a way of its own, or not taken along."""

    def of_kind(self, kind: Kind) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def changes(self) -> int:
        return sum(row.kind != "unchanged" for row in self.rows)


def blank(
    store: Store, framework: Framework, actor: Actor, unit: str, period: str, lang: str
) -> tuple[str, bytes]:
    """The workbook of a form, with all that was typed or submitted: file name and bytes."""
    held = form.working(store, actor, unit, period)
    answers = {field: said.answer for field, said in held.items()}
    return survey_files.template(store, framework, actor, unit, period, lang, answers)


def preview(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    file_name: str,
    data: bytes,
) -> Preview:
    """Compare a workbook with the form. Raises `Rejected` with everything wrong in it."""
    actor.must(FILE, unit)
    drafts.must_be_editable(submissions.of_unit(store, actor, unit, period))
    desk = Desk(store, framework, actor)
    filed = survey_workbook.read(data, file_name, framework, desk.expected())
    if problems := list(_not_this_form(store, unit, period, filed)):
        raise Rejected(problems)
    held = form.working(store, actor, unit, period)
    asked = form.of(store, framework, actor, unit, period).items
    rows = tuple(
        Row(
            item.question, _kind(held.get(code, CurrentAnswer(code)), filed.answers[code]), old, new
        )
        for code, item in asked.items()
        if code in filed.answers
        for old, new in [(held.get(code, CurrentAnswer(code)), filed.answers[code])]
    )
    return Preview(unit, period, file_name, hashlib.sha256(data).hexdigest(), rows, filed.notes)


def confirm(store: Store, framework: Framework, actor: Actor, preview: Preview) -> int:
    """Save what differs as drafts, in one transaction; how many answers that were.

    Raises `ChangedSincePreview`, and whatever saving raises; then nothing is saved.
    """
    actor.must(FILE, preview.unit)
    news: Mapping[str, Answer] = {
        row.question.code: row.new for row in preview.rows if row.kind != "unchanged"
    }
    seen = {row.question.code: row.old.entry for row in preview.rows}
    try:
        return len(
            drafts.write(
                store, framework, actor, preview.unit, preview.period, news, seen, "draft.workbook"
            )
        )
    except drafts.EditedMeanwhile as error:
        raise ChangedSincePreview(**error.facts) from error


def _kind(old: CurrentAnswer, new: Answer) -> Kind:
    if old.answer == new:
        return "unchanged"
    if new.state == "missing" and old.state != "missing":
        return "cleared"
    return "added" if old.state == "missing" else "changed"


def _not_this_form(store: Store, unit: str, period: str, filed: FiledSurvey) -> Iterator[Problem]:
    """A sound workbook may still be another county's, another period's, or made up."""
    place = Place(filed.file_name)
    if filed.demonstration and not setup.is_demonstration(store):
        yield Problem("workbook.demonstration_refused", place)
    if filed.unit != unit:
        yield Problem("form.other_unit", place, {"found": filed.unit, "unit": unit})
    if filed.period != period:
        yield Problem("form.other_period", place, {"found": filed.period, "period": period})
