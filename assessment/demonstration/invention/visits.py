"""Visits and stays with their diaries, and what teams found there.

A diary is put together from `phrases.yaml`: when and where, what was done, what was heard, what to
make of it. Teams find most where a county is weak; and some counties have not been visited for
months, because the coverage page must be able to show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from assessment.demonstration.invention.phrases import Theme, phrases
from assessment.demonstration.invention.province import Province
from assessment.field.teams.teams_table import Assignment
from assessment.field.visits.visits_table import Visit

A_YEAR = 4.6
"""Visits a stay-in team pays its county in a whole year, on average."""

STAYS = 0.6
"""The share of them that are stays of `STAY` days, so that some are long enough at the base in a
year for what is asked of them, and some are not."""

STAY = (14, 42)

FORGOTTEN = 9
"""Counties nobody has come to for more than four months at the end of the newest year."""

LONG_AGO, LATELY = (8, 12), (9, 20)
"""Month and day: of the last visit to a forgotten county, and the earliest of it elsewhere."""

FINDINGS_SHOWN_IN = "431200"
"""怀化市, whose federation listed 32 common problems."""

ONLY_A_TEAM_CAN_TELL = ("POL-05", "ORG-05", "TEAM-03", "ROLE-01", "INS-01")
"""Found by teams in several counties of 怀化市: four have no signal, and by the newest year no
answer shows the fifth, since every county has held its joint meeting."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`visit` is a place in the list of visits; `problem` None for what only one place has."""

    unit: str
    period: str
    team: str
    visit: int
    problem: str | None
    strength: str
    severity: str
    description: str
    found_on: date
    state: str


def drawn(province: Province, links: Sequence[Assignment]) -> tuple[list[Visit], list[Finding]]:
    """All visits in order of the day, and the findings they brought, by place in that list."""
    diary = _Diary(province)
    days = sorted(_days(province, links), key=lambda day: (day[1], day[0].team, day[0].unit))
    visits, findings = [], []
    for number, (link, starts, ends) in enumerate(days):
        theme = diary.theme(link.unit, starts)
        visits.append(diary.visit(link, starts, ends, theme))
        findings += diary.findings(number, visits[-1], theme)
    return visits, [*findings, *_shown(province, visits)]


def _days(province: Province, links: Sequence[Assignment]) -> list[tuple[Assignment, date, date]]:
    """When each link led to a visit, first and last day."""
    draw = province.chance.generator("visit days")
    newest = int(province.years[-1])
    forgotten = _forgotten(province)
    found = []
    for link in links:
        for year in map(int, province.years):
            begins = max(link.starts, date(year, 1, 5))
            ends = min(link.ends or date(year, 12, 28), date(year, 12, 28))
            if year == newest and link.unit in forgotten:
                ends = min(ends, date(year, *LONG_AGO))
            length = (ends - begins).days
            if length < 1:
                continue
            wanted = A_YEAR * length / 365 * (1.0 if link.kind == "stay_in" else 0.4)
            offsets = sorted(draw.integers(0, length, draw.poisson(wanted)).tolist())
            if year == newest and link.kind == "stay_in" and link.unit not in forgotten:
                lately = (date(year, *LATELY) - begins).days
                offsets.append(int(draw.integers(max(lately, 0), length)))
            found += [_stay(draw, link, begins + timedelta(days=day), ends) for day in offsets]
    return found


def _stay(
    draw: np.random.Generator, link: Assignment, starts: date, latest: date
) -> tuple[Assignment, date, date]:
    """A day's visit, or a stay of some days."""
    stays = link.kind == "stay_in" and draw.random() < STAYS
    days = int(draw.integers(*STAY)) if stays else 0
    return link, starts, min(starts + timedelta(days=days), latest)


