"""What the columns of teams, people and links are called, where a problem names one by its code.

As the labels of the forms say it: who reads the problem has that form in front of them.
"""

from collections.abc import Mapping

from assessment.errors import Problem
from assessment.i18n import Messages

AREAS = ("team", "field_work")
"""Of problems that name columns by their codes."""


def facts(problem: Problem, t: Messages) -> Mapping[str, object]:
    """The facts of a problem as its sentence wants them."""
    if problem.code.partition(".")[0] not in AREAS:
        return problem.facts
    said = dict(problem.facts)
    for name in {"column", "what"} & said.keys():
        code = str(said[name])
        words = _words(t)
        said[name] = words.get(f"{problem.place.file}.{code}") or words.get(code, code)
    return said


def _words(t: Messages) -> dict[str, str]:
    """By the column's code, or where that means two things by what it is a column of."""
    return {
        "team": t("teams.team"),
        "teams.team": t("teams.code"),
        "teams.name": t("teams.team_name"),
        "name": t("teams.name"),
        "body": t("teams.body"),
        "sending_body": t("teams.sending_body"),
        "batch": t("teams.batch"),
        "person": t("teams.who"),
        "person_name": t("teams.name"),
        "home": t("teams.home"),
        "unit": t("teams.unit"),
        "note": t("teams.note"),
        "reason": t("teams.reason"),
    }
