"""Charts of data health: how parts go together, and what they weigh against what they should."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.kit.drawings import charts, colours
from pages.kit.drawings.drawn_once import drawn_once

CELL = 36
"""Pixels of a row of a heat map."""

DASH = "—"


@drawn_once
def heat_map(pairs: pd.DataFrame, labels: Sequence[str]) -> go.Figure:
    """A square of numbered parts. `pairs` has `row column r told`, places from 0 on.

    Unknown is a dash on grey, off the ramp: it must not be read as a correlation of 0, which is
    nearly white. Columns are numbers only: on a phone there is no room for more.
    """
    count = len(labels)
    square = pairs.pivot(index="row", columns="column", values="r")
    told = pairs.assign(told=[escape(text) for text in pairs["told"]])
    hover = told.pivot(index="row", columns="column", values="told")
    places = list(range(count))
    figure = go.Figure(layout=charts.layout(height=64 + CELL * count))
    figure.add_heatmap(
        z=[[None if pd.isna(r) else float(r) for r in row] for row in square.to_numpy()],
        x=places,
        y=places,
        customdata=hover.to_numpy().tolist(),
        zmin=-1,
        zmax=1,
        colorscale=[[step / 4, colour] for step, colour in enumerate(colours.CHANGES)],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
    )
    figure.add_scatter(
        x=pairs["column"].tolist(),
        y=pairs["row"].tolist(),
        mode="text",
        text=[DASH if pd.isna(r) else f"{r:.2f}".replace("-", "−") for r in pairs["r"]],
        textfont={"size": 12, "color": [_ink(r) for r in pairs["r"]]},
        hoverinfo="skip",
    )
    axis = {"showgrid": False, "zeroline": False, "range": [-0.5, count - 0.5]}
    figure.update_xaxes(
        **axis, tickvals=places, ticktext=[str(place + 1) for place in places], side="top"
    )
    figure.update_yaxes(
        **{**axis, "range": [count - 0.5, -0.5]},
        tickvals=places,
        ticktext=[escape(label) for label in labels],
    )
    figure.update_layout(plot_bgcolor=colours.GRID, showlegend=False)
    return figure


def _ink(r: float) -> str:
    """Of a number on its cell; the ends of the ramp are dark."""
    return colours.PAPER if abs(r) >= 0.6 else colours.INK


@drawn_once
def two_weights(rows: pd.DataFrame, *, nominal: str, effective: str, title: str) -> go.Figure:
    """Two bars a row, from the first down. `rows` has `label nominal effective`, shares; an
    unknown one has no bar and a dash."""
    labels = [charts.wrapped(label) for label in rows["label"]]
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    places = list(range(len(rows)))
    figure = go.Figure(layout=charts.layout(height=110 + (26 + 16 * lines) * len(rows)))
    for name, column, fill in (
        (nominal, "nominal", colours.OUTLINE),
        (effective, "effective", colours.ACCENT),
    ):
        known = [None if pd.isna(share) else float(share) for share in rows[column]]
        figure.add_bar(
            x=[0 if share is None else share for share in known],
            y=places,
            orientation="h",
            name=escape(name),
            marker={"color": fill, "line": {"color": colours.QUIET, "width": 0.5}},
            text=[DASH if share is None else f"{share:.1%}" for share in known],
            textposition="outside",
            cliponaxis=False,
            customdata=[escape(label) for label in rows["label"]],
            hovertemplate="%{customdata}: %{text}<extra>%{fullData.name}</extra>",
        )
    shares = pd.concat([rows["nominal"], rows["effective"]]).dropna()
    highest, lowest = max([0.01, *shares]), min([0.0, *shares])
    figure.update_xaxes(
        title={"text": escape(title)},
        tickformat=".0%",
        range=[lowest * 1.5, highest * 1.25],
        nticks=6,
    )
    figure.update_yaxes(
        tickvals=places,
        ticktext=labels,
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        automargin=True,
    )
    figure.update_layout(
        barmode="group",
        bargap=0.3,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        margin={"t": 40},
    )
    return figure
