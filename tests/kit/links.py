"""The link to a page, for an `AppTest` that has not run yet."""

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash


def follow(app: AppTest, page: str) -> None:
    """Begin at a page. Before the first run `switch_page` goes by the name of the file, not by the
    page's URL."""
    app._page_hash = calc_hash(page)
