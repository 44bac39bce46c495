"""Widgets whose value stands in the URL.

Not `bind="query-params"`: that puts the title in the URL, and a link sent from the Chinese page
would be forgotten by the English one. The URL wins over the session, so that links and the
browser's Back button do what they say; a widget writes the URL before the page runs again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import streamlit as st

from assessment.framework.source import shown
from assessment.kernel import clock
from pages.kit import session


def search(label: str, hint: str) -> str:
    """Text to look for, at every letter typed; in the URL as `?search=`, empty when it is not."""
    text = session.chosen("search") or ""
    # Set only where a link says otherwise: what is being typed must not be overtaken.
    if st.session_state.get("search", "") != text:
        st.session_state["search"] = text
    st.text_input(
        label,
        key="search",
        placeholder=hint,
        type="search",
        live=True,
        on_change=follow,
        args=("search", session.show),
    )
    return text


def part(label: str, titles: Mapping[str, str], first: str | None = None) -> str:
    """Which part of a page is shown, in the URL as `?part=`; `first` to begin with."""
    wanted = session.chosen("part") or ""
    code = wanted if wanted in titles else first or next(iter(titles))
    st.session_state["part"] = code
    session.show("part", code)
    st.segmented_control(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key="part",
        required=True,
        label_visibility="collapsed",
        on_change=follow,
        args=("part", session.show),
    )
    return code


def day(label: str, hint: str) -> date:
    """A day, in the URL as `?day=2026-03-01`; today to begin with, and where a link has none."""
    today = clock.today()
    try:
        chosen = date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        chosen = today
    st.session_state["day"] = chosen
    st.date_input(label, format="YYYY-MM-DD", key="day", help=hint, on_change=_follow_day)
    return chosen


def _follow_day() -> None:
    day: date | None = st.session_state["day"]
    session.show("day", day.isoformat() if day else "")


def open_part(code: str) -> None:
    """Show another part of the page, as if it had been picked."""
    session.show("part", code)


def pick(
    name: str,
    label: str,
    titles: Mapping[str, str],
    default: str | None = None,
    *,
    keep: Callable[[str, str], None] = session.choose,
) -> str:
    """A selectbox over `titles` by code, kept in the URL as `?name=code`.

    `keep` is `session.show`, or something like it, where no other page should follow what is
    picked; then this one follows no other either. A code in the URL that is not offered is named in
    a sentence, and the default is shown.
    """
    first = default or next(iter(titles))
    follows = keep is session.choose
    wanted = (session.chosen(name) if follows else session.in_link(name)) or first
    code = wanted if wanted in titles else first
    if (st.query_params.get(name) or code) not in titles:
        sentence = session.messages()("picker.not_offered", label=label, code=shown(wanted))
        st.warning(session.plain(sentence))
    st.session_state[name] = code
    keep(name, code)
    st.selectbox(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=name,
        on_change=follow,
        args=(name, keep),
    )
    return code


NONE = "none"
"""Stands in the URL for an empty choice among several."""


def picks(
    name: str, label: str, titles: Mapping[str, str], default: Collection[str]
) -> frozenset[str]:
    """Any number of `titles` by code, kept in the URL as `?name=one.other`, where it differs from
    `default`. A code in the URL that is not offered is left aside."""
    wanted = st.query_params.get(name)
    codes = list(default) if wanted is None else wanted.split(".")
    chosen = [code for code in titles if code in codes]
    st.session_state[name] = chosen
    st.pills(
        label,
        list(titles),
        selection_mode="multi",
        format_func=titles.__getitem__,
        key=name,
        on_change=_follow_several,
        args=(name, frozenset(default)),
    )
    return frozenset(chosen)


def whole_number(name: str, label: str, default: int, *, most: int, hint: str) -> int:
    """From 0 to `most`, kept in the URL where it differs from `default`."""
    wanted = session.whole(st.query_params.get(name, ""))
    number = default if wanted is None else wanted
    st.session_state[name] = min(number, most)
    st.number_input(
        label,
        min_value=0,
        max_value=most,
        step=1,
        key=name,
        help=hint,
        on_change=_follow_number,
        args=(name, default),
    )
    return min(number, most)


def day_within(name: str, label: str, default: date, *, span: tuple[date, date], hint: str) -> date:
    """A day within a span, kept in the URL where it differs from `default`. One in the URL that is
    no day, or outside, is taken out of it."""
    first, last = span
    try:
        wanted = date.fromisoformat(st.query_params.get(name) or default.isoformat())
    except ValueError:
        wanted = default
    if not first <= wanted <= last:
        wanted = default
    if wanted == default:
        session.show(name, "")
    st.session_state[name] = wanted
    st.date_input(
        label,
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        key=name,
        help=hint,
        on_change=_follow_within,
        args=(name, default),
    )
    return wanted


def _follow_within(name: str, default: date) -> None:
    chosen = st.session_state[name]
    session.show(name, "" if chosen in (None, default) else chosen.isoformat())


def _follow_several(name: str, default: frozenset[str]) -> None:
    codes = st.session_state[name]
    session.show(name, "" if frozenset(codes) == default else ".".join(codes) or NONE)


def _follow_number(name: str, default: int) -> None:
    number = st.session_state[name]
    session.show(name, "" if number in (None, default) else str(number))


def row_picks(name: str, codes: Sequence[str], *, key: str) -> None:
    """Let the row clicked in the table `key` be what `name` says; give it to `on_select`.

    A callback, so that pickers below the table already show what was clicked. `codes` are the
    rows' codes, in the order shown.
    """
    for place in st.session_state[key].selection.rows:
        session.choose(name, codes[place])


def point_picks(name: str, codes: Collection[str], *, key: str) -> None:
    """Let the bar clicked in the chart `key` be what `name` says; give it to `on_select`. Only one
    of `codes` counts. No other page follows it."""
    for point in st.session_state[key].selection.points:
        if point["customdata"][0] in codes:
            session.show(name, point["customdata"][0])


def follow(name: str, keep: Callable[[str, str], None]) -> None:
    """What was picked goes to the URL first, where the run that follows reads it."""
    keep(name, st.session_state[name])
