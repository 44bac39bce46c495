"""Honours that earn bonus points, and the two vetoes that show what a veto does.

Well-run counties have more honours; three have more than the cap lets count. A veto is declared
only where the invented answers bear it out, and says in its own words that it is made up.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from assessment.demonstration.invention import known
from assessment.demonstration.invention.phrases import phrases
from assessment.demonstration.invention.province import Province
from assessment.survey.honours.honours_table import Honour, VetoDeclaration

USUAL = {
    ("national_honour", "national"): 0.05,
    ("provincial_honour", "provincial"): 0.5,
    ("municipal_honour", "municipal"): 1.8,
    ("innovation_case", "national"): 0.015,
    ("innovation_case", "provincial"): 0.09,
    ("experience_exchange", "national"): 0.02,
    ("experience_exchange", "provincial"): 0.12,
    ("pilot_unit", "provincial"): 0.14,
}
"""How many a middling county has in a year."""

MANY = 2.2
"""Times the usual that the best run county has; more than counts is for `facts.yaml` to say."""

TWICE = 0.08
"""How often a municipal honour went on to be a provincial one: one achievement, recorded twice."""

VETOES = {
    "funds_remittance_unmet": ("funds_remit_yuan", "funds_remit_target_yuan", 0.93),
    "mutual_aid_unmet": ("mutual_aid_participants_n", "members_n", 0.33),
}
"""Item to a part and its whole, and the share below which the veto is believable."""


def honours(province: Province) -> list[Honour]:
    """In order of unit and period."""
    draw = province.chance.generator("honours")
    found: list[Honour] = []
    for row, unit in enumerate(province.codes):
        for column, period in enumerate(province.years):
            better = min(MANY, float(np.exp(0.5 * province.management[row, column])))
            newest = column == len(province.years) - 1
            counts = {kind: int(draw.poisson(usual * better)) for kind, usual in USUAL.items()}
            if newest and unit in known.honoured():
                counts |= dict(zip(list(USUAL)[:3], known.honoured()[unit], strict=True))
            found += _of(unit, period, counts, draw)
    return found


def _of(
    unit: str, period: str, counts: dict[tuple[str, str], int], draw: np.random.Generator
) -> Iterator[Honour]:
    words = phrases()
    for (item, level), count in counts.items():
        titles = words.honours[item][level]
        for number in range(1, count + 1):
            title = titles[(number - 1) % len(titles)]
            achievement = words.achievement.format(title=title, number=number)
            yield Honour(unit, period, item, level, achievement, _day(period, draw))
    if draw.random() < TWICE:
        achievement = words.twice_honoured.format(name=unit[-3:])
        for item, level in (("municipal_honour", "municipal"), ("provincial_honour", "provincial")):
            yield Honour(unit, period, item, level, achievement, _day(period, draw))


def _day(period: str, draw: np.random.Generator) -> date:
    return date(int(period), 1, 10) + timedelta(days=int(draw.integers(0, 340)))


def vetoes(province: Province, answers: pd.DataFrame) -> list[VetoDeclaration]:
    """One veto of each item, in the newest period, against the best run county it could be true of.
    There one sees best that the total stays and the grade does not."""
    newest = province.years[-1]
    now = answers[answers["period"] == newest].pivot(index="unit", columns="field", values="value")
    management = pd.Series(province.management[:, -1], index=province.codes)
    units = province.units
    spared = set(
        units["unit"][(units[["unit", "prefecture"]].isin(set(known.reputation()))).any(axis=1)]
    )
    found: list[VetoDeclaration] = []
    for item, (part, whole, share) in VETOES.items():
        short = now.index[now[part] < share * now[whole]]
        free = [u for u in short if u not in spared and u not in {veto.unit for veto in found}]
        if free:
            worst = str(management[free].idxmax())
            day = date(int(newest), 11, 18) + timedelta(days=9 * len(found))
            found.append(VetoDeclaration(worst, newest, item, day, phrases().vetoes[item]))
    return found
