"""What the rules point out about liaison teams, drawn: sentences first, then who and where."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from assessment.field.coverage import coverage_watch
from assessment.field.coverage.coverage import Coverage
from assessment.field.coverage.coverage_watch import Watched
from assessment.framework.model import LiaisonRules
from pages.field.coverage import liaison
from pages.kit import badges, session, tables
from pages.kit.drawings import charts, colours
from pages.kit.drawings.drawn_once import drawn_once


def pointed_out(coverage: Coverage, watched: Watched) -> None:
    """What is not as it is asked for, in a sentence each; then the lists, where there are any."""
    t = session.messages()
    limits = watched.limits
    _sentence(
        len(watched.unvisited),
        t("coverage.some_unvisited", count=len(watched.unvisited), days=limits.unvisited_days),
        t("coverage.none_unvisited", days=limits.unvisited_days),
    )
    if watched.seldom is None:
        st.info(f"○ {session.plain(t('coverage.seldom_unknown', period=coverage.period))}")
    else:
        facts = {
            "period": watched.scored,
            "score": f"{limits.low_score:g}",
            "due": watched.visits_due,
        }
        _sentence(
            len(watched.seldom),
            t("coverage.some_seldom", count=len(watched.seldom), **facts),
            t("coverage.none_seldom", **facts),
        )
    _sentence(
        len(watched.overloaded),
        t("coverage.some_over", count=len(watched.overloaded)),
        t("coverage.none_over"),
    )
    if watched.compared and watched.people["due"].notna().any():
        behind = int(watched.people["behind"].fillna(False).sum())
        asked = int(watched.people["due"].notna().sum())
        _sentence(
            behind,
            t("coverage.some_behind", count=behind, asked=asked),
            t("coverage.none_behind", asked=asked),
        )


def _sentence(count: int, some: str, none: str) -> None:
    if count:
        st.warning(f"⚠ {session.plain(some)}")
    else:
        st.success(f"✔ {session.plain(none)}")


def lists(coverage: Coverage, watched: Watched) -> None:
    """The units and teams behind the sentences; a list with nothing in it is not there."""
    t = session.messages()
    if not watched.unvisited.empty:
        st.subheader(t("coverage.unvisited"))
        tables.show(unvisited_listed(watched), unvisited_columns(), key="coverage_unvisited")
    if watched.seldom is not None and not watched.seldom.empty:
        st.subheader(t("coverage.seldom"))
        tables.show(badges.units(watched.seldom), seldom_columns(), key="coverage_seldom")
    if not watched.overloaded.empty:
        st.subheader(t("coverage.over"))
        shown = teams_listed(coverage, watched)
        shown = shown[shown["team"].isin(watched.overloaded["team"])]
        tables.show(shown, team_columns(), key="coverage_over")


def unvisited_listed(watched: Watched) -> pd.DataFrame:
    """Those nobody ever came to first, then the longest ago."""
    rows = watched.unvisited.sort_values(
        ["days_since", "unit"], ascending=[False, True], na_position="first", kind="stable"
    )
    return badges.units(rows.reset_index(drop=True))


def unvisited_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "said": tables.unit(t("coverage.unit"), pinned=True),
        "days_since": tables.number(t("coverage.days_since")),
        "last_visit": tables.date(t("coverage.last_visit")),
        "teams": tables.number(t("coverage.team_count")),
        "prefecture_said": tables.prefecture(t("coverage.prefecture")),
    }


def seldom_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "said": tables.unit(t("coverage.unit"), pinned=True),
        "score": tables.score(t("coverage.score")),
        "visits_this_year": tables.number(t("coverage.visits_this_year")),
        "last_visit": tables.date(t("coverage.last_visit")),
        "teams": tables.number(t("coverage.team_count")),
        "prefecture_said": tables.prefecture(t("coverage.prefecture")),
    }


def teams_listed(coverage: Coverage, watched: Watched) -> pd.DataFrame:
    """Every team in the reader's words: what needs a remark first, then the busiest."""
    listed = liaison.teams_listed(coverage)
    more = watched.teams[["team", "days", "due", "over"]]
    rows = listed.merge(more, on="team", how="left")
    rows["remark"] = [
        _remark(over, remark) for over, remark in zip(rows["over"], rows["remark"], strict=True)
    ]
    order = rows["over"].notna().sort_values(ascending=False, kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def _remark(over: Any, otherwise: str) -> str:
    t = session.messages()
    if pd.isna(over):
        return otherwise
    return {
        "units": t("coverage.over_units"),
        "people": t("coverage.over_people"),
        "nobody": t("coverage.over_nobody"),
    }[str(over)]


def team_columns() -> dict[str, tables.Column]:
    t = session.messages()
    columns = liaison.team_columns()
    return {
        **{name: columns[name] for name in ("name", "remark", "units", "people", "visits")},
        "days": tables.number(t("coverage.days"), help=t("coverage.days_help")),
        "due": tables.number(t("coverage.due"), help=t("coverage.due_help")),
        **{name: columns[name] for name in ("kind", "sending_body", "sending_level", "batch")},
    }


def people_listed(watched: Watched) -> pd.DataFrame:
    """Everybody once, who is furthest behind first."""
    t = session.messages()
    people = watched.people
    return people.assign(
        teams=[t("coverage.list").join(names) for names in people["team_names"]],
        status=[_status(behind) for behind in people["behind"]],
    )


def _status(behind: Any) -> str:
    t = session.messages()
    if pd.isna(behind):
        return t("coverage.is_not_asked")
    return t("coverage.is_behind") if behind else t("coverage.is_enough")


def people_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "name": tables.text(t("coverage.person"), pinned=True),
        "status": tables.text(t("coverage.status")),
        "days": tables.number(t("coverage.days"), help=t("coverage.days_help")),
        "due": tables.number(t("coverage.due"), help=t("coverage.due_help")),
        "due_year": tables.number(t("coverage.due_year")),
        "body": tables.text(t("coverage.body")),
        "teams": tables.text(t("coverage.in_teams"), width="large"),
    }


