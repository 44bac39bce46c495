"""The parts of the overview: a headline, who moved, what is common, who is missing."""

import pandas as pd
import streamlit as st

from assessment.field.coverage.coverage import Coverage
from assessment.framework.model import Screening
from assessment.framework.values import figures
from assessment.scores.framework_guide import framework_scheme, levels_in_words
from assessment.scores.profiles.overview import Overview
from pages.kit import badges, session, tables
from pages.kit.drawings import charts, colours
from pages.scores.analysis import distribution_chart

SMALLEST_CHANGE = 0.05
"""What would be written as 0.0 is no change."""


def headline(summary: Overview, linked: Coverage) -> None:
    """How good, of how many, how well known, and who looks after them."""
    t, units = session.messages(), len(summary.units)
    missing = linked.total - linked.covered
    complete = figures.BLANK if summary.complete is None else figures.percent(summary.complete)
    with st.container(horizontal=True):
        _mean(summary)
        for label, number, said, help_ in (
            (
                t("overview.ranked"),
                t("overview.of", part=summary.ranked, whole=units),
                t("overview.unranked", count=len(summary.unranked)),
                why_unknown(linked.period),
            ),
            (t("overview.complete"), complete, None, t("overview.complete_help")),
            (
                t("overview.covered"),
                t("overview.of", part=linked.covered, whole=linked.total),
                t("overview.without_team", count=missing) if missing else t("overview.all_have"),
                None,
            ),
        ):
            st.metric(
                label,
                number,
                said,
                delta_color="off",
                delta_arrow="off",
                help=help_,
                border=True,
                height="stretch",
            )


def _mean(summary: Overview) -> None:
    """With an arrow and a number in grey, because green and red look alike to some."""
    t = session.messages()
    mean = figures.BLANK if summary.mean is None else f"{summary.mean:.1f}"
    if summary.change is None:
        said, description, help_ = t("overview.no_last"), None, None
    else:
        said = f"{summary.change:+.1f}" if abs(summary.change) >= SMALLEST_CHANGE else "0"
        description = t("overview.on_last")
        help_ = t("overview.on_last_help", compared=summary.compared)
    st.metric(
        t("overview.mean"),
        mean,
        said,
        delta_color="off",
        delta_arrow="off" if summary.change is None else "auto",
        delta_description=description,
        help=help_,
        border=True,
        height="stretch",
    )


def why_unknown(period: str) -> str:
    """When there is no total, in a sentence."""
    t, framework = session.messages(), session.framework()
    imputed = any(indicator.imputation for _, indicator in framework.indicators(period))
    if framework_scheme.is_plain(framework) and framework.screening == Screening() and not imputed:
        threshold = figures.percent(framework.completeness_threshold.at(period))
        return t("overview.unranked_help", threshold=threshold)
    screened = levels_in_words.screening(framework, period, t)
    return t("rule.sentence_gap").join((screened, t("overview.unranked_levels")))


def grades(summary: Overview) -> None:
    """How many units have each grade, and how many have none."""
    t = session.messages()
    fills = colours.ramp(len(summary.grades))[::-1]
    rows = pd.DataFrame(
        {
            "label": [badges.grade(code) for code in (*summary.grades["grade"], None)],
            "value": [*summary.grades["units"], len(summary.unranked)],
            "fill": [*fills, colours.UNKNOWN],
        }
    )
    figure = charts.bars(rows, title=t("overview.units"), limit=None, shown_as="d")
    charts.show(figure, key="grades", described=t("overview.grades_described"))


