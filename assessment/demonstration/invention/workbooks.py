"""The survey workbooks that the invented counties send in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from assessment.demonstration.invention.phrases import phrases
from assessment.exchange.survey_workbook import survey_template
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.kernel.answers import VALUE, Answer

DEADLINE = (1, 31)
"""Month and day, in the year after a period, by which its survey is to be filed."""


def deadline(period: str) -> date:
    return date(int(period) + 1, *DEADLINE)


def filed(
    answers: pd.DataFrame, names: Mapping[str, str], periods: Sequence[str]
) -> list[tuple[str, str]]:
    """Period and unit of every workbook that was sent in, oldest period first."""
    pairs = set(zip(answers["period"], answers["unit"], strict=True))
    return sorted((period, unit) for period, unit in pairs if period in periods and unit in names)


def workbooks(
    framework: Framework,
    answers: pd.DataFrame,
    names: Mapping[str, str],
    pairs: Sequence[tuple[str, str]],
) -> Iterator[tuple[str, bytes]]:
    """File name and bytes of each workbook in `pairs`, made one at a time. `names` by unit."""
    given = filled(answers)
    for period, unit in pairs:
        survey = Survey(
            unit=unit,
            unit_name=names[unit],
            period=period,
            deadline=deadline(period),
            demonstration=True,
            answers=given[period, unit],
            previous=given.get((Period.of(period).previous, unit), {}),
        )
        name = phrases().file_name.format(unit=unit, name=names[unit], period=period)
        yield name, survey_template.build(framework, survey)


def filled(answers: pd.DataFrame) -> dict[tuple[str, str], dict[str, Answer]]:
    """By period and unit, its answers by field."""
    return {
        (str(period), str(unit)): _by_field(rows)
        for (period, unit), rows in answers.groupby(["period", "unit"])
    }


def _by_field(rows: pd.DataFrame) -> dict[str, Answer]:
    columns = (rows[name].tolist() for name in ("field", "state", "value", "evidence", "note"))
    return {
        field: Answer(
            state, float(value) if state == VALUE else None, evidence or None, note or None
        )
        for field, state, value, evidence, note in zip(*columns, strict=True)
    }
