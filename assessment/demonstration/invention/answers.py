"""Every county's answers to every question in every year, as a survey would bring them in."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from assessment.demonstration.invention import by_type, known, silence, strengths
from assessment.demonstration.invention.chance import Grid, Mask
from assessment.demonstration.invention.phrases import phrases
from assessment.demonstration.invention.province import Province
from assessment.demonstration.invention.strengths import organisation
from assessment.framework.model import Framework
from assessment.framework.questions import asked_in
from assessment.kernel.answers import MISSING, NOT_APPLICABLE, VALUE

LARGE_CHANGE = 0.5
"""A number further from last year's than this share of it is remarked upon."""

FEW = 20
"""Below this a number may double without meaning much."""

CAMPAIGN_FIELDS = ("new_unions_n", "nef_new_members_n")
"""Reported monthly to the province, so nobody leaves them blank in a year of the campaign."""


def table(province: Province, framework: Framework) -> pd.DataFrame:
    """A row per unit, period and field asked in it: `unit period field state value evidence note`.

    `value` is empty unless `state` is `value`. A unit that filed nothing in a period has no row.
    """
    answers, strength_of = _drawn(province)
    others = [field for field in framework.fields if field.code not in answers]
    answers |= by_type.answers(_setting(province), others, answers)
    strength_of |= {field.code: field.strength for field in others}
    only_if = silence.only_if(others)
    settled = known.applied(province, answers)
    for code in CAMPAIGN_FIELDS:
        settled[code] |= np.isin(province.years, organisation.CAMPAIGN_YEARS)[None, :]
    settled["joint_meetings_n"][:, -1] = True
    blank = silence.missing(province, strength_of, settled)
    outside = silence.not_applicable(answers, only_if)
    filed = ~silence.never_filed(province)
    asked = _asked(province, framework)
    rows = [
        _rows(
            province,
            code,
            grid,
            outside[code],
            blank[code] | known.blank(province, code),
            filed & asked[code],
        )
        for code, grid in answers.items()
        if code in asked
    ]
    return _remarked(pd.concat(rows, ignore_index=True), only_if)


def _setting(province: Province) -> by_type.Setting:
    return by_type.Setting(
        province.chance, province.effort, province.management, province.employees, province.years
    )


def _asked(province: Province, framework: Framework) -> dict[str, Mask]:
    """By field, a row of the years: whether each asks it."""
    asked = [{field.code for field in asked_in(framework, year)} for year in province.years]
    return {
        code: np.array([[code in codes for codes in asked]]) for code in framework.field_by_code
    }


def _remarked(rows: pd.DataFrame, only_if: Mapping[str, str]) -> pd.DataFrame:
    """With the papers most answers refer to, the reason where a question does not apply, and a
    remark where a number is far from last year's, as the survey asks for."""
    words = phrases()
    places = {code: place for place, code in enumerate(rows["field"].unique(), start=1)}
    reason = rows["field"].map(only_if).map(words.reasons).fillna(words.remarks["nothing_there"])
    before = rows.groupby(["unit", "field"], sort=False)["value"].shift()
    jumped = (rows["value"] - before).abs() > before.abs() * LARGE_CHANGE
    remark = np.where(jumped & (before >= FEW), words.remarks["large_change"], "")
    papers = rows["field"].map(lambda code: words.evidence.format(number=places[code]))
    return rows.assign(
        evidence=np.where((rows["state"] == VALUE) & (rows["value"] > 0), papers, ""),
        note=np.where(rows["state"] == NOT_APPLICABLE, reason, remark),
    )


def _drawn(province: Province) -> tuple[dict[str, Grid], dict[str, str]]:
    """The answers, and the strength under which each question stands."""
    answers: dict[str, Grid] = {}
    strength_of: dict[str, str] = {}
    for strength in strengths.IN_TURN:
        added = strength.answers(province, answers)
        answers |= added
        strength_of |= dict.fromkeys(added, strength.__name__.rpartition(".")[2])
    return answers, strength_of


def _rows(
    province: Province, code: str, grid: Grid, outside: Mask, blank: Mask, filed: Mask
) -> pd.DataFrame:
    """One field's rows. What does not apply is said to be so even by the silent."""
    state = np.where(outside, NOT_APPLICABLE, np.where(blank, MISSING, VALUE))
    return pd.DataFrame(
        {
            "unit": np.repeat(province.codes, len(province.years)),
            "period": np.tile(province.years, len(province.codes)),
            "field": code,
            "state": state.ravel(),
            "value": np.where(state == VALUE, grid, np.nan).ravel(),
        }
    )[filed.ravel()]
