"""What the command line says while it works and when something is wrong: always on stderr."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from assessment.errors import Problem, Rejected
from assessment.i18n import Messages


def report(error: Rejected, t: Messages) -> None:
    """Every problem, then the refusal itself."""
    report_problems(error.problems, t)
    print(t(error.key, **error.facts), file=sys.stderr)


def report_problems(problems: Sequence[Problem], t: Messages) -> None:
    """A line a problem: its place, in a column as wide as the widest; path, sentence and code."""
    places = [str(replace(problem.place, path=None)) for problem in problems]
    width = max(map(len, places), default=0)
    for place, problem in zip(places, problems, strict=True):
        sentence = t(problem.key, **problem.facts)
        parts = (place.ljust(width), problem.place.path, sentence, f"[{problem.code}]")
        print("  ".join(part for part in parts if part), file=sys.stderr)


class Progress:
    """One line that counts up on a terminal; elsewhere a line a step, at most ten of them."""

    def __init__(self) -> None:
        self._last = ""
        self._tenth = -1

    def __call__(self, step: str, done: int, total: int) -> None:
        line = f"{step} {done}/{total}"
        if sys.stderr.isatty():
            ending = "\n" if done == total else ""
            print(f"\r\x1b[K{line}", end=ending, file=sys.stderr, flush=True)
            return
        tenth = done * 10 // total if total else 10
        if step != self._last or tenth != self._tenth:
            print(line, file=sys.stderr, flush=True)
        self._last, self._tenth = step, tenth
