"""The store as a whole: transactions, audit, threads, and what SQL may reach."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from assessment.store.database import Store
from assessment.units import settings_table
from assessment.units.settings_table import Setting

THREADS = 8
EACH = 100


@dataclass(frozen=True, slots=True)
class Audited:
    audit: int
    at: object
    actor: str
    action: str
    subject: str
    facts: str


def write(store: Store, name: str, value: str) -> None:
    with store.writing(actor="li", action="setting.record", subject=name, facts={}) as cursor:
        settings_table.record(cursor, Setting(name, value))


def count(store: Store, table: str) -> int:
    with store.reading() as cursor:
        return int(cursor.execute(f"select count(*) from {table}").fetchall()[0][0])


def test_a_write_has_exactly_one_audit_record(store: Store) -> None:
    with store.writing(
        actor="李四", action="setting.record", subject="motto", facts={"单位": "平江县"}
    ) as cursor:
        settings_table.record(cursor, Setting("motto", "一"))
        settings_table.record(cursor, Setting("motto", "二"))
    (record,) = store.ask("audit", Audited, limit=10)
    assert (record.actor, record.action, record.subject) == ("李四", "setting.record", "motto")
    assert json.loads(record.facts) == {"单位": "平江县"}
    assert "平江县" in record.facts, "the audit must be readable without a decoder"


def test_every_row_points_to_its_audit_record(store: Store) -> None:
    write(store, "a", "1")
    write(store, "b", "2")
    with store.reading() as cursor:
        rows = cursor.execute("select name, audit from setting_entry order by entry").fetchall()
    assert rows == [("a", 1), ("b", 2)]


def test_a_row_without_an_audit_record_is_refused(store: Store) -> None:
    write(store, "a", "1")
    cursor = store._connection.cursor()
    with pytest.raises(duckdb.ConstraintException, match="audit"):
        settings_table.record(cursor, Setting("b", "2"))
    assert count(store, "setting_entry") == 1


def test_a_failed_write_leaves_neither_data_nor_audit(store: Store) -> None:
    def fail() -> None:
        with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
            settings_table.record(cursor, Setting("a", "1"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert (count(store, "setting_entry"), count(store, "audit"), store.revision) == (0, 0, 0)
    write(store, "a", "1")
    assert store.revision == 1


def test_a_failed_statement_leaves_neither_data_nor_audit(store: Store) -> None:
    def fail() -> None:
        with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
            settings_table.record(cursor, Setting("a", "1"))
            cursor.execute("select no_such_column from setting")

    with pytest.raises(duckdb.BinderException):
        fail()
    assert (count(store, "setting_entry"), count(store, "audit")) == (0, 0)


def test_writing_inside_writing_is_refused_rather_than_waiting_for_ever(store: Store) -> None:
    def nest() -> None:
        with store.writing(actor="li", action="x", subject="*", facts={}):
            write(store, "a", "1")

    with pytest.raises(RuntimeError, match="inside"):
        nest()
    write(store, "a", "1")


def test_eight_threads_lose_no_write_and_read_their_own_rows(tmp_path: Path) -> None:
    store = Store(tmp_path / "six.duckdb")

    def work(thread: int) -> None:
        for number in range(EACH):
            name = f"{thread}.{number}"
            write(store, name, f"value of {name}")
            (own,) = store.ask("setting", Setting, name=name)
            assert own == Setting(name, f"value of {name}")

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work, thread) for thread in range(THREADS)]:
            done.result()
    assert count(store, "setting_entry") == THREADS * EACH
    assert count(store, "audit") == store.revision == THREADS * EACH
    store.close()


def test_two_stores_of_one_process_on_one_file_take_turns(tmp_path: Path) -> None:
    stores = [Store(tmp_path / "six.duckdb") for _ in range(4)]

    def work(store: Store) -> None:
        for number in range(20):
            write(store, str(number), "x")

    with ThreadPoolExecutor(len(stores)) as pool:
        for done in [pool.submit(work, store) for store in stores]:
            done.result()
    assert {store.revision for store in stores} == {80}


def test_reading_sees_one_moment(store: Store) -> None:
    write(store, "a", "1")
    with store.reading() as cursor:
        before = cursor.execute("select count(*) from setting").fetchall()
        write(store, "b", "2")
        assert cursor.execute("select count(*) from setting").fetchall() == before


def test_reading_cannot_write_but_may_keep_notes(store: Store) -> None:
    with store.reading() as cursor:
        cursor.execute("create temp table note as select 1 as one")
        assert cursor.execute("select one from note").fetchall() == [(1,)]
    with (
        store.reading() as cursor,
        pytest.raises(duckdb.TransactionException, match="read-only"),
    ):
        cursor.execute("insert into setting_entry (audit, name, value) values (1, 'a', 'b')")
    with store.reading() as cursor, pytest.raises(duckdb.CatalogException):
        cursor.execute("select one from note")


def test_revision_changes_with_every_write(store: Store) -> None:
    seen = [store.revision]
    for number in range(3):
        write(store, str(number), "x")
        seen.append(store.revision)
    assert seen == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "select * from glob('{folder}/*')",
        "attach '{folder}/other.duckdb' as other",
        "copy setting_entry to '{folder}/out.csv'",
        "copy setting_entry from '{file}'",
        "export database '{folder}/out'",
        "import database '{folder}'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set autoinstall_known_extensions = true",
        "set memory_limit = '1TB'",
        "set lock_configuration = false",
        "reset enable_external_access",
    ],
)
@pytest.mark.parametrize("begins", ["in a file", "as a copy"])
def test_sql_reaches_no_file_no_extension_and_no_setting(
    tmp_path: Path, empty_database: Path, statement: str, begins: str
) -> None:
    (tmp_path / "plain.csv").write_text("a,b\n1,2\n")
    in_file = begins == "in a file"
    store = Store(tmp_path / "six.duckdb") if in_file else Store(begins_as=empty_database)
    before = sorted(tmp_path.iterdir())
    said = statement.format(file=tmp_path / "plain.csv", folder=tmp_path)
    with store._cursor() as cursor, pytest.raises(duckdb.Error) as refused:
        cursor.execute(said)
    assert not isinstance(refused.value, duckdb.ParserException)
    assert sorted(tmp_path.iterdir()) == before
    store.close()


def test_a_copy_begins_with_what_the_file_holds_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "six.duckdb"
    original = Store(file)
    write(original, "name", "in the file")
    original.close()
    kept = file.read_bytes()
    copy = Store(begins_as=file)
    assert [row.value for row in copy.ask("setting", Setting, name="name")] == ["in the file"]
    write(copy, "name", "in the copy")
    assert copy.revision == 2
    copy.close()
    assert file.read_bytes() == kept
    assert not [each for each in tmp_path.iterdir() if each != file]


def test_python_variables_are_not_tables(store: Store) -> None:
    frame = store.frame("unit")
    assert frame.empty
    with store.reading() as cursor, pytest.raises(duckdb.CatalogException):
        cursor.execute("select * from frame")
