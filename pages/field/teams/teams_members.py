"""Who is in a team: who joins, leads, leaves or never was in it, and who they are."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from assessment.field.teams.register import changes
from assessment.field.teams.register.reading import Person, Register, Team, TeamMember
from assessment.kernel import clock
from pages.field.teams import teams_rules
from pages.field.teams.teams_links import Action, is_lacking
from pages.kit import inline_forms, refusals, session

WRONG_NAME = ("field_work.blank", "team.too_long")
"""What may be wrong with the name of a person, and of where they come from."""

Pairs = Sequence[tuple[TeamMember, Person]]


def buttons(register: Register, team: Team) -> None:
    """What can be done with those who are or were in a team."""
    t = session.messages()
    people, there = _of(register, team)
    inline_forms.button("join", t("teams.do.join"), revision=register.upto)
    if _followers(there):
        inline_forms.button("lead", t("teams.do.lead"), revision=register.upto)
    if there:
        inline_forms.button("leave", t("teams.do.leave"), revision=register.upto)
    if people:
        inline_forms.button("person", t("teams.do.person"), revision=register.upto)
        inline_forms.button(
            "withdraw_member", t("teams.do.withdraw_member"), revision=register.upto
        )


def form(register: Register, team: Team) -> Action | None:
    """The form that is open, and what its button asks for."""
    people, there = _of(register, team)
    if (seen := inline_forms.opened("join_")) is not None:
        return _join_form(register, team, seen)
    if (seen := inline_forms.opened("person_")) is not None and people:
        return _person_form(team, people, seen)
    if (seen := inline_forms.opened("lead_")) is not None and (followers := _followers(there)):
        return _lead_form(register, team, followers, seen)
    if (seen := inline_forms.opened("leave_")) is not None and there:
        return _leave_form(register, team, there, seen)
    if (seen := inline_forms.opened("withdraw_member_")) is not None and people:
        return _withdraw_form(register, team, people, seen)
    return None


def _of(register: Register, team: Team) -> tuple[Pairs, Pairs]:
    """Everybody who was ever in it, and those who still are or will be."""
    people = register.people_of(team.team)
    return people, [
        pair for pair in people if pair[0].ends is None or pair[0].ends >= clock.today()
    ]


def _join_form(register: Register, team: Team, revision: int) -> Action | None:
    """Somebody known, or somebody new: chosen outside the form, for what it asks depends on it."""
    t = session.messages()
    names = {person.person: person for person in register.people}
    known: str | None = st.selectbox(
        t("teams.who_joins"),
        list(names),
        index=None,
        format_func=lambda code: t(
            "teams.person_said", name=names[code].name, body=names[code].body, code=code
        ),
        placeholder=t("teams.somebody_new"),
        key=f"joins_{team.team}",
    )
    person = names.get(known) if known else None
    key = f"{team.team}_{known}"
    with st.form("join_form"):
        st.subheader(t("teams.do.join"))
        told = _told_of(person, "join", key)
        leads = st.checkbox(t("teams.leads"), key=f"join_leads_{key}")
        starts = st.date_input(
            t("teams.first_day"), clock.today(), format="YYYY-MM-DD", key=f"join_starts_{key}"
        )
        refusals.below("team.member_already")
        pressed = inline_forms.ends("join_now", t("teams.do.join_now"))
    if not pressed:
        return None
    code = known or changes.next_code(names, "p")
    given = replace(told, person=code)
    member = TeamMember(team.team, code, leads, starts)
    store, actor = session.store(), session.actor()

    def act() -> str:
        changes.join(store, actor, given, member, new=known is None, revision=revision)
        return t("teams.joined", name=given.name, team=team.name)

    return act


def _followers(there: Pairs) -> Pairs:
    """Those who may be made leader."""
    return [pair for pair in there if not pair[0].is_leader]


def _person_form(team: Team, people: Pairs, revision: int) -> Action | None:
    """Who somebody is: picked outside the form, for what it holds depends on it."""
    t = session.messages()
    known = {person.person: person for _, person in people}
    picked: str | None = st.selectbox(
        t("teams.whom"),
        list(known),
        index=None,
        format_func=lambda code: t(
            "teams.person_said", name=known[code].name, body=known[code].body, code=code
        ),
        placeholder=t("teams.pick_hint"),
        key=f"person_{team.team}",
    )
    person = known.get(picked or "")
    if person is None:
        return None
    with st.form("person_form"):
        st.subheader(t("teams.do.person"))
        told = _told_of(person, "person", f"{team.team}_{person.person}")
        pressed = inline_forms.ends("person_now", t("teams.do.save"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()

    def act() -> str:
        changes.describe_person(store, actor, told, revision=revision)
        return t("teams.person_saved", name=told.name)

    return act


def _told_of(person: Person | None, form: str, key: str) -> Person:
    """Who somebody is, as it is typed; without a code where they are new."""
    t = session.messages()
    name = st.text_input(t("teams.name"), person.name if person else "", key=f"{form}_name_{key}")
    refusals.below(*WRONG_NAME, about="name")
    body = st.text_input(t("teams.body"), person.body if person else "", key=f"{form}_body_{key}")
    refusals.below(*WRONG_NAME, about="body")
    post = st.text_input(
        t("teams.post"), (person.post or "") if person else "", key=f"{form}_post_{key}"
    )
    units = teams_rules.unit_names()
    homes = list(units)
    home: str | None = st.selectbox(
        t("teams.home"),
        homes,
        index=homes.index(person.home) if person and person.home in units else None,
        format_func=units.__getitem__,
        placeholder=t("teams.home_hint"),
        help=t("teams.home_help"),
        key=f"{form}_home_{key}",
    )
    code = person.person if person else ""
    return Person(code, name.strip(), body.strip(), post.strip() or None, home)


def _lead_form(register: Register, team: Team, people: Pairs, revision: int) -> Action | None:
    t = session.messages()
    with st.form("lead_form"):
        st.subheader(t("teams.do.lead"))
        st.caption(t("teams.lead_told"))
        picked = _whom(register, team, people, "lead_who", revision)
        day = st.date_input(
            t("teams.first_day"), clock.today(), format="YYYY-MM-DD", key=f"lead_day_{team.team}"
        )
        refusals.below("team.not_in_it", "field_work.ends_before_starts")
        pressed = inline_forms.ends("lead_now", t("teams.do.lead_now"))
    if not pressed or is_lacking(one=picked) or picked is None:
        return None
    store, actor, (member, person) = session.store(), session.actor(), picked

    def act() -> str:
        changes.lead(store, actor, member, day, revision=revision)
        return t("teams.leads_now", name=person.name, team=team.name, day=day.isoformat())

    return act


def _leave_form(register: Register, team: Team, people: Pairs, revision: int) -> Action | None:
    t = session.messages()
    with st.form("leave_form"):
        st.subheader(t("teams.do.leave"))
        picked = _whom(register, team, people, "leave_who", revision)
        day = st.date_input(
            t("teams.last_day"), clock.today(), format="YYYY-MM-DD", key=f"leave_day_{team.team}"
        )
        refusals.below("team.not_in_it", "field_work.ends_before_starts")
        pressed = inline_forms.ends("leave_now", t("teams.do.leave_now"))
    if not pressed or is_lacking(one=picked) or picked is None:
        return None
    store, actor, (member, person) = session.store(), session.actor(), picked

    def act() -> str:
        changes.leave(store, actor, member, day, revision=revision)
        return t("teams.left", name=person.name, team=team.name, day=day.isoformat())

    return act


def _withdraw_form(register: Register, team: Team, people: Pairs, revision: int) -> Action | None:
    t = session.messages()
    with st.form("withdraw_member_form"):
        st.subheader(t("teams.do.withdraw_member"))
        st.caption(t("teams.withdraw_member_told"))
        picked = _whom(register, team, people, "withdraw_who", revision)
        reason = st.text_area(t("teams.reason"), key=f"withdraw_reason_{team.team}")
        refusals.below("team.no_reason", "team.too_long")
        pressed = inline_forms.ends("withdraw_member_now", t("teams.do.withdraw_now"))
    if not pressed or is_lacking(one=picked) or picked is None:
        return None
    store, actor, (member, person) = session.store(), session.actor(), picked

    def act() -> str:
        changes.withdraw_member(store, actor, member, reason, revision=revision)
        return t("teams.member_withdrawn", name=person.name, team=team.name)

    return act


def _whom(
    register: Register, team: Team, people: Pairs, key: str, revision: int
) -> tuple[TeamMember, Person] | None:
    """One membership, by who it is and since when; offered as a link is in `teams_links`."""
    t = session.messages()
    known = {f"{member.person} {member.starts}": (member, who) for member, who in people}
    picked: str | None = st.selectbox(
        t("teams.name"),
        list(known),
        index=0 if register.upto == revision else None,
        format_func=lambda code: t(
            "teams.member_said",
            name=known[code][1].name,
            body=known[code][1].body,
            starts=known[code][0].starts.isoformat(),
        ),
        placeholder=t("teams.pick_hint"),
        key=f"{key}_{team.team}",
    )
    refusals.below("one", "team.leads_already")
    return known.get(picked or "")
