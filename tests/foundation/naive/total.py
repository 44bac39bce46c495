"""What comes on top of the base score: bonus, veto, grade."""

from dataclasses import dataclass, field

from assessment.framework.model import Framework
from tests.foundation.naive.answers import Answers

SLACK = 1e-9


@dataclass
class Total:
    unit: str
    base: float | None
    completeness: float | None
    bonus_earned: float = 0.0
    bonus: float = 0.0
    total: float | None = None
    vetoed: bool = False
    grade: str | None = None
    ranks: dict[str, int] = field(default_factory=dict)


def finish(total: Total, framework: Framework, answers: Answers, period: str) -> None:
    def said(name: str) -> float:
        return answers.number(total.unit, period, name) or 0.0

    if framework.bonus is not None:
        total.bonus_earned = sum(
            said(f"{item.code}.{level}") * float(points.at(period))
            for item in framework.bonus.items
            for level, points in item.points.items()
        )
        total.bonus = min(total.bonus_earned, float(framework.bonus.cap.at(period)))
    if framework.veto is not None:
        total.vetoed = any(said(item.code) == 1 for item in framework.veto.items)
    if total.base is not None:
        total.total = total.base + total.bonus
        total.grade = _grade(total, framework, period)


def _grade(total: Total, framework: Framework, period: str) -> str:
    codes = [grade.code for grade in framework.grades]
    reached = next(
        (
            at
            for at, grade in enumerate(framework.grades)
            if total.total + SLACK >= grade.at_least.at(period)
        ),
        len(codes) - 1,
    )
    if total.vetoed:
        reached = max(reached, codes.index(framework.veto.grade_cap))
    return codes[reached]
