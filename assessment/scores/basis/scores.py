"""The scores of a period, computed once for the same answers, units and framework.

Runs are kept by the content they were computed from, not by when: a sign-in, a draft or an export
leaves them as they are, and only who asks for the same run waits for it.
"""

from contextlib import suppress
from dataclasses import dataclass, fields, replace
from threading import Condition

import pandas as pd
from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from assessment.errors import Unpublished, Unscorable
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.kernel.actors import Actor
from assessment.scores.basis import basis, refusals, snapshot_tables
from assessment.scores.basis.basis import DataSource
from assessment.scoring import engine
from assessment.scoring.scores import Scores
from assessment.store.database import Store, ask_on
from assessment.store.memo import Identity, Memo
from assessment.store.snapshots import Result

CONTENT = "scoring_content"
RUNS = 24
"""Runs kept in this process: a few years, for a framework being edited beside the one in force."""

_restored: Memo[Scores] = Memo(1)
"""What each snapshot says, by the store at it."""


@dataclass(frozen=True, slots=True)
class _Content:
    """All that a run reads from a store, as two sums of hashes; see `scoring_content.sql`."""

    answers: str
    units: str


def scores(source: DataSource, actor: Actor, period: str) -> Scores:
    """What `period` gave each unit this actor may see; ranks are always among all units.

    Of what is published for who reads that, by the framework it was published by; see `basis`.
    Raises `NotAllowed` for a role that reads no scores, `Unpublished`, and `Unscorable` where the
    framework asks for what cannot exist, naming the units the actor may see.
    """
    actor.must_somewhere("score.read")
    here = source.at(actor, period)
    if here.snapshot is not None:
        return _limited(actor, _published(here.store, here.snapshot))
    return tried(source, here.framework, actor, period)


def before(source: DataSource, actor: Actor, after: Scores) -> Scores:
    """The scores of the period before `after`'s; no rows at all where that is not published."""
    try:
        return scores(source, actor, Period.of(after.period).previous)
    except Unpublished:
        names = [each.name for each in fields(Scores) if each.name != "period"]
        none = {name: getattr(after, name).iloc[:0] for name in names}
        return replace(after, period=Period.of(after.period).previous, **none)


def tried(source: DataSource, framework: Framework, actor: Actor, period: str) -> Scores:
    """As `scores`, by the very framework that is given: to see what another would come to.

    What is scored is the same: for who reads what is published, the answers of the snapshot.
    """
    actor.must_somewhere("score.read")
    here = source.at(actor, period)
    try:
        whole = _computed(here.store, framework, period)
    except Unscorable as refused:
        raise refusals.told(here.store, actor, refused) from refused
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

    def restored() -> Scores:
        results = store.ask("snapshot_result", Result, snapshot=snapshot.snapshot)
        return snapshot_tables.scores(results, snapshot.period)

    return _restored.get(store, snapshot.snapshot, restored)


class _Moved(Exception):
    """Answers were written between the look at the content and the run."""


def _computed(store: Store, framework: Framework, period: str) -> Scores:
    while True:
        (content,) = store.ask(CONTENT, _Content)
        with suppress(_Moved):
            return _run(store, framework, period, content)


def _key(store: Store, framework: Framework, period: str, content: _Content) -> tuple[object, ...]:
    return hashkey(Identity(framework), period, content)


@cached(LRUCache(maxsize=RUNS), key=_key, condition=Condition())
def _run(store: Store, framework: Framework, period: str, content: _Content) -> Scores:
    """The scores of `content`, which `store` holds. Raises `_Moved` when it holds another now."""
    with store.reading(*engine.READ) as cursor:
        if ask_on(cursor, CONTENT, _Content) != [content]:
            raise _Moved
        return engine.score(cursor, framework, period)


def _seen(actor: Actor, frame: pd.DataFrame) -> pd.DataFrame:
    """The actor's rows, as a frame of its own: what a caller does to it stays with the caller."""
    if actor.units is None:
        return frame.copy(deep=False)
    return frame[frame["unit"].isin(actor.units)].reset_index(drop=True)
