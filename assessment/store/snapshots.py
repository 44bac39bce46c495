"""Snapshots: what is published, copied where nothing is written to again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from assessment.kernel import clock
from assessment.store import batch
from assessment.store.snapshot_store import look_here, look_there
from assessment.store.sql_files import statement

FROZEN = (
    "prefecture",
    "unit",
    "answer",
    "evidence",
    "honour",
    "veto",
    "finding",
    "visit",
    "result",
)
"""What a snapshot consists of: `snapshot_<noun>` each, read by `queries/sealed_<noun>.sql`."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The head of a snapshot: everything but what it holds."""

    snapshot: int
    period: str
    framework: str
    """Fingerprint of a framework text."""

    levels: str
    counts: str
    asked: str
    others: str
    note: str
    published_by: str
    published_at: datetime = field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Result:
    """One frame of scores, as text."""

    name: str
    types: str
    text: str
    hash: str


def begin(
    cursor: batch.Cursor, framework: str, period: str, note: str, actor: str, earlier: Sequence[str]
) -> int:
    """Copy what the scores of a period rest on as it is now, and return the snapshot's number.

    `earlier` are the periods whose answers scoring looks back to.
    """
    ((number,),) = cursor.execute("select coalesce(max(snapshot), 0) + 1 from snapshot").fetchall()
    about = {"snapshot": int(number), "period": period}
    batch.write(
        cursor,
        """
        insert into snapshot (
            snapshot, period, framework, levels, counts, asked, others, note, published_by,
            published_at
        )
        select $snapshot, period, $framework, levels, counts, asked, others, $note, $actor, $at
        from period_rule
        where period = $period
        """,
        about | {"framework": framework, "note": note, "actor": actor, "at": clock.now()},
    )
    _copy_registers(cursor, about)
    _copy_answers(cursor, about, [period, *earlier])
    _copy_records(cursor, about, [period, *earlier])
    _copy_field_work(cursor, about)
    return int(number)


def look_into(cursor: batch.Cursor, snapshot: int) -> None:
    """Let what follows on the cursor read the snapshot, not yet committed, in place of the file."""
    look_there(cursor, snapshot)


def look_out(cursor: batch.Cursor) -> None:
    look_here(cursor)


def record_results(cursor: batch.Cursor, snapshot: int, results: Sequence[Result]) -> None:
    columns = batch.columns(results)
    cursor.execute(
        """
        insert into snapshot_result (snapshot, name, types, text, hash)
        select $snapshot, unnest($name::varchar[]), unnest($types::varchar[]),
               unnest($text::varchar[]), unnest($hash::varchar[])
        """,
        {"snapshot": snapshot, **columns},
    )


def seal(cursor: batch.Cursor, snapshot: int, content: str) -> None:
    """The hash of all that was copied and computed: the last thing written."""
    cursor.execute(
        "insert into snapshot_seal (snapshot, content) values ($snapshot, $content)",
        {"snapshot": snapshot, "content": content},
    )


def _copy_registers(cursor: batch.Cursor, about: dict[str, object]) -> None:
    cursor.execute(
        """
        insert into snapshot_prefecture
        select $snapshot, prefecture, name, name_en, lon, lat
        from prefecture
        """,
        {"snapshot": about["snapshot"]},
    )
    batch.write(
        cursor,
        """
        insert into snapshot_unit
        select $snapshot, u.unit, u.name, u.name_en, u.kind, u.prefecture, u.peer_group,
               u.statutory, u.assumed, u.lon, u.lat, s.state, coalesce(c.answers, 0)
        from unit as u
        join submission as s on s.unit = u.unit and s.period = $period
        left join (
            select unit, count(*) as answers
            from counted_answer
            where period = $period and state not in ('missing', 'unavailable')
            group by unit
        ) as c on c.unit = u.unit
        """,
        about,
    )


def _copy_answers(cursor: batch.Cursor, about: dict[str, object], periods: list[str]) -> None:
    """What was not verified is kept too where only verified answers count: it is not counted."""
    batch.write(
        cursor,
        """
        insert into snapshot_answer
        select $snapshot, a.unit, a.period, a.field, coalesce(c.state, a.state),
               case when c.entry is null then a.value else c.value end, a.evidence, a.note,
               a.entry, a.filing, a.file_name, a.filed_by, a.filed_at, a.state, a.value,
               coalesce(c.verified, false), c.entry is not null
        from current_answer as a
        left join counted_answer as c using (unit, period, field)
        where list_contains($periods, a.period)
        """,
        {"snapshot": about["snapshot"], "periods": periods},
    )


def _copy_records(cursor: batch.Cursor, about: dict[str, object], periods: list[str]) -> None:
    """Honours, vetoes and evidence."""
    named = {"snapshot": about["snapshot"], "periods": periods}
    batch.write(
        cursor,
        """
        insert into snapshot_honour
        select $snapshot, h.honour, h.unit, h.period, h.item, h.level, h.achievement, h.awarded_on,
               h.evidence, c.honour is not null
        from honour as h
        left join counted_honour as c using (honour)
        where list_contains($periods, h.period)
        """,
        named,
    )
    cursor.execute(
        """
        insert into snapshot_veto
        select $snapshot, declaration, unit, period, item, declared_on, reason, lifted, lift_reason
        from veto_declaration
        where list_contains($periods, period)
        """,
        named,
    )
    batch.write(
        cursor,
        """
        insert into snapshot_evidence
        select $snapshot, evidence, unit, period, indicator, hash, file_name, added_by, added_at,
               kind, size
        from evidence
        where period = $period
        """,
        about,
    )


def _copy_field_work(cursor: batch.Cursor, about: dict[str, object]) -> None:
    batch.write(
        cursor,
        """
        insert into snapshot_finding
        select $snapshot, finding, unit, period, team, visit, problem, strength, indicator,
               severity, description, found_on, state
        from finding
        where period = $period and confirmed
        """,
        about,
    )
    batch.write(
        cursor,
        """
        insert into snapshot_visit
        select $snapshot, v.visit, v.team, v.unit, v.kind, v.starts, v.ends
        from visit as v
        join period as p on p.period = $period and v.starts <= p.ends and v.ends >= p.starts
        """,
        about,
    )


def moved_in_bulk(cursor: batch.Cursor, period: str, actor: str) -> list[str]:
    """Publish every approved submission of a period, and return their units.

    The same step as `submissions.moved` takes, in one statement: under the write lock nobody can
    have moved one meanwhile, and none but approved ones are touched.
    """
    found = cursor.execute(
        "select unit from submission where period = $period and state = 'approved' order by unit",
        {"period": period},
    ).fetchall()
    batch.write(
        cursor,
        """
        insert into submission_entry (unit, period, event, state, content, actor, "at")
        select unit, period, $event, $state, content, $actor, $at
        from submission
        where period = $period and state = 'approved'
        order by unit
        """,
        {
            "period": period,
            "event": "publish",
            "state": "published",
            "actor": actor,
            "at": clock.now(),
        },
    )
    return [unit for (unit,) in found]


def content(cursor: batch.Cursor, snapshot: int) -> str:
    """SHA-256 over every row a snapshot holds, and how it was run; not over note, name and time."""
    made = sha256()
    for noun in ("head", *FROZEN):
        rows = cursor.execute(statement(f"sealed_{noun}"), {"snapshot": snapshot}).fetchall()
        made.update(f"{noun} {len(rows)}\n".encode())
        for row in rows:
            made.update(f"{row[1:]!r}\n".encode())
    return made.hexdigest()
