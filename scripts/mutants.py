"""Break one rule at a time and see whether a quick test fails: `make mutants`.

`tests/mutants.yaml` lists the mutants: what to break, and the tests that must then fail. Copies of
the checkout are broken, never the checkout itself. Names as arguments run only those mutants.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import yaml

from scripts.checkout import ROOT, copy_checkout

MUTANTS = Path("tests", "mutants.yaml")
QUICK = "not browser and not demonstration and not thorough"
AT_ONCE = 2

KILLED, SURVIVED = "killed", "survived"


@dataclass(frozen=True, slots=True)
class Mutant:
    name: str
    """What would be broken, as a plain claim."""

    file: str
    old: str
    """Stands exactly once in the file."""

    new: str
    tests: tuple[str, ...]
    """Files or ids of the quick part of the suite, of which one must fail."""


@dataclass(frozen=True, slots=True)
class Outcome:
    mutant: Mutant
    result: str
    """`killed`, `survived`, or what went wrong."""

    test: str
    """The test that failed."""

    seconds: float


def read_mutants(root: Path = ROOT) -> list[Mutant]:
    """Every mutant of the list, in its order."""
    entries = yaml.safe_load((root / MUTANTS).read_text("utf-8"))
    return [Mutant(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries]


def run_tests(folder: Path, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", QUICK]
    command += ["-p", "no:cacheprovider", "-p", "no:randomly"]
    environment = {name: value for name, value in os.environ.items() if name[:7] != "PYTEST_"}
    return subprocess.run(
        [*command, *tests], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def write(file: Path, text: str) -> None:
    """Write, and remove what Python compiled: it tells two versions apart by second and size."""
    file.write_text(text, "utf-8", newline="")
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()


def try_out(mutant: Mutant, copies: "SimpleQueue[Path]") -> Outcome:
    """Break one of the copies, run the mutant's tests there, and mend it."""
    folder, begun = copies.get(), time.monotonic()
    file = folder / mutant.file
    text = file.read_bytes().decode("utf-8")
    try:
        if (times := text.count(mutant.old)) != 1:
            return Outcome(mutant, f"ERROR: the old text stands {times} times", "", 0)
        write(file, text.replace(mutant.old, mutant.new))
        done = run_tests(folder, mutant.tests)
    finally:
        write(file, text)
        copies.put(folder)
    failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", done.stdout, re.MULTILINE)
    result = {0: SURVIVED, 1: KILLED}.get(
        done.returncode, f"ERROR: pytest ended with {done.returncode}"
    )
    outcome = Outcome(mutant, result, failed[1] if failed else "", time.monotonic() - begun)
    print(f"{outcome.result}: {mutant.name}", file=sys.stderr, flush=True)
    return outcome


def run(mutants: Sequence[Mutant]) -> list[Outcome] | None:
    """The outcome of each; None where a test fails before anything is broken."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        first = Path(folder, "0")
        copy_checkout(first)
        tests = sorted({test for mutant in mutants for test in mutant.tests})
        if (done := run_tests(first, tests)).returncode:
            print(f"{done.stdout}{done.stderr}\nThe tests fail before anything is broken.")
            return None
        copies: SimpleQueue[Path] = SimpleQueue()
        copies.put(first)
        for number in range(1, AT_ONCE):
            copies.put(shutil.copytree(first, Path(folder, str(number))))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda mutant: try_out(mutant, copies), mutants))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="run only these mutants")
    names = parser.parse_args().names
    mutants = [mutant for mutant in read_mutants() if not names or mutant.name in names]
    if unknown := set(names) - {mutant.name for mutant in mutants}:
        parser.error(f"{MUTANTS} has no mutant named {', '.join(sorted(unknown))}")
    outcomes = run(mutants)
    if outcomes is None:
        return 1
    print("| mutant | file | outcome | test | seconds |\n| --- | --- | --- | --- | ---: |")
    for each in outcomes:
        cells = (each.mutant.name, each.mutant.file, each.result, each.test, f"{each.seconds:.0f}")
        print(f"| {' | '.join(cells)} |")
    killed = sum(each.result == KILLED for each in outcomes)
    print(f"\n{killed} of {len(outcomes)} mutants killed.")
    return int(killed < len(outcomes))


if __name__ == "__main__":
    sys.exit(main())
