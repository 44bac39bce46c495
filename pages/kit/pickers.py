"""The choices a page offers: each shows titles and keeps the chosen *code* in the URL.

A picker with nothing to offer says so in a sentence and ends the run.
"""

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from assessment.field.visits import visit_log
from assessment.framework.period import Period
from assessment.i18n import LANGUAGES
from assessment.kernel import clock
from assessment.kernel.codes import TOTAL
from assessment.survey.periods import periods
from assessment.units import directory, scopes
from pages.kit import session, site, url_widgets

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
        on_change=url_widgets.follow,
        args=("lang", session.choose),
    )
    return code


def period() -> str:
    """One of the periods there are scores of, newest first. At first the newest published, or while
    nothing is, the newest with answers."""
    t = session.messages()
    with session.explaining():
        offers = directory.periods(session.store(), session.actor())
    if not offers:
        live = session.actor().live
        st.info(t("picker.no_period") if live else t("picker.none_published"))
        st.stop()
    titles = {offer.period: offer.period for offer in offers}
    return url_widgets.pick("period", t("picker.period"), titles, _newest_shown(offers))


def any_period() -> str:
    """One of the periods there are, published or not: where no scores are shown."""
    t = session.messages()
    with session.explaining():
        offers = directory.every_period(session.store(), session.actor())
    if not offers:
        st.info(t("picker.no_period"))
        st.stop()
    titles = {offer.period: offer.period for offer in offers}
    return url_widgets.pick("period", t("picker.period"), titles, _newest(offers))


def running_period() -> str:
    """One of the periods there are, and this year besides; at first the one that runs today.

    A link says which, and nothing that was looked at elsewhere does.
    """
    with session.explaining():
        offers = directory.every_period(session.store(), session.actor())
    if not offers:
        st.info(session.messages()("picker.no_period"))
        st.stop()
    today = clock.today()
    codes = [offer.period for offer in offers]
    running = [code for code in codes if Period.of(code).start <= today <= Period.of(code).end]
    first = running[0] if running else str(today.year)
    titles = {code: code for code in dict.fromkeys([*codes, first] if running else [first, *codes])}
    label = session.messages()("picker.period")
    return url_widgets.pick("period", label, titles, first, keep=session.show)


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
        on_change=url_widgets.follow,
        args=("basis", session.choose),
    )
    return code


def strength() -> str:
    """A strength's code, or `total`."""
    t = session.messages()
    return url_widgets.pick(
        "strength", t("picker.strength"), {TOTAL: t("picker.total")} | _strengths()
    )


def opened(default: str) -> str:
    """The strength that is opened; one chosen elsewhere, or else `default`.

    Not `strength`: who opens one in a profile does not want the ranking by it afterwards.
    """
    t, titles = session.messages(), _strengths()
    elsewhere = session.chosen("strength")
    first = elsewhere if elsewhere in titles else default
    return url_widgets.pick("opened", t("picker.strength"), titles, first, keep=session.show)


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
    return url_widgets.pick("scope", t("picker.scope"), titles)


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


def no_unit() -> NoReturn:
    """Say why nothing is shown, which for an empty scope is not that nothing was registered."""
    t, actor = session.messages(), session.actor()
    if actor.units is None:
        st.info(t("picker.no_unit"))
    else:
        st.info(t("picker.no_unit_of_team") if actor.teams else t("picker.no_scope"))
    st.stop()


def unit() -> str:
    """A unit's code; the list can be searched by typing."""
    t = session.messages()
    with session.explaining():
        units = directory.units(session.store(), session.actor())
    if not units:
        no_unit()
    titles = {each.unit: t.of(each) for each in units}
    usual = usual_unit()
    return url_widgets.pick("unit", t("picker.unit"), titles, usual if usual in titles else None)


def usual_unit() -> str | None:
    """The unit every form of a team begins with: the one it would log a visit in today."""
    if not session.actor().teams:
        return None
    with session.explaining():
        places = visit_log.places(session.store(), session.actor())
    return places[0].unit if places else None


SAME = "same"
"""Stands in the URL for the unit that is already chosen."""


def other_unit() -> str:
    """A second unit's code, or `SAME`; then it is two periods of one unit that are compared."""
    t = session.messages()
    with session.explaining():
        units = directory.units(session.store(), session.actor())
    titles = {SAME: t("picker.same_unit")} | {each.unit: t.of(each) for each in units}
    return url_widgets.pick("other_unit", t("picker.other_unit"), titles, keep=_keep_other_unit)


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
    return url_widgets.pick(
        "other_period", t("picker.other_period"), titles, first, keep=session.show
    )


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
    return url_widgets.pick("period", t("picker.period"), titles, first)


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
