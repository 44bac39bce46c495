"""Whose turn a submission is, and who may give verdicts on its items now."""

from collections.abc import Mapping
from typing import Literal

from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.kernel.roles import Verb
from assessment.survey.periods.submission_workflow import State
from assessment.survey.periods.submissions import NotNow, OwnSubmission, Submission, must_be_open

Level = codes.VerdictLevel

Turn = Literal["county", "city", "province", "publisher", "nobody"]

VERBS: Mapping[Level, Verb] = {"city": "survey.review_city", "province": "survey.review"}

_TURNS: Mapping[State, Turn] = {
    "not_started": "county",
    "filling": "county",
    "returned": "county",
    "city_reviewed": "province",
    "approved": "publisher",
    "published": "nobody",
}


def first_level(submission: Submission) -> Level:
    return "city" if submission.levels == "city_and_province" else "province"


def turn(submission: Submission) -> Turn:
    """Who has to do something next."""
    return _TURNS.get(submission.state) or first_level(submission)


def level_now(submission: Submission) -> Level | None:
    """Whose verdicts are taken now; None where nobody's are."""
    if submission.state == "in_review":
        return first_level(submission)
    if submission.state == "city_reviewed":
        return "province"
    return None


def level_shown(submission: Submission) -> Level:
    """Whose verdicts tell how far the review is."""
    if submission.state in ("city_reviewed", "approved", "published"):
        return "province"
    return first_level(submission)


def may_decide(actor: Actor, submission: Submission) -> bool:
    """Whether this person may give verdicts now."""
    level = level_now(submission)
    return (
        level is not None
        and not submission.locked
        and actor.may(VERBS[level], submission.unit)
        and submission.submitted_by != actor.name
    )


def must_decide(actor: Actor, submission: Submission) -> Level:
    """The level this person decides at now. Raises `NotAllowed`, `PeriodLocked`, `NotNow` or
    `OwnSubmission`."""
    unit, period = submission.unit, submission.period
    level = level_now(submission)
    held = [verb for verb in VERBS.values() if actor.may(verb, unit)]
    actor.must(held[0] if held else VERBS[level or "province"], unit)
    must_be_open(submission)
    if level is None:
        raise NotNow(unit=unit, period=period, event="verdict", state=submission.state)
    actor.must(VERBS[level], unit)
    if submission.submitted_by == actor.name:
        raise OwnSubmission(unit=unit, period=period)
    return level
