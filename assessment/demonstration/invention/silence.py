"""What a county leaves blank, and what does not apply to it: two different things.

Blanks gather where administration is weak. In each year a few counties leave so much blank that
they can't be scored, and in the first year two filed nothing at all.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from assessment.demonstration.invention.chance import Grid, Mask
from assessment.demonstration.invention.province import STRENGTHS, Province
from assessment.framework.model import SurveyField

ONLY_IF = {
    "parks_club_n": "parks_n",
    "parks_mutual_n": "parks_n",
    "parks_union_home_n": "parks_n",
    "nonpublic_party_and_union_n": "nonpublic_party_org_n",
    "joint_items_done_n": "joint_items_n",
    "audit_findings_fixed_n": "audit_findings_n",
    "stations_idle_n": "stations_checked_n",
    "hardship_assisted_n": "hardship_registered_n",
    "mediation_success_n": "mediation_accepted_n",
    "letters_replied_n": "letters_issued_n",
}
"""A question that does not apply where the answer to the other is nought."""

SILENT = (6, 5, 4)
"""Counties with too many blanks to be scored, by year; the last ones for the newest."""

NEVER_FILED = 2
"""Counties that filed nothing in the first year."""

WEAKEST = 36
"""From how many of the least well run the silent ones are drawn."""

ALWAYS_KNOWN = frozenset({"members_n", "employees_total_n", "townships_n"})
"""Nobody leaves these blank: a federation knows how many members it has."""


def only_if(others: Iterable[SurveyField]) -> dict[str, str]:
    """`ONLY_IF`, and each other question that is a part of something."""
    return ONLY_IF | {field.code: field.part_of for field in others if field.part_of}


def not_applicable(answers: Mapping[str, Grid], only_if: Mapping[str, str]) -> dict[str, Mask]:
    return {
        code: answers[whole] == 0 if (whole := only_if.get(code)) else np.zeros_like(grid, np.bool_)
        for code, grid in answers.items()
    }


def missing(
    province: Province, strength_of: Mapping[str, str], settled: Mapping[str, Mask]
) -> dict[str, Mask]:
    """The cells left blank, by field; none that is `settled`."""
    usual = 0.012 * np.exp(np.clip(-0.9 * province.management, -1.5, 1.6))
    silent = silent_units(province)
    strengths = sorted(STRENGTHS)
    skipped = province.chance.generator("skipped").integers(0, len(strengths), silent.shape)
    blank = {}
    for code, strength in strength_of.items():
        sheet = silent & (strength in strengths and skipped == strengths.index(strength))
        likely = np.where(sheet, 0.92, np.where(silent, np.maximum(usual, 0.1), usual))
        lost = province.chance.generator(f"blank/{code}").random(likely.shape) < likely
        blank[code] = lost & ~settled[code] if code not in ALWAYS_KNOWN else np.zeros_like(lost)
    return blank


def silent_units(province: Province) -> Mask:
    """Who leaves too much blank in which year: some of the least well run, rarely twice."""
    silent = np.zeros(province.management.shape, dtype=np.bool_)
    draw = province.chance.generator("silent")
    for column, number in enumerate(SILENT[-len(province.years) :]):
        silent[draw.choice(_weakest(province, column), number, replace=False), column] = True
    return silent


def never_filed(province: Province) -> Mask:
    """Whose workbook never came."""
    absent = np.zeros(province.management.shape, dtype=np.bool_)
    draw = province.chance.generator("absent")
    absent[draw.choice(_weakest(province, 0), NEVER_FILED, replace=False), 0] = True
    return absent


def _weakest(province: Province, column: int) -> list[int]:
    """Rows of the least well run in a year, but for those known for their work."""
    order = np.argsort(province.management[:, column])
    return [int(row) for row in order if row not in province.named][:WEAKEST]
