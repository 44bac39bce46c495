"""Pictures on a page: one that is gone from the disk is told in its place, and the rest stays."""

from collections.abc import Callable

import streamlit as st

from assessment.errors import AssessmentError
from assessment.office.people.session_manager import NotSignedIn
from pages.kit import session


def one(read: Callable[[], bytes], words: str, caption: str | None = None) -> None:
    """A picture, with `words` for whoever does not see it and a caption for all."""
    t = session.messages()
    try:
        shown = read()
    except NotSignedIn:
        raise
    except AssessmentError as error:
        st.error(session.plain(t(error.key, **error.facts)))
    else:
        st.image(shown, caption=caption and session.plain(caption), alt=words)
