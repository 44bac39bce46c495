"""Opening a database: a file is looked at before, and hardened from the start.

SQL run on it can reach no other file, no other host and no setting.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path

import duckdb

from assessment.errors import DatabaseBusy, DatabaseUnreadable
from assessment.kernel import places
from assessment.store import schema
from assessment.store.database_errors import (
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseNotOurs,
    DatabaseOlder,
    MigrationsChanged,
    NoDatabaseThere,
)

MEMORY = ":memory:"


def log_of(file: Path) -> Path:
    """What DuckDB writes first, and folds into the file at a checkpoint: beside it, and part of it
    until then."""
    return file.with_name(f"{file.name}.wal")


def _settings(file: Path | None) -> dict[str, str | bool | int | float | list[str]]:
    """SQL may reach nothing but this file, and may not change that.

    Half the memory is left to the pages; what does not fit in the other half goes to a folder
    beside the file.
    """
    return {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": "50%",
        "temp_directory": f"{file}.tmp" if file else "",
        "lock_configuration": "true",
    }


def in_memory(template: Path | None) -> duckdb.DuckDBPyConnection:
    if template is None:
        return duckdb.connect(MEMORY, config=_settings(None))
    connection = duckdb.connect(MEMORY)
    name = str(template).replace("'", "''")
    connection.execute(f"attach '{name}' as template (read_only)")
    connection.execute("copy from database template to memory")
    connection.execute("detach template")
    settings = _settings(None)
    locked = settings.pop("lock_configuration")
    for setting, value in sorted(settings.items(), reverse=True):
        connection.execute(f"set global {setting} = '{value}'")
    connection.execute(f"set global lock_configuration = {locked}")
    return connection


def inspect(file: Path, *, read_only: bool) -> None:
    """Raise unless the file is absent or one of ours, whole, and no newer than this code."""
    if file.is_dir() or not file.parent.is_dir():
        raise NoDatabaseThere(file=str(file), detail="")
    if not file.exists():
        return
    # Not by opening it: to close it again would let go of the lock this process may have on it.
    if not os.access(file, os.R_OK if read_only else os.R_OK | os.W_OK):
        raise DatabaseUnreadable(file=str(file), detail=os.strerror(errno.EACCES))
    try:
        connection = duckdb.connect(str(file), read_only=True, config=_settings(file))
    except duckdb.ConnectionException:
        return  # This process has it open already, and inspected it then.
    except duckdb.Error as error:
        raise _as_ours(error, file) from error
    try:
        history = schema.history_of(connection)
        if history is None:
            raise DatabaseNotOurs(file=str(file), detail="")
        if history.newer:
            newest = schema.migrations()[-1].version
            raise DatabaseNewer(file=str(file), detail=f"{max(history.newer)} > {newest}")
        if history.changed:
            raise MigrationsChanged(file=str(file), detail=", ".join(history.changed))
        if read_only and schema.pending(history):
            raise DatabaseOlder(file=str(file), detail="")
        if schema.is_cut_short(connection, file):
            raise DatabaseDamaged(file=str(file), detail="")
    except duckdb.Error as error:
        raise _as_ours(error, file) from error
    finally:
        connection.close()


def opened(file: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(file), read_only=read_only, config=_settings(file))
    except duckdb.Error as error:
        raise _as_ours(error, file) from error
    if not read_only:
        # Made by an earlier version, or by a copy, they may be for everybody to read.
        for each in (file, log_of(file)):
            with suppress(OSError):
                each.chmod(places.OWNERS_FILE)
    return connection


def _as_ours(error: duckdb.Error, file: Path) -> DatabaseBusy | DatabaseUnreadable:
    if isinstance(error, duckdb.IOException) and "Could not set lock" in str(error):
        return DatabaseBusy(file=str(file))
    return DatabaseDamaged(file=str(file), detail=str(error).splitlines()[0])
