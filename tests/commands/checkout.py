"""A copy of this checkout, in which every command may leave what it likes.

Its environment is a stand-in that hands over to the one the tests run in, so commands work there as
they are written down, `make` takes it for its own, and nobody's environment is touched.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.checkout import copy_checkout

TOOLS = ("python", "lint-imports")
"""What commands call in `.venv/bin`."""

HAND_OVER = '#!/bin/sh\nexec "{tool}" "$@"\n'
NOBODY = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"]


@dataclass(frozen=True, slots=True)
class Checkout:
    """The copy, and how commands run in it."""

    folder: Path

    def run(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A line as somebody types it into a terminal here."""
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=clean_environment() | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def commit(self, words: str) -> None:
        """All of it, as it lies there now."""
        for command in (["add", "--all"], ["commit", "--quiet", "-m", words]):
            subprocess.run(["git", *NOBODY, *command], cwd=self.folder, check=True)

    def changed(self) -> set[str]:
        """What is not as it was committed, and what is new; the caches that tools keep are not."""
        status = ["git", "status", "--porcelain", "--ignored", "-z", "--untracked-files=normal"]
        done = subprocess.run(status, cwd=self.folder, capture_output=True, text=True, check=True)
        names = {line[3:] for line in done.stdout.split("\0") if line}
        return {name for name in names if not _is_kept_by_a_tool(name)}


def _is_kept_by_a_tool(name: str) -> bool:
    return name == ".venv/" or name.endswith(("cache/", "cache__/"))


def clean_environment() -> dict[str, str]:
    """Ours without what points to a database or tells pytest and make who started them."""
    ours = ("SIX_STRENGTHS_", "PYTEST_", "MAKE", "MFLAGS", "GIT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def copy(folder: Path) -> Checkout:
    """What git knows or would add, committed there as it lies here."""
    copy_checkout(folder)
    _make_environment(folder)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    made = Checkout(folder)
    made.commit("as it is")
    return made


def _make_environment(folder: Path) -> None:
    environment = folder / ".venv"
    (environment / "bin").mkdir(parents=True)
    for tool in TOOLS:
        file = environment / "bin" / tool
        file.write_text(HAND_OVER.format(tool=Path(sys.executable).with_name(tool)))
        file.chmod(0o755)
    (environment / "made-in").write_text(f"{folder}\n")
    for stamp in ("installed", "developed"):
        (environment / stamp).touch()
