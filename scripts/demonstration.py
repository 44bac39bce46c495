"""A demonstration province for a while, for pictures and measurements."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.serving import ROOT
from tests.kit.copies import copied


@contextmanager
def built(ready: Path | None = None, options: Sequence[str] = ()) -> Iterator[Path]:
    """A database with it, gone afterwards: a copy of `ready`, or built with these options."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "demo.duckdb"
        if ready is not None:
            yield copied(ready, file)
            return
        command = [sys.executable, "-m", "assessment", "demo", "--database", str(file), *options]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield file
