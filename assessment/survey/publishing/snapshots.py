"""Publishing a period: what counts and what came of it, frozen under a number.

A snapshot is never written to again. Who finds a mistake after publishing has it put right, and
publishes again: that is the next number, and the one before stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from assessment.errors import AssessmentError, Place, Problem, Rejected, Unknown, Unscorable
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.kernel.actors import Actor
from assessment.rectification.findings import relapse
from assessment.scores.basis import basis, refusals, snapshot_tables
from assessment.scoring import engine
from assessment.scoring.scores import Scores
from assessment.store import snapshot_store
from assessment.store import snapshots as table
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.store.snapshots import Result, Snapshot
from assessment.survey.periods import periods_table, submissions
from assessment.survey.periods.submission_workflow import State

PUBLISH: Final = "snapshot.publish"
LOOK: Final = "score.read"

LONGEST_NOTE = 1000

MOVEMENT = ("unit", "name", "name_en", "rank_before", "rank", "risen")
MOVEMENT_POINTS = ("total_before", "total", "change")


class PublishRefused(Rejected):
    """Nothing was published, and why."""

    key = "snapshots.refused"


class NoSuchSnapshot(AssessmentError):
    """A number that no snapshot has."""

    key = "snapshots.unknown"

    def __init__(self, *, number: int) -> None:
        super().__init__(number=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Snapshot):
    """One snapshot, and how much is in it."""

    content: str
    """What tells it from any other: SHA-256 over all that is in it."""

    answers: int
    answered: int
    """Units of which at least one answer counted."""

    settled: int
    """Units that were approved."""

    units: int
    newest: bool
    """Whether it is the one its period is shown by."""

    intact: bool = True
    """Whether it holds what was published. One that was changed since is not shown."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A unit whose submission was not approved."""

    unit: str
    name: str
    name_en: str
    state: State
    answers: int
    """Of which so many count all the same, on its own word or on what was verified of it."""

    def said_in(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot with what it says."""

    head: Listed
    framework: Framework
    framework_text: str
    scores: Scores
    results: tuple[Result, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of computing a snapshot again."""

    snapshot: int
    differing: tuple[str, ...]
    """The frames that came out with other bytes."""

    sealed: bool
    """Whether what is in it is, byte for byte, what was put in."""

    @property
    def same(self) -> bool:
        return self.sealed and not self.differing


@dataclass(frozen=True, slots=True)
class _Rule:
    framework: str | None
    answers: int


def missing(store: Store, actor: Actor, period: str) -> list[Missing]:
    """The units that are not approved, as it stands now; those the actor sees."""
    actor.must_somewhere("survey.read")
    return [row for row in store.ask("missing_now", Missing, period=period) if actor.sees(row.unit)]


def approved(store: Store, actor: Actor, period: str) -> int:
    """How many submissions publishing would move on."""
    everyone = submissions.of_period(store, actor, period)
    return sum(each.state == "approved" for each in everyone)


def publish(store: Store, framework_text: str, actor: Actor, period: str, note: str) -> Listed:
    """Freeze a period as it stands, and reopen closed findings that it shows again.

    `framework_text` counts where none was pinned to the period.
    Raises `PublishRefused` where nobody has an answer that counts, where nothing has changed since
    the last snapshot, or without a note; `Unknown` for no such period; `Unscorable`; and
    `submissions.OwnSubmission` where the publisher submitted what would be published.
    """
    actor.must(PUBLISH)
    if problems := _note_problems(period, note):
        raise PublishRefused(problems)
    rule = _rule(store, period)
    text = _text(store, rule.framework) if rule.framework else framework_text
    framework, fingerprint = basis.parsed(text), loader.fingerprint(text)
    not_approved = len(missing(store, actor, period))
    facts = {"note": note, "framework": fingerprint, "not_approved": not_approved}
    with store.writing(
        actor=actor.name, action="snapshot.publish", subject=period, facts=facts
    ) as cursor:
        # Asked again under the lock: somebody may have filed or published meanwhile.
        now = _rule(store, period)
        if now.framework != rule.framework:
            raise PublishRefused([_problem("snapshot.overtaken", period)])
        if not now.answers:
            raise PublishRefused([_problem("snapshot.nothing_filed", period)])
        moving = _to_be_moved(store, actor, period)
        periods_table.keep_text(cursor, fingerprint, text)
        number = _frozen(cursor, store, framework, fingerprint, actor, period, note)
        before = [each for each in listed(store, actor) if each.period == period]
        sealed = _seal(cursor, number)
        if before and before[0].content == sealed and not moving:
            problem = _problem("snapshot.nothing_new", period, number=before[0].snapshot)
            raise PublishRefused([problem])
        table.moved_in_bulk(cursor, period, actor.name)
    return opened_head(store, actor, number)


def _frozen(
    cursor: Cursor,
    store: Store,
    framework: Framework,
    fingerprint: str,
    actor: Actor,
    period: str,
    note: str,
) -> int:
    """Copy, and compute from the copy: so that it can be computed again."""
    # The period just before is told beside every answer, and signals look at what changed since.
    earlier = {*engine.earlier(cursor, framework, period), Period.of(period).previous}
    number = table.begin(cursor, fingerprint, period, note, actor.name, sorted(earlier))
    table.look_into(cursor, number)
    try:
        run = engine.score(cursor, framework, period)
    except Unscorable as refused:
        raise refusals.told(store, actor, refused) from refused
    table.look_out(cursor)
    table.record_results(cursor, number, snapshot_tables.results(run))
    relapse.reopened(cursor, store, framework, actor, run)
    return number


def _seal(cursor: Cursor, number: int) -> str:
    content = table.content(cursor, number)
    table.seal(cursor, number, content)
    return content


def _to_be_moved(store: Store, actor: Actor, period: str) -> list[str]:
    """The approved submissions, each asked whether this person may publish it."""
    everyone = submissions.of_period(store, actor, period)
    moving = [each for each in everyone if each.state == "approved"]
    for each in moving:
        submissions.must(actor, each, "publish")
    return [each.unit for each in moving]


def listed(store: Store, actor: Actor) -> list[Listed]:
    """Every snapshot there is, newest first."""
    actor.must_somewhere(LOOK)
    return [
        replace(each, intact=_is_intact(store, each.snapshot))
        for each in store.ask("snapshot", Listed)
    ]


def _is_intact(store: Store, number: int) -> bool:
    try:
        snapshot_store.at(store, number)
    except snapshot_store.SnapshotChanged:
        return False
    return True


def opened_head(store: Store, actor: Actor, number: int) -> Listed:
    """Raises `NoSuchSnapshot`."""
    for each in listed(store, actor):
        if each.snapshot == number:
            return each
    raise NoSuchSnapshot(number=number)


def opened(store: Store, actor: Actor, number: int) -> Opened:
    """All of a snapshot, for who may read every unit. Raises `NoSuchSnapshot`, and
    `SnapshotChanged` for one that does not hold what was published."""
    actor.must(LOOK)
    head = opened_head(store, actor, number)
    snapshot_store.at(store, number)
    kept = store.ask("snapshot_result", Result, snapshot=number)
    return Opened(
        head=head,
        framework=basis.framework_of(store, actor, head.framework),
        framework_text=_text(store, head.framework),
        scores=snapshot_tables.scores(kept, head.period),
        results=tuple(kept),
        missing=tuple(store.ask("snapshot_missing", Missing, snapshot=number)),
    )


def recomputed(store: Store, actor: Actor, number: int) -> list[Result]:
    """The scores of a snapshot computed again from what is in it, as texts by name."""
    actor.must(LOOK)
    head = opened_head(store, actor, number)
    framework = basis.framework_of(store, actor, head.framework)
    with snapshot_store.unchecked(store, number).reading() as cursor:
        return snapshot_tables.results(engine.score(cursor, framework, head.period))


def verified(store: Store, actor: Actor, number: int) -> Verified:
    """Whether computing a snapshot again gives the same bytes. Raises `NoSuchSnapshot`."""
    again = {each.name: each.text for each in recomputed(store, actor, number)}
    head = opened_head(store, actor, number)
    kept = {each.name: each.text for each in store.ask("snapshot_result", Result, snapshot=number)}
    with store.reading() as cursor:
        content = table.content(cursor, number)
    names = sorted({*kept, *again})
    differing = tuple(name for name in names if kept.get(name) != again.get(name))
    sealed = content == head.content and snapshot_store.is_intact(store, number)
    return Verified(number, differing, sealed)


def moved_since(store: Store, actor: Actor, number: int) -> tuple[int | None, pd.DataFrame]:
    """The snapshot of the same period before, and the units that moved since. `unit name name_en
    rank_before rank risen total_before total change`: the units the actor sees whose total or rank
    is another."""
    actor.must(LOOK)
    head = opened_head(store, actor, number)
    earlier = [
        each.snapshot
        for each in listed(store, actor)
        if each.period == head.period and each.snapshot < number
    ]
    if not earlier:
        return None, pd.DataFrame(columns=[*MOVEMENT, *MOVEMENT_POINTS])
    before, after = (
        opened(store, actor, each).scores.totals[["unit", "total", "rank_all"]]
        for each in (earlier[0], number)
    )
    names = snapshot_store.at(store, number).frame("unit")[["unit", "name", "name_en"]]
    rows = names.merge(after.rename(columns={"rank_all": "rank"}), on="unit").merge(
        before.rename(columns={"rank_all": "rank_before", "total": "total_before"}),
        on="unit",
        how="left",
    )
    rows["risen"] = rows["rank_before"] - rows["rank"]
    rows["change"] = rows["total"] - rows["total_before"]
    same = _alike(rows["total"], rows["total_before"]) & _alike(rows["rank"], rows["rank_before"])
    moved = rows[~same].sort_values(["rank", "unit"], na_position="last", ignore_index=True)
    return earlier[0], moved[[*MOVEMENT, *MOVEMENT_POINTS]]


def _alike(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other).fillna(False) | (one.isna() & other.isna())


def _rule(store: Store, period: str) -> _Rule:
    for rule in store.ask("publishable", _Rule, period=period):
        return rule
    raise Unknown(what="period", code=period)


def _text(store: Store, fingerprint: str) -> str:
    return str(store.frame("snapshot_framework", fingerprint=fingerprint).at[0, "text"])


def _note_problems(period: str, note: str) -> Sequence[Problem]:
    if not note.strip():
        return [_problem("snapshot.no_note", period)]
    if len(note) > LONGEST_NOTE:
        return [_problem("snapshot.note_too_long", period, length=len(note), longest=LONGEST_NOTE)]
    return []


def _problem(code: str, period: str, /, **facts: object) -> Problem:
    return Problem(code, Place("snapshot", path=period), {"period": period, **facts})