def strengths(summary: Overview) -> None:
    """The strengths side by side: a picture of the spread, and the same in numbers."""
    t, framework = session.messages(), session.framework()
    titles = [
        t.of(framework.strength_by_code[code].title) for code in summary.strengths["strength"]
    ]
    short = [t.of(framework.strength_by_code[code].short) for code in summary.strengths["strength"]]
    rows = summary.strengths.assign(label=titles, short=short)
    rows["told"] = [
        _told(known, *numbers)
        for known, *numbers in zip(
            *(rows[name] for name in ("known", "mean", "median", "lowest", "highest")), strict=True
        )
    ]
    rows["change_said"] = tables.changes(rows["change"])
    drawing, numbers = st.columns(2)
    with drawing:
        charts.show(
            distribution_chart.boxes(rows),
            key="strengths",
            described=t("overview.strengths_described"),
        )
    with numbers:
        tables.show(
            rows,
            {
                "short": tables.text(t("overview.strength"), pinned=True),
                "mean": tables.score(t("overview.average")),
                "change_said": t("overview.average_change"),
                "median": tables.score(t("overview.median")),
                "lowest": tables.score(t("overview.lowest")),
                "highest": tables.score(t("overview.highest")),
                "known": tables.number(t("overview.known")),
            },
            key="strength_numbers",
        )


def _told(known: int, mean: float, median: float, lowest: float, highest: float) -> str:
    t = session.messages()
    if not known:
        return t("map.no_data")
    return t(
        "overview.spread",
        known=known,
        mean=f"{mean:.1f}",
        median=f"{median:.1f}",
        lowest=f"{lowest:.1f}",
        highest=f"{highest:.1f}",
    )


def moved(summary: Overview, count: int) -> str | None:
    """Who rose and who fell most; the code of the one selected, or None."""
    t = session.messages()
    if not summary.compared:
        st.info(t("overview.nothing_to_compare"))
        return None
    st.caption(t("overview.open"))
    selected = None
    for title, rows, key in (
        (t("overview.risen"), summary.risen(count), "risen"),
        (t("overview.fallen"), summary.fallen(count), "fallen"),
    ):
        st.subheader(title)
        if rows.empty:
            st.caption(t("overview.nobody"))
            continue
        picked = tables.pick_row(
            badges.ranking(rows),
            {
                "said": tables.unit(t("overview.unit")),
                "risen_said": t("overview.places"),
                "rank": tables.number(t("overview.rank")),
                "score": tables.score(t("overview.score")),
            },
            key=key,
        )
        selected = selected or picked
    return selected


def common(problems: pd.DataFrame) -> None:
    """Each problem, of how many units with data it holds in, and a link to where."""
    t, entries = session.messages(), session.framework().problem_by_code
    if problems.empty:
        st.info(t("overview.no_common"))
    for row in problems.to_dict("records"):
        with st.container(gap="xxsmall"):
            st.markdown(session.plain(t.of(entries[row["problem"]].title)))
            st.progress(
                float(row["share"]),
                t("overview.common_line", holds=row["units"], known=row["with_data"]),
            )
            session.link("problems", t("overview.this_problem"), problem=row["problem"])
    session.link("problems", t("overview.all_problems"))


def uncovered(linked: Coverage) -> str | None:
    """Who has no team; the code of the one selected, or None."""
    t = session.messages()
    if linked.covered == linked.total:
        st.success(t("overview.all_covered", units=linked.total))
        return None
    st.error(t("overview.some_uncovered", count=linked.total - linked.covered))
    return tables.pick_row(
        badges.units(linked.uncovered),
        {"said": tables.unit(t("overview.unit")), "prefecture_said": t("overview.prefecture")},
        key="uncovered",
        tallest=6,
    )


def unknown(summary: Overview, period: str) -> str | None:
    """Whose data do not suffice, and how much of them there is; the one selected, or None."""
    t = session.messages()
    if summary.unranked.empty:
        st.success(t("overview.all_known"))
        return None
    st.caption(why_unknown(period))
    return tables.pick_row(
        badges.units(summary.unranked),
        {
            "said": tables.unit(t("overview.unit")),
            "completeness": tables.percent(t("overview.completeness")),
            "prefecture_said": t("overview.prefecture"),
        },
        key="unknown",
    )
