"""What the script of each page costs the processor, against a page with nothing on it."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import process_time

import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import session, site
from tests.benchmarks import demonstration

MAIN = session.ROOT / "pages" / "shell" / "main.py"
EMPTY = "import streamlit as st\nst.navigation([st.Page(lambda: None, title='empty')]).run()"
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Viewing:
    page: str
    first: float
    """Processor seconds of the first view after a start or a write: nothing is kept yet."""

    again: float
    """Of a click after that, the median."""

    times_empty: float
    """`again` as a multiple of the empty page's, in the same turns."""


def measure() -> Iterator[Viewing]:
    """Each page of the demonstration province, after the empty one."""
    with demonstration.opened():
        _opened(site.FIRST)  # imports what pages import, as a server has done by then
        gc.collect()
        gc.freeze()  # as the server does when it starts
        for page in site.PAGES:
            yield _viewing(page)
        gc.unfreeze()


def _viewing(page: str) -> Viewing:
    st.cache_resource.clear()
    st.cache_data.clear()
    gc.collect()
    start = process_time()
    shown = _opened(page)
    first = process_time() - start
    empty = AppTest.from_string(EMPTY, default_timeout=60).run()
    turns = [(_run(shown), _run(empty)) for _ in range(ROUNDS)]
    return Viewing(
        page,
        first,
        median(taken for taken, _ in turns),
        median(taken / bare for taken, bare in turns),
    )


def _opened(page: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=120)
    if page == "county":
        app.query_params["unit"] = "430626"
    if page != site.FIRST:
        app.switch_page(session.file_of(page))
    return app.run()


def _run(app: AppTest) -> float:
    start = process_time()
    app.run()
    taken = process_time() - start
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return taken
