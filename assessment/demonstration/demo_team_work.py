"""What else teams of the demonstration bring home, and what its counties went to look at.

Spot checks of what counties report this year, the ledger of results, observation visits: each told
through the service a real person's form calls, by people who do not exist.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assessment.demonstration.demo_people import LEADER, VISITED, member
from assessment.demonstration.invention.phrases import Observed, phrases
from assessment.demonstration.invention.under_way import PERIOD
from assessment.field.observation import observation
from assessment.field.spot_checks import spot_checks
from assessment.field.spot_checks.spot_checks import Look, Outcome, ToCheck
from assessment.field.team_results import results
from assessment.field.visits import visit_log
from assessment.field.visits.visit_log import Where
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store

CHECKED_EVERY = 4
"""One team in so many has looked into what its county reports, besides those a visitor can be."""

LOOKED_INTO: Sequence[Outcome] = (
    *("agree", "agree", "differ", "agree"),
    *("agree", "could_not", "agree", "agree"),
)
"""What came of each answer a team looked into: enough that could tell for a rate to be told."""

TOLD_EVERY = 3
"""One team in so many keeps a ledger of results, for these many months."""

MONTHS, SETTLED_MONTHS = 3, 10

WENT_EVERY = 15
"""One county in so many went to look at others."""


def begin(store: Store, framework: Framework, actor: Actor) -> None:
    actor.must("setup.write")
    here = [where for where in visit_log.places(store, LEADER) if where.link == "stay_in"]
    for number, where in enumerate(_some(here, CHECKED_EVERY)):
        _look_into(store, framework, where, number)
    for number, where in enumerate(_some(here, TOLD_EVERY)):
        _tell_results(store, where, number)
    for number, where in enumerate(_some(here, WENT_EVERY)):
        _go_and_see(store, where.unit, number)


def _some(here: Sequence[Where], every: int) -> list[Where]:
    """Those of the counties a visitor can be, and of the others one in so many."""
    known = [where for where in here if where.unit in VISITED]
    return known + [where for where in here if where.unit not in VISITED][::every]


def _look_into(store: Store, framework: Framework, where: Where, number: int) -> None:
    """Some answers of a county, spread over its form; none where it has not submitted."""
    team = member(where.team, where.unit)
    reported = spot_checks.of_unit(store, framework, team, where.unit, PERIOD)
    chosen = reported[number % 3 :: max(1, len(reported) // len(LOOKED_INTO))]
    seen = [
        _seen(each, outcome, number) for each, outcome in zip(chosen, LOOKED_INTO, strict=False)
    ]
    day = clock.today() - timedelta(days=1 + number % 7)
    spot_checks.record(store, framework, team, where.unit, PERIOD, where.team, day, seen)


def _seen(each: ToCheck, outcome: Outcome, number: int) -> Look:
    """A team counts fewer than were reported where it counts anything itself."""
    said = phrases().seen[outcome]
    value = each.answer.value
    own = int(value * 0.8) if value is not None and each.question.type == "integer" else None
    return Look(
        each.question.code,
        each.reported.entry,
        outcome,
        value=own if outcome == "differ" and own != value else None,
        note=said[number % len(said)],
    )


def _tell_results(store: Store, where: Where, number: int) -> None:
    """The months before this one; a figure now and then that nobody told."""
    team = member(where.team, where.unit)
    for ago, month in enumerate(_months(SETTLED_MONTHS if where.unit in VISITED else MONTHS)):
        values = {
            figure: (number + ago + place) % (4 + 3 * place)
            for place, figure in enumerate(results.FIGURES)
            if (number + ago + place) % 7
        }
        results.save(store, team, where.team, where.unit, month, values, 0)


def _months(count: int) -> Iterator[date]:
    """The first days of the months before this one, the newest first."""
    month = results.first_of(clock.today())
    for _ in range(count):
        month = results.first_of(month - timedelta(days=1))
        yield month


def _go_and_see(store: Store, unit: str, number: int) -> None:
    """A visit with one question, brought, answered, adopted or looked at again, in turn."""
    told = phrases().observations[number % len(phrases().observations)]
    day = clock.today() - timedelta(days=100 - 12 * (number % 4))
    visit = observation.record(store, LEADER, unit, day, told.host, [told.brought], 3 + number % 4)
    if number % 4:
        _come_home(store, visit, told, day, number)


def _come_home(store: Store, visit: int, observed: Observed, day: date, number: int) -> None:
    def question() -> observation.QuestionState:
        listed = observation.listed(store, LEADER)
        return next(each.asked[0] for each in listed if each.observation == visit)

    asked = question()
    due = day + timedelta(days=60 + 30 * (number % 2))
    observation.answer(
        store, LEADER, asked.question, observed.found, observed.adopt, due, asked.entry
    )
    if number % 4 == 3:
        asked, today = question(), clock.today()
        observation.follow_up(
            store,
            LEADER,
            asked.question,
            observed.came_of_it,
            today - timedelta(days=5),
            asked.entry,
        )
