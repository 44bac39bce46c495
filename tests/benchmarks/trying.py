"""What a number typed on the what-if page costs the processor, against pages without content."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from tests.benchmarks import demonstration
from tests.benchmarks.viewing import EMPTY, MAIN, run
from tests.kit import signed_in

PART = """
from pages.scores.analysis import what_if_form
what_if_form.{part}.__wrapped__('{county}', '2024')
"""
"""What a browser runs again when a number is typed: the fragment, and nothing around it."""

CHANGES = (
    ("an answer on a fixed scale", "answers", "party_sessions_n"),
    ("an answer among others", "answers", "lecture_attendance_n"),
    ("a weight", "weights", "_institutions_"),
)
"""Each with the part of the page and a piece of the key of the number that is typed."""


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


def measure(file: Path, clicks: int) -> Iterator[Trying]:
    """An answer scored on a fixed scale, one scored among others, and a weight."""
    with (
        demonstration.opened(file) as tokens,
        demonstration.visited(tokens[signed_in.REVIEWER]),
    ):
        for change, part, key in CHANGES:
            yield _trying(change, part, key, clicks)


def _trying(change: str, part: str, key: str, clicks: int) -> Trying:
    script = PART.format(part=part, county=demonstration.COUNTY)
    app = AppTest.from_string(script, default_timeout=120).run()
    empty = AppTest.from_string(EMPTY, default_timeout=60).run()
    shell = _shell()
    gc.collect()
    gc.freeze()  # as the server does when it starts
    turns = []
    for click in range(clicks):
        (typed,) = [number for number in app.number_input if key in number.key]
        typed.set_value(typed.value + (1 if click % 2 == 0 else -1))
        turns.append((run(app), run(empty), run(shell)))
    gc.unfreeze()
    return Trying(
        change,
        median(taken for taken, _, _ in turns),
        median(taken / nothing for taken, nothing, _ in turns),
        median(taken / nothing for taken, _, nothing in turns),
    )


def _shell() -> AppTest:
    """Our main script without the page."""
    script = MAIN.read_text("utf-8").replace("opened.run()", "pass")
    app = AppTest.from_string(script, default_timeout=60).run()
    if not app.warning:
        # `AppTest` says nothing of a script that is no Python; ours warns of a demonstration.
        raise RuntimeError("the menu and head of the pages were not shown")
    return app
