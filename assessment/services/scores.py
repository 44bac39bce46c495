"""The scores of a period, computed when first asked for after a change and kept until the next."""

from dataclasses import replace
from threading import Lock
from weakref import WeakKeyDictionary

import pandas as pd

from assessment.errors import Unscorable
from assessment.framework.model import Framework
from assessment.scoring import engine
from assessment.scoring.scores import Scores
from assessment.services import refusals
from assessment.services.people import Actor
from assessment.store.database import Store

KEPT = 12
"""Runs kept for each store: a few years, for a framework being edited beside the one in force."""

_Run = tuple[int, Framework, Scores]
_runs: WeakKeyDictionary[Store, list[_Run]] = WeakKeyDictionary()
_one_at_a_time = Lock()


def scores(store: Store, framework: Framework, actor: Actor, period: str) -> Scores:
    """What `period` gave each unit this actor may see; ranks are always among all units.

    Raises `NotAllowed` for a role that reads no scores, and `Unscorable` where the framework asks
    for what cannot exist, naming the units the actor may see.
    """
    actor.must_somewhere("score.read")
    try:
        whole = _computed(store, framework, period)
    except Unscorable as refused:
        raise refusals.told(store, actor, refused) from refused
    return replace(
        whole,
        indicators=_seen(actor, whole.indicators),
        strengths=_seen(actor, whole.strengths),
        groups=_seen(actor, whole.groups),
        totals=_seen(actor, whole.totals),
        signals=_seen(actor, whole.signals),
    )


def _computed(store: Store, framework: Framework, period: str) -> Scores:
    with _one_at_a_time:
        revision = store.revision
        kept = _runs.setdefault(store, [])
        for computed_at, used, run in kept:
            if computed_at == revision and used is framework and run.period == period:
                return run
        with store.reading() as cursor:
            run = engine.score(cursor, framework, period)
        kept.append((revision, framework, run))
        del kept[:-KEPT]
        return run


def _seen(actor: Actor, frame: pd.DataFrame) -> pd.DataFrame:
    """The actor's rows, as a frame of its own: what a caller does to it stays with the caller."""
    if actor.units is None:
        return frame.copy(deep=False)
    return frame[frame["unit"].isin(actor.units)].reset_index(drop=True)
