"""What became of a finding, the newest first, and the files that lie beside it."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.findings.cases import Case, CaseEvent
from assessment.rectification.findings.relapse import REASON
from assessment.rectification.findings.rules import WAYS
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import AttachmentShown
from assessment.survey.evidence.evidence import MIME
from pages.kit import photos_shown, session
from pages.rectification.findings import rectification_forms

PICTURES_BESIDE = 3


def files(case: Case) -> None:
    t = session.messages()
    with session.explaining():
        found = attachments.beside(session.store(), session.actor(), "finding", [case.finding])
    own = found.get(case.finding, [])
    if not own:
        return
    st.subheader(t("rectification.files", count=len(own)))
    photos = [file for file in own if file.is_picture]
    for start in range(0, len(photos), PICTURES_BESIDE):
        for column, photo in zip(
            st.columns(PICTURES_BESIDE), photos[start : start + PICTURES_BESIDE], strict=False
        ):
            with column:
                read = partial(
                    attachments.picture, session.store(), session.actor(), photo.attachment
                )
                photos_shown.one(read, photo.file_name, _given(photo))
    for file in own:
        _taken(file)


def _given(file: AttachmentShown) -> str:
    return f"{file.file_name} · {file.added_by} · {clock.local_day(file.added_at)}"


def _taken(file: AttachmentShown) -> None:
    st.download_button(
        session.plain(_given(file)),
        _fetching(file.attachment),
        file_name=file.file_name,
        mime=MIME[file.kind],
        key=f"file_{file.attachment}",
        type="tertiary",
        icon=":material/attach_file:",
        on_click="ignore",
    )


def _fetching(number: int) -> Callable[[], bytes]:
    """Fetches a file when it is pressed; made now, for then nobody knows whose session it is."""
    store, actor = session.store(), session.actor()
    return session.later(lambda: attachments.content(store, actor, number)[2])


def show(case: Case, events: Sequence[CaseEvent]) -> None:
    t = session.messages()
    st.subheader(t("rectification.history"))
    for each in reversed(events):
        with st.container(border=True, gap="xxsmall"):
            told = t.code("course.event", each.event)
            st.markdown(f"**{session.plain(told)}** · {session.plain(clock.minute(each.at))}")
            st.caption(session.plain(" · ".join(_facts(each))))
            if each.reason == REASON:
                st.markdown(session.plain(t("rectification.relapse", period=each.note or "")))
            elif each.note:
                st.markdown(session.plain(each.note))
    if not events:
        told = t(
            "rectification.before",
            who=case.recorded_by,
            day=clock.local_day(case.recorded_at).isoformat(),
        )
        st.caption(session.plain(told))


def _facts(each: CaseEvent) -> list[str]:
    t = session.messages()
    told = [each.actor, t.code("course.stage", each.stage)]
    kind = rectification_forms.kind_said(each.kind)
    told += [kind] if kind else []
    told += [t.code("course.way", way) for way in WAYS if way == each.way]
    told += [t("rectification.until", day=each.due.isoformat())] if each.due else []
    told += [t("rectification.merged_into", number=each.target)] if each.target else []
    return told
