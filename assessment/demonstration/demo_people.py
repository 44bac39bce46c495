"""The people of the demonstration who do not exist, by what they do."""

from assessment.kernel.actors import Actor
from assessment.units.units_table import Unit

VISITED = ("430626", "430181")
"""The counties a visitor can be: what happened to them happened click by click."""

REVIEWER = Actor("演示省总审核 demonstration", "reviewer", live=True)
PUBLISHER = Actor("演示省总发布 demonstration", "publisher", live=True)
LEADER = Actor("演示省总督办 demonstration", "reviewer", live=True)
CHECKER = Actor("演示省总核查 demonstration", "reviewer", live=True)


def clerk(unit: Unit) -> Actor:
    """Who fills in the form of a county."""
    return Actor(f"演示填报 {unit.unit}", "county", frozenset({unit.unit}))


def city_reviewer(unit: Unit) -> Actor:
    """Who reviews it in its prefecture."""
    return Actor(f"演示市级审核 {unit.prefecture}", "city", frozenset({unit.unit}))


def office(unit: str) -> Actor:
    """Who rectifies in a county."""
    return Actor(f"演示整改 {unit}", "county", frozenset({unit}))


def member(team: str, unit: str) -> Actor:
    """Who is out with a team in a county."""
    return Actor(f"演示队员 {team}", "team", frozenset({unit}), frozenset({team}))
