"""A framework somebody brings along beside the one in force: what changed, and whom it moves.

It is read by the loader, which refuses what is too large, too deep or not plain YAML; it is scored
beside the one in force, and forgotten with the visit. Nothing is stored.
"""

import pandas as pd
import streamlit as st

from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.office.documents import exporting
from assessment.scores.framework_guide import difference_in_words
from assessment.scores.framework_guide import framework_difference as difference
from assessment.scores.framework_guide.framework_difference import Effect
from assessment.units import directory
from pages.kit import badges, session, tables

LARGEST = 2
"""Megabytes of a framework, as its reader takes them."""

Pair = tuple[Framework, Framework]


def section(period: str) -> None:
    """The last thing on its page: a broken file's problems are listed, and the run ends."""
    t = session.messages()
    st.header(t("versions.title"))
    st.caption(t("versions.lead"))
    given = st.file_uploader(
        t("versions.file"), type=["yaml", "yml"], key="versions", max_upload_size=LARGEST
    )
    if given is None:
        return
    content = given.getvalue()
    with session.explaining():
        pair = (session.framework(), difference.read(content, given.name))
        changes = difference_in_words.in_words(difference.changed(pair), t)
    if changes.empty:
        st.success(t("versions.same"))
        return
    words = int(changes["words"].sum())
    st.markdown(t("versions.counted", count=len(changes), words=words))
    _changes(changes)
    sheets = {t("versions.changes_sheet"): (changes, _change_columns())}
    if words < len(changes) and _is_answered(period):
        units = _effect(pair, period)
        sheets[t("versions.units_sheet")] = (units, _unit_columns())
    elif words == len(changes):
        st.info(t("versions.moves_nothing"))
    fingerprint = loader.fingerprint(content)[: exporting.FINGERPRINT_SHOWN]
    tables.download(
        sheets,
        title=t("versions.book_title", period=period, fingerprint=fingerprint),
        file_name=t("versions.file_name", period=period),
        key="versions_download",
    )


def _is_answered(period: str) -> bool:
    """Without answers there is no score to move, and the sentence about it would be noise."""
    offered = directory.periods(session.store(), session.actor())
    return any(each.answered for each in offered if each.period == period)


def _changes(changes: pd.DataFrame) -> None:
    t = session.messages()
    matters, reworded = changes[~changes["words"]], changes[changes["words"]]
    if len(matters):
        tables.show(matters, _change_columns(), key="versions_changes", tallest=14)
    if len(reworded):
        with st.expander(t("versions.words", count=len(reworded))):
            tables.show(reworded, _change_columns(), key="versions_words", tallest=14)


def _change_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "what": tables.text(t("versions.what"), width="small"),
        "entry": tables.text(t("versions.entry"), width="large"),
        "aspect": t("versions.aspect"),
        "before": t("versions.before"),
        "after": t("versions.after"),
        "path": tables.text(t("versions.path"), width="large"),
    }


def _effect(pair: Pair, period: str) -> pd.DataFrame:
    """Whom it moves: four counts, and the units to which anything happens."""
    t = session.messages()
    st.subheader(t("versions.effect", period=period))
    with session.explaining(), st.spinner(t("versions.working")):
        source, actor = session.data_source(), session.actor()
        effect = difference.effect(source, actor, pair, period)
        units = difference.named(source, actor, effect.moving)
    _counts(effect)
    shown = _shown(pair, units)
    if shown.empty:
        st.info(t("versions.nobody_moves"))
    else:
        st.caption(t("versions.movers"))
        tables.show(shown, _unit_columns(), key="versions_units", tallest=14)
    return shown


def _counts(effect: Effect) -> None:
    t = session.messages()
    counts = {
        t("versions.ranks_moved"): effect.ranks_moved,
        t("versions.regraded"): effect.regraded,
        t("versions.lost"): effect.count(difference.LOST),
        t("versions.gained"): effect.count(difference.GAINED),
    }
    with st.container(horizontal=True):
        for label, count in counts.items():
            st.metric(label, count, width="content", border=True)


def _shown(pair: Pair, units: pd.DataFrame) -> pd.DataFrame:
    t = session.messages()
    titles = {grade.code: t.of(grade.title) for each in pair for grade in each.grades}
    return badges.units(units).assign(
        moved_said=tables.changes(units["moved"], digits=0),
        change_said=tables.changes(units["change"], digits=2),
        **{
            f"grade_{side}": [titles.get(code, figures.BLANK) for code in units[f"grade_{side}"]]
            for side in ("before", "after")
        },
    )


def _unit_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "said": tables.unit(t("versions.unit"), pinned=True),
        "moved_said": t("versions.moved"),
        "rank_before": tables.number(t("versions.rank_before")),
        "rank_after": tables.number(t("versions.rank_after")),
        "change_said": t("versions.change"),
        "total_before": tables.number(t("versions.total_before"), digits=2),
        "total_after": tables.number(t("versions.total_after"), digits=2),
        "grade_before": t("versions.grade_before"),
        "grade_after": t("versions.grade_after"),
        "prefecture_said": t("versions.prefecture"),
        "unit": t("versions.code"),
    }
