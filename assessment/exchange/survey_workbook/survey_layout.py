"""Where everything stands in the survey workbook: agreed here between its writer and its reader.

The cover says whose survey it is, in rows of label and content. Each strength has a sheet: a
title, a line of help, the headers, and a row a question. The reader finds sheets, labels and
columns by their words, in any language we speak, so that a column that moved is noticed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessment.framework.model import Framework, Strength, SurveyField
from assessment.i18n import LANGUAGES, Messages

BANNER_ROW = 2
"""On every sheet, the cover too: a line of help, or that the data are invented."""

HEADER_ROW = 3
FIRST_QUESTION_ROW = HEADER_ROW + 1

OPTIONS_SHEET = "_options"
"""Hidden: what the drop-downs offer. Long lists do not fit into the drop-down itself."""

CODE, QUESTION, MEASURE, ANSWER, NOT_APPLICABLE, REASON, PREVIOUS, EVIDENCE, NOTE, GUIDANCE = range(
    1, 11
)
"""The columns of a strength's sheet, counted from 1."""


@dataclass(frozen=True, slots=True)
class Label:
    """A row of the cover: what it holds, and the words before it."""

    name: str
    words: str

    def said_in(self, lang: str) -> str:
        return next(label.words for label in labels(Messages(lang)) if label.name == self.name)


def headers(t: Messages) -> tuple[str, ...]:
    """The words above the columns, in their order."""
    return (
        t("workbook.column.code"),
        t("workbook.column.question"),
        t("workbook.column.measure"),
        t("workbook.column.answer"),
        t("workbook.column.not_applicable"),
        t("workbook.column.reason"),
        t("workbook.column.previous"),
        t("workbook.column.evidence"),
        t("workbook.column.note"),
        t("workbook.column.guidance"),
    )


def labels(t: Messages) -> tuple[Label, ...]:
    """What the cover says, in its order."""
    return (
        Label("unit", t("workbook.cover.unit")),
        Label("unit_name", t("workbook.cover.unit_name")),
        Label("period", t("workbook.cover.period")),
        Label("framework", t("workbook.cover.framework")),
        Label("edition", t("workbook.cover.edition")),
    )


def cover_names() -> dict[str, str]:
    """The cover's name in each language, and which language it is."""
    return {Messages(lang)("workbook.cover.sheet"): lang for lang in LANGUAGES}


def sheet_name(strength: Strength, lang: str) -> str:
    """The strength's title as Excel allows it: 31 characters, and some signs not at all.

    >>> from assessment.framework.model import Text
    >>> strength = Strength.model_construct(title=Text(zh="组织/功能强", en="x" * 40))
    >>> sheet_name(strength, "zh"), len(sheet_name(strength, "en"))
    ('组织 功能强', 31)
    """
    title = strength.title.said_in(lang)
    allowed = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)
    return allowed[:31].strip("' ")


def sheets(
    framework: Framework, questions: Sequence[SurveyField]
) -> Iterator[tuple[Strength, tuple[SurveyField, ...]]]:
    """The strengths that ask something, with their questions."""
    for strength in framework.strengths:
        own = tuple(question for question in questions if question.strength == strength.code)
        if own:
            yield strength, own


def edition(questions: Sequence[SurveyField]) -> str:
    """A fingerprint of the questions and what may be answered.

    Not of the whole framework: a county's half-filled workbook stays good when a weight, a
    threshold or a wording changes, and no longer when a question does.
    """
    told = [
        {
            "code": field.code,
            "type": field.type,
            "strength": field.strength,
            "options": sorted(field.options or ()),
            "limits": [_as_written(field.minimum), _as_written(field.maximum), field.part_of],
            "measure": field.measure.zh if field.measure else None,
        }
        for field in questions
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def _as_written(limit: float | None) -> float | None:
    """0 and 0.0 are one limit: which of them it is depends on whether it was given or is usual."""
    return None if limit is None else float(limit)
