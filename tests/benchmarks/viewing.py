"""What the script of each page costs the processor, against a page with nothing on it."""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.kit import session, site
from pages.server import garbage
from tests.benchmarks import demonstration
from tests.kit import links, signed_in

MAIN = session.ROOT / "pages" / "shell" / "main.py"
EMPTY = "import streamlit as st\nst.navigation([st.Page(lambda: None, title='empty')]).run()"


@dataclass(frozen=True, slots=True)
class Viewing:
    page: str
    first: float
    """Processor seconds of the first view after a start or a write: nothing is kept yet."""

    again: float
    """Of a click after that, the median."""

    times_empty: float
    """`again` as a multiple of the empty page's, in the same turns."""


def measure(file: Path, pages: Sequence[str], clicks: int) -> Iterator[Viewing]:
    """Each page of the demonstration province, by somebody who works with it."""
    with demonstration.opened(file) as tokens:
        with demonstration.visited(tokens[signed_in.REVIEWER]):
            opened(site.FIRST)  # imports what pages import, as a server has done by then
        garbage.collect(whole=True)  # as the server does when it starts, and then on a timer
        for page in pages:
            with demonstration.visited(tokens[signed_in.opener_of(page)]):
                yield _viewing(page, clicks)
        gc.unfreeze()


def _viewing(page: str, clicks: int) -> Viewing:
    session.let_go()
    st.cache_data.clear()
    gc.collect()
    start = process_time()
    shown = opened(page)
    first = process_time() - start
    garbage.collect(whole=True)
    empty = AppTest.from_string(EMPTY, default_timeout=60).run()
    turns = [(run(shown), run(empty)) for _ in range(clicks)]
    return Viewing(
        page,
        first,
        median(taken for taken, _ in turns),
        median(taken / bare for taken, bare in turns),
    )


def opened(page: str) -> AppTest:
    """The first view of a page by whoever visits."""
    app = AppTest.from_file(MAIN, default_timeout=120)
    if page == "county":
        app.query_params["unit"] = demonstration.COUNTY
    if page != site.FIRST:
        links.follow(app, page)
    app.run()
    if not app.title:
        # A refusal, or a question to sign in, is quick to draw and is not what is measured.
        raise RuntimeError(f"{page} was not shown: {[alert.value for alert in app.error]}")
    return app


def run(app: AppTest) -> float:
    """Processor seconds of a run."""
    start = process_time()
    app.run()
    taken = process_time() - start
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return taken
