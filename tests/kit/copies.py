"""A copy of a database with the files beside it, for whoever changes it or serves it."""

import shutil
from pathlib import Path

from assessment.store.blobs import beside


def copied(database: Path, to: Path) -> Path:
    """`database` and its evidence, at `to`, which is not there yet."""
    if beside(database).exists():
        shutil.copytree(beside(database), beside(to))
    return Path(shutil.copy(database, to))
