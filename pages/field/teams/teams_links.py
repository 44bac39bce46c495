"""The links of one unit: which team from when until when; linked, ended, handed over, withdrawn."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.register import changes, reading
from assessment.field.teams.register.reading import MANAGE, Assignment, Register
from assessment.i18n import Messages
from assessment.kernel import clock
from pages.kit import inline_forms, pickers, refusals, session, tables

NEWS = "teams"

Action = Callable[[], str]
"""What a button that was pressed asks for, done when the page is drawn; it says what was done."""


def news() -> None:
    """What the last click did."""
    said = session.word_left(NEWS)
    if said:
        st.success(session.plain(str(said)))


def show(register: Register) -> Action | None:
    """One unit: its links, what was recorded of them, and what can be done."""
    t = session.messages()
    unit = pickers.unit()
    links = register.links_of(unit=unit)
    if links:
        st.markdown(t("teams.links_now", count=len(reading.on(links, clock.today()))))
        _listed(register, links)
    else:
        st.info(t("teams.no_links"))
    wanted = _deeds(register, unit, links) if session.actor().may(MANAGE, unit) else None
    with st.expander(t("teams.history")):
        _history(unit)
    return wanted


def _listed(register: Register, links: Sequence[Assignment]) -> None:
    t = session.messages()
    told = pd.DataFrame(
        [
            (
                _state(link, t),
                register.team_names[link.team],
                t.code("link.kind", link.kind),
                link.starts.isoformat(),
                _until(link.ends, t),
                link.note or "",
            )
            for link in links
        ],
        columns=["state", "team", "kind", "starts", "ends", "note"],
    )
    columns = {
        "state": tables.text(t("teams.state"), width="small"),
        "team": tables.text(t("teams.team")),
        "kind": tables.text(t("teams.link_kind"), width="small"),
        "starts": tables.text(t("teams.starts"), width="small"),
        "ends": tables.text(t("teams.ends"), width="small"),
        "note": tables.text(t("teams.note")),
    }
    tables.show(told, columns, key="team_links", tallest=8)


def _deeds(register: Register, unit: str, links: Sequence[Assignment]) -> Action | None:
    t = session.messages()
    open_links = [link for link in links if link.ends is None or link.ends >= clock.today()]
    with st.container(horizontal=True):
        inline_forms.button("link", t("teams.do.link"), primary=not open_links)
        if open_links:
            seen = register.upto
            inline_forms.button("hand_over", t("teams.do.hand_over"), primary=True, revision=seen)
            inline_forms.button("end_link", t("teams.do.end_link"), revision=seen)
        if links:
            inline_forms.button(
                "withdraw_link", t("teams.do.withdraw_link"), revision=register.upto
            )
    if inline_forms.is_open("link"):
        return _link_form(register, unit)
    if (seen_then := inline_forms.opened("hand_over_")) is not None and open_links:
        return _hand_over_form(register, open_links, seen_then)
    if (seen_then := inline_forms.opened("end_link_")) is not None and open_links:
        return _end_form(register, open_links, seen_then)
    if (seen_then := inline_forms.opened("withdraw_link_")) is not None and links:
        return _withdraw_form(register, links, seen_then)
    return None


def _link_form(register: Register, unit: str) -> Action | None:
    t = session.messages()
    with st.form("link_form"):
        st.subheader(t("teams.do.link"))
        team = _team(register, f"link_team_{unit}")
        kind = st.radio(
            t("teams.link_kind"),
            ("liaison", "stay_in"),
            format_func=lambda code: t.code("link.kind", code),
            key=f"link_kind_{unit}",
            horizontal=True,
        )
        starts = _day(t("teams.first_day"), clock.today(), f"link_starts_{unit}")
        ends = st.date_input(
            t("teams.last_day_open"), None, format="YYYY-MM-DD", key=f"link_ends_{unit}"
        )
        refusals.below("field_work.ends_before_starts")
        pressed = inline_forms.ends("link_now", t("teams.do.link_now"))
    if not pressed or is_lacking(team=team) or team is None:
        return None
    store, actor = session.store(), session.actor()

    def act() -> str:
        team_bulk.assign(store, actor, [Assignment(team, unit, kind, starts, ends)])
        return t("teams.linked", team=register.team_names[team])

    return act


def _hand_over_form(
    register: Register, links: Sequence[Assignment], revision: int
) -> Action | None:
    t = session.messages()
    unit = links[0].unit
    with st.form("hand_over_form"):
        st.subheader(t("teams.do.hand_over"))
        st.caption(t("teams.hand_over_told"))
        link = _which(register, links, "hand_over_link", revision)
        team = _team(register, f"hand_over_to_{unit}", but={each.team for each in links})
        day = _day(t("teams.hand_over_day"), clock.today(), f"hand_over_day_{unit}")
        note = st.text_area(t("teams.hand_over_note"), key=f"hand_over_note_{unit}")
        refusals.below("team.too_long", about="note")
        pressed = inline_forms.ends("hand_over_now", t("teams.do.hand_over_now"))
    if not pressed or is_lacking(one=link, team=team) or link is None or team is None:
        return None
    store, actor, number = session.store(), session.actor(), link.assignment or 0

    def act() -> str:
        changes.hand_over(store, actor, number, team, day, note, revision=revision)
        names = register.team_names
        return t(
            "teams.handed_over",
            old=names[link.team],
            new=names[team],
            day=day.isoformat(),
            before=(day - timedelta(days=1)).isoformat(),
        )

    return act


def _end_form(register: Register, links: Sequence[Assignment], revision: int) -> Action | None:
    t = session.messages()
    with st.form("end_link_form"):
        st.subheader(t("teams.do.end_link"))
        link = _which(register, links, "end_link_which", revision)
        day = _day(t("teams.last_day"), clock.today(), f"end_link_day_{links[0].unit}")
        pressed = inline_forms.ends("end_link_now", t("teams.do.end_link_now"))
    if not pressed or is_lacking(one=link) or link is None:
        return None
    store, actor, number = session.store(), session.actor(), link.assignment or 0

    def act() -> str:
        team_bulk.end_assignment(store, actor, number, day, revision=revision)
        return t("teams.link_ended", team=register.team_names[link.team], day=day.isoformat())

    return act


def _withdraw_form(register: Register, links: Sequence[Assignment], revision: int) -> Action | None:
    t = session.messages()
    with st.form("withdraw_link_form"):
        st.subheader(t("teams.do.withdraw_link"))
        st.caption(t("teams.withdraw_told"))
        link = _which(register, links, "withdraw_link_which", revision)
        reason = st.text_area(t("teams.reason"), key=f"withdraw_link_reason_{links[0].unit}")
        refusals.below("team.no_reason", "team.too_long")
        pressed = inline_forms.ends("withdraw_link_now", t("teams.do.withdraw_now"))
    if not pressed or is_lacking(one=link) or link is None:
        return None
    store, actor, number = session.store(), session.actor(), link.assignment or 0

    def act() -> str:
        changes.withdraw_link(store, actor, number, reason, revision=revision)
        return t("teams.withdrawn", team=register.team_names[link.team])

    return act


def _history(unit: str) -> None:
    t = session.messages()
    said = reading.history(session.store(), session.actor(), unit)
    if not said:
        st.markdown(t("teams.no_history"))
        return
    told = pd.DataFrame(
        [
            (
                clock.minute(row.recorded_at),
                row.recorded_by,
                row.team_name,
                t("teams.span", starts=row.starts.isoformat(), ends=_until(row.ends, t)),
                _said(row, t),
            )
            for row in said
        ],
        columns=["at", "by", "team", "span", "said"],
    )
    columns = {
        "at": tables.text(t("teams.recorded_at")),
        "by": tables.text(t("teams.recorded_by")),
        "team": tables.text(t("teams.team")),
        "span": tables.text(t("teams.span_title")),
        "said": tables.text(t("teams.note")),
    }
    tables.show(told, columns, key="team_link_history", tallest=10)


def _said(row: reading.HistoryRow, t: Messages) -> str:
    parts = [t("teams.said_withdrawn")] if row.withdrawn else []
    parts += [t("teams.said_taken_over")] if row.succeeds else []
    return t("teams.gap").join([*parts, *([row.note] if row.note else [])])


def _which(
    register: Register, links: Sequence[Assignment], key: str, revision: int
) -> Assignment | None:
    """One of the links, by its number. The newest is offered while nothing has been recorded since
    the form was opened; after that nobody's choice becomes another's: it is made anew."""
    t = session.messages()
    names = register.team_names
    by_number = {link.assignment: link for link in links}

    def said(number: int) -> str:
        link = by_number[number]
        return t(
            "teams.link_said",
            team=names[link.team],
            kind=t.code("link.kind", link.kind),
            starts=link.starts.isoformat(),
            ends=_until(link.ends, t),
        )

    number: int | None = st.selectbox(
        t("teams.which_link"),
        list(by_number),
        index=0 if register.upto == revision else None,
        format_func=said,
        placeholder=t("teams.pick_hint"),
        key=f"{key}_{links[0].unit}",
    )
    refusals.below("one", "field_work.linked_already")
    return by_number.get(number)


def _team(register: Register, key: str, but: frozenset[str] | set[str] = frozenset()) -> str | None:
    t = session.messages()
    names = {code: name for code, name in register.team_names.items() if code not in but}
    team: str | None = st.selectbox(
        t("teams.team"),
        list(names),
        index=None,
        format_func=lambda code: t("teams.team_said", name=names[code], code=code),
        placeholder=t("teams.team_hint"),
        key=key,
    )
    refusals.below("team", "team.same_team", "field_work.linked_already")
    return team


def is_lacking(**picked: object) -> bool:
    """Whether no `one` is picked that the form is about, or no `team`; says so of both at once."""
    t = session.messages()
    sentences = {"one": t("teams.pick_one"), "team": t("teams.pick_team")}
    return refusals.lacking(*((code, held, sentences[code]) for code, held in picked.items()))


def _day(label: str, first: date, key: str) -> date:
    day: date = st.date_input(label, first, format="YYYY-MM-DD", key=key)
    refusals.below("team.before_the_link", "team.after_the_link", "field_work.visit_without_link")
    return day


def _state(link: Assignment, t: Messages) -> str:
    if link.starts > clock.today():
        return t("teams.link_planned")
    return t("teams.link_over") if link.ends and link.ends < clock.today() else t("teams.link_live")


def _until(ends: date | None, t: Messages) -> str:
    return t("teams.still") if ends is None else ends.isoformat()
