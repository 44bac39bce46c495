"""What a number typed on the what-if page costs the processor, against pages without content."""

import gc
from dataclasses import dataclass
from statistics import median
from time import process_time

from streamlit.testing.v1 import AppTest

from tests.benchmarks import demonstration
from tests.benchmarks.viewing import EMPTY, MAIN

ROUNDS = 9
PART = "from pages.ui import trials\ntrials.{part}.__wrapped__('430626', '2024')"
"""What a browser runs again when a number is typed: the fragment, and nothing around it."""


@dataclass(frozen=True, slots=True)
class Trying:
    change: str
    taken: float
    """Processor seconds of the script the change runs, the median: the part of the page a browser
    runs again, from the question to the ranking."""

    times_empty: float
    """As a multiple of a page with nothing on it, without our menu, in the same turns."""

    times_shell: float
    """As a multiple of our menu and head with nothing below them, in the same turns."""


def measure() -> list[Trying]:
    """An answer scored on a fixed scale, one scored among others, and a weight."""
    with demonstration.opened():
        return [
            _trying("an answer on a fixed scale", "answers", "party_sessions_n"),
            _trying("an answer among others", "answers", "lecture_attendance_n"),
            _trying("a weight", "weights", "_institutions_"),
        ]


def _trying(change: str, part: str, key: str) -> Trying:
    app = AppTest.from_string(PART.format(part=part), default_timeout=120).run()
    empty = AppTest.from_string(EMPTY, default_timeout=60).run()
    bare = MAIN.read_text("utf-8").replace("opened.run()", "")
    shell = AppTest.from_string(bare, default_timeout=60).run()
    gc.collect()
    gc.freeze()  # as the server does when it starts
    turns = []
    for round_ in range(ROUNDS):
        (typed,) = [number for number in app.number_input if key in number.key]
        typed.set_value(typed.value + (1 if round_ % 2 == 0 else -1))
        turns.append((_run(app), _run(empty), _run(shell)))
    gc.unfreeze()
    return Trying(
        change,
        median(taken for taken, _, _ in turns),
        median(taken / nothing for taken, nothing, _ in turns),
        median(taken / nothing for taken, _, nothing in turns),
    )


def _run(app: AppTest) -> float:
    start = process_time()
    app.run()
    taken = process_time() - start
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return taken
