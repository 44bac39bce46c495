"""Buttons for Excel files that a service writes; the file is made when the button is pressed."""

import streamlit as st

from assessment.office.documents.exporting import Sheet
from assessment.scores.explanation import explanation_tables, live_workbook
from assessment.scores.explanation.compare import Comparison, Side
from assessment.scores.rankings import rankings
from assessment.units import scopes
from pages.kit import badges, session
from pages.kit.audited_downloads import XLSX, recorded, workbook_button


def ranking(view: rankings.View) -> None:
    """What the rankings page shows, at full precision."""
    t = session.messages()
    # Asked for now: the file is made outside a run, where nobody knows whose session it is.
    store, framework, actor = session.store(), session.framework(), session.actor()
    source, fingerprint = session.data_source(), session.fingerprint()
    st.download_button(
        t("rankings.download"),
        recorded(
            "export.ranking",
            f"{view.scope}/{view.period}",
            lambda: rankings.workbook(source, actor, view, fingerprint, t),
            what=view.what,
            search=view.search,
            grade=view.grade,
        ),
        file_name=t(
            "rankings.file_name",
            period=view.period,
            scope=scopes.title(store, framework, actor, view.scope, t),
            what=badges.ranked_by(view.what),
        ),
        mime=XLSX,
        key="download_ranking",
        on_click="ignore",
    )
    recalculation(view.period)


def recalculation(period: str) -> None:
    """The whole calculation with live formulas, for those who may see every unit."""
    t = session.messages()
    source, actor = session.data_source(), session.actor()
    fingerprint = session.fingerprint()
    if not live_workbook.may_be_made(actor):
        return
    st.download_button(
        t("live.book.download"),
        recorded(
            "export.recalculation",
            period,
            lambda: live_workbook.workbook(source, actor, period, fingerprint, t),
        ),
        file_name=t("live.book.file_name", period=period),
        mime=XLSX,
        key="download_recalculation",
        on_click="ignore",
        help=t("live.book.download_help"),
    )


def explanation(side: Side) -> None:
    """All of one unit's score: parts, rules, calculations and answers."""
    t, framework = session.messages(), session.framework()
    titles = {
        "strength": t("explained.strength"),
        "group": t("explained.group"),
        "indicator": t("explained.indicator"),
        "weight": t("explained.weight"),
        "share": t("explained.share"),
        "score": t("explained.score"),
        "points": t("explained.points"),
        "lost": t("explained.lost"),
        "value": t("explained.value"),
        "value_said": t("explained.value_said"),
        "noted": t("explained.noted"),
        "rule": t("explained.rule"),
        "worked": t("explained.worked"),
    }
    answered = {
        "indicator": t("explained.indicator"),
        "field": t("explained.field"),
        "answer": t("explained.answer"),
        "said": t("explained.said"),
        "reported": t("explained.reported"),
        "reported_said": t("explained.reported_said"),
        "verification": t("explained.verification"),
        "verified_by": t("explained.verified_by"),
        "verified_at": t("explained.verified_at"),
        "verdict_note": t("explained.verdict_note"),
        "previous_said": t("explained.previous_said"),
        "filed_by": t("explained.filed_by"),
        "filed_at": t("explained.filed_at"),
        "file_name": t("explained.file"),
        "evidence": t("explained.evidence"),
        "note": t("explained.note"),
    }
    if not any(part.level == "group" for part in side.opened.tree.nodes()):
        del titles["group"]
    facts = {"unit": t.of(side.unit), "period": side.period}
    workbook_button(
        lambda: [
            Sheet(
                t("explained.sheet_parts"),
                explanation_tables.parts(framework, side.opened, t),
                titles,
            ),
            Sheet(
                t("explained.sheet_answers"),
                explanation_tables.answers(framework, side.opened, t),
                answered,
            ),
        ],
        "export.explanation",
        f"{side.unit.unit}/{side.period}",
        title=t("explained.title", **facts),
        file_name=t("explained.file_name", **facts),
    )


def comparison(compared: Comparison) -> None:
    """Two units or periods side by side, at full precision."""
    t, framework = session.messages(), session.framework()
    first, second = (f"{t.of(s.unit)} {s.period}" for s in (compared.first, compared.second))
    titles = {
        "strength": t("explained.strength"),
        "indicator": t("explained.indicator"),
        "first_value": t("explained.value_of", side=first),
        "second_value": t("explained.value_of", side=second),
        "first_score": t("explained.score_of", side=first),
        "second_score": t("explained.score_of", side=second),
        "first_points": t("explained.points_of", side=first),
        "second_points": t("explained.points_of", side=second),
        "difference": t("explained.difference"),
        "noted": t("explained.noted"),
    }
    rows = explanation_tables.compared(framework, compared, t)
    workbook_button(
        lambda: [Sheet(t("explained.sheet_compared"), rows, titles)],
        "export.comparison",
        f"{compared.first.unit.unit}/{compared.first.period}",
        title=t("explained.compared_title", first=first, second=second),
        file_name=t(
            "explained.compared_file_name",
            first=first.replace(" ", "-"),
            second=second.replace(" ", "-"),
        ),
    )
