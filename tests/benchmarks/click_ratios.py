"""What a click costs against an empty page, kept as expected values: `expected_clicks.yaml`.

`make bench` writes the file; `test_click_ratios.py` fails where a page costs half as much again.
Both are of the processor's time, page and empty page in turns in one process, so that neither how
fast a machine is nor what else it does moves them much.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import yaml
from streamlit.testing.v1 import AppTest

from pages.kit import site
from pages.server import garbage
from tests.benchmarks import demonstration, viewing
from tests.kit import signed_in

FILE = Path(__file__).with_name("expected_clicks.yaml")
HEAD = """\
# What a click on each page costs the processor, in clicks on an empty page; see `make bench`.
"""

WORSE = 1.5
"""By this factor a page may cost more than expected."""

CLICKS = 7
TRIES = 3
"""How often a page that costs too much is measured again: what disturbs one try seldom disturbs
all."""


def expected() -> Mapping[str, float]:
    ratios: dict[str, float] = yaml.safe_load(FILE.read_text("utf-8"))
    return ratios


def keep(ratios: Mapping[str, float], file: Path = FILE) -> None:
    lines = (f"{page}: {ratio:.1f}\n" for page, ratio in ratios.items())
    file.write_text(HEAD + "".join(lines), "utf-8")


def measured(database: Path, pages: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Of each page the ratio, everything it needs having been seen before."""
    with demonstration.opened(database) as tokens:
        for page in pages:
            with demonstration.visited(tokens[signed_in.opener_of(page)]):
                yield page, _ratio(page)


def too_dear(
    database: Path, ratios: Mapping[str, float], pages: Sequence[str] = tuple(site.PAGES)
) -> dict[str, float]:
    """The pages that cost more than they may, each time they were measured, and the least of it."""
    found = {page: float("inf") for page in pages}
    for _ in range(TRIES):
        for page, ratio in measured(database, list(found)):
            found[page] = min(found[page], ratio)
        found = {page: ratio for page, ratio in found.items() if ratio > WORSE * ratios[page]}
        if not found:
            break
    return found


def _ratio(page: str) -> float:
    shown = viewing.opened(page)
    viewing.run(shown)
    garbage.collect(whole=True)
    empty = AppTest.from_string(viewing.EMPTY, default_timeout=60).run()
    viewing.run(empty)
    turns = [(viewing.run(shown), viewing.run(empty)) for _ in range(CLICKS)]
    return median(taken for taken, _ in turns) / median(bare for _, bare in turns)
