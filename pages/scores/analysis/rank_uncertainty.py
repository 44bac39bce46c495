"""The parts of the robustness page: what to doubt, what that means, and what came of it."""

import pandas as pd
import streamlit as st

from assessment.scores.analysis import robustness
from assessment.scores.analysis.robustness import DOUBTS, Firmness, Settings
from assessment.scores.rankings import rankings
from pages.kit import badges, session, tables, url_widgets
from pages.kit.drawings import charts

SHARES = ("10", "25", "50")
"""Per cent; the codes in the URL."""

DRAWS = ("1000", "5000", "300")
TOPS = ("10", "5", "20")
AT_ONCE = 30
"""Places in one chart: what fits a screen or two."""

NARROW = 5
"""An interval of no more places than this is called firm in the sentence on top."""

NAMED = 12
"""Unranked units named before the list is cut."""

MOST = 4_294_967_295
"""The largest seed."""


def doubted() -> Settings:
    """The controls; what they say is in the URL."""
    t = session.messages()
    titles = {
        "weights": t("robustness.doubt_weights"),
        "normalisation": t("robustness.doubt_normalisation"),
        "missing": t("robustness.doubt_missing"),
        "aggregation": t("robustness.doubt_aggregation"),
    }
    doubts = url_widgets.picks("doubts", t("robustness.doubts"), titles, sorted(robustness.USUAL))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        share = _pick("share", t("robustness.share"), {each: f"±{each}%" for each in SHARES}, "25")
        counts = {each: t("robustness.draws_option", count=each) for each in DRAWS}
        draws = _pick("draws", t("robustness.draws"), counts, DRAWS[0])
        places = {each: t("robustness.k_option", count=each) for each in TOPS}
        k = _pick("k", t("robustness.k"), places, TOPS[0])
        seed = url_widgets.whole_number(
            "seed",
            t("robustness.seed"),
            robustness.DEFAULT_SEED,
            most=MOST,
            hint=t("robustness.seed_help"),
        )
    return Settings(
        frozenset(doubt for doubt in DOUBTS if doubt in doubts),
        share=int(share) / 100,
        draws=int(draws),
        seed=seed,
        k=int(k),
    )


def _pick(name: str, label: str, titles: dict[str, str], default: str) -> str:
    return url_widgets.pick(name, label, titles, default, keep=session.show)


def what_is_in(settings: Settings) -> None:
    """The two lists, in plain words, that belong beside every interval."""
    t = session.messages()
    share = f"{settings.share:.0%}"
    inside = {
        "weights": t("robustness.in_weights", share=share),
        "normalisation": t("robustness.in_normalisation"),
        "missing": t("robustness.in_missing"),
        "aggregation": t("robustness.in_aggregation"),
    }
    outside = {
        "weights": t("robustness.out_weights"),
        "normalisation": t("robustness.out_normalisation"),
        "missing": t("robustness.out_missing"),
        "aggregation": t("robustness.out_aggregation"),
    }
    always = [t("robustness.out_answers"), t("robustness.out_choice"), t("robustness.out_sampling")]
    told_in = [said for doubt, said in inside.items() if doubt in settings.doubts]
    told_out = [said for doubt, said in outside.items() if doubt not in settings.doubts]
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown(f"#### {t('robustness.box_in')}")
            st.markdown(_listed(told_in or [t("robustness.in_nothing")]))
        with right:
            st.markdown(f"#### {t('robustness.box_out')}")
            st.markdown(_listed([*always, *told_out]))
        st.caption(t("robustness.out_who"))


def _listed(sentences: list[str]) -> str:
    return "\n".join(f"* {sentence}" for sentence in sentences)


def summary(firmness: Firmness, units: pd.DataFrame) -> None:
    """What the page says in a sentence or three. `units` has `marks.units`."""
    t = session.messages()
    width = units["high"] - units["low"]
    widest = units.iloc[int(width.argmax())]
    st.markdown(
        t(
            "robustness.said",
            ranked=firmness.ranked,
            shift=f"{firmness.shift:.1f}",
            firm=int((width < NARROW).sum()),
            unit=session.plain(str(widest["said"])),
            low=int(widest["low"]),
            high=int(widest["high"]),
        )
    )
    st.caption(t("robustness.settings", draws=firmness.settings.draws, seed=firmness.settings.seed))


def unranked(firmness: Firmness) -> None:
    """Who has no interval, by name."""
    if firmness.unranked.empty:
        return
    t = session.messages()
    names = badges.units(firmness.unranked)["said"].tolist()
    more = t("robustness.more") if len(names) > NAMED else ""
    listed = t("robustness.gap").join(names[:NAMED]) + more
    st.caption(session.plain(t("robustness.unranked", count=len(names), names=listed)))


