"""What teams of the demonstration wrote down these weeks: visits with diaries, photos, findings.

Every visit is logged by the service a real team's phone calls, by people who do not exist. Days are
counted back from the day the demonstration is built.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

from assessment.demonstration.demo_people import LEADER, VISITED, member
from assessment.demonstration.invention import photo
from assessment.demonstration.invention.phrases import Theme, phrases
from assessment.field.visits import bulk_log, visit_checks, visit_log
from assessment.field.visits.visit_log import FindingNote, Where
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import cases, transitions
from assessment.store.database import Store
from assessment.survey.evidence import attachments

EVERY = 5
"""One team in so many has been out lately, besides those of the counties a visitor can be."""

OFTEN = 4
"""Visits of each of the latter."""

DAYS_APART = 6

THESE_WEEKS = timedelta(days=2 + DAYS_APART * OFTEN)

WORKERS = 18

A_YEAR = timedelta(days=364)
"""The same weekday of the next year."""


def begin(store: Store, framework: Framework, actor: Actor) -> int:
    """Log the visits of these weeks, and return how many there are."""
    actor.must("setup.write")
    here = [where for where in visit_log.places(store, LEADER) if where.link == "stay_in"]
    known = [where for where in here if where.unit in VISITED]
    others = [where for where in here if where.unit not in VISITED][::EVERY]
    turns = [(where, turn) for where in known for turn in range(OFTEN)]
    turns += [(where, turn % OFTEN) for turn, where in enumerate(others)]
    for number, (where, turn) in enumerate(turns):
        _log(store, framework, where, number, 2 + DAYS_APART * turn)
    return len(turns)


def go_on(store: Store, actor: Actor, visits: Sequence[Visit]) -> int:
    """Log, for every year since the newest, what teams did in that one, and return how many visits.
    Day by day, up to these weeks, and only of the teams that are still there."""
    actor.must("setup.write")
    here = {(where.team, where.unit) for where in visit_log.places(store, LEADER)}
    newest = max((visit.starts.year for visit in visits), default=0)
    routine = [v for v in visits if v.starts.year == newest and (v.team, v.unit) in here]
    latest = clock.today() - THESE_WEEKS
    again = [
        replace(visit, starts=visit.starts + later, ends=visit.ends + later)
        for later in (A_YEAR * years for years in range(1, latest.year - newest + 1))
        for visit in routine
        if visit.ends + later < latest
    ]
    return len(bulk_log.log_visits(store, actor, again))


def _log(store: Store, framework: Framework, where: Where, number: int, ago: int) -> None:
    """One visit; what was found there is confirmed where it is not of the last days."""
    team = member(where.team, where.unit)
    themes = phrases().themes
    theme = themes[number % len(themes)]
    photos = [attachments.keep(store, team, "现场（演示）.jpg", photo.drawn())]
    logged = visit_log.log(
        store,
        framework,
        team,
        _visit(where, theme, number, ago),
        _found(framework, theme, number),
        photos if number % 2 == 0 else [],
    )
    if ago > DAYS_APART:
        for finding in logged.findings:
            seen = {finding: cases.of(store, LEADER, finding).entry}
            transitions.take(store, framework, LEADER, seen, "verify")


def _visit(where: Where, theme: Theme, number: int, ago: int) -> Visit:
    day = clock.today() - timedelta(days=ago)
    place = theme.places[number % len(theme.places)]
    return Visit(
        where.team,
        where.unit,
        "visit",
        day,
        day,
        place=place,
        method=visit_checks.METHODS[number % len(visit_checks.METHODS)],
        from_time=time(8 + number % 3, 30),
        until_time=time(15 + number % 3),
        visited=place,
        visited_kind=visit_checks.PLACES[number % len(visit_checks.PLACES)],
        attended="县总工会干部 2 人",
        workers=WORKERS + number % 7,
        together=_said(theme.did, place, number),
        heard=_said(theme.heard, place, number),
        reflection=_said(theme.thought, place, number),
    )


def _found(framework: Framework, theme: Theme, number: int) -> list[FindingNote]:
    """Two visits of three bring something to light."""
    if number % 3 == 0:
        return []
    code = theme.problems[number % len(theme.problems)]
    described = phrases().findings[code]
    strength = framework.problem_by_code[code].strength
    return [FindingNote(strength, described[number % len(described)], problem=code)]


def _said(sentences: Sequence[str], place: str, number: int) -> str:
    return sentences[number % len(sentences)].format(place=place, n=3 + number % 9)
