"""Why a database is not opened, read or written."""

from assessment.errors import AssessmentError, DatabaseUnreadable


class NoDatabaseThere(DatabaseUnreadable):
    """The path cannot hold a database: it is a folder, or its folder does not exist."""

    key = "store.no_database_there"


class DatabaseNotOurs(DatabaseUnreadable):
    """A DuckDB file with somebody else's tables in it."""

    key = "store.database_not_ours"


class DatabaseNewer(DatabaseUnreadable):
    """A later version of this software has written the file."""

    key = "store.database_newer"


class DatabaseOlder(DatabaseUnreadable):
    """An earlier version has written the file, and it may not be brought up to date."""

    key = "store.database_older"


class MigrationsChanged(DatabaseUnreadable):
    """Migrations that the file has had were edited afterwards in this software."""

    key = "store.migrations_changed"


class DatabaseDamaged(DatabaseUnreadable):
    """Not a DuckDB file, or one that has been cut short."""

    key = "store.database_damaged"


class DatabaseNotWritten(AssessmentError):
    """The disk did not take what was to be written; the file holds what it held before."""

    key = "store.database_not_written"

    def __init__(self, *, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)


class DatabaseNotCopied(AssessmentError):
    """The disk did not take the copy."""

    key = "store.database_not_copied"

    def __init__(self, *, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)
