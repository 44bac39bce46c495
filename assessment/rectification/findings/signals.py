"""Whether figures show a problem in a unit: what reopens one, and what helps to close it."""

from assessment.framework.model import Framework
from assessment.framework.values.figures import known
from assessment.scoring.scores import Scores

PASS = 60.0
"""Under this score an indicator that no signal speaks for counts as a problem."""


def shows(
    framework: Framework, run: Scores, unit: str, problem: str | None, indicator: str | None
) -> bool | None:
    """By the problem's signal where it has one, else by the indicator's score; None: unknown."""
    entry = framework.problem_by_code.get(problem or "")
    if entry is not None and entry.signal is not None:
        rows = run.signals
        said = rows.loc[(rows["unit"] == unit) & (rows["problem"] == problem), "holds"]
        holds = known(said.iloc[0]) if len(said) else None
        return None if holds is None else bool(holds)
    if indicator is None:
        return None
    rows = run.indicators
    scored = rows.loc[(rows["unit"] == unit) & (rows["indicator"] == indicator), "score"]
    score = known(scored.iloc[0]) if len(scored) else None
    return None if score is None else score < PASS
