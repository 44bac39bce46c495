"""One team drawn: its head, people, units, and what it found; and which team or unit to look at."""

import pandas as pd
import streamlit as st

from assessment.field.team_results import results, team
from assessment.field.team_results.results import Ledger
from assessment.field.team_results.team import TeamSeen
from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.units import directory
from pages.field.visits import diary_pages, field_notes
from pages.kit import session, tables, url_widgets

ANY = "any"
"""Stands in the URL for every team, or every unit."""


def pick() -> str:
    """A team's code; one's own first."""
    t, actor = session.messages(), session.actor()
    with session.explaining():
        found = team.listed(session.store(), actor)
    if not found:
        st.info(t("team.none"))
        st.stop()
    own = sorted(found, key=lambda each: each.team not in actor.teams)
    return url_widgets.pick("team", t("team.pick"), {each.team: each.name for each in own})


def pick_diary() -> tuple[str | None, str | None]:
    """Whose diary is read: of any team or one, in any county or one."""
    t, store, actor = session.messages(), session.store(), session.actor()
    with session.explaining():
        teams = team.listed(store, actor)
        units = directory.units(store, actor)
    left, right = st.columns(2)
    with left:
        titles = {ANY: t("diary.any_team")} | {each.team: each.name for each in teams}
        code = url_widgets.pick("team", t("team.pick"), titles, ANY, keep=_from_the_first_leaf)
    if len(units) == 1:
        return (None if code == ANY else code), units[0].unit
    with right:
        titles = {ANY: t("diary.any_unit")} | {each.unit: t.of(each) for each in units}
        unit = url_widgets.pick("unit", t("picker.unit"), titles, ANY, keep=_from_the_first_leaf)
    return (None if code == ANY else code), (None if unit == ANY else unit)


def _from_the_first_leaf(name: str, code: str) -> None:
    """Of another diary the page looked at is another page."""
    if (session.in_link(name) or code) != code:
        session.show(diary_pages.LEAF, "")
    session.show(name, code)


def head(team_view: TeamSeen) -> None:
    t, about = session.messages(), team_view.team
    facts = t("diary.dot").join(
        [
            t.code("team.kind", about.kind),
            about.sending_body,
            t.code("team.sending_level", about.sending_level),
            t("team.batch", batch=about.batch),
        ]
    )
    st.subheader(session.plain(about.name))
    st.caption(session.plain(facts))
    outcome = team_view.outcome
    last = team_view.last.isoformat() if team_view.last else figures.BLANK
    with st.container(horizontal=True):
        for label, number, help_ in (
            (t("team.visits"), str(team_view.visits), t("team.visits_help")),
            (t("team.days"), str(team_view.days), t("team.days_help")),
            (t("team.last"), last, None),
            (t("team.found"), str(len(team_view.findings)), t("team.found_help")),
            (t("team.waiting"), str(outcome["waiting"]), None),
            (t("team.rectifying"), str(outcome["rectifying"]), None),
            (t("team.put_right"), str(outcome["put_right"]), None),
            (t("team.set_aside"), str(outcome["set_aside"]), t("team.set_aside_help")),
        ):
            st.metric(label, number, help=help_, width="content", border=True)


def members(team_view: TeamSeen) -> None:
    t = session.messages()
    now = sum(each.is_in(team_view.day) for each in team_view.members)
    st.subheader(t("team.members", count=now))
    if not team_view.members:
        st.info(t("team.no_members"))
        return
    st.table(
        [
            {
                t("team.member"): session.plain(
                    t("team.leading", name=each.name) if each.is_leader else each.name
                ),
                t("team.body"): session.plain(each.body),
                t("team.since"): field_notes.span(each.starts, each.ends),
            }
            for each in team_view.members
        ],
        hide_index=True,
    )


def links(team_view: TeamSeen) -> None:
    t = session.messages()
    st.subheader(
        t("team.links", count=len({x.unit for x in team_view.links if x.holds(team_view.day)}))
    )
    if not team_view.links:
        st.info(t("team.no_links"))
        return
    st.table(
        [
            {
                t("picker.unit"): session.plain(t.of(team_view.units[each.unit])),
                t("team.link_kind"): t.code("link.kind", each.kind),
                t("team.since"): field_notes.span(each.starts, each.ends),
            }
            for each in team_view.links
        ],
        hide_index=True,
    )
    with st.container(horizontal=True):
        for unit in dict.fromkeys(
            each.unit for each in team_view.links if each.holds(team_view.day)
        ):
            name = t.of(team_view.units[unit])
            session.link("county", t("team.open_county", unit=name), unit=unit)


def outcomes(team_view: TeamSeen) -> None:
    """What it achieved this year, and how its units have scored since it came."""
    t, store, actor = session.messages(), session.store(), session.actor()
    with session.explaining():
        year = clock.today().year
        ledger = results.ledger(store, actor, year, team=team_view.team.team)
        scored = team.scored(session.data_source(), actor, team_view)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("team.results", year=year))
        _sums(ledger)
    with right:
        st.subheader(t("team.scores"))
        _scores(team_view, scored)


def _sums(ledger: Ledger) -> None:
    """Sums of what was told; a figure nobody told of is no zero."""
    t, sums = session.messages(), results.summed(ledger.whole)
    if ledger.months.empty:
        st.info(t("team.no_results"))
        return
    st.caption(t("team.results_caption", months=ledger.months["month"].nunique()))
    titles = t.codes("results.figure")
    rows = pd.DataFrame([{"said": title, "sum": sums[code]} for code, title in titles.items()])
    columns = {"said": t("results.figure_of"), "sum": tables.number(t("results.total"))}
    tables.show(rows.astype({"sum": "Int64"}), columns, key="team_results", tallest=len(rows))


def _scores(team_view: TeamSeen, scored: pd.DataFrame) -> None:
    t = session.messages()
    if scored.empty:
        st.info(t("team.no_scores"))
        return
    st.caption(t("team.scores_caption"))
    wide = scored.pivot(index="unit", columns="period", values="total")
    rows = wide.reindex(list(dict.fromkeys(scored["unit"]))).reset_index()
    rows["said"] = [t.of(team_view.units[unit]) for unit in rows["unit"]]
    columns: dict[str, tables.Column] = {"said": tables.unit(t("picker.unit"), pinned=True)}
    columns |= {period: tables.score(period) for period in wide.columns}
    tables.show(rows, columns, key="team_scores")


def findings(team_view: TeamSeen) -> None:
    """All it found, and where each stands now."""
    t, framework = session.messages(), session.framework()
    st.subheader(t("team.findings", count=len(team_view.findings)))
    if not team_view.findings:
        st.info(t("team.no_findings"))
        return
    strengths = {each.code: t.of(each.short) for each in framework.strengths}
    rows = pd.DataFrame(
        {
            "found_on": each.found_on,
            "unit": t.of(team_view.units[each.unit]),
            "description": each.description,
            "strength": strengths.get(each.strength, each.strength),
            "problem": each.problem,
            "severity": t.code("finding.severity", each.severity),
            "stage": t.code("course.stage", each.stage),
        }
        for each in team_view.findings
    )
    tables.show(
        rows,
        {
            "found_on": tables.date(t("team.found_on")),
            "unit": tables.text(t("picker.unit")),
            "description": tables.text(t("team.description")),
            "strength": tables.text(t("picker.strength")),
            "problem": tables.text(t("team.problem")),
            "severity": tables.text(t("team.severity")),
            "stage": tables.text(t("team.stage")),
        },
        key="team_findings",
    )
