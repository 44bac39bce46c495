"""Teams by units: who is linked to whom, and who came. Sorted so that links run down a diagonal."""

from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from assessment.field.coverage.coverage import Coverage
from pages.kit import badges, session
from pages.kit.drawings import charts, colours
from pages.kit.drawings.drawn_once import drawn_once

NAMED = 30
"""Units that fit with their names; more are told by prefecture."""

WIDEST = 14
"""Letters of a team's name on the axis."""

LOOKS = {
    "visited": ("square", colours.ACCENT),
    "linked": ("square-open", colours.PEERS),
    "unlinked": ("x", colours.ALERT),
}
"""Shape and colour, so that either is enough."""


def show(coverage: Coverage) -> None:
    """The matrix; names where they fit, and everything on pointing at it."""
    t = session.messages()
    pairs = _placed(coverage)
    if pairs.empty:
        st.info(t("coverage.no_teams"))
        return
    units = badges.units(coverage.units)
    figure = _figure(units[["unit", "said", "prefecture", "prefecture_said"]], pairs)
    charts.show(figure, key="coverage_matrix", described=t("coverage.matrix_alt"))
    many = len(coverage.units) > NAMED
    st.caption(t("coverage.matrix_caption_many") if many else t("coverage.matrix_caption"))


def _placed(coverage: Coverage) -> pd.DataFrame:
    """Pairs with the places of their unit and team, and what is told of them."""
    t = session.messages()
    units = badges.units(coverage.units)
    places = {unit: at for at, unit in enumerate(units["unit"])}
    names = dict(zip(units["unit"], units["said"], strict=True))
    teams = dict(zip(coverage.teams["team"], coverage.teams["name"], strict=True))
    pairs = coverage.pairs[coverage.pairs["team"].isin(teams)]
    pairs = pairs.assign(column=pairs["unit"].map(places))
    first = pairs.sort_values("column").drop_duplicates("team")["team"]
    rows = {team: at for at, team in enumerate(first)}
    return pairs.assign(
        row=pairs["team"].map(rows),
        team_name=pairs["team"].map(teams),
        look=[
            "unlinked" if pd.isna(link) else "visited" if visits else "linked"
            for link, visits in zip(pairs["link"], pairs["visits"], strict=True)
        ],
        told=[
            t(
                "coverage.matrix_told",
                team=teams[team],
                unit=names[unit],
                link=t("coverage.no_link") if pd.isna(link) else t.code("link.kind", str(link)),
                visits=visits,
            )
            for team, unit, link, visits in zip(
                pairs["team"], pairs["unit"], pairs["link"], pairs["visits"], strict=True
            )
        ],
    )


@drawn_once
def _figure(units: pd.DataFrame, pairs: pd.DataFrame) -> go.Figure:
    t = session.messages()
    titles = {
        "visited": t("coverage.matrix_visited"),
        "linked": t("coverage.matrix_linked"),
        "unlinked": t("coverage.matrix_unlinked"),
    }
    rows, columns = int(pairs["row"].max()) + 1, len(units)
    named = columns <= NAMED
    step = 26 if named else 7
    height = 90 + step * rows + _letters(units, named=named)
    figure = go.Figure(layout=charts.layout(height=height))
    for look, (symbol, colour) in LOOKS.items():
        of = pairs[pairs["look"] == look]
        if of.empty:
            continue
        figure.add_scatter(
            x=of["column"].tolist(),
            y=of["row"].tolist(),
            mode="markers+text" if named and look != "linked" else "markers",
            text=[str(visits) for visits in of["visits"]],
            textfont={"size": 10, "color": colours.PAPER if look == "visited" else colours.ALERT},
            textposition="middle center" if look == "visited" else "middle right",
            name=titles[look],
            marker={"symbol": symbol, "color": colour, "size": 15 if named else 6},
            customdata=[escape(text) for text in of["told"]],
            hovertemplate="%{customdata}<extra></extra>",
        )
    _axes(figure, units, pairs, named=named)
    figure.update_layout(legend={"y": 1.02, "yanchor": "bottom"}, margin={"t": 60}, showlegend=True)
    return figure


def _letters(units: pd.DataFrame, *, named: bool) -> int:
    """Pixels that the longest name under the matrix takes, standing on its end or nearly so."""
    names = units["said"] if named else units["prefecture_said"]
    return max(sum(7 if letter.isascii() else 13 for letter in name) for name in names)


def _axes(figure: go.Figure, units: pd.DataFrame, pairs: pd.DataFrame, *, named: bool) -> None:
    rows = int(pairs["row"].max()) + 1
    axis = {"zeroline": False, "showgrid": True}
    figure.update_yaxes(**axis, range=[rows - 0.5, -0.5])
    figure.update_xaxes(**axis, range=[-0.5, len(units) - 0.5])
    if named:
        names = pairs.drop_duplicates("row").set_index("row")["team_name"]
        figure.update_xaxes(
            tickvals=list(range(len(units))),
            ticktext=[escape(name) for name in units["said"]],
            tickangle=-90,
            tickfont_size=11,
        )
        figure.update_yaxes(
            tickvals=list(names.index), ticktext=[_short(name) for name in names], tickfont_size=12
        )
        return
    groups = units.reset_index().groupby("prefecture", sort=False)["index"].agg(["min", "max"])
    said = units.drop_duplicates("prefecture").set_index("prefecture")["prefecture_said"]
    figure.update_xaxes(
        tickvals=[float(low + high) / 2 for low, high in groups.to_numpy()],
        ticktext=[escape(said[code]) for code in groups.index],
        tickangle=-60,
        showgrid=False,
    )
    figure.update_yaxes(showticklabels=False, showgrid=False)
    borders = [float(low) - 0.5 for low in groups["min"].iloc[1:]]
    # Not `add_vline`, which looks at every shape there is for each one more.
    figure.update_layout(shapes=[{**_BORDER, "x0": at, "x1": at} for at in borders])


_BORDER = {
    "type": "line",
    "xref": "x",
    "y0": 0,
    "y1": 1,
    "yref": "y domain",
    "line": {"color": colours.GRID, "width": 1},
}


def _short(name: str) -> str:
    """A team's name as far as it fits; the rest is told on pointing at its row."""
    return escape(name if len(name) <= WIDEST else f"{name[: WIDEST - 1]}…")
