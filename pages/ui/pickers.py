"""The choices a page offers: each shows titles and keeps the chosen *code* in the URL.

Not `bind="query-params"`: that puts the title in the URL, and a link sent from the Chinese page
would be forgotten by the English one. The URL wins over the session, so that links and the
browser's Back button do what they say; a widget writes the URL before the page runs again.

A picker with nothing to offer says so in a sentence and ends the run.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from assessment.i18n import LANGUAGES
from assessment.services import directory
from pages.ui import session

TOTAL = "total"
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
        args=("lang",),
    )
    return code


def period() -> str:
    """One of the periods there are, newest first; at first the newest that has answers."""
    t = session.messages()
    with session.explaining():
        offers = directory.periods(session.store(), session.actor())
    if not offers:
        st.info(t("picker.no_period"))
        st.stop()
    answered = next((offer.period for offer in offers if offer.answered), offers[0].period)
    return pick("period", t("picker.period"), {o.period: o.period for o in offers}, answered)


def strength(*, total: bool = True) -> str:
    """A strength's code, or `total` where the page can show the total score too."""
    t = session.messages()
    titles = {TOTAL: t("picker.total")} if total else {}
    titles |= {each.code: t.of(each.title) for each in session.framework().strengths}
    return pick("strength", t("picker.strength"), titles)


def scope() -> str:
    """`province`, `prefecture:<code>` or `peer_group:<code>`; which units to look at."""
    t = session.messages()
    framework = session.framework()
    with session.explaining():
        prefectures = directory.prefectures(session.store(), session.actor())
    titles = {PROVINCE: t.of(framework.scope)}
    titles |= {f"prefecture:{each.prefecture}": t.of(each) for each in prefectures}
    titles |= {f"peer_group:{each.code}": t.of(each.title) for each in framework.peer_groups}
    return pick("scope", t("picker.scope"), titles)


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


def pick(name: str, label: str, titles: Mapping[str, str], default: str | None = None) -> str:
    """A selectbox over `titles` by code, kept in the URL as `?name=code`.

    A code in the URL that is not offered is named in a sentence, and the default is shown.
    """
    first = default or next(iter(titles))
    wanted = session.chosen(name) or first
    code = wanted if wanted in titles else first
    if st.query_params.get(name, code) not in titles:
        sentence = session.messages()("picker.not_offered", label=label, code=wanted)
        st.warning(session.plain(sentence))
    st.session_state[name] = code
    session.choose(name, code)
    st.selectbox(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=name,
        on_change=_follow,
        args=(name,),
    )
    return code


def row_picks(name: str, codes: Sequence[str], *, key: str) -> None:
    """Let the row clicked in the table `key` be what `name` says; give it to `on_select`.

    A callback, so that pickers below the table already show what was clicked. `codes` are the
    rows' codes, in the order shown.
    """
    for place in st.session_state[key].selection.rows:
        session.choose(name, codes[place])


def _follow(name: str) -> None:
    """What was picked goes to the URL first, where the run that follows reads it."""
    session.choose(name, st.session_state[name])
