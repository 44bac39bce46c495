"""Why a county's score and rank moved between two periods: a sentence, a waterfall, tables."""

from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from assessment.framework.values import figures
from assessment.scores.explanation.change_bridge import ChangeBridge, Ends, change_bridge
from pages.kit import session
from pages.kit.drawings import charts, colours

NOTHING = 1e-9
"""What is smaller is rounding of the last digit."""

FELL, ROSE = colours.CHANGES[0], colours.CHANGES[-1]


def section(unit: str, before: str, after: str) -> None:
    """One unit's way from one period to the other; in two equal periods there is none."""
    t = session.messages()
    if before == after:
        st.info(t("bridge.same_period"))
        return
    with session.explaining(), st.spinner(t("bridge.working")):
        found = change_bridge(session.data_source(), session.actor(), unit, (before, after))
    st.subheader(t("bridge.title", before=found.before, after=found.after))
    ends = found.ends
    if ends is None:
        st.info(_no_bridge(found))
        return
    st.markdown(f"{session.plain(_score(found, ends))}  \n{session.plain(_rank(found, ends))}")
    charts.show(_waterfall(found, ends), key="bridge", described=_score(found, ends))
    st.table(_effects(found, ends), hide_index=True, border="horizontal")
    if found.bridge.unscored and any(len(step.factors) > 1 for step in found.bridge.steps):
        st.caption(t("bridge.together"))
    with st.expander(t("bridge.by_strength")):
        st.table(_parts(found), hide_index=True, border="horizontal")
        st.caption(t("bridge.by_strength_caption"))
    with st.expander(t("bridge.method")):
        st.markdown(_method(found))


def _method(change: ChangeBridge) -> str:
    """From where to where it goes: a deadline's record and today's, or two snapshots."""
    t = session.messages()
    if change.snapshots is None:
        deadline = change.deadline.isoformat()
        return t("bridge.method_text", before=change.before, deadline=deadline)
    first, second = change.snapshots
    return t(
        "bridge.method_text_published",
        before=change.before,
        after=change.after,
        first=first,
        second=second,
    )


def _no_bridge(change: ChangeBridge) -> str:
    t = session.messages()
    ends = ((change.before, change.bridge.start), (change.after, change.bridge.end))
    periods = t("bridge.and").join(period for period, outcome in ends if outcome is None)
    return t("bridge.unknown", periods=periods)


def _name(factors: Iterable[str]) -> str:
    t = session.messages()
    names = {
        "own": t("bridge.own"),
        "others": t("bridge.others"),
        "framework": t("bridge.framework"),
        "corrections": t("bridge.corrections"),
    }
    return t("bridge.and").join(names[factor] for factor in factors)


def _signed(number: float) -> str:
    """With its sign, and never rounded to nothing."""
    if abs(number) < NOTHING:
        return "0"
    return f"{'+' if number > 0 else '−'}{figures.plain(abs(number))}"


def _score(change: ChangeBridge, ends: Ends) -> str:
    """One sentence: by how much, and what of it is whose."""
    t, bridge = session.messages(), change.bridge
    start, end = (outcome.total for outcome in ends)
    facts = {
        "before": change.before,
        "after": change.after,
        "start": f"{start:.2f}",
        "end": f"{end:.2f}",
        "size": figures.plain(abs(end - start)),
        "effects": t("bridge.list").join(
            t("bridge.effect", factor=_name(step.factors), size=_signed(step.points))
            for step in bridge.steps
        ),
    }
    if abs(end - start) < NOTHING:
        return t("bridge.score_same", **facts)
    return t("bridge.score_higher", **facts) if end > start else t("bridge.score_lower", **facts)


