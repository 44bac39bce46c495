"""The form by workbook: fetch it as it stands, hand it in, see what it changes, take it over."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.errors import AssessmentError
from assessment.framework.values import figures
from assessment.survey.filing import workbook
from assessment.survey.filing.drafts import Answer
from assessment.survey.filing.form import Form
from assessment.survey.filing.workbook import Preview, Row
from pages.kit import session, tables
from pages.kit.audited_downloads import XLSX, recorded
from pages.survey.filing import filing_memory


def show(survey_form: Form) -> None:
    t = session.messages()
    st.subheader(t("filing.workbook.title"))
    st.caption(t("filing.workbook.how"))
    asked = filing_memory.asked(survey_form.unit, survey_form.period)
    st.download_button(
        t("filing.workbook.download"),
        recorded(
            "export.template",
            f"{survey_form.unit}/{survey_form.period}",
            lambda: workbook.blank(*asked, t.lang)[1],
        ),
        file_name=t("filing.workbook.file_name", unit=survey_form.unit, period=survey_form.period),
        mime=XLSX,
        key="download_form",
        on_click="ignore",
    )
    if not survey_form.is_editable:
        return
    name = f"upload_{survey_form.unit}_{survey_form.period}"
    _told(name)
    given = st.file_uploader(
        t("filing.workbook.upload", megabytes=workbook.LARGEST),
        type=["xlsx"],
        key=f"{name}_{session.turn(name)}",
        max_upload_size=workbook.LARGEST,
    )
    if given is None:
        return
    with session.explaining():
        shown = workbook.preview(*asked, given.name, given.getvalue())
    _preview(shown)
    if shown.changes:
        st.button(
            t("filing.workbook.confirm", count=shown.changes),
            type="primary",
            key=f"confirm_{name}",
            on_click=_confirm,
            args=(shown, name),
        )


def _preview(preview: Preview) -> None:
    t = session.messages()
    counts = {
        "added": len(preview.of_kind("added")),
        "changed": len(preview.of_kind("changed")),
        "cleared": len(preview.of_kind("cleared")),
        "unchanged": len(preview.of_kind("unchanged")),
    }
    st.markdown(t("filing.workbook.preview", **counts))
    for note in preview.notes:
        sentence = t(note.key, **note.facts)
        st.warning(session.plain(f"{note.place} {sentence}"))
    if not preview.changes:
        st.info(t("filing.workbook.nothing_new"))
        return
    _rows([row for row in preview.rows if row.kind != "unchanged"])


def _rows(rows: Sequence[Row]) -> None:
    t = session.messages()
    kinds = {
        "added": t("filing.workbook.added"),
        "changed": t("filing.workbook.changed"),
        "cleared": t("filing.workbook.cleared"),
        "unchanged": t("filing.workbook.unchanged"),
    }
    told = pd.DataFrame(
        [
            (
                kinds[row.kind],
                t.of(row.question.title),
                _said(row, row.old.answer),
                _said(row, row.new),
            )
            for row in rows
        ],
        columns=["kind", "question", "old", "new"],
    )
    tables.show(
        told,
        {
            "kind": tables.text(t("filing.workbook.kind")),
            "question": tables.text(t("filing.workbook.question"), width="large"),
            "old": tables.text(t("filing.workbook.old")),
            "new": tables.text(t("filing.workbook.new")),
        },
        key="filing_preview",
        tallest=14,
    )


def _said(row: Row, answer: Answer) -> str:
    """An answer, with those of its remarks that change."""
    t = session.messages()
    words = {
        "value": figures.of_field(row.question, answer.value, t),
        "not_applicable": t("filing.not_applicable"),
        "unavailable": t("filing.unavailable"),
        "missing": t("filing.state.missing"),
    }[answer.state]
    note = answer.note if row.old.note != row.new.note else None
    evidence = answer.evidence if row.old.evidence != row.new.evidence else None
    return t("filing.gap").join(part for part in (words, note, evidence) if part)


def _confirm(preview: Preview, name: str) -> None:
    kept = filing_memory.memory()
    store, framework, actor, *_ = filing_memory.asked(preview.unit, preview.period)
    try:
        kept.told[name] = workbook.confirm(store, framework, actor, preview)
        session.begin_anew(name)
    except AssessmentError as error:
        kept.troubles[name] = filing_memory.Trouble(error, {})


def _told(name: str) -> None:
    """What became of the last workbook, said once."""
    t, kept = session.messages(), filing_memory.memory()
    trouble, count = kept.troubles.pop(name, None), kept.told.pop(name, None)
    if trouble:
        for sentence in session.reasons(trouble.error):
            st.error(session.plain(sentence))
    elif count is not None:
        st.success(t("filing.workbook.taken", count=count))
