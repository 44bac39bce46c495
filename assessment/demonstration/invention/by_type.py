"""Answers to questions nobody wrote a generator for: plausible by type and range, and no more.

So a field that is added to the framework is answered at once. Whoever wants its figures to tell
something writes them under `strengths`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.demonstration.invention.chance import Chance, Grid
from assessment.framework.model import SurveyField
from assessment.framework.period import Period

MIDDLING = 20
"""What a middling county counts where the question has no upper limit."""

YUAN = 5
"""What it spends for each of its employees."""

LONG_AGO = 1000
"""Days before the period ends that a date may lie."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What moves the answers: chance, how well run a county is, its size, and the years."""

    chance: Chance
    effort: Mapping[str, Grid]
    """By strength; a framework may have others than these."""

    otherwise: Grid
    employees: Grid
    years: Sequence[str]

    def pull(self, question: SurveyField) -> Grid:
        return self.effort.get(question.strength, self.otherwise)


def answers(
    setting: Setting, questions: Sequence[SurveyField], known: Mapping[str, Grid]
) -> dict[str, Grid]:
    """A grid for each question, in their order. `known` has the wholes that are not among them."""
    by_code = {question.code: question for question in questions}
    drawn: dict[str, Grid] = {}
    for question in sorted(questions, key=lambda each: len(_wholes(each, by_code))):
        whole = drawn.get(question.part_of or "", known.get(question.part_of or ""))
        drawn[question.code] = _within(question, whole, _drawn(setting, question, whole))
    return {code: drawn[code] for code in by_code}


def _wholes(question: SurveyField, by_code: Mapping[str, SurveyField]) -> list[str]:
    """What it is a part of, and that of, as far as these are among the questions."""
    found: list[str] = []
    whole = by_code.get(question.part_of or "")
    while whole is not None and whole.code not in found:
        found.append(whole.code)
        whole = by_code.get(whole.part_of or "")
    return found


def _drawn(setting: Setting, question: SurveyField, whole: Grid | None) -> Grid:
    chance, pull, name = setting.chance, setting.pull(question), f"by type/{question.code}"
    match question.type:
        case "yes_no":
            return chance.happens(name, 0.4 + 0.8 * pull).astype(np.float64)
        case "level":
            cuts = np.linspace(-1, 1, len(question.options or ()) - 1)
            return chance.level(name, 0.6 * pull, cuts.tolist())
        case "date":
            ends = np.array([Period.of(year).last_day for year in setting.years], np.float64)
            return ends[None, :] - LONG_AGO * chance.share(name, 0.3, -0.5 * pull)
    if whole is not None:
        return whole * chance.share(name, 0.7, 0.5 * pull)
    if question.maximum is not None:
        low = question.minimum or 0
        return low + (question.maximum - low) * chance.share(name, 0.6, 0.5 * pull)
    amount = YUAN * setting.employees if question.type == "money" else MIDDLING
    grown: Grid = amount * np.exp(0.3 * pull + chance.mood(name, 0.4))
    return grown


def _within(question: SurveyField, whole: Grid | None, grid: Grid) -> Grid:
    """Rounded as the type asks, and no less and no more than the question takes."""
    rounded = np.round(grid, 2 if question.type in ("decimal", "money") else 0)
    low = -np.inf if question.minimum is None else question.minimum
    high = np.inf if question.maximum is None else question.maximum
    clipped: Grid = np.clip(rounded, low, high)
    return clipped if whole is None else np.minimum(clipped, whole)
