"""The choices a page offers: each shows titles and keeps the chosen *code* in the URL.

Not `bind="query-params"`: that puts the title in the URL, and a link sent from the Chinese page
would be forgotten by the English one. The URL wins over the session, so that links and the
browser's Back button do what they say; a widget writes the URL before the page runs again.

A picker with nothing to offer says so in a sentence and ends the run.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import streamlit as st

from assessment.framework.source import shown
from assessment.i18n import LANGUAGES
from assessment.kernel import clock
from assessment.kernel.codes import TOTAL
from assessment.survey.periods import periods
from assessment.units import directory, scopes
from pages.kit import session, site

PROVINCE = "province"


def language() -> str:
    """The switch between languages, each under its own name."""
    code = session.messages().lang
    st.session_state["lang"] = code
    session.choose("lang", code)
    st.segmented_control(
        session.messages()("picker.language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key="lang",
        required=True,
        label_visibility="collapsed",
        on_change=_follow,
        args=("lang", session.choose),
    )
    return code


def period() -> str:
    """One of the periods there are scores of, newest first; at first the newest published, or
    while nothing is, the newest with answers."""
    t = session.messages()
    with session.explaining():
        offers = directory.periods(session.store(), session.actor())
    if not offers:
        live = session.actor().live
        st.info(t("picker.no_period") if live else t("picker.none_published"))
        st.stop()
    titles = {offer.period: offer.period for offer in offers}
    return pick("period", t("picker.period"), titles, _newest_shown(offers))


def any_period() -> str:
    """One of the periods there are, published or not: where no scores are shown."""
    t = session.messages()
    with session.explaining():
        offers = directory.every_period(session.store(), session.actor())
    if not offers:
        st.info(t("picker.no_period"))
        st.stop()
    titles = {offer.period: offer.period for offer in offers}
    return pick("period", t("picker.period"), titles, _newest(offers))


def period_shown() -> str | None:
    """The period a page with scores is going to show; None where there is none."""
    with session.explaining():
        offers = directory.periods(session.store(), session.actor())
    wanted = session.chosen("period")
    if wanted in {offer.period for offer in offers}:
        return wanted
    return _newest_shown(offers) if offers else None


def _newest_shown(offers: Sequence[directory.PeriodOffered]) -> str:
    """What is still being filed says little: it is there to be chosen, not to begin with."""
    return next((offer.period for offer in offers if offer.published), _newest(offers))


def _newest(offers: Sequence[directory.PeriodOffered]) -> str:
    answered = (offer.period for offer in offers if offer.answered)
    return next(answered, offers[0].period)


def basis() -> str:
    """Whether to look at what is published or at what was filed last."""
    t = session.messages()
    titles = {
        session.PUBLISHED: t("basis.pick_published"),
        session.LIVE: t("basis.pick_live"),
    }
    code = session.LIVE if session.wants_live() else session.PUBLISHED
    st.session_state["basis"] = code
    session.choose("basis", code)
    st.segmented_control(
        t("basis.picker"),
        list(titles),
        format_func=titles.__getitem__,
        key="basis",
        required=True,
        label_visibility="collapsed",
        on_change=_follow,
        args=("basis", session.choose),
    )
    return code


def strength() -> str:
    """A strength's code, or `total`."""
    t = session.messages()
    return pick("strength", t("picker.strength"), {TOTAL: t("picker.total")} | _strengths())


def opened(default: str) -> str:
    """The strength that is opened; one chosen elsewhere, or else `default`.

    Not `strength`: who opens one in a profile does not want the ranking by it afterwards.
    """
    t, titles = session.messages(), _strengths()
    elsewhere = session.chosen("strength")
    first = elsewhere if elsewhere in titles else default
    return pick("opened", t("picker.strength"), titles, first, keep=session.show)


def _strengths() -> dict[str, str]:
    t = session.messages()
    return {each.code: t.of(each.title) for each in session.framework().strengths}


def scope() -> str:
    """`province`, `prefecture:<code>` or `peer_group:<code>`; which units to look at."""
    t = session.messages()
    framework = session.framework()
    with session.explaining():
        prefectures = directory.prefectures(session.store(), session.actor())
        inhabited = scopes.peer_groups(session.store(), session.actor())
    titles = {PROVINCE: t.of(framework.scope)}
    titles |= {f"prefecture:{each.prefecture}": t.of(each) for each in prefectures}
    titles |= {
        f"peer_group:{each.code}": t.of(each.title)
        for each in framework.peer_groups
        if each.code in inhabited
    }
    return pick("scope", t("picker.scope"), titles)


