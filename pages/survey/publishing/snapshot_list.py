"""What the page of snapshots is made of: the form that publishes, the list, one snapshot opened."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from assessment.office.documents.exporting import FINGERPRINT_SHOWN
from assessment.scores.basis import basis_in_words
from assessment.survey.publishing import snapshots
from assessment.survey.publishing.snapshots import Listed, Missing, Opened, Verified
from pages.kit import inline_forms, session, tables, url_widgets
from pages.kit.audited_downloads import recorded

FORM = "publish"

Publish = Callable[[], Listed]


def publishing(period: str, missing: Sequence[Missing], approved: int) -> Publish | None:
    """What is missing before a period is published, and the form that publishes it all the same."""
    t = session.messages()
    st.header(t("snapshots.before", period=period))
    if missing:
        counted = sum(each.answers > 0 for each in missing)
        st.warning(
            t("snapshots.missing_now", count=len(missing), counted=counted, approved=approved)
        )
        with st.expander(t("snapshots.who_is_missing")):
            _missing_table(missing, "missing_now")
    else:
        st.success(t("snapshots.nothing_missing", approved=approved))
    inline_forms.button(FORM, t("snapshots.publish", period=period), primary=True)
    return _form(period) if inline_forms.is_open(FORM) else None


def _form(period: str) -> Publish | None:
    t = session.messages()
    with st.form("publish_form"):
        note = st.text_area(
            t("snapshots.note"), key="publish_note", max_chars=snapshots.LONGEST_NOTE
        )
        sure = st.checkbox(t("snapshots.sure", period=period), key="publish_sure")
        pressed = inline_forms.ends("publish_now", t("snapshots.do_publish"))
    if not pressed:
        return None
    if not sure:
        st.warning(t("snapshots.not_sure"))
        return None
    store, actor, text = session.store(), session.actor(), session.framework_text()
    return lambda: snapshots.publish(store, text, actor, period, note)


def table(listed: Sequence[Listed]) -> None:
    """Every snapshot, newest first."""
    t = session.messages()
    rows = pd.DataFrame(
        {
            "snapshot": each.snapshot,
            "period": each.period,
            "day": basis_in_words.day(each.published_at),
            "by": each.published_by,
            "answered": f"{each.answered} / {each.units}",
            "settled": f"{each.settled} / {each.units}",
            "shown": _state(each),
            "note": each.note,
        }
        for each in listed
    )
    columns = {
        "snapshot": tables.number(t("snapshots.number")),
        "period": tables.text(t("picker.period")),
        "day": tables.text(t("snapshots.day")),
        "shown": tables.text(t("snapshots.state")),
        "answered": tables.text(t("snapshots.answered")),
        "settled": tables.text(t("snapshots.settled")),
        "by": tables.text(t("snapshots.by")),
        "note": tables.text(t("snapshots.note")),
    }
    tables.show(rows, columns, key="snapshots")


def _state(listed: Listed) -> str:
    t = session.messages()
    if not listed.intact:
        return t("snapshots.changed")
    return t("snapshots.shown") if listed.newest else t("snapshots.superseded")


def pick(listed: Sequence[Listed]) -> int:
    """The snapshot that is opened."""
    t = session.messages()
    titles = {
        str(each.snapshot): t("snapshots.one", number=each.snapshot, period=each.period)
        for each in listed
    }
    return int(url_widgets.pick("snapshot", t("snapshots.pick"), titles, keep=session.show))


def head(opened: Opened) -> None:
    t, head = session.messages(), opened.head
    st.subheader(t("snapshots.one", number=head.snapshot, period=head.period))
    counts = {
        "verified": t("basis.counts_verified"),
        "self_reported": t("basis.counts_self_reported"),
    }[head.counts]
    others = {
        "anonymous": t("snapshots.others_anonymous"),
        "named": t("snapshots.others_named"),
    }[head.others]
    st.markdown(
        session.plain(
            t(
                "snapshots.facts",
                day=basis_in_words.day(head.published_at),
                by=head.published_by,
                answers=head.answers,
                answered=head.answered,
                counts=counts,
                others=others,
                fingerprint=head.framework[:FINGERPRINT_SHOWN],
                content=head.content[:FINGERPRINT_SHOWN],
            )
        )
    )


def verified(verified: Verified) -> None:
    """What came of computing it again."""
    t = session.messages()
    if verified.same:
        st.success(t("snapshots.same", number=verified.snapshot))
        return
    if verified.differing:
        names = ", ".join(verified.differing)
        st.error(t("snapshots.differs", number=verified.snapshot, names=names))
    if not verified.sealed:
        st.error(t("snapshots.unsealed", number=verified.snapshot))


def moved(head: Listed, before: int | None, rows: pd.DataFrame) -> None:
    """Who moved since the snapshot of the same period before."""
    t = session.messages()
    if before is None:
        return
    st.subheader(t("snapshots.moved", before=before, number=head.snapshot))
    if rows.empty:
        st.info(t("snapshots.nobody_moved"))
        return
    told = rows.assign(said=rows["name_en" if t.lang == "en" else "name"])
    columns = {
        "said": tables.unit(t("snapshots.unit"), pinned=True),
        "rank_before": tables.number(t("snapshots.rank_in", number=before)),
        "rank": tables.number(t("snapshots.rank_in", number=head.snapshot)),
        "total_before": tables.number(t("snapshots.total_in", number=before), digits=1),
        "total": tables.number(t("snapshots.total_in", number=head.snapshot), digits=1),
    }
    tables.show(told, columns, key="snapshot_moved", tallest=14)


def missing(rows: Sequence[Missing]) -> None:
    """The units of a snapshot that were not approved."""
    t = session.messages()
    if not rows:
        st.caption(t("snapshots.was_complete"))
        return
    st.subheader(t("snapshots.was_missing", count=len(rows)))
    _missing_table(rows, "snapshot_missing")


def _missing_table(rows: Sequence[Missing], key: str) -> None:
    t = session.messages()
    told = pd.DataFrame(
        {
            "unit": each.unit,
            "said": t.of(each),
            "state": t.code("lifecycle.state", each.state),
            "answers": each.answers,
        }
        for each in rows
    )
    columns = {
        "unit": tables.text(t("snapshots.code")),
        "said": tables.unit(t("snapshots.unit")),
        "state": tables.text(t("snapshots.state")),
        "answers": tables.number(t("snapshots.answers")),
    }
    tables.show(told, columns, key=key)


def downloads(opened: Opened) -> None:
    """The frozen texts themselves, byte for byte."""
    t, head = session.messages(), opened.head
    totals = next(each.text for each in opened.results if each.name == "totals")
    with st.container(horizontal=True):
        for key, label, text, file_name in (
            ("totals", t("snapshots.download_totals"), totals, "totals.csv"),
            (
                "framework",
                t("snapshots.download_framework"),
                opened.framework_text,
                "framework.yaml",
            ),
        ):
            st.download_button(
                label,
                recorded(
                    "export.table",
                    head.period,
                    text.encode,
                    title=f"snapshot-{head.snapshot}-{file_name}",
                ),
                file_name=f"snapshot-{head.snapshot}-{head.period}-{file_name}",
                key=f"download_{key}",
                on_click="ignore",
            )
