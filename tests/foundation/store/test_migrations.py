"""A migration is known by what it does, is applied once, and is never edited after its release."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from assessment.errors import DatabaseUnreadable
from assessment.i18n import LANGUAGES, Messages
from assessment.store import database_errors, released_migrations, schema
from assessment.store.database import Store
from assessment.store.schema import Migration


def of_today(monkeypatch: pytest.MonkeyPatch, steps: Sequence[Migration]) -> None:
    monkeypatch.setattr(schema, "migrations", lambda: tuple(steps))


def refusal(file: Path) -> DatabaseUnreadable:
    """Why a file is not opened; it must not have changed by a byte."""
    before = hashlib.sha256(file.read_bytes()).digest()
    with pytest.raises(DatabaseUnreadable) as error:
        Store(file)
    assert hashlib.sha256(file.read_bytes()).digest() == before
    return error.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of today, closed."""
    file = tmp_path / "six.duckdb"
    Store(file).close()
    return file


@pytest.mark.parametrize("migration", schema.migrations(), ids=lambda each: each.name)
def test_a_released_migration_is_what_it_was_when_it_was_released(migration: Migration) -> None:
    """Red? Put the file back as it was, and make the change in a new migration. For a new one, add
    its line to `store/released_migrations.py`."""
    assert released_migrations.HASHES.get((migration.version, migration.name)) == migration.hash


@pytest.mark.parametrize("number", [3, 17])
def test_a_file_is_not_opened_by_a_migration_that_was_edited(
    monkeypatch: pytest.MonkeyPatch, file: Path, number: int
) -> None:
    edited = [
        replace(each, statements=each.statements + "create table x (a integer);\n")
        if each.version == number
        else each
        for each in schema.migrations()
    ]
    of_today(monkeypatch, edited)
    error = refusal(file)
    assert isinstance(error, database_errors.MigrationsChanged)
    for lang in LANGUAGES:
        sentence = Messages(lang)(error.key, **error.facts)
        assert str(file) in sentence
        assert f"{number:04}_{edited[number - 1].name}" in sentence


def test_another_number_or_comment_does_not_make_another_migration(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    *before, last = schema.migrations()
    between = Migration(last.version, "between", "create table between_two (a integer);\n")
    text = last.statements.replace(f"{last.version:04}", f"{last.version + 1:04}")
    moved = Migration(last.version + 1, last.name, f"-- and a comment\n{text}")
    assert text != last.statements
    of_today(monkeypatch, [*before, between, moved])
    Store(file).close()
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute("select name, hash from migration").fetchall()
    assert rows[-2:] == [(last.name, last.hash), ("between", between.hash)]


def test_a_file_of_a_version_with_other_migrations_is_refused(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """Also where ours have reached its number meanwhile."""
    ours = schema.migrations()
    number = ours[-1].version + 1
    theirs = Migration(number, "theirs", "create table theirs (a integer);\n")
    with monkeypatch.context() as patched:
        of_today(patched, [*ours, theirs])
        Store(file).close()
    assert isinstance(refusal(file), database_errors.DatabaseNewer)
    of_today(monkeypatch, [*ours, Migration(number, "ours", "create table ours (a integer);\n")])
    assert isinstance(refusal(file), database_errors.DatabaseNewer)


def test_a_row_tells_which_migration_it_is_of_since_there_are_hashes(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute("select version, hash from migration").fetchall()
    assert [version for version, hash in rows if hash is None] == list(range(1, 17))
    assert rows[16] == (17, schema.migrations()[16].hash)
