"""The teams: found in a list; one of them with its people and links, and described anew."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.field.teams.register import changes, reading
from assessment.field.teams.register.reading import (
    MANAGE,
    Assignment,
    Person,
    Register,
    Team,
    TeamMember,
)
from assessment.i18n import Messages
from assessment.kernel import clock
from pages.field.teams import teams_members, teams_rules
from pages.field.teams.teams_links import Action
from pages.kit import inline_forms, refusals, session, tables, url_widgets

TALLEST = 8
KINDS = ("liaison", "stay_in", "guidance")
LEVELS = ("national", "province", "prefecture")


def show(register: Register) -> Action | None:
    """The list, and what is picked of it."""
    t = session.messages()
    manages = session.actor().may(MANAGE)
    if manages:
        inline_forms.button("new_team", t("teams.do.new_team"), primary=not register.teams)
        if inline_forms.is_open("new_team"):
            return _team_form(register, None)
    if not register.teams:
        st.info(t("teams.nobody_yet"))
        return None
    team = _picked(register)
    if team is None:
        return None
    with st.container(border=True):
        _facts(register, team)
    return _deeds(register, team) if manages else None


def _picked(register: Register) -> Team | None:
    t = session.messages()
    wanted = url_widgets.search(t("teams.search"), t("teams.search_hint")).casefold().split()
    units = teams_rules.unit_names()
    rows = {team.team: _row(register, team, units, t) for team in register.teams}
    shown = [
        team
        for team in register.teams
        if all(word in " ".join(map(str, rows[team.team])).casefold() for word in wanted)
    ]
    st.caption(t("teams.counted", shown=len(shown), all=len(register.teams)))
    if not shown:
        st.info(t("teams.none_found"))
        return None
    columns = {
        "name": tables.text(t("teams.team"), pinned=True),
        "kind": tables.text(t("teams.kind")),
        "people": tables.text(t("teams.people_now"), width="small"),
        "units": tables.text(t("teams.units_now")),
        "body": tables.text(t("teams.sending_body")),
        "leader": tables.text(t("teams.contact_leader")),
        "batch": tables.text(t("teams.batch"), width="small"),
        "code": tables.text(t("teams.code"), width="small"),
    }
    codes = [team.team for team in shown]
    st.dataframe(
        pd.DataFrame([rows[code] for code in codes], columns=list(columns)),
        key="teams",
        hide_index=True,
        column_config=columns,
        height=38 + 35 * min(len(shown), TALLEST),
        on_select=lambda: url_widgets.row_picks("team", codes, key="teams"),
        selection_mode="single-row",
    )
    if session.chosen("team") not in codes:
        session.choose("team", codes[0])
    picked = url_widgets.pick("team", t("teams.team"), {team.team: team.name for team in shown})
    return next(team for team in shown if team.team == picked)


def _row(register: Register, team: Team, units: dict[str, str], t: Messages) -> tuple[str, ...]:
    links = reading.on(register.links_of(team=team.team), clock.today())
    people = reading.on((member for member, _ in register.people_of(team.team)), clock.today())
    return (
        team.name,
        t.code("team.kind", team.kind),
        str(len({member.person for member in people})),
        t("teams.list").join(sorted({units.get(link.unit, link.unit) for link in links})),
        team.sending_body,
        team.contact_leader or tables.UNKNOWN,
        team.batch,
        team.team,
    )


def _facts(register: Register, team: Team) -> None:
    t = session.messages()
    st.subheader(session.plain(team.name))
    said = [
        t.code("team.kind", team.kind),
        t(
            "teams.sent_by",
            body=team.sending_body,
            level=t.code("team.sending_level", team.sending_level),
        ),
        t("teams.batch_said", batch=team.batch),
    ]
    if team.contact_leader:
        said.append(t("teams.leader_said", name=team.contact_leader))
    st.markdown(session.plain(t("teams.gap").join(said)))
    people = register.people_of(team.team)
    st.markdown(t("teams.members_title"))
    if people:
        _members(people)
    else:
        st.info(t("teams.no_members"))
    links = register.links_of(team=team.team)
    st.markdown(t("teams.links_title"))
    if links:
        _links(links)
    else:
        st.info(t("teams.no_team_links"))


def _members(people: Sequence[tuple[TeamMember, Person]]) -> None:
    t = session.messages()
    units = teams_rules.unit_names()
    told = pd.DataFrame(
        [
            (
                person.name,
                t("teams.is_leader") if member.is_leader else t("teams.is_member"),
                person.body,
                person.post or tables.UNKNOWN,
                units.get(person.home, person.home) if person.home else tables.UNKNOWN,
                member.starts.isoformat(),
                member.ends.isoformat() if member.ends else t("teams.still"),
            )
            for member, person in people
        ],
        columns=["name", "role", "body", "post", "home", "starts", "ends"],
    )
    columns = {
        "name": tables.text(t("teams.name"), pinned=True),
        "role": tables.text(t("teams.role"), width="small"),
        "body": tables.text(t("teams.body")),
        "post": tables.text(t("teams.post")),
        "home": tables.text(t("teams.home")),
        "starts": tables.text(t("teams.starts"), width="small"),
        "ends": tables.text(t("teams.ends"), width="small"),
    }
    tables.show(told, columns, key="team_members", tallest=8)


def _links(links: Sequence[Assignment]) -> None:
    t = session.messages()
    units = teams_rules.unit_names()
    told = pd.DataFrame(
        [
            (
                units.get(link.unit, link.unit),
                t.code("link.kind", link.kind),
                link.starts.isoformat(),
                link.ends.isoformat() if link.ends else t("teams.still"),
            )
            for link in links
        ],
        columns=["unit", "kind", "starts", "ends"],
    )
    columns = {
        "unit": tables.text(t("teams.unit")),
        "kind": tables.text(t("teams.link_kind"), width="small"),
        "starts": tables.text(t("teams.starts"), width="small"),
        "ends": tables.text(t("teams.ends"), width="small"),
    }
    tables.show(told, columns, key="team_own_links", tallest=6)


def _deeds(register: Register, team: Team) -> Action | None:
    t = session.messages()
    with st.container(horizontal=True):
        inline_forms.button("describe", t("teams.do.describe"), revision=register.upto)
        teams_members.buttons(register, team)
    if (seen := inline_forms.opened("describe_")) is not None:
        return _team_form(register, team, seen)
    return teams_members.form(register, team)


def _team_form(register: Register, team: Team | None, revision: int | None = None) -> Action | None:
    t = session.messages()
    key = team.team if team else "new"
    with st.form("team_form"):
        st.subheader(t("teams.do.describe") if team else t("teams.do.new_team"))
        code = team.team if team else _new_code(register)
        name = st.text_input(t("teams.team_name"), team.name if team else "", key=f"name_{key}")
        refusals.below("field_work.blank", "team.too_long", about="name")
        kind = st.radio(
            t("teams.kind"),
            KINDS,
            KINDS.index(team.kind) if team else 0,
            format_func=lambda code: t.code("team.kind", code),
            key=f"kind_{key}",
            horizontal=True,
        )
        body = st.text_input(
            t("teams.sending_body"), team.sending_body if team else "", key=f"body_{key}"
        )
        refusals.below("field_work.blank", about="sending_body")
        level = st.radio(
            t("teams.sending_level"),
            LEVELS,
            LEVELS.index(team.sending_level) if team else 1,
            format_func=lambda code: t.code("team.sending_level", code),
            key=f"level_{key}",
            horizontal=True,
        )
        leader = st.text_input(
            t("teams.contact_leader"),
            (team.contact_leader or "") if team else "",
            help=t("teams.contact_leader_help"),
            key=f"leader_{key}",
        )
        batch = st.text_input(
            t("teams.batch"), team.batch if team else str(clock.today().year), key=f"batch_{key}"
        )
        refusals.below("field_work.blank", about="batch")
        pressed = inline_forms.ends("team_now", t("teams.do.save"))
    if not pressed:
        return None
    given = Team(
        code.strip(), name.strip(), kind, body.strip(), level, batch.strip(), leader.strip() or None
    )
    store, actor = session.store(), session.actor()

    def act() -> str:
        changes.describe(store, actor, given, new=team is None, revision=revision)
        session.choose("team", given.team)
        return t("teams.saved", team=given.name)

    return act


def _new_code(register: Register) -> str:
    """The next free code to begin with. What is typed stays when somebody else takes that one."""
    t = session.messages()
    session.starts_as("code_new", changes.next_code(register.team_names, "t"))
    code: str = st.text_input(t("teams.code"), help=t("teams.code_help"), key="code_new")
    refusals.below("team.bad_code", "team.code_taken")
    return code
