"""Why a review cannot go on: all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.errors import Place, Problem, Rejected
from assessment.framework.model import SurveyField
from assessment.survey.periods.submissions import Submission

NAMED = 5
"""Questions a sentence names before it only counts the rest."""


class ReviewRefused(Rejected):
    """What a reviewer asked for will not do; nothing was written."""

    key = "review.refused"


@dataclass(frozen=True, slots=True)
class Questions:
    """Some questions by their titles, as one text."""

    asked: tuple[SurveyField, ...]

    def said_in(self, lang: str) -> str:
        comma, more = ("、", "……") if lang == "zh" else (", ", " …")
        titles = [field.title.said_in(lang) for field in self.asked[:NAMED]]
        return comma.join(titles) + (more if len(self.asked) > NAMED else "")


def problem(submission: Submission, code: str, field: str = "", /, **facts: object) -> Problem:
    return Problem(code, Place(f"{submission.unit} {submission.period}", path=field), facts)


def about(submission: Submission, code: str, survey_fields: Iterable[SurveyField], /) -> Problem:
    """One problem of several questions, which it counts and names."""
    questions = tuple(survey_fields)
    return problem(submission, code, count=len(questions), questions=Questions(questions))
