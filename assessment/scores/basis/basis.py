"""What a reader's scores rest on: what was published, or what was filed last.

Every service that reads answers, scores, honours or vetoes is handed a `DataSource`, and reads on
from what it has `at` a period: for who reads what is published that is the period's newest
snapshot, with its framework and its register, and nothing filed afterwards is in it. See
docs/decisions/0017.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from assessment.errors import Unknown, Unpublished
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store import snapshot_store
from assessment.store.database import Store
from assessment.store.snapshots import Snapshot

__all__ = ["Basis", "BasisStatement", "DataSource", "Snapshot", "framework_of", "standing"]

READ: Final = "score.read"
READ_LIVE: Final = "score.read_live"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where to read a period from, and by which rules it was scored."""

    store: Store
    framework: Framework
    snapshot: Snapshot | None
    """None: as it was filed last."""


@dataclass(frozen=True, slots=True, eq=False)
class DataSource:
    """Where scores are read from. It answers nothing before it is known who asks of which period:
    see `at`."""

    live_store: Store
    """As it is now, whoever asks. Only for what no snapshot holds: which periods there are, the
    work of teams, decisions, and every write."""

    live_framework: Framework
    """By which what was filed last is scored; what was published has its own."""

    def at(self, actor: Actor, period: str) -> Basis:
        """Raises `Unpublished` for a reader of what is published, where nothing is, and
        `NotAllowed` for who asks for what was filed last without leave."""
        if actor.live:
            actor.must_somewhere(READ_LIVE)
            return Basis(self.live_store, self.live_framework, None)
        snapshot = newest(self.live_store, actor, period)
        if snapshot is None:
            raise Unpublished(period=period)
        return Basis(
            snapshot_store.at(self.live_store, snapshot.snapshot),
            framework_of(self.live_store, actor, snapshot.framework),
            snapshot,
        )


@dataclass(frozen=True, slots=True)
class BasisStatement:
    """What is said wherever scores are."""

    period: str
    snapshot: int | None
    """None: live."""

    published_at: datetime | None
    counts: str
    """`verified` or `self_reported`: which answers count."""

    others: str
    """What a county sees of the others: `anonymous` or `named`."""


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True)
class _Rule:
    framework: str | None
    counts: str
    others: str


def newest(store: Store, actor: Actor, period: str) -> Snapshot | None:
    """The snapshot a period is shown by."""
    actor.must_somewhere(READ)
    found = store.ask("snapshot_newest", Snapshot, period=period)
    return found[0] if found else None


def framework_of(store: Store, actor: Actor, fingerprint: str) -> Framework:
    """A framework as it was kept."""
    actor.must_somewhere("framework.read")
    return parsed(store.ask("snapshot_framework", _Text, fingerprint=fingerprint)[0].text)


def parsed(text: str) -> Framework:
    """The framework of a text that was kept."""
    return loader.loads(text, loader.DEFAULT.name)


def fingerprint_of(store: Store, actor: Actor, period: str) -> str | None:
    """Of the framework a period is shown by: of its snapshot, or pinned to it when it was opened.

    None where the file counts as it stands, and for a period that is not there.
    """
    actor.must_somewhere(READ)
    if not actor.live:
        snapshot = newest(store, actor, period)
        return None if snapshot is None else snapshot.framework
    return next((rule.framework for rule in store.ask("period_counts", _Rule, period=period)), None)


def names_others(store: Store, actor: Actor, period: str) -> bool:
    """Whether who sees some units only is told the others' names, totals, grades and ranks.

    By what was frozen in the snapshot, whatever the period's setting says today; never of what
    was filed since, and never to who sees nothing at all.
    """
    actor.must_somewhere(READ)
    if actor.live or not actor.units:
        return False
    snapshot = newest(store, actor, period)
    return snapshot is not None and snapshot.others == "named"


def standing(store: Store, actor: Actor, period: str) -> BasisStatement:
    """Raises `Unpublished`, and `Unknown` for no such period."""
    actor.must_somewhere(READ)
    if not actor.live:
        snapshot = newest(store, actor, period)
        if snapshot is None:
            raise Unpublished(period=period)
        return BasisStatement(
            period, snapshot.snapshot, snapshot.published_at, snapshot.counts, snapshot.others
        )
    for rule in store.ask("period_counts", _Rule, period=period):
        return BasisStatement(period, None, None, rule.counts, rule.others)
    raise Unknown(what="period", code=period)
