"""Why a unit's score and rank moved between two periods, computed when asked for and then kept.

The start is what was said then: the earlier period's record at the end of its deadline, by the
server's clock. What was put right after that is a factor of its own. For who reads what is
published it goes from the one period's newest snapshot to the other's, and what the second put
right of the first is that factor.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from assessment.errors import Unknown
from assessment.framework.period import Period
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import Basis, DataSource
from assessment.scoring.bridge import Bridge, Mixes, Outcome
from assessment.scoring.in_memory import UNIT
from assessment.store.memo import Identity, Memo
from assessment.survey.periods.periods_table import PeriodRow
from assessment.units import scopes

KEPT = 3
"""Pairs of periods kept for each store; each holds a handful of scoring runs."""

_pairs: Memo[Mixes] = Memo(KEPT)

Ends = tuple[Outcome, Outcome]
"""What the earlier period gave, as it stood, and what the later one gives."""


@dataclass(frozen=True, slots=True)
class ChangeBridge:
    """One unit's way from one period to a later one."""

    unit: scopes.Unit
    before: str
    after: str
    deadline: date
    """Of the earlier period: the day whose record the bridge starts from."""

    bridge: Bridge

    snapshots: tuple[int, int] | None = None
    """Between which it goes, for who reads what is published; the deadline is then no matter."""

    @property
    def ends(self) -> Ends | None:
        """None where one of them is unknown: then there are no steps either."""
        start, end = self.bridge.start, self.bridge.end
        return None if start is None or end is None else (start, end)


def change_bridge(
    source: DataSource,
    actor: Actor,
    unit: str,
    periods: tuple[str, str],
    moment: datetime | None = None,
) -> ChangeBridge:
    """The bridge between two different periods, whichever is named first.

    `moment` (UTC, without a zone) stands for the deadline. Raises `NotAllowed` out of scope,
    `Unpublished`, and `Unknown` for no such unit or period.
    """
    actor.must("score.read", unit)
    before, after = sorted(
        (_period(source, code) for code in periods), key=lambda row: (row.starts, row.ends)
    )
    start, end = (source.at(actor, row.period) for row in (before, after))
    here = scopes.named(end.store, actor, unit)
    if start.snapshot is None or end.snapshot is None:
        until = moment or clock.day_start(before.deadline + timedelta(days=1))
        mixes = _mixes(end, (before.period, after.period, until))
        snapshots = None
    else:
        snapshots = start.snapshot.snapshot, end.snapshot.snapshot
        mixes = _published(start, end, (before.period, after.period, snapshots[0]))
    bridge = mixes.bridge(unit)
    return ChangeBridge(here, before.period, after.period, before.deadline, bridge, snapshots)


def _period(source: DataSource, code: str) -> PeriodRow:
    for row in source.live_store.ask("period", PeriodRow):
        if row.period == code:
            return row
    raise Unknown(what="period", code=code)


def _published(start: Basis, end: Basis, key_of_snapshot: tuple[str, str, int]) -> Mixes:
    """Between two snapshots: nothing said after the second one is in it."""
    before, after, _ = key_of_snapshot

    def made() -> Mixes:
        first, second = start.store.frame("bridge_now"), end.store.frame("bridge_now")
        now = pd.concat(
            [second, first[~first["period"].isin(set(second["period"]))]], ignore_index=True
        )
        units = end.store.frame("unit")[list(UNIT)]
        return Mixes(end.framework, units, _stood(before, first, now), now, (before, after))

    return _pairs.get(end.store, (Identity(end.framework), key_of_snapshot), made)


def _stood(before: str, stood: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """A period and those before it as they `stood`, and later ones as they are `now`."""
    start = Period.of(before).start
    earlier = {code for code in set(now["period"]) if Period.of(code).start <= start}
    return pd.concat(
        [stood[stood["period"].isin(earlier)], now[~now["period"].isin(earlier)]],
        ignore_index=True,
    )


def _mixes(here: Basis, key_of_moment: tuple[str, str, datetime]) -> Mixes:
    before, after, until = key_of_moment

    def made() -> Mixes:
        now = here.store.frame("bridge_now")
        stood = here.store.frame("bridge_as_of", moment=until)
        units = here.store.frame("unit")[list(UNIT)]
        return Mixes(here.framework, units, _stood(before, stood, now), now, (before, after))

    return _pairs.get(here.store, (Identity(here.framework), key_of_moment), made)
