"""How far apart the counties are: for each strength a box, its median, and the mean."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.kit.drawings import charts, colours
from pages.kit.drawings.drawn_once import drawn_once

BOX = 0.42
"""Height of a box; what is left of 1 is room for the number above it."""


@drawn_once
def boxes(rows: pd.DataFrame) -> go.Figure:
    """One box a row, from the first down. `rows` has `label told known`, the columns of
    `overview.SPREAD` and `mean`; a row of which nothing is known has its label and no box."""
    places = list(range(len(rows)))
    drawn = rows.assign(place=places)[rows["known"].to_numpy() > 0]
    figure = go.Figure(layout=charts.layout(height=70 + 58 * len(rows)))
    figure.add_box(
        y=drawn["place"].tolist(),
        lowerfence=drawn["lowest"].tolist(),
        q1=drawn["quarter"].tolist(),
        median=drawn["median"].tolist(),
        q3=drawn["three_quarters"].tolist(),
        upperfence=drawn["highest"].tolist(),
        orientation="h",
        width=BOX,
        line={"color": colours.ACCENT, "width": 1.5},
        fillcolor="rgba(31, 78, 121, 0.18)",
        # What a box says of itself is in English; the diamond tells it in the reader's language.
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=drawn["mean"].tolist(),
        y=drawn["place"].tolist(),
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 12,
            "color": colours.PEERS,
            "line": {"color": colours.INK, "width": 1},
        },
        customdata=[
            (escape(label), escape(told))
            for label, told in zip(drawn["label"], drawn["told"], strict=True)
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    figure.add_scatter(
        x=drawn["mean"].tolist(),
        y=[place - BOX / 2 for place in drawn["place"]],
        mode="text",
        text=[f"{mean:.1f}" for mean in drawn["mean"]],
        textposition="top center",
        hoverinfo="skip",
    )
    figure.update_xaxes(range=[0, 100], tickvals=[0, 20, 40, 60, 80, 100])
    figure.update_yaxes(
        tickvals=places,
        ticktext=[charts.wrapped(label) for label in rows["label"]],
        range=[len(rows) - 0.5, -0.8],
        showgrid=False,
        automargin=True,
    )
    figure.update_layout(showlegend=False)
    return figure
