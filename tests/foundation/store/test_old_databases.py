"""Databases that earlier versions made open, migrate and verify, and score as they did.

How they were made is told in `tests/foundation/store/old/make.py`.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assessment.cli.main import main
from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.scores.basis import basis
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store import schema
from assessment.store.database import Store
from assessment.store.schema import Migration
from assessment.survey.periods import periods_table
from assessment.survey.publishing import snapshots
from tests.foundation.store.codes import strangers
from tests.foundation.store.old.make import texts
from tests.kit.copies import copied
from tests.kit.people import READER

OLD = Path(__file__).parent / "old"
COMMITS = ("20cf50d", "6136208", "86b1a4e", "a8d5d3c", "bff21a0", "f6014bc")
BEFORE_CODES, BEFORE_SEALS, BEFORE_UNAVAILABLE = "a8d5d3c", "bff21a0", "f6014bc"
DAY = date(2030, 1, 1)

Contents = dict[str, list[tuple[Any, ...]]]


def unpacked(commit: str, folder: Path) -> Path:
    file = folder / f"{commit}.duckdb"
    file.write_bytes(gzip.decompress((OLD / f"{commit}.duckdb.gz").read_bytes()))
    return file


def noted(commit: str) -> Any:
    return json.loads(gzip.decompress((OLD / f"{commit}.json.gz").read_bytes()))


@pytest.fixture(scope="module", params=COMMITS)
def commit(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def opened(commit: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An old database that the code of today has opened, and closed again."""
    file = unpacked(commit, tmp_path_factory.mktemp("opened"))
    Store(file).close()
    return file


@pytest.fixture(scope="module")
def migrated(opened: Path) -> Iterator[Store]:
    """A copy of that, for reading only."""
    store = Store(copied(opened, opened.with_name("copy.duckdb")))
    yield store
    store.close()


