"""The file: who may open it, which files are refused untouched, and what a crash leaves."""

import errno
import hashlib
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from assessment.errors import DatabaseBusy, DatabaseUnreadable
from assessment.i18n import LANGUAGES, Messages
from assessment.store import database_errors, schema
from assessment.store.database import Store, default_file
from assessment.units import settings_table
from assessment.units.settings_table import Setting

HOLD = """
import sys
from assessment.store.database import Store
store = Store(sys.argv[1])
print("open", flush=True)
sys.stdin.readline()
"""

WRITE_ON = """
import secrets
import sys
from assessment.units import settings_table as settings
from assessment.store.database import Store
store = Store(sys.argv[1])
for number in range(int(sys.argv[2]), 1_000_000):
    facts = {"number": number}
    with store.writing(actor="c", action="x", subject=str(number), facts=facts) as cursor:
        settings.record(cursor, settings.Setting(str(number), secrets.token_hex(200_000)))
    print(number, flush=True)
"""


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def a_store_with_something_in_it(file: Path, count: int = 3) -> None:
    store = Store(file)
    for number in range(count):
        with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
            settings_table.record(cursor, Setting(str(number), "甲" * 1000))
    store.close()


def child(script: str, *arguments: object, stderr: int | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def refused(file: Path) -> DatabaseUnreadable:
    """The refusal to open a file, which must not have changed by a byte, nor gained a neighbour."""
    before = digest(file), sorted(file.parent.iterdir())
    with pytest.raises(DatabaseUnreadable) as error:
        Store(file)
    assert (digest(file), sorted(file.parent.iterdir())) == before
    for lang in LANGUAGES:
        assert str(file) in Messages(lang)(error.value.key, **error.value.facts)
    return error.value


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    a_store_with_something_in_it(tmp_path / "six.duckdb")
    again = Store(tmp_path / "six.duckdb")
    assert again.revision == 3
    assert len(again.ask("setting", Setting, name="2")) == 1
    again.close()


def test_migrations_are_numbered_without_a_gap_and_recorded_once(tmp_path: Path) -> None:
    versions = [migration.version for migration in schema.migrations()]
    assert versions == list(range(1, len(versions) + 1))
    for _ in range(2):
        store = Store(tmp_path / "six.duckdb")
        with store.reading() as cursor:
            rows = cursor.execute("select version, name from migration order by 1").fetchall()
        store.close()
        assert rows == [(migration.version, migration.name) for migration in schema.migrations()]


def test_a_second_process_is_told_the_database_is_busy(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    with child(HOLD, file) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(DatabaseBusy):
            Store(file)
        holder.communicate("done\n")
    Store(file).close()


def test_opening_it_again_in_one_process_lets_no_other_process_in(tmp_path: Path) -> None:
    """To open and close a locked file in the process that locked it would unlock it."""
    file = tmp_path / "six.duckdb"
    first, again = Store(file), Store(file)
    again.close()
    with child(HOLD, file, stderr=subprocess.PIPE) as second:
        _, said = second.communicate("done\n")
    assert "DatabaseBusy" in said
    assert second.returncode != 0
    first.close()


def test_no_acknowledged_write_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    acknowledged: set[str] = set()
    for round_ in range(5):
        with child(WRITE_ON, file, round_ * 1000) as writer:
            assert writer.stdout is not None
            for _ in range(20 + 7 * round_):
                acknowledged.add(writer.stdout.readline().strip())
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    store = Store(file)
    kept = set(store.frame("audit", limit=10_000)["subject"])
    with store.reading() as cursor:
        names = {name for (name,) in cursor.execute("select name from setting").fetchall()}
    store.close()
    assert len(acknowledged) >= 5 * 20
    assert acknowledged <= kept
    assert kept == names, "an audit record stands without its write, or the reverse"


def test_a_text_file_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    file.write_text("not a database, whatever its name says\n" * 1000)
    assert isinstance(refused(file), database_errors.DatabaseDamaged)


def test_an_empty_file_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    file.touch()
    assert isinstance(refused(file), database_errors.DatabaseDamaged)


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused_untouched(tmp_path: Path, kept: float) -> None:
    file = tmp_path / "six.duckdb"
    a_store_with_something_in_it(file)
    os.truncate(file, int(file.stat().st_size * kept))
    assert isinstance(refused(file), database_errors.DatabaseDamaged)


def test_a_file_whose_free_end_was_cut_off_in_good_order_is_whole(tmp_path: Path) -> None:
    """DuckDB does so itself, and its header then counts more blocks than there are."""
    file = tmp_path / "six.duckdb"
    a_store_with_something_in_it(file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table big as select md5(range::varchar) from range(300_000)")
        connection.execute("checkpoint")
        connection.execute("create table bigger as from big union all from big")
        connection.execute("checkpoint")
        connection.execute("drop table bigger")
        connection.execute("checkpoint")
    with duckdb.connect(str(file), read_only=True) as connection:
        counted = connection.execute("select total_blocks from pragma_database_size()").fetchall()
    assert file.stat().st_size < 3 * 4096 + counted[0][0] * 262_144
    store = Store(file)
    assert store.revision == 3
    store.close()


def test_somebody_else_s_database_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table payroll as select 1 as salary")
    assert isinstance(refused(file), database_errors.DatabaseNotOurs)


def test_somebody_else_s_migrations_are_not_taken_for_ours(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table audit (audit bigint)")
        connection.execute("create table migration (version integer, name varchar)")
        connection.execute("insert into migration values (1, 'payroll')")
    assert isinstance(refused(file), database_errors.DatabaseNotOurs)


def test_a_database_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    a_store_with_something_in_it(file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "insert into migration values (9999, 'the_future', now()::timestamp, null)"
        )
    error = refused(file)
    assert isinstance(error, database_errors.DatabaseNewer)
    assert "9999" in str(error.facts["detail"])


def test_a_newer_database_with_writes_in_its_log_is_refused_untouched(tmp_path: Path) -> None:
    """What a crash leaves in the log beside the file must not be folded in by looking at it."""
    file = tmp_path / "six.duckdb"
    a_store_with_something_in_it(file)
    script = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute(\"insert into migration values (9999, 'future', now()::timestamp, null)\");"
        "os._exit(0)"
    )
    child(script, file).wait()
    log = file.with_name(file.name + ".wal")
    before = digest(log)
    assert isinstance(refused(file), database_errors.DatabaseNewer)
    assert digest(log) == before


def test_a_folder_and_a_path_into_nowhere_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "six.duckdb"):
        with pytest.raises(database_errors.NoDatabaseThere):
            Store(path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_migration_leaves_nothing_of_itself(store: Store) -> None:
    broken = schema.Migration(9998, "broken", "create table half (a integer); select nonsense;")
    with pytest.raises(duckdb.BinderException):
        schema.migrate(store._connection, [*schema.migrations(), broken])
    with store.reading() as cursor:
        tables = cursor.execute("select table_name from duckdb_tables()").fetchall()
        versions = cursor.execute("select max(version) from migration").fetchall()
    assert ("half",) not in tables
    assert versions == [(schema.migrations()[-1].version,)]


def test_the_environment_may_name_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIX_STRENGTHS_DB", raising=False)
    assert default_file().parts[-2:] == ("data", "six_strengths.duckdb")
    monkeypatch.setenv("SIX_STRENGTHS_DB", "elsewhere.duckdb")
    assert default_file() == Path("elsewhere.duckdb")


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "full.duckdb"
    a_store_with_something_in_it(file)
    store = Store(file)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with (
            pytest.raises(database_errors.DatabaseNotWritten) as told,
            store.writing(actor="li", action="x", subject="*", facts={}) as cursor,
        ):
            settings_table.record(cursor, Setting("1", "乙"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.ask("setting", Setting, name="1")[0].value == "甲" * 1000
    for lang in LANGUAGES:
        sentence = Messages(lang)(told.value.key, **told.value.facts)
        assert str(file) in sentence
        assert os.strerror(errno.EFBIG) in sentence
    with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
        settings_table.record(cursor, Setting("1", "丙"))
    store.close()
    again = Store(file)
    assert again.ask("setting", Setting, name="1")[0].value == "丙"
    again.close()


def test_a_database_that_cannot_be_begun_for_want_of_room_is_let_go(tmp_path: Path) -> None:
    file = tmp_path / "full.duckdb"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, hard))
    try:
        with pytest.raises(database_errors.DatabaseNotWritten):
            Store(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    Store(file).close()
