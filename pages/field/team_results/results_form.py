"""A month's figures as a form: blank is not known, and 0 is none."""

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from assessment.field.team_results import results
from assessment.field.team_results.results import MonthTold
from assessment.field.teams.team_offers import TeamOffer
from assessment.kernel import clock
from assessment.units import scopes
from pages.kit import inline_forms, pickers, refusals, session, url_widgets

_ABSENT = object()
"""A box that is not on the page yet, which is not the same as an empty one."""

MONTHS_BACK = 12
"""Offered to be told of; who comes later tells the province."""


def show() -> None:
    t = session.messages()
    store, actor = session.store(), session.actor()
    st.caption(t("results.lead"))
    month = date.fromisoformat(f"{_month()}-01")
    with session.explaining():
        offered = results.offered(store, actor, month)
    if not offered:
        st.info(t("results.no_team"))
        return
    offer = _offer(offered)
    with session.explaining():
        told = results.of_month(store, actor, offer.team, offer.unit, month)
    _form(told)


def _month() -> str:
    first = results.first_of(clock.today())
    months = []
    for _ in range(MONTHS_BACK):
        months.append(f"{first:%Y-%m}")
        first = results.first_of(first - timedelta(days=1))
    label = session.messages()("results.month")
    return url_widgets.pick("month", label, {month: month for month in months}, keep=session.show)


def _offer(offered: list[TeamOffer]) -> TeamOffer:
    t = session.messages()
    names = {
        unit.unit: unit.said_in(t.lang) for unit in scopes.units(session.store(), session.actor())
    }
    by_code = {f"{row.team}.{row.unit}": row for row in offered}
    titles = {
        code: t("results.offer", team=row.name, unit=names.get(row.unit, row.unit))
        for code, row in by_code.items()
    }
    usual = pickers.usual_unit()
    first = next((code for code, row in by_code.items() if row.unit == usual), None)
    code = url_widgets.pick("of", t("results.team_and_unit"), titles, first, keep=session.show)
    return by_code[code]


def _form(figures_of_month: MonthTold) -> None:
    t = session.messages()
    name = f"results_{figures_of_month.team}_{figures_of_month.unit}_{figures_of_month.month:%Y-%m}"
    begun = f"{name}_{session.turn(name)}"
    with st.form(f"form_{begun}"):
        values = _boxes(begun, figures_of_month)
        pressed = inline_forms.ends(f"save_{begun}", t("results.save"), may_cancel=False)
    # Below the button: on a phone the top of the form is out of sight.
    word = session.word_left(name)
    if word is not None:
        st.success(t("results.saved", count=word) if word else t("results.nothing_changed"))
    _last(figures_of_month)
    st.button(t("results.again"), key=f"again_{begun}", on_click=session.begin_anew, args=(name,))
    if not pressed:
        return
    seen = session.typed(f"seen_{begun}", figures_of_month.seen)
    with refusals.explaining():
        count = results.save(
            session.store(),
            session.actor(),
            figures_of_month.team,
            figures_of_month.unit,
            figures_of_month.month,
            values,
            seen,
        )
    session.begin_anew(name)
    session.leave_word(name, count)


def _boxes(begun: str, figures_of_month: MonthTold) -> Mapping[str, float | None]:
    titles = session.messages().codes("results.figure")
    columns = st.columns(2)
    values: dict[str, float | None] = {}
    if session.typed(f"{next(iter(titles))}_{begun}", _ABSENT) is _ABSENT:
        # The boxes are filled now; left for another page, they are forgotten and filled again.
        session.retype(f"seen_{begun}", figures_of_month.seen)
    half = (len(titles) + 1) // 2
    for place, (code, title) in enumerate(titles.items()):
        key = f"{code}_{begun}"
        value = figures_of_month.values[code]
        session.starts_as(key, None if value is None else float(value))
        column = columns[place // half]
        values[code] = column.number_input(
            title,
            value=None,
            min_value=0.0,
            max_value=float(results.MOST),
            step=1.0,
            # A box for whole numbers cuts 12.5 to 12 in the browser, and nobody is told.
            format="%g",
            key=key,
            placeholder="—",
        )
        with column:
            refusals.below("results.out_of_range", about=code)
    return values


def _last(figures_of_month: MonthTold) -> None:
    t, last = session.messages(), figures_of_month.last
    if last is None:
        st.caption(t("results.never_saved"))
        return
    when = clock.local_day(last.recorded_at).isoformat()
    st.caption(session.plain(t("results.last_saved", who=last.recorded_by, when=when)))
