"""The survey: hand out the workbook, take it back, and the same by CSV.

A file is taken whole or not at all. Only answers that differ from what is recorded become new
entries, so filing the same twice changes nothing, and says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import pandas as pd

from assessment.errors import Unknown
from assessment.exchange import answers_csv
from assessment.exchange.survey_workbook import survey_template
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.i18n import Messages
from assessment.kernel import full_width
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import csv_filing, workbook_filing
from assessment.survey.filing.bulk_writer import FILE, Desk
from assessment.survey.filing.filing_result import FilingResult
from assessment.survey.periods import periods
from assessment.units.setup import is_demonstration
from assessment.units.units_table import Unit

EXPORT: Final = "survey.export"

LONGEST_NAME = 50
"""Characters of a unit's name in a file's: file systems take 255 bytes in all."""

_NOT_IN_FILE_NAMES = re.compile(r'[ /\\:*?"<>|]')

Progress = Callable[[int, str], None]
"""Told after each file: how many are done, and this one's name."""


def template(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    lang: str = "zh",
    answers: Mapping[str, Answer] | None = None,
) -> tuple[str, bytes]:
    """The unit's workbook for a period, as file name and bytes, with what it has answered so far.

    `answers` stand in it instead of those filed, where they are given. Raises `Unknown` for a
    unit or period there is not.
    """
    actor.must(EXPORT, unit)
    named = {row.unit: row for row in store.ask("unit", Unit)}.get(unit)
    if named is None:
        raise Unknown(what="unit", code=unit)
    run = periods.of(store, actor, period)
    t = Messages(lang)
    name = t.named({"name": named.name, "name_en": named.name_en})
    desk = Desk(store, framework, actor)
    survey = Survey(
        unit=unit,
        unit_name=name,
        period=period,
        lang=t.lang,
        deadline=run.deadline,
        demonstration=is_demonstration(store, actor),
        answers=desk.current(unit, period) if answers is None else answers,
        previous=desk.current(unit, Period.of(period).previous),
        strengths=run.strengths,
    )
    return _file_name(unit, name, period), survey_template.build(framework, survey)


def _file_name(unit: str, name: str, period: str) -> str:
    """One that every system takes and nobody is misled by, whatever the unit is called."""
    told = "".join(sign if full_width.is_line(sign) else "_" for sign in name[:LONGEST_NAME])
    return f"{unit}_{_NOT_IN_FILE_NAMES.sub('_', told)}_{period}.xlsx"


def file_workbooks(
    store: Store,
    framework: Framework,
    actor: Actor,
    files: Iterable[tuple[str, bytes]],
    progress: Progress | None = None,
) -> list[FilingResult]:
    """File each workbook (name and bytes) whole or not at all; a result for each, in their order.

    Of two workbooks for the same unit and period only the first is taken: which of them is
    right is not ours to say.
    """
    actor.must_somewhere(FILE)
    desk = Desk(store, framework, actor)
    taken: dict[tuple[str, str], str] = {}
    results: list[FilingResult] = []
    for file_name, data in files:
        result = workbook_filing.take(desk, file_name, data, taken)
        if result.unit and result.period and result.outcome != "rejected":
            taken.setdefault((result.unit, result.period), file_name)
        results.append(result)
        if progress:
            progress(len(results), file_name)
    return results


def file_answers_csv(
    store: Store, framework: Framework, actor: Actor, file_name: str, data: bytes
) -> list[FilingResult]:
    """File a long CSV of any units and periods; a result for each unit and period in it.

    All of the file or nothing: raises `Rejected` with every problem. Evidence and remarks, which
    a CSV does not carry, stay with the answers it does not change. Honours and vetoes may stand in
    it as they are recorded, and not otherwise: they are recorded one by one.
    """
    actor.must_somewhere(FILE)
    return csv_filing.take(Desk(store, framework, actor), file_name, data)


def export_answers(store: Store, framework: Framework, actor: Actor, period: str) -> bytes:
    """The answers to a period's questions in the actor's scope as a CSV, with its honours and
    vetoes. Raises `Unknown` for no such period.

    Scoring by file gives the same scores from it, and `file_answers_csv` takes it again.
    """
    actor.must_somewhere(EXPORT)
    columns = ["unit", "field", "state", "value"]
    asked = periods.asked_fields(framework, periods.of(store, actor, period))
    found = store.frame("answer_of_period", period=period)
    found = found.loc[found["field"].isin([question.code for question in asked]), columns]
    records = store.frame("survey_record", period=period).assign(state="value")
    found = pd.concat([found, records[columns]], ignore_index=True)
    found = found[found["unit"].isin(actor.seen(found["unit"]))].assign(period=period)
    demonstration = is_demonstration(store, actor)
    return answers_csv.write(found, framework, demonstration=demonstration)