def timeline(months: pd.DataFrame, watched_days: int) -> None:
    """Units with a team and units visited lately, month by month."""
    t = session.messages()
    figure = _timeline(months, watched_days)
    charts.show(figure, key="coverage_timeline", described=t("coverage.timeline_described"))
    total = int(months["total"].max())
    st.caption(t("coverage.timeline_caption", total=total, days=watched_days))


@drawn_once
def _timeline(months: pd.DataFrame, watched_days: int) -> go.Figure:
    t = session.messages()
    covered, visited = t("coverage.headline"), t("coverage.visited_lately", days=watched_days)
    figure = go.Figure(layout=charts.layout(height=320))
    days = [each.isoformat() for each in months["day"]]
    for name, column, colour, dash in (
        (covered, "covered", colours.ACCENT, "solid"),
        (visited, "visited", colours.PEERS, "dot"),
    ):
        figure.add_scatter(
            x=days,
            y=[int(each) for each in months[column]],
            name=name,
            mode="lines+markers",
            line={"color": colour, "width": 3, "dash": dash},
            marker={"size": 6},
            hovertemplate="%{x|%Y-%m-%d}: %{y}<extra>%{fullData.name}</extra>",
        )
    total = int(months["total"].max())
    figure.update_yaxes(range=[0, total * 1.06 + 0.5])
    figure.update_xaxes(tickformat="%Y-%m")
    return figure


def rules_told(rules: LiaisonRules, watched: Watched) -> None:
    """The rules in words, with where they are from: nobody should have to guess a threshold."""
    t = session.messages()
    limits = watched.limits
    with st.expander(t("coverage.rules")):
        lines = [
            t("coverage.rule_days", level=t.code("team.sending_level", level), days=days)
            for level, days in limits.days_at_base.items()
        ]
        lines += [
            t("coverage.rule_counted"),
            t("coverage.rule_unvisited", days=limits.unvisited_days),
            t("coverage.rule_seldom", score=f"{limits.low_score:g}", visits=limits.few_visits),
            t(
                "coverage.rule_over",
                units=limits.most_units,
                each=f"{limits.most_units_per_person:g}",
            ),
            t("coverage.rule_source", source=t.of(rules.source)),
        ]
        st.markdown("\n".join(f"- {session.plain(line)}" for line in lines))


def lately(watched: Watched | None) -> int:
    """Days within which a visit is recent, by the rule where there is one."""
    return coverage_watch.LATELY if watched is None else watched.limits.unvisited_days
