"""Common problems as a list to choose from, and one of them with the units it holds in."""

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from assessment.framework.model import CommonProblem
from assessment.framework.values import figures
from assessment.rectification.common_problems import common_problem_words
from assessment.rectification.common_problems.problems import FindingTold, Holder, Measured, Spread
from assessment.rectification.common_problems.progress import ProblemProgress
from assessment.scores.framework_guide import rules_in_words
from pages.kit import session, tables, url_widgets

HEIGHT = 600
"""Half of the 32 problems at once; what is chosen shows below without much scrolling."""

ROWS = "problem_rows"
"""Key of the list, which keeps its selection."""


def lead(table: pd.DataFrame, *, scope: str, within: str, period: str) -> None:
    """How many problems hold and how many are common; the rule, and what it is not.

    `scope` is what the scope is called, `within` its code.
    """
    t = session.messages()
    st.markdown(
        session.plain(
            t(
                "problems.lead",
                scope=scope,
                period=period,
                holding=int((table["units"] > 0).sum()),
                common=int(table["common"].fillna(False).sum()),
            )
        )
    )
    st.caption(rule(within))
    st.caption(t("problems.not_no_problem"))


def rule(scope: str) -> str:
    """From when a problem is common in a scope, by its code; empty where nothing says so."""
    t, when = session.messages(), session.framework().common_when
    if when is None:
        return ""
    here = when.within(scope)
    facts = {"units": here.units, "share": figures.percent(here.share)}
    if here.findings is None:
        return t("problems.rule", **facts)
    return t("problems.rule_with_findings", **facts, findings=here.findings)


def listed(table: pd.DataFrame, standings: Mapping[str, ProblemProgress]) -> pd.DataFrame:
    """The table in the reader's words: common first, then by share; nobody knows last.

    `standings` are the decisions of the scope, by problem.
    """
    t, framework = session.messages(), session.framework()
    table = table.rename(columns={"findings": "seen"})
    ordered = table.sort_values(
        ["common", "share", "units"], ascending=False, na_position="last", kind="stable"
    )
    entries = [framework.problem_by_code[code] for code in ordered["problem"]]
    return ordered.assign(
        title=[t.of(entry.title) for entry in entries],
        strength=[t.of(framework.strength_by_code[entry.strength].title) for entry in entries],
        decision=[_decision(standings.get(code)) for code in ordered["problem"]],
        common=[
            _commonness(units, common)
            for units, common in zip(ordered["units"], ordered["common"], strict=True)
        ],
        change=[
            _change(code, now, before)
            for code, now, before in zip(
                ordered["change"], ordered["share"], ordered["previous_share"], strict=True
            )
        ],
    ).reset_index(drop=True)


def _decision(standing: ProblemProgress | None) -> str:
    """What was decided, and how far the units are; a dash where nobody has."""
    t = session.messages()
    if standing is None:
        return figures.BLANK
    state = t.code("common.state", standing.decided.state)
    if standing.decided.state not in ("confirmed", "closed"):
        return state
    return f"{state} {common_problem_words.tally(standing, t)}"


def _commonness(units: int, common: bool | None) -> str:
    t = session.messages()
    if pd.isna(common):
        return t("problems.cannot_tell")
    if not units:
        return t("problems.nowhere")
    return t("problems.is_common") if common else t("problems.not_common")


def _change(code: str | None, now: float, before: float) -> str:
    t = session.messages()
    if code is None or pd.isna(code):
        return figures.BLANK
    points = figures.plain(round(abs(now - before) * 100, 1))
    return {
        "up": t("problems.up", points=points),
        "down": t("problems.down", points=points),
        "same": t("problems.same"),
    }[code]


def columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "problem": tables.text(t("problems.code"), pinned=True),
        "title": st.column_config.TextColumn(t("problems.problem"), width=360),
        "common": tables.text(t("problems.common")),
        "units": tables.number(t("problems.units")),
        "with_data": tables.number(t("problems.with_data")),
        "without_data": tables.number(t("problems.without_data")),
        "share": tables.percent(t("problems.share")),
        "change": tables.text(t("problems.change")),
        "seen": tables.number(t("problems.seen")),
        "decision": st.column_config.TextColumn(t("problems.decision"), width=420),
        "strength": tables.text(t("problems.strength")),
    }


def choose(listed: pd.DataFrame) -> None:
    """The list; a row clicked is the problem the link names from then on."""
    shown = columns()
    st.dataframe(
        tables.shown(listed, shown),
        key=ROWS,
        hide_index=True,
        column_config=shown,
        height=HEIGHT,
        placeholder=figures.BLANK,
        on_select=partial(url_widgets.row_picks, "problem", listed["problem"].tolist(), key=ROWS),
        selection_mode="single-row",
    )


