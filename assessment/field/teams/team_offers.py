"""For which teams somebody may speak, and where those were linked: what a team's forms offer."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from assessment.kernel.actors import Actor
from assessment.store.database import Store

RECORD: Final = "field_work.record"


@dataclass(frozen=True, slots=True)
class TeamOffer:
    """A team, and a unit it was linked to."""

    team: str
    name: str
    unit: str


def between(store: Store, actor: Actor, starts: date, ends: date) -> list[TeamOffer]:
    """The teams the actor may speak for, with the units they were linked to on some days. None for
    who may speak for nobody."""
    if not actor.has(RECORD):
        return []
    return [
        row
        for row in store.ask("team_offer", TeamOffer, starts=starts, ends=ends)
        if actor.may(RECORD, row.unit) and actor.speaks_for(row.team)
    ]
