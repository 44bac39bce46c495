"""What is amiss with teams and links on a day: how much of each kind, and where."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from assessment.field.teams.register import watch
from assessment.field.teams.register.reading import Register
from assessment.field.teams.register.watch import LEAST_MEMBERS, RULES, Breach
from assessment.i18n import Messages
from assessment.units import directory
from pages.kit import session, tables


def title(rule: str, t: Messages) -> str:
    return {
        "uncovered": t("teams.rule.uncovered"),
        "too_few": t("teams.rule.too_few", least=LEAST_MEMBERS),
        "no_leader": t("teams.rule.no_leader"),
        "two_places": t("teams.rule.two_places"),
        "home": t("teams.rule.home"),
    }[rule]


def show(register: Register, breaches: Sequence[Breach], day: date) -> None:
    """How many there are of each rule, then each of them with where it is."""
    t = session.messages()
    if not breaches:
        st.success(t("teams.all_well", day=day.isoformat()))
    else:
        st.markdown(t("teams.amiss", count=len(breaches), day=day.isoformat()))
    counts = {rule: sum(breach.rule == rule for breach in breaches) for rule in RULES}
    # What nobody has told cannot be in order.
    untold = len(watch.homes_untold(register, day))
    st.dataframe(
        pd.DataFrame(
            {
                "state": [
                    _state(count, untold if rule == "home" else 0, t)
                    for rule, count in counts.items()
                ],
                "rule": [title(rule, t) for rule in RULES],
                "remedy": [t.code("teams.remedy", rule) for rule in RULES],
            }
        ),
        key="team_rules",
        hide_index=True,
        column_config={
            "state": tables.text(t("teams.state"), width="medium"),
            "rule": tables.text(t("teams.rule_title"), width="medium"),
            "remedy": tables.text(t("teams.remedy_title"), width="large"),
        },
    )
    if untold:
        _untold(register, day)
    if breaches:
        listed(register, breaches, key="team_breaches")


def listed(register: Register, breaches: Sequence[Breach], *, key: str) -> None:
    """Each thing amiss, with the unit, the team and the person it is about."""
    t = session.messages()
    units = unit_names()
    told = pd.DataFrame(
        [
            (
                title(breach.rule, t),
                _joined([units.get(unit, unit) for unit in breach.units], t),
                _joined([register.team_names.get(team, team) for team in breach.teams], t),
                _who(register, breach, t),
            )
            for breach in breaches
        ],
        columns=["rule", "unit", "team", "who"],
    )
    tables.show(
        told,
        {
            "rule": tables.text(t("teams.rule_title")),
            "unit": tables.text(t("teams.unit")),
            "team": tables.text(t("teams.team")),
            "who": tables.text(t("teams.who")),
        },
        key=key,
        tallest=14,
    )


def _untold(register: Register, day: date) -> None:
    """Of whom nobody knows where they come from, so that it can be worked off, and where."""
    t = session.messages()
    people = watch.homes_untold(register, day)
    names = {person.person: person for person in register.people}
    with st.expander(t("teams.homes_untold", count=len(people))):
        st.caption(t("teams.homes_how"))
        told = pd.DataFrame(
            [
                (
                    names[code].name,
                    names[code].body,
                    _joined([register.team_names.get(team, team) for team in teams], t),
                )
                for code, teams in people.items()
            ],
            columns=["name", "body", "team"],
        )
        columns = {
            "name": tables.text(t("teams.name"), pinned=True),
            "body": tables.text(t("teams.body")),
            "team": tables.text(t("teams.team")),
        }
        tables.show(told, columns, key="team_homes_untold", tallest=10)


def unit_names() -> dict[str, str]:
    t = session.messages()
    offers = directory.units(session.store(), session.actor())
    return {each.unit: t.of(each) for each in offers}


def _state(count: int, untold: int, t: Messages) -> str:
    if untold:
        said = t("teams.some_amiss", count=count) if count else t("teams.none_known")
        return t("teams.untold", said=said, count=untold)
    return t("teams.some_amiss", count=count) if count else t("teams.none_amiss")


def _who(register: Register, breach: Breach, t: Messages) -> str:
    if breach.rule == "too_few":
        return t("teams.members_now", count=breach.count)
    return register.person_names.get(breach.person or "", breach.person or "")


def _joined(names: Sequence[str], t: Messages) -> str:
    return t("teams.list").join(names)