def _forgotten(province: Province) -> set[str]:
    chosen = province.chance.generator("forgotten").choice(
        len(province.codes), min(FORGOTTEN, len(province.codes) // 4), replace=False
    )
    return {province.codes[row] for row in chosen}


class _Diary:
    """Writes visits and findings; the weaker a county in a strength, the more is found there."""

    def __init__(self, province: Province) -> None:
        self.province, self.words = province, phrases()
        self.draw = province.chance.generator("diaries")
        self.row = {code: row for row, code in enumerate(province.codes)}

    def _effort(self, unit: str, year: int, strength: str) -> float:
        column = self.province.years.index(str(year))
        return float(self.province.effort[strength][self.row[unit], column])

    def _one(self, sentences: Sequence[str]) -> str:
        return sentences[int(self.draw.integers(len(sentences)))]

    def theme(self, unit: str, day: date) -> Theme:
        themes = self.words.themes
        weak = [np.exp(-0.4 * self._effort(unit, day.year, theme.strength)) for theme in themes]
        return themes[int(self.draw.choice(len(themes), p=np.array(weak) / sum(weak)))]

    def visit(self, link: Assignment, starts: date, ends: date, theme: Theme) -> Visit:
        place = self._one(theme.places)
        parts = (self.words.openings, theme.did, theme.heard, theme.thought)
        said = "".join(self._one(sentences) for sentences in parts)
        diary = said.format(place=place, n=int(self.draw.integers(3, 15)))
        kind = "stay" if ends > starts else "visit"
        return Visit(link.team, link.unit, kind, starts, ends, place, diary)

    def findings(self, number: int, visit: Visit, theme: Theme) -> list[Finding]:
        """None where the county does this well, as a rule; one or two where it does not."""
        effort = self._effort(visit.unit, visit.starts.year, theme.strength)
        count = min(2, int(self.draw.poisson(0.38 * np.exp(-0.7 * effort))))
        codes: list[str | None] = [*self.draw.permutation(np.array(theme.problems))[:count]]
        if count == 0 and self.draw.random() < 0.05:
            codes = [None]
        return [self._finding(number, visit, theme.strength, code, effort) for code in codes]

    def _finding(
        self, number: int, visit: Visit, strength: str, problem: str | None, effort: float
    ) -> Finding:
        about = self.words.particular[strength] if problem is None else self.words.findings[problem]
        weak = effort < -0.6
        severity = ["low", "medium", "high"]
        odds = [0.2, 0.5, 0.3] if weak else [0.55, 0.4, 0.05]
        newest = str(visit.starts.year) == self.province.years[-1]
        closed = self.draw.random() < (0.3 if newest else 0.85)
        return Finding(
            unit=visit.unit,
            period=str(visit.starts.year),
            team=visit.team,
            visit=number,
            problem=None if problem is None else str(problem),
            strength=strength,
            severity=str(self.draw.choice(severity, p=odds)),
            description=self._one(about),
            found_on=visit.starts,
            state="closed" if closed else "open",
        )


def _shown(province: Province, visits: Sequence[Visit]) -> list[Finding]:
    """What only teams can tell, found in several counties of one prefecture in the newest year."""
    units = province.units
    inside = [str(u) for u in units.loc[units["prefecture"] == FINDINGS_SHOWN_IN, "unit"]]
    words, newest = phrases(), province.years[-1]
    strength_of = {code: theme.strength for theme in words.themes for code in theme.problems}
    last = {
        visit.unit: number
        for number, visit in enumerate(visits)
        if str(visit.starts.year) == newest and visit.unit in inside
    }
    there = sorted(last)
    return [
        Finding(
            unit=there[place],
            period=newest,
            team=visits[last[there[place]]].team,
            visit=last[there[place]],
            problem=code,
            strength=strength_of[code],
            severity="medium",
            description=words.findings[code][turn % len(words.findings[code])],
            found_on=visits[last[there[place]]].starts,
            state="open",
        )
        for number, code in enumerate(ONLY_A_TEAM_CAN_TELL)
        for turn in range(3)
        if (place := (3 * number + 4 * turn) % max(1, len(there))) < len(there)
    ]
