"""Rank intervals as lines: where each unit stands, and where it could as well stand."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.kit import session
from pages.kit.drawings import charts, colours
from pages.kit.drawings.drawn_once import drawn_once

LINE = 26
"""Pixels a unit takes."""


@drawn_once
def chart(rows: pd.DataFrame) -> go.Figure:
    """One line a row, the first on top. `rows` has `said rank low median high`."""
    t = session.messages()
    places = list(range(len(rows)))
    labels = [charts.wrapped(name) for name in rows["said"]]
    line = LINE + 16 * max(label.count("<br>") for label in labels)
    figure = go.Figure(layout=charts.layout(height=110 + line * len(rows)))
    figure.add_scatter(
        x=[
            end
            for low, high in zip(rows["low"], rows["high"], strict=True)
            for end in _line(low, high)
        ],
        y=[end for place in places for end in (place, place, None)],
        mode="lines",
        name=t("robustness.interval"),
        line={"color": colours.OUTLINE, "width": 9},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=rows["median"].tolist(),
        y=places,
        mode="markers",
        name=t("robustness.median"),
        marker={"symbol": "line-ns", "size": 13, "line": {"width": 2.5, "color": colours.PEERS}},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=rows["rank"].tolist(),
        y=places,
        mode="markers",
        name=t("robustness.now"),
        marker={"color": colours.ACCENT, "size": 10},
        customdata=[(escape(name), escape(told)) for name, told in _told(rows)],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    span = [float(rows["low"].min()), float(max(rows["high"].max(), rows["rank"].max()))]
    figure.update_xaxes(title={"text": t("robustness.chart_axis")}, range=_roomy(*span))
    figure.update_yaxes(
        tickvals=places,
        ticktext=labels,
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        automargin=True,
    )
    figure.update_layout(
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"}, margin={"t": 64}
    )
    return figure


def _line(low: float, high: float) -> tuple[float, float, None]:
    """A little over both ends, so that an interval of one rank is seen at all."""
    return low - 0.15, high + 0.15, None


def _roomy(first: float, last: float) -> list[float]:
    air = max(1.0, (last - first) * 0.03)
    return [first - air, last + air]


def _told(rows: pd.DataFrame) -> list[tuple[str, str]]:
    t = session.messages()
    return [
        (
            str(row["said"]),
            t(
                "robustness.hover",
                rank=int(row["rank"]),
                low=int(row["low"]),
                high=int(row["high"]),
                median=f"{row['median']:g}",
            ),
        )
        for row in rows.to_dict("records")
    ]