def listed(firmness: Firmness) -> pd.DataFrame:
    """`rank_uncertainty.units` with names in the reader's language, and `interval` in words."""
    units = badges.units(firmness.units)
    return units.assign(interval=badges.intervals(units["low"], units["high"]))


def places(units: pd.DataFrame) -> pd.DataFrame:
    """The rows that the pickers for places and names leave."""
    t = session.messages()
    starts = range(0, len(units), AT_ONCE)
    titles = {
        str(start): t(
            "robustness.places_option", first=start + 1, last=min(start + AT_ONCE, len(units))
        )
        for start in starts
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = _pick("places", t("robustness.places"), titles, "0")
        wanted = url_widgets.search(t("robustness.search"), t("robustness.search_hint"))
    if wanted.strip():
        return rankings.matching(units, wanted)
    return units.iloc[int(start) : int(start) + AT_ONCE]


def columns(k: int) -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "rank": tables.rank(t("robustness.rank")),
        "said": tables.unit(t("robustness.unit"), pinned=True),
        "interval": t("robustness.short"),
        "letters": t("robustness.letters"),
        "median": tables.number(t("robustness.median"), digits=1),
        "mean": tables.number(t("robustness.mean"), digits=1),
        "top": tables.percent(t("robustness.top", k=k)),
        "bottom": tables.percent(t("robustness.bottom", k=k)),
        "score": tables.score(t("robustness.score")),
        "prefecture_said": t("robustness.prefecture"),
        "unit": t("robustness.code"),
    }


def without_each(frame: pd.DataFrame) -> pd.DataFrame:
    """`robustness.left_out` in words: `title strength_said mean_shift mover move`."""
    t = session.messages()
    framework = session.framework()
    english = t.lang == "en"
    return frame.assign(
        title=[t.of(framework.indicator_by_code[code].title) for code in frame["indicator"]],
        strength_said=[t.of(framework.strength_by_code[code].title) for code in frame["strength"]],
        mover=frame["name_en" if english else "name"],
        move=pd.Series(
            [
                None
                if pd.isna(rank)
                else t("robustness.moved", rank=int(rank), without=int(without))
                for rank, without in zip(frame["rank"], frame["without"], strict=True)
            ],
            index=frame.index,
            dtype="str",
        ),
    )


def without_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "title": tables.text(t("robustness.indicator"), width="medium", pinned=True),
        "mean_shift": tables.number(t("robustness.mean_shift"), digits=1),
        "mover": tables.unit(t("robustness.mover")),
        "move": t("robustness.move"),
        "strength_said": t("robustness.strength"),
    }


def explained(units: pd.DataFrame) -> str | None:
    """What the indices are to explain, once somebody has asked for them."""
    t = session.messages()
    if not session.chosen("influence"):
        st.button(
            t("robustness.influence_ask"),
            key="ask_influence",
            on_click=session.show,
            args=("influence", robustness.RANKS),
        )
        return None
    titles = {
        robustness.RANKS: t("robustness.influence_ranks"),
        robustness.SHIFT: t("robustness.influence_shift"),
        **dict(zip(units["unit"], units["said"], strict=True)),
    }
    return _pick("influence", t("robustness.influence_of"), titles, robustness.RANKS)


def influence(frame: pd.DataFrame, of: str) -> None:
    """Bars of total order, the numbers below, and how to read them."""
    t = session.messages()
    if frame.empty or frame["total"].isna().all():
        st.info(t("robustness.influence_still"))
        return
    titles = {
        "weights_strengths": t("robustness.weights_strengths"),
        "weights_groups": t("robustness.weights_groups"),
        "weights_indicators": t("robustness.weights_indicators"),
        "normalisation": t("robustness.doubt_normalisation"),
        "missing": t("robustness.doubt_missing"),
        "aggregation": t("robustness.doubt_aggregation"),
    }
    rows = frame.assign(label=[titles[code] for code in frame["doubt"]])
    rows = rows.sort_values("total", ascending=False, kind="stable", ignore_index=True)
    figure = charts.bars(
        rows.assign(value=rows["total"].clip(lower=0)),
        title=t("robustness.influence_chart"),
        limit=max(1.0, float(rows["total"].max())),
        shown_as=".0%",
    )
    figure.update_xaxes(tickformat=".0%")
    charts.show(figure, key="influence_bars", described=t("robustness.influence_described"))
    told = {
        "label": tables.text(t("robustness.doubt"), pinned=True),
        "first": tables.percent(t("robustness.first")),
        "first_error": tables.percent(t("robustness.error")),
        "total": tables.percent(t("robustness.total")),
        "total_error": tables.percent(t("robustness.error")),
    }
    tables.show(rows, told, key="influence_table")
    st.caption(t("robustness.influence_caption"))
    if of == robustness.SHIFT:
        st.caption(t("robustness.influence_shift_caption"))
