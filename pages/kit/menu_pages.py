"""The pages as Streamlit has them: made once a language. Made at every click and named by their
files in every link, they cost more than a small page: each asks the disk where it is."""

from copy import copy
from functools import lru_cache

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assessment.i18n import Messages
from pages.kit import site


def of_run(lang: str) -> list[st.Page]:
    """For one run of the main script, which marks those it was given."""
    return [copy(page) for page in _made(lang).values()]


def linked(name: str, lang: str) -> st.Page | str:
    """What a link to a page is made of; outside a run, its script by its path."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return str(site.PAGES[name].file)
    return _made(lang)[name]


@lru_cache
def _made(lang: str) -> dict[str, st.Page]:
    """Only within a run: outside, Streamlit makes none."""
    t = Messages(lang)
    return {
        name: st.Page(
            str(page.file),
            title=t.code("nav.page", name),
            url_path=name,
            default=name == site.FIRST,
        )
        for name, page in site.PAGES.items()
    }
