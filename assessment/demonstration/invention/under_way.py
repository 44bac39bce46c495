"""The year after the demonstration's, under way: who has come how far, and with what answers.

Answers start from last year's, as a county's own do: much is as it was, numbers move a little, and
here and there one jumps, so that a reviewer has something to ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from assessment.demonstration.invention import SEED, by_type
from assessment.demonstration.invention.answers import LARGE_CHANGE
from assessment.demonstration.invention.chance import Chance
from assessment.demonstration.invention.phrases import phrases
from assessment.framework.model import Framework, SurveyField
from assessment.framework.questions import asked_in
from assessment.kernel.answers import MISSING, VALUE, Answer

PERIOD = "2025"
BEFORE = "2024"

Stage = Literal[
    "not_started", "filling", "submitted", "in_review", "city_reviewed", "returned", "approved"
]

SHARES: Mapping[Stage, float] = {
    "not_started": 0.15,
    "filling": 0.22,
    "submitted": 0.17,
    "in_review": 0.16,
    "city_reviewed": 0.12,
    "returned": 0.08,
    "approved": 0.10,
}
"""How many units have come how far."""

QUESTIONS = (
    ("no_evidence", "请补充佐证材料：附花名册或文件扫描件。（演示）"),
    ("implausible", "与上期相比变化较大，请核对口径或说明原因。（演示）"),
)
"""Asked of a county whose submission was returned: a reason's code, and words."""

RETURN_NOTE = "请逐项核对后重新提交。（演示）"

UNCHANGED = 0.4
"""The share of answers that are last year's."""

MOVES = 0.06
"""By how much the others differ, typically, as a share of last year's."""

JUMPS = 0.012
"""The share of numbers that are three times last year's."""

FEW = 20
"""Below this a number moves by one, if at all."""

EMPLOYEES = 40_000
"""Of a middling county, for questions asked for the first time."""

NUMBERS = frozenset({"integer", "decimal", "money"})


def stages(units: Sequence[str], known: Mapping[str, Stage]) -> dict[str, Stage]:
    """How far each unit has come; `known` where that is settled, such as a demonstration account's.

    A unit's stage does not depend on which others there are.
    """
    names, edges = list(SHARES), np.cumsum(list(SHARES.values()))
    drawn = {}
    for unit in units:
        thrown = Chance(SEED, 1, 1).generator(f"stage/{unit}").random()
        place = int(np.searchsorted(edges, thrown, side="right"))
        drawn[unit] = names[min(place, len(names) - 1)]
    return drawn | {unit: stage for unit, stage in known.items() if unit in drawn}


def answers(framework: Framework, table: pd.DataFrame, units: Sequence[str]) -> pd.DataFrame:
    """This year's answers of `units`, with the columns of `answers.table`; last year's is `table`.

    A part stays within its whole. Whoever said nothing last year says nothing. What the period asks
    for the first time is answered by its type.
    """
    last = table[(table["period"] == BEFORE) & table["unit"].isin(units)]
    parts = [_moved(framework, str(unit), rows) for unit, rows in last.groupby("unit")]
    if not parts:
        return last.assign(period=PERIOD)
    moved = pd.concat(parts, ignore_index=True).assign(period=PERIOD)
    asked = {question.code: question for question in asked_in(framework, PERIOD)}
    begun = asked.keys() - {question.code for question in asked_in(framework, BEFORE)}
    new = [question for code, question in asked.items() if code in begun]
    everyone = sorted(table.loc[table["period"] == BEFORE, "unit"].unique())
    rows = [moved[moved["field"].isin(asked)], *_begun(new, moved, everyone)]
    return pd.concat(rows, ignore_index=True)


def _begun(
    questions: Sequence[SurveyField], moved: pd.DataFrame, everyone: list[str]
) -> Iterator[pd.DataFrame]:
    """Answers to new questions of the units in `moved`; drawn for everyone, so that a part of the
    province has the figures of the whole."""
    units = sorted(set(moved["unit"]))
    rows = [everyone.index(unit) for unit in units]
    wide = moved.pivot(index="unit", columns="field", values="value").reindex(everyone)
    known = {str(code): wide[[code]].to_numpy(np.float64) for code in wide}
    alike = np.zeros((len(everyone), 1))
    setting = by_type.Setting(
        Chance(SEED, len(everyone), 1), {}, alike, alike + EMPLOYEES, (PERIOD,)
    )
    for code, grid in by_type.answers(setting, questions, known).items():
        values = grid[rows, 0]
        yield pd.DataFrame(
            {
                "unit": units,
                "period": PERIOD,
                "field": code,
                "state": np.where(np.isnan(values), MISSING, VALUE),
                "value": values,
                "evidence": "",
                "note": "",
            }
        )


def _moved(framework: Framework, unit: str, rows: pd.DataFrame) -> pd.DataFrame:
    """One unit's answers, with a remark where one is far from last year's, as the form asks."""
    draw = Chance(SEED, 1, 1).generator(f"under_way/{unit}")
    stays = draw.random(len(rows)) < UNCHANGED
    growth = draw.normal(MOVES / 2, MOVES, len(rows))
    growth[draw.random(len(rows)) < JUMPS] = 2
    given = rows["state"] == VALUE
    values = {
        code: value if same else _near(framework.field_by_code[code], value, by)
        for code, value, same, by in zip(
            rows.loc[given, "field"],
            rows.loc[given, "value"],
            stays[given],
            growth[given],
            strict=True,
        )
    }
    for code, value in values.items():
        whole = framework.field_by_code[code].part_of
        values[code] = min(value, values.get(whole or "", value))
    now = rows["field"].map(values)
    jumped = (now - rows["value"]).abs() > rows["value"] * LARGE_CHANGE
    remark = np.where(jumped, phrases().remarks["large_change"], "")
    return rows.assign(value=now, note=rows["note"].where(~given, remark))


def _near(question: SurveyField, value: float, growth: float) -> float:
    """A number that has grown by a share, within what the question allows."""
    if question.type not in NUMBERS:
        return value
    if value < FEW:
        grown = value + (1 if growth > MOVES else -1 if growth < 0 else 0)
    else:
        grown = value * (1 + growth)
    lowest = -np.inf if question.minimum is None else question.minimum
    highest = np.inf if question.maximum is None else question.maximum
    places = 0 if question.type == "integer" else 2
    return float(np.clip(np.round(grown, places), lowest, highest))


def typed(rows: pd.DataFrame, stage: Stage) -> dict[str, Answer]:
    """What one unit has typed, of its answers `rows`; nothing of what was left blank.

    A county in the midst of it has typed the first few sheets' worth.
    """
    said = rows[rows["state"] != MISSING]
    if stage == "filling" and len(said):
        unit = said["unit"].iloc[0]
        share = Chance(SEED, 1, 1).generator(f"so_far/{unit}").uniform(0.15, 0.85)
        said = said.head(round(len(said) * share))
    columns = (said[name].tolist() for name in ("field", "state", "value", "evidence", "note"))
    return {
        field: Answer(
            state, float(value) if state == VALUE else None, evidence or None, note or None
        )
        for field, state, value, evidence, note in zip(*columns, strict=True)
    }