@pytest.fixture(scope="module")
def before(commit: str, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What an old database held when it was made."""
    return contents(unpacked(commit, tmp_path_factory.mktemp("before")))


@pytest.fixture(scope="module")
def after(opened: Path) -> Contents:
    """What it holds now."""
    return contents(opened)


def contents(file: Path) -> Contents:
    """Every row of every table, and where every sequence stands."""
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        rows = {
            table: connection.execute(f"select * from {table}").fetchall() for (table,) in tables
        }
        rows["sequences"] = connection.execute(
            "select sequence_name, last_value from duckdb_sequences() order by all"
        ).fetchall()
        rows["definitions"] = connection.execute(
            """
            select sql from duckdb_tables() union all
            select sql from duckdb_views() where not internal order by all
            """
        ).fetchall()
    return rows


# ---- what holds afterwards


def test_an_old_database_verifies(commit: str, tmp_path: Path) -> None:
    """By the commands. The bytes of its evidence are not kept here."""
    database = ["--database", str(unpacked(commit, tmp_path))]
    assert main(["audit", "verify", "--chain-only", *database]) == 0
    assert main(["snapshot", "verify", *database]) == 0


def test_verifying_an_old_database_leaves_its_bytes(tmp_path: Path) -> None:
    file = unpacked(BEFORE_CODES, tmp_path)
    bytes_before = file.read_bytes()
    assert main(["audit", "verify", "--chain-only", "--database", str(file)]) == 0
    assert main(["snapshot", "verify", "--database", str(file)]) == 0
    assert file.read_bytes() == bytes_before


def test_an_old_database_scores_to_the_last_digit_as_it_did(commit: str, migrated: Store) -> None:
    then = noted(commit)
    if then["framework"]:
        framework = basis.parsed(then["framework"])
        now = {
            period: texts(scores(DataSource(migrated, framework), READER, period))
            for period in then["scores"]
        }
    else:
        now = {
            str(each.snapshot): texts(snapshots.opened(migrated, OPERATOR, each.snapshot).scores)
            for each in snapshots.listed(migrated, OPERATOR)
        }
    assert now == then["scores"]
    assert now
    assert all(frames["totals"].count("\n") > 5 for frames in now.values())


GROWING = ("migration", "audit", "audit_link", "row_seal")
"""Tables that migrating adds rows to, behind the others."""


def test_not_a_row_nor_a_number_is_lost_or_changed(before: Contents, after: Contents) -> None:
    """Later migrations add columns behind the others, and nothing else."""
    for table in before.keys() - {"sequences", "definitions"}:
        width = len(before[table][0]) if before[table] else 0
        rows = after[table][: len(before[table])] if table in GROWING else after[table]
        assert [row[:width] for row in rows] == before[table], table
    assert set(before["sequences"]) <= set(after["sequences"])


def test_every_view_can_be_read(migrated: Store) -> None:
    with migrated.reading() as cursor:
        views = cursor.execute(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
        assert len(views) > 40
        for where, view in views:
            cursor.execute(f'select * from {where}."{view}"').fetchall()


def test_an_old_database_has_the_tables_and_views_of_a_new_one(
    after: Contents, tmp_path: Path
) -> None:
    Store(tmp_path / "new.duckdb").close()
    assert after["definitions"] == contents(tmp_path / "new.duckdb")["definitions"]


def test_an_old_database_holds_no_code_but_ours(migrated: Store) -> None:
    with migrated.reading() as cursor:
        assert strangers(cursor) == {}


def test_an_old_database_is_written_to_under_the_next_numbers(commit: str, tmp_path: Path) -> None:
    store = Store(unpacked(commit, tmp_path))
    before = store.revision
    with store.reading() as cursor:
        ((last,),) = cursor.execute("select max(entry) from answer_entry").fetchall()
    with store.writing(actor="li", action="x.y", subject="*", facts={}) as cursor:
        periods_table.record(cursor, [periods_table.PeriodRow("2030", DAY, DAY, DAY)])
    with store.reading() as cursor:
        ((entry, record),) = cursor.execute(
            "select entry, audit from period_entry where period = '2030'"
        ).fetchall()
    assert entry > last
    assert record == before + 1
    assert audit.verify(store, OPERATOR, files=False).holds
    store.close()


def test_what_was_withdrawn_when_no_table_could_say_so_still_is(tmp_path: Path) -> None:
    for commit in ("86b1a4e", "a8d5d3c"):
        store = Store(unpacked(commit, tmp_path))
        with store.reading() as cursor:
            stored = (
                "select count(*) from common_problem_entry where state = 'dismissed' and withdrawn"
            )
            assert cursor.execute(stored).fetchall() == [(1,)]
            shown = "select count(*) from common_problem where state = 'withdrawn'"
            assert cursor.execute(shown).fetchall() == [(1,)]
        store.close()


def test_rows_written_before_there_were_seals_are_sealed_once(tmp_path: Path) -> None:
    """One record says so; a row that is changed afterwards is noticed."""
    file = unpacked(BEFORE_SEALS, tmp_path)
    assert contents(file)["migration"][-1][1] == "codes"
    for _ in range(2):
        Store(file).close()
    found = contents(file)
    assert sum("audit.seal_rows" in row for row in found["audit"]) == 1
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "update answer_entry set value = value + 1 where entry = "
            "(select min(entry) from answer_entry where value is not null)"
        )
    store = Store(file)
    assert not audit.verify(store, OPERATOR, files=False).holds
    store.close()


# ---- what is applied, and what if it fails


def test_what_was_applied_under_another_number_is_not_applied_again(tmp_path: Path) -> None:
    file = unpacked("86b1a4e", tmp_path)
    Store(file).close()
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute("select version, name from migration order by version").fetchall()
    assert rows[12:] == [
        (13, "common"),
        (15, "visits_corrected"),
        (16, "rounds"),
        (17, "withdrawn"),
        (17, "codes"),
        (18, "row_seals"),
        (19, "unavailable"),
        (20, "period_withdrawn"),
        (21, "replies"),
    ]


def test_a_migration_that_fails_in_its_midst_leaves_the_file_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = unpacked(BEFORE_CODES, tmp_path)
    untouched = contents(file)
    ours = schema.migrations()
    last = ours[16]
    broken = last.statements.replace("drop table verdict_entry;", "select nonsense;")
    assert broken != last.statements
    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrations", lambda: (*ours[:16], Migration(17, "codes", broken)))
        with pytest.raises(duckdb.BinderException, match="nonsense"):
            Store(file)
    assert contents(file) == untouched
    Store(file).close()
    assert contents(file)["migration"][-1][1] == ours[-1].name


MIGRATE_AND_DIE = """
import os, sys
from assessment.store.database import Store
Store(sys.argv[1])
os._exit(0)
"""


def test_a_process_that_dies_after_migrating_leaves_a_migrated_file(
    before: Contents, after: Contents, commit: str, tmp_path: Path
) -> None:
    file = unpacked(commit, tmp_path)
    subprocess.run([sys.executable, "-c", MIGRATE_AND_DIE, str(file)], check=True)
    Store(file).close()
    left = contents(file)
    for each in left.keys() - set(GROWING):
        assert left[each] == after[each], each
    assert len(left["audit"]) == len(after["audit"]) > len(before["audit"])
    assert len(left["migration"]) == len(after["migration"]) > len(before["migration"])