def entry(problem: CommonProblem, table: pd.DataFrame) -> None:
    """What signals a problem, what usually puts it right, and in how many units it holds."""
    t, framework = session.messages(), session.framework()
    st.header(session.plain(f"{problem.code} {t.of(problem.title)}"))
    basis = t("problems.basis_text") if problem.basis == "text" else t("problems.basis_inferred")
    indicators = t("problems.list").join(
        t.of(framework.indicator_by_code[code].title) for code in problem.indicators
    )
    for label, said in (
        (t("problems.signal"), t.of(problem.signal_text)),
        (t("problems.indicators"), indicators),
        (t("problems.measures"), t.of(problem.measures)),
        (
            t("problems.source"),
            t("county.source_and_basis", source=t.of(problem.source), basis=basis),
        ),
    ):
        st.markdown(f"**{session.plain(label)}** {session.plain(said)}")
    row = table.set_index("problem").loc[[problem.code]].to_dict("records")[0]
    st.markdown(
        t(
            "problems.counts",
            units=row["units"],
            with_data=row["with_data"],
            without_data=row["without_data"],
        )
    )


def spread(spread: Spread) -> None:
    """The units a problem holds in, and apart from them those nobody can tell of."""
    t = session.messages()
    if spread.holders:
        st.subheader(t("problems.holders", count=len(spread.holders)))
        tables.show(holders_listed(spread.holders), holder_columns(spread.holders), key="holders")
    elif spread.absent:
        st.info(t("problems.no_holders", count=spread.absent))
    else:
        st.warning(t("problems.nobody_knows"))
    _found(spread.holders)
    if spread.without_data:
        with st.expander(t("problems.silent", count=len(spread.without_data))):
            names = t("problems.list").join(map(t.of, spread.without_data))
            st.markdown(session.plain(names))


def _found(holders: Sequence[Holder]) -> None:
    """What teams wrote, in full: a table's cell would cut it off."""
    t = session.messages()
    notes = [(t.of(holder.unit), finding) for holder in holders for finding in holder.findings]
    if notes:
        with st.expander(t("problems.found", count=len(notes))):
            for name, finding in notes:
                st.markdown(f"- **{session.plain(name)}** {session.plain(_finding(finding))}")


def holders_listed(holders: Sequence[Holder]) -> pd.DataFrame:
    """Each holder in the reader's words, with a link to its profile."""
    t = session.messages()
    return pd.DataFrame(
        [
            {
                "unit": holder.unit.unit,
                "name": t.of(holder.unit),
                "prefecture": holder.unit.prefecture_said_in(t.lang),
                "known_by": _known_by(holder),
                "findings": len(holder.findings),
                "profile": f"county?{urlencode(session.carried('county', unit=holder.unit.unit))}",
            }
            | {f"{m.asked}.{m.code}": _value(m) for m in holder.measured}
            for holder in holders
        ]
    )


def holder_columns(holders: Sequence[Holder]) -> dict[str, tables.Column]:
    """What the signal reads has a column each: it is the same for every unit."""
    t = session.messages()
    return {
        "name": tables.unit(t("problems.unit"), pinned=True),
        "profile": st.column_config.LinkColumn(
            t("problems.profile"), display_text=t("problems.open_profile")
        ),
        "known_by": tables.text(t("problems.known_by")),
        "findings": tables.number(t("problems.findings")),
        **{f"{m.asked}.{m.code}": tables.text(_title(m)) for m in holders[0].measured},
        "prefecture": tables.text(t("problems.prefecture")),
    }


def _known_by(holder: Holder) -> str:
    t = session.messages()
    if holder.fired and holder.findings:
        return t("problems.by_both")
    return t("problems.by_signal") if holder.fired else t("problems.by_finding")


def _title(measured: Measured) -> str:
    t, framework = session.messages(), session.framework()
    title = rules_in_words.name_of(framework, measured.code, t)
    match measured.asked:
        case "score":
            return t("rule.score_of", indicator=title)
        case "percentile":
            return t("rule.percentile_of", indicator=title)
        case "previous":
            return t("problems.previous_of", title=title)
    return title


def _value(measured: Measured) -> str:
    t, framework = session.messages(), session.framework()
    if measured.value is None:
        return figures.BLANK
    if measured.asked in ("score", "percentile"):
        return f"{measured.value:.1f}"
    if measured.asked == "indicator":
        indicator = framework.indicator_by_code[measured.code]
        return figures.of_indicator(framework, indicator, measured.value, t)
    return figures.of_field(framework.field_by_code[measured.code], measured.value, t)


def _finding(finding: FindingTold) -> str:
    t = session.messages()
    return t(
        "problems.finding_told",
        found_on=finding.found_on.isoformat(),
        team=finding.team_name or t("problems.somebody"),
        description=finding.description,
    )
