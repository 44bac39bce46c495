"""What the command line says while it works and when something is wrong: always on stderr."""

import sys
from collections.abc import Iterable

from assessment.errors import Problem, Rejected
from assessment.i18n import Messages


def report(error: Rejected, t: Messages) -> None:
    """Every problem, then the refusal itself."""
    report_problems(error.problems, t)
    print(t(error.key, **error.facts), file=sys.stderr)


def report_problems(problems: Iterable[Problem], t: Messages) -> None:
    """A line a problem: its place, its sentence and its code."""
    for problem in problems:
        sentence = t(problem.key, **problem.facts)
        print(f"{problem.place}  {sentence}  [{problem.code}]", file=sys.stderr)


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