def _rank(change: ChangeBridge, ends: Ends) -> str:
    t, bridge = session.messages(), change.bridge
    start, end = (outcome.places["rank_all"] for outcome in ends)
    facts = {
        "scope": t.of(session.framework().scope),
        "start": start,
        "end": end,
        "size": abs(start - end),
        "effects": t("bridge.list").join(
            t(
                "bridge.effect",
                factor=_name(step.factors),
                size=_signed(float(step.places["rank_all"])),
            )
            for step in bridge.steps
        ),
    }
    if start == end:
        return t("bridge.rank_same", **facts)
    return t("bridge.rank_up", **facts) if end < start else t("bridge.rank_down", **facts)


def _waterfall(change: ChangeBridge, ends: Ends) -> go.Figure:
    """Bars between two totals. The axis does not begin at 0, or no step could be seen."""
    t = session.messages()
    start, end = (outcome.total for outcome in ends)
    steps = [step.points for step in change.bridge.steps]
    levels = [start, *(start + sum(steps[: count + 1]) for count in range(len(steps)))]
    room = max((max(levels) - min(levels)) * 0.3, 0.5)
    names = [
        t("bridge.start", period=change.before),
        *(_name(step.factors) for step in change.bridge.steps),
        t("bridge.end", period=change.after),
    ]
    labels = [charts.wrapped(name) for name in names]
    figure = go.Figure(layout=charts.layout(height=96 + 46 * len(names)))
    figure.add_waterfall(
        x=[start, *steps, end],
        y=list(range(len(names))),
        orientation="h",
        measure=["absolute", *("relative" for _ in steps), "absolute"],
        text=[f"{start:.2f}", *map(_signed, steps), f"{end:.2f}"],
        textposition="outside",
        cliponaxis=False,
        increasing={"marker": {"color": ROSE}},
        decreasing={"marker": {"color": FELL}},
        totals={"marker": {"color": colours.ACCENT}},
        connector={"line": {"color": colours.QUIET, "width": 1}},
        customdata=[escape(name) for name in names],
        hovertemplate="%{customdata}: %{text}<extra></extra>",
    )
    figure.update_xaxes(
        range=[min(levels) - room, max(levels) + room],
        title={"text": t("bridge.axis"), "font": {"size": 13}},
        nticks=6,
    )
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=labels,
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        automargin=True,
    )
    figure.update_layout(showlegend=False, bargap=0.35)
    return figure


def _effects(change_bridge: ChangeBridge, ends: Ends) -> pd.DataFrame:
    """A line a factor and one for the change itself, in points and in places won."""
    t, bridge = session.messages(), change_bridge.bridge
    start, end = ends
    ranks = {
        "rank_all": t("bridge.places_all"),
        "rank_prefecture": t("bridge.places_prefecture"),
        "rank_peer_group": t("bridge.places_peer_group"),
    }
    rows = [
        {
            t("bridge.factor"): _name(step.factors),
            t("bridge.points"): _signed(step.points),
            **{title: _signed(float(step.places[rank])) for rank, title in ranks.items()},
        }
        for step in bridge.steps
    ]
    change = {title: start.places[rank] - end.places[rank] for rank, title in ranks.items()}
    rows.append(
        {
            t("bridge.factor"): t("bridge.whole"),
            t("bridge.points"): _signed(end.total - start.total),
            **{title: _signed(places) for title, places in change.items()},
        }
    )
    return pd.DataFrame(rows)


def _parts(change: ChangeBridge) -> pd.DataFrame:
    """A line a strength and one for the bonus; across, who moved it."""
    t, framework = session.messages(), session.framework()
    steps = change.bridge.steps
    codes = [code for code in framework.strength_by_code if any(code in s.parts for s in steps)]
    rest = [code for code in steps[0].parts if code not in framework.strength_by_code]
    rows = []
    for code in [*codes, *rest]:
        strength = framework.strength_by_code.get(code)
        row: dict[str, Any] = {
            t("bridge.strength"): t.of(strength.short) if strength else t("bridge.bonus")
        }
        effects = [step.parts.get(code, 0.0) for step in steps]
        row |= {_name(s.factors): _signed(e) for s, e in zip(steps, effects, strict=True)}
        rows.append(row | {t("bridge.whole"): _signed(sum(effects))})
    return pd.DataFrame(rows)
