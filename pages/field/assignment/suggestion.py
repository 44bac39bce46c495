"""The suggested assignment drawn: what to ask of it, what it comes to, and each change."""

from datetime import date
from zlib import crc32

import pandas as pd
import streamlit as st

from assessment.field.assignment.assignment_solver import Rules, Undecided
from assessment.field.assignment.suggested_assignment import Contradiction, Suggestion, Wish
from pages.kit import badges, session, tables, url_widgets

RULES = ("every_team", "home", "own_prefecture")
"""Those that are switched on or off; the others have a number."""

CONTINUITY = ("40", "0", "120")
"""Kilometres a change weighs; the codes in the URL."""

FURTHEST, MOST_UNITS, MOST_CHANGES = 2000, 20, 500


def wished(period: str, day: date) -> Wish:
    """The controls; what they say is in the URL."""
    t = session.messages()
    titles = {
        "home": t("assignment.rule_home"),
        "own_prefecture": t("assignment.rule_own_prefecture"),
        "every_team": t("assignment.rule_every_team"),
    }
    chosen = url_widgets.picks("rules", t("assignment.rules"), titles, RULES)
    weights = {
        "40": t("assignment.continuity_some"),
        "0": t("assignment.continuity_none"),
        "120": t("assignment.continuity_much"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        change_km = url_widgets.pick(
            "continuity", t("assignment.continuity"), weights, CONTINUITY[0], keep=session.show
        )
        furthest = _number("furthest", t("assignment.furthest"), FURTHEST)
        most_units = _number("most_units", t("assignment.most_units"), MOST_UNITS)
        most_changes = _number("most_changes", t("assignment.most_changes"), MOST_CHANGES)
    rules = Rules(
        every_team="every_team" in chosen,
        home="home" in chosen,
        own_prefecture="own_prefecture" in chosen,
        furthest=furthest or None,
        most_units=most_units or None,
        most_changes=most_changes or None,
    )
    return Wish(period, day, rules, int(change_km))


def _number(name: str, label: str, most: int) -> int:
    hint = session.messages()("assignment.no_limit")
    return url_widgets.whole_number(name, label, 0, most=most, hint=hint)


def is_asked(wish: Wish) -> bool:
    """Whether somebody pressed the button for this very wish. It takes seconds, and so is not
    computed anew at every touch of a control."""
    t = session.messages()
    code = f"{crc32(str(wish).encode()):08x}"
    asked = st.button(t("assignment.compute"), type="primary", key="assignment_compute")
    if asked:
        session.show("asked", code)
    return asked or session.in_link("asked") == code


def show(proposal: Suggestion | Contradiction | Undecided | None, wish: Wish) -> None:
    """The suggestion, or in words why there is none."""
    t = session.messages()
    if proposal is None:
        st.info(t("assignment.nothing"))
    elif isinstance(proposal, Undecided):
        st.warning(
            f"⚠ {session.plain(t('assignment.undecided', seconds=f'{proposal.seconds:.0f}'))}"
        )
    elif isinstance(proposal, Contradiction):
        _contradiction(proposal, wish.rules)
    else:
        _suggestion(proposal)


def _contradiction(contradiction: Contradiction, rules: Rules) -> None:
    t = session.messages()
    named = "".join(f"\n- {session.plain(_rule(code, rules))}" for code in contradiction.rules)
    st.error(f"✘ {session.plain(t('assignment.impossible'))}\n{named}")
    if contradiction.doubtful:
        names = t("assignment.list").join(_rule(code, rules) for code in contradiction.doubtful)
        st.markdown(session.plain(t("assignment.impossible_doubtful", names=names)))
    else:
        st.markdown(session.plain(t("assignment.impossible_hint")))
    names = t("assignment.list")
    if not contradiction.units.empty:
        units = names.join(badges.units(contradiction.units)["said"])
        sentence = t("assignment.units_without", count=len(contradiction.units), names=units)
        st.markdown(session.plain(sentence))
    if not contradiction.teams.empty:
        teams = names.join(contradiction.teams["name"])
        sentence = t("assignment.teams_without", count=len(contradiction.teams), names=teams)
        st.markdown(session.plain(sentence))


def _rule(code: str, rules: Rules) -> str:
    """A rule as its control says it, with its number."""
    t = session.messages()
    title = {
        "every_team": t("assignment.rule_every_team"),
        "home": t("assignment.rule_home"),
        "own_prefecture": t("assignment.rule_own_prefecture"),
        "furthest": t("assignment.furthest"),
        "most_units": t("assignment.most_units"),
        "most_changes": t("assignment.most_changes"),
    }[code]
    number = getattr(rules, code)
    return title if number is True else t("assignment.rule_number", rule=title, number=number)


def _suggestion(suggestion: Suggestion) -> None:
    t = session.messages()
    st.info(f"ⓘ {session.plain(t('assignment.not_applied'))}")
    _figures(suggestion)
    _remarks(suggestion)
    st.header(t("assignment.changes"))
    changes = changes_listed(suggestion)
    if changes.empty:
        st.success(f"✔ {t('assignment.no_change')}")
    else:
        tables.show(changes, change_columns(), key="assignment_changes", tallest=14)
        st.caption(t("assignment.changes_caption"))
    st.header(t("assignment.teams"))
    tables.show(suggestion.teams, team_columns(), key="assignment_teams")
    st.caption(t("assignment.teams_caption"))
    st.header(t("assignment.links"))
    links = links_listed(suggestion)
    tables.show(links, link_columns(), key="assignment_links")
    session.link("teams", t("assignment.record"))
    tables.download(
        {
            t("assignment.sheet_changes"): (_written(changes), change_columns()),
            t("assignment.sheet_teams"): (_written(suggestion.teams), team_columns()),
            t("assignment.sheet_links"): (_written(links), link_columns()),
        },
        title=t("assignment.book_title", day=suggestion.wish.day.isoformat()),
        file_name=t("assignment.file_name", day=suggestion.wish.day.isoformat()),
        key="assignment_download",
    )


def _written(rows: pd.DataFrame) -> pd.DataFrame:
    """As the screen writes it: nobody needs a metre of the way the crow flies, and a column of
    sixteen digits leaves a printed page no room for names."""
    digits = {"need": 2, "undone": 2} | dict.fromkeys(rows.filter(like="load").columns, 2)
    return rows.round(digits | dict.fromkeys(rows.filter(like="km").columns, 0))


def _figures(suggestion: Suggestion) -> None:
    """Today's and the suggestion's side by side."""
    t = session.messages()
    found = suggestion.found
    with st.container(horizontal=True):
        for label, number, help_ in (
            (t("assignment.covered"), f"{suggestion.covered_today} → {suggestion.units}", None),
            (
                t("assignment.heaviest"),
                f"{suggestion.cap_today:.2f} → {found.cap:.2f}",
                t("assignment.load_help"),
            ),
            (
                t("assignment.kilometres"),
                f"{suggestion.km_today:,.0f} → {suggestion.km:,.0f}",
                t("assignment.kilometres_help"),
            ),
            (t("assignment.begun"), f"{suggestion.begun}", None),
            (t("assignment.ended"), f"{suggestion.ended}", None),
        ):
            st.metric(label, number, help=help_, width="content", border=True)
    st.caption(
        session.plain(
            t(
                "assignment.proven",
                cap=f"{found.cap:.3f}",
                bound=f"{found.cap_bound:.3f}",
                gap=f"{found.cap_gap:.1%}",
                cost_gap=f"{found.cost_gap:.1%}",
                seconds=f"{found.seconds:.1f}",
            )
        )
    )


def _remarks(suggestion: Suggestion) -> None:
    """What the figures rest on that the reader should know."""
    t = session.messages()
    if suggestion.unscored:
        st.caption(session.plain(t("assignment.unscored", count=suggestion.unscored)))
    if not suggestion.left_out.empty:
        names = t("assignment.list").join(suggestion.left_out["name"])
        count = len(suggestion.left_out)
        st.warning(f"⚠ {session.plain(t('assignment.left_out', count=count, names=names))}")


def changes_listed(suggestion: Suggestion) -> pd.DataFrame:
    """Every unit whose teams change, in words."""
    t = session.messages()
    why = {
        "uncovered": t("assignment.why_uncovered"),
        "rule": t("assignment.why_rule"),
        "load": t("assignment.why_load"),
        "idle": t("assignment.why_idle"),
        "second": t("assignment.why_second"),
        "nearer": t("assignment.why_nearer"),
        "chain": t("assignment.why_chain"),
    }
    rows, names = suggestion.changes, t("assignment.list")
    return badges.units(rows).assign(
        before_said=[names.join(teams) or t("assignment.nobody") for teams in rows["before"]],
        after_said=[names.join(teams) for teams in rows["after"]],
        why_said=[why[code] for code in rows["why"]],
    )


def change_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "said": tables.unit(t("assignment.unit"), pinned=True),
        "why_said": tables.text(t("assignment.why")),
        "km_before": tables.number(t("assignment.km_before")),
        "km_after": tables.number(t("assignment.km_after")),
        "load_before": tables.number(t("assignment.load_before"), digits=2),
        "load_after": tables.number(t("assignment.load_after"), digits=2),
        "undone": tables.number(t("assignment.undone"), digits=2, help=t("assignment.undone_help")),
        "before_said": tables.text(t("assignment.before")),
        "after_said": tables.text(t("assignment.after")),
        "prefecture_said": tables.prefecture(t("assignment.prefecture")),
    }


def team_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "name": tables.text(t("assignment.team"), width="medium"),
        "people": tables.number(t("assignment.people")),
        "units_before": tables.number(t("assignment.units_before")),
        "units": tables.number(t("assignment.units_after")),
        "load_before": tables.number(t("assignment.load_before"), digits=2),
        "load": tables.number(t("assignment.load_after"), digits=2),
        "km_before": tables.number(t("assignment.km_before")),
        "km": tables.number(t("assignment.km_after")),
    }


def links_listed(suggestion: Suggestion) -> pd.DataFrame:
    t = session.messages()
    states = {
        "kept": t("assignment.kept"),
        "begun": t("assignment.is_begun"),
        "ended": t("assignment.is_ended"),
    }
    rows = suggestion.links.sort_values(["unit", "team"]).reset_index(drop=True)
    return badges.units(rows).assign(state_said=[states[state] for state in rows["state"]])


def link_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "said": tables.unit(t("assignment.unit"), pinned=True),
        "state_said": tables.text(t("assignment.state")),
        "team_name": tables.text(t("assignment.team")),
        "km": tables.number(t("assignment.km")),
        "need": tables.number(t("assignment.need"), digits=2, help=t("assignment.need_help")),
        "prefecture_said": tables.prefecture(t("assignment.prefecture")),
    }
