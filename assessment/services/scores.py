"""The scores of a period, computed when first asked for after a change and kept until the next."""

from dataclasses import fields, replace
from threading import Lock
from weakref import WeakKeyDictionary

import pandas as pd

from assessment.errors import Unscorable
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.scoring import engine
from assessment.scoring.scores import Scores
from assessment.services import basis, frozen_tables, refusals
from assessment.services.people import Actor
from assessment.store.database import Store
from assessment.store.snapshots import Result

KEPT = 12
"""Runs kept for each store: a few years, for a framework being edited beside the one in force."""

_Run = tuple[int, Framework, Scores]
_runs: WeakKeyDictionary[Store, list[_Run]] = WeakKeyDictionary()
_restored: WeakKeyDictionary[Store, Scores] = WeakKeyDictionary()
"""What each snapshot says, by the store at it: it never changes."""

_one_at_a_time = Lock()


def scores(store: Store, framework: Framework, actor: Actor, period: str) -> Scores:
    """What `period` gave each unit this actor may see; ranks are always among all units.

    Of what is published for who reads that, by the framework it was published by; see `basis`.
    Raises `NotAllowed` for a role that reads no scores, `Unpublished`, and `Unscorable` where the
    framework asks for what cannot exist, naming the units the actor may see.
    """
    actor.must_somewhere("score.read")
    here = basis.of(store, framework, actor, period)
    if here.snapshot is not None:
        return _limited(actor, _published(here.store, here.snapshot))
    return tried(here.store, framework, actor, period)


def before(store: Store, framework: Framework, actor: Actor, after: Scores) -> Scores:
    """The scores of the period before `after`'s; no rows at all where that is not published."""
    try:
        return scores(store, framework, actor, Period.of(after.period).previous)
    except basis.Unpublished:
        names = [each.name for each in fields(Scores) if each.name != "period"]
        none = {name: getattr(after, name).iloc[:0] for name in names}
        return replace(after, period=Period.of(after.period).previous, **none)


def tried(store: Store, framework: Framework, actor: Actor, period: str) -> Scores:
    """As `scores`, by the very framework that is given: to see what another would come to.

    What is scored is the same: for who reads what is published, the answers of the snapshot.
    """
    actor.must_somewhere("score.read")
    store = basis.of(store, framework, actor, period).store
    try:
        whole = _computed(store, framework, period)
    except Unscorable as refused:
        raise refusals.told(store, actor, refused) from refused
    return _limited(actor, whole)


def _limited(actor: Actor, whole: Scores) -> Scores:
    return replace(
        whole,
        indicators=_seen(actor, whole.indicators),
        strengths=_seen(actor, whole.strengths),
        groups=_seen(actor, whole.groups),
        totals=_seen(actor, whole.totals),
        signals=_seen(actor, whole.signals),
    )


def _published(store: Store, snapshot: basis.Snapshot) -> Scores:
    """What was published, as it was written down then."""
    with _one_at_a_time:
        kept = _restored.get(store)
        if kept is None:
            results = store.ask("snapshot_result", Result, snapshot=snapshot.snapshot)
            kept = _restored[store] = frozen_tables.scores(results, snapshot.period)
        return kept


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