def own_scope() -> tuple[str, str]:
    """A scope of which one's own units are summed, and what it is called. Whoever has one unit is
    not asked, and it is called by the unit's name: those are its figures alone."""
    t, store, actor = session.messages(), session.store(), session.actor()
    if site.has_one_unit(actor):
        with session.explaining():
            units = directory.units(store, actor)
        return PROVINCE, t.of(units[0]) if units else ""
    code = scope()
    with session.explaining():
        return code, scopes.title(store, session.framework(), actor, code, t)


def unit() -> str:
    """A unit's code; the list can be searched by typing."""
    t = session.messages()
    with session.explaining():
        units = directory.units(session.store(), session.actor())
    if not units:
        st.info(t("picker.no_unit"))
        st.stop()
    titles = {each.unit: t.of(each) for each in units}
    return pick("unit", t("picker.unit"), titles)


SAME = "same"
"""Stands in the URL for the unit that is already chosen."""


def other_unit() -> str:
    """A second unit's code, or `SAME`; then it is two periods of one unit that are compared."""
    t = session.messages()
    with session.explaining():
        units = directory.units(session.store(), session.actor())
    titles = {SAME: t("picker.same_unit")} | {each.unit: t.of(each) for each in units}
    return pick("other_unit", t("picker.other_unit"), titles, keep=_keep_other_unit)


def _keep_other_unit(name: str, code: str) -> None:
    """Another unit is compared in the same period, and the same one in another."""
    if (session.chosen(name) or code) != code:
        session.show("other_period", "")
    session.show(name, code)


def other_period(period: str, *, same_unit: bool) -> str:
    """A second period: of the same unit the one before at first, of another the same."""
    t = session.messages()
    with session.explaining():
        offers = [each.period for each in directory.periods(session.store(), session.actor())]
    earlier = [each for each in offers if each < period]
    first = (earlier or offers)[0] if same_unit else period
    titles = {each: each for each in offers}
    return pick("other_period", t("picker.other_period"), titles, first, keep=session.show)


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
        on_change=_follow,
        args=("search", session.show),
    )
    return text


def part(label: str, titles: Mapping[str, str]) -> str:
    """Which part of a page is shown, in the URL as `?part=`; the first one to begin with."""
    wanted = session.chosen("part") or ""
    code = wanted if wanted in titles else next(iter(titles))
    st.session_state["part"] = code
    session.show("part", code)
    st.segmented_control(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key="part",
        required=True,
        label_visibility="collapsed",
        on_change=_follow,
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


def filing_period() -> str:
    """A period to file for: at first the newest that is open."""
    t = session.messages()
    with session.explaining():
        runs = periods.of_all(session.store(), session.actor())
    if not runs:
        st.info(t("picker.no_period"))
        st.stop()
    first = next((run.period for run in runs if not run.locked), runs[0].period)
    titles = {
        run.period: t("picker.period_locked", period=run.period) if run.locked else run.period
        for run in runs
    }
    return pick("period", t("picker.period"), titles, first)


def filing_unit() -> tuple[str, str]:
    """A unit's code and name; whoever has one only is not asked which."""
    t = session.messages()
    with session.explaining():
        units = directory.units(session.store(), session.actor())
    if len(units) == 1 and session.chosen("unit") in (None, units[0].unit):
        return units[0].unit, t.named({"name": units[0].name, "name_en": units[0].name_en})
    code = unit()
    return code, next(
        t.named({"name": each.name, "name_en": each.name_en}) for each in units if each.unit == code
    )


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
        on_change=_follow,
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
    """Let the bar clicked in the chart `key` be what `name` says, where it is one of `codes`; give
    it to `on_select`. No other page follows it."""
    for point in st.session_state[key].selection.points:
        if point["customdata"][0] in codes:
            session.show(name, point["customdata"][0])


def _follow(name: str, keep: Callable[[str, str], None]) -> None:
    """What was picked goes to the URL first, where the run that follows reads it."""
    keep(name, st.session_state[name])
