"""Files that leave are in the audit: who took what, and what of it."""

from collections.abc import Callable, Sequence

import streamlit as st

from assessment.office.audit_trail import audit
from assessment.office.audit_trail.audit import Export
from assessment.office.documents import exporting
from assessment.office.documents.exporting import Sheet
from pages.kit import basis_line, session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def recorded(
    action: Export, subject: str, make: Callable[[], bytes], **facts: object
) -> Callable[[], bytes]:
    """Makes a file as `make` does, and records it first; nothing leaves that cannot be recorded.

    To be called in a run: the file is made outside of one, where nobody knows whose session it is.
    """
    store, actor = session.store(), session.actor()

    def made() -> bytes:
        data = make()
        audit.exported(store, actor, action, subject, facts)
        return data

    return session.later(made)


def workbook_button(
    sheets: Callable[[], Sequence[Sheet]],
    action: Export,
    subject: str,
    *,
    title: str,
    file_name: str,
    key: str = "download",
) -> None:
    """A button for an Excel file of sheets, which is made when the button is pressed."""
    t = session.messages()
    # Asked for now: the file is made outside a run, where nobody knows whose session it is.
    fingerprint, demonstration = session.fingerprint(), session.is_demonstration()
    rests_on = basis_line.said()
    st.download_button(
        t("table.download"),
        recorded(
            action,
            subject,
            lambda: exporting.workbook(
                sheets(),
                title,
                fingerprint=fingerprint,
                demonstration=demonstration,
                t=t,
                basis=rests_on,
            ),
            title=title,
        ),
        file_name=file_name,
        mime=XLSX,
        key=key,
        on_click="ignore",
    )
