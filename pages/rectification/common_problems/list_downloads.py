"""Buttons for 问题清单, 任务清单 and 责任清单 of a scope, as Word and as Excel."""

from collections.abc import Callable, Iterable

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.common_problems import lists
from assessment.rectification.common_problems.lists import Kind
from assessment.rectification.common_problems.progress import ProblemProgress
from assessment.units import scopes
from pages.kit import session
from pages.kit.audited_downloads import recorded

ENDINGS: dict[Kind, tuple[str, str]] = {
    "word": (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "excel": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def buttons(scope: str, standings: Iterable[ProblemProgress]) -> None:
    """Both files, made when the button is pressed; a sentence where they would be empty."""
    t = session.messages()
    if not any(each.decided.state in lists.LISTED for each in standings):
        st.caption(t("common.lists.none"))
        return
    titles: dict[Kind, str] = {
        "word": t("common.lists.word"),
        "excel": t("common.lists.excel"),
    }
    # Asked for now: the file is made outside a run, where nobody knows whose session it is.
    store, framework, actor = session.store(), session.framework(), session.actor()
    today = clock.today()
    here = scopes.title(store, framework, actor, scope, t)

    def made(kind: Kind) -> Callable[[], bytes]:
        return lambda: lists.file(store, framework, actor, scope, today, kind, t)

    with st.container(horizontal=True):
        for kind, (ending, mime) in ENDINGS.items():
            st.download_button(
                titles[kind],
                recorded("export.lists", scope, made(kind), file=ending),
                file_name=t(
                    "common.lists.file_name", scope=here, day=today.isoformat(), ending=ending
                ),
                mime=mime,
                key=f"common_lists_{kind}",
                on_click="ignore",
            )
