"""Charts: thin functions from frames and titles to figures that look alike.

None and NaN are unknown: a line breaks there, a bar is replaced by words, and nothing is drawn
at zero. All text is given by the page, already in the reader's language.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.kit import session, url_widgets
from pages.kit.drawings import colours
from pages.kit.drawings.drawn_once import drawn_once

CONFIG = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    # Only maps need outlines, but Plotly would ask another host for them.
    "topojsonURL": "app/static/topojson/",
}


def show(figure: go.Figure, *, key: str, described: str) -> None:
    """Draw it. `described` says what it shows to someone who cannot see it."""
    st.plotly_chart(figure, key=key, theme=None, config=CONFIG, alt=described)


def show_to_pick(
    figure: go.Figure, name: str, codes: Collection[str], *, key: str, described: str
) -> None:
    """Draw it, and let a click on a bar be what `name` says in the link; see `pickers`."""
    st.plotly_chart(
        figure,
        key=key,
        theme=None,
        config=CONFIG,
        alt=described,
        on_select=lambda: url_widgets.point_picks(name, codes, key=key),
        selection_mode="points",
    )


@drawn_once
def radar(axes: Sequence[str], profiles: Mapping[str, Sequence[float | None]]) -> go.Figure:
    """Scores 0–100 on each axis; the first profile is filled, the others are lines to compare.

    `axes` are short titles: on a phone there is room for little more than two words.
    """
    looks = (
        {"color": colours.ACCENT, "width": 3},
        {"color": colours.PEERS, "width": 2, "dash": "dash"},
        {"color": colours.PROVINCE, "width": 2, "dash": "dot"},
    )
    labels = [wrapped(axis) for axis in axes]
    figure = go.Figure(layout=layout(height=420))
    for place, (name, scores) in enumerate(profiles.items()):
        complete = not any(pd.isna(score) for score in scores)
        figure.add_scatterpolar(
            # Back to the first axis, or the outline stays open.
            r=[*scores, scores[0]],
            theta=[*labels, labels[0]],
            name=escape(name),
            mode="lines+markers",
            line=looks[place % len(looks)],
            marker={"size": 6},
            fill="toself" if place == 0 and complete else "none",
            fillcolor="rgba(31, 78, 121, 0.14)",
            hovertemplate="%{theta}: %{r:.1f}<extra>%{fullData.name}</extra>",
        )
    figure.update_polars(
        bgcolor=colours.PAPER,
        radialaxis={
            "range": [0, 100],
            "tickvals": [20, 40, 60, 80, 100],
            "tickfont": {"size": 11, "color": colours.QUIET},
            "gridcolor": colours.GRID,
            "angle": 90,
            "tickangle": 90,
        },
        angularaxis={"rotation": 90, "direction": "clockwise", "gridcolor": colours.GRID},
    )
    figure.update_layout(margin={"l": 84, "r": 84, "t": 48, "b": 20})
    return figure


@drawn_once
def trend(points: pd.DataFrame, *, title: str, highlight: str | None = None) -> go.Figure:
    """Scores over periods, a line a series. `points` has `series period value`, oldest period
    first; unknown is a gap.

    With `highlight`, that series stands out and the others step back.
    """
    periods = list(points["period"].unique())
    figure = go.Figure(layout=layout(height=360))
    for place, (series, line) in enumerate(points.groupby("series", sort=False)):
        values = line.set_index("period")["value"].reindex(periods)
        steps_back = highlight is not None and series != highlight
        figure.add_scatter(
            x=periods,
            y=known_values(values),
            name=escape(str(series)),
            mode="lines+markers",
            connectgaps=False,
            line={
                "color": colours.SERIES[place % len(colours.SERIES)],
                "width": 2 if steps_back else 3,
                "dash": "dot" if steps_back else "solid",
            },
            marker={"size": 8, "symbol": place % 6},
            hovertemplate="%{x}: %{y:.1f}<extra>%{fullData.name}</extra>",
        )
    figure.update_xaxes(type="category", categoryarray=periods, range=_roomy(len(periods)))
    # All of the scale, and room for a bonus: a small change must not look like a large one.
    figure.update_yaxes(range=[0, 106], tickvals=[0, 20, 40, 60, 80, 100])
    # Above rather than beside: Chinese on its side is hard to read.
    figure.update_layout(
        title={"text": escape(title), "font": {"size": 14}, "x": 0, "y": 0.98},
        margin={"t": 44},
    )
    return figure


@drawn_once
def bars(
    rows: pd.DataFrame, *, title: str, limit: float | None = 100, shown_as: str = ".1f"
) -> go.Figure:
    """Horizontal bars from the first row down. `rows` has `label value`, and may have `fill`.

    An unknown value is written as words where its bar would start. `limit` ends the axis.
    """
    t = session.messages()
    known = rows["value"].notna()
    fills = rows["fill"] if "fill" in rows else pd.Series(colours.ACCENT, index=rows.index)
    labels = [wrapped(label) for label in rows["label"]]
    figure = go.Figure(layout=layout(height=80 + line_height(labels) * len(rows)))
    figure.add_bar(
        x=known_values(rows["value"]),
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": fills.tolist(), "line": {"color": colours.QUIET, "width": 0.5}},
        text=[
            format(value, shown_as) if there else ""
            for value, there in zip(rows["value"], known, strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[escape(label) for label in rows["label"]],
        hovertemplate="%{customdata}: %{text}<extra></extra>",
    )
    for place in (place for place, there in enumerate(known) if not there):
        figure.add_annotation(
            x=0,
            y=place,
            text=t("chart.no_data"),
            showarrow=False,
            xanchor="left",
            font={"color": colours.QUIET},
        )
    figure.update_xaxes(
        title={"text": escape(title)}, range=None if limit is None else [0, limit * 1.2]
    )
    return _listed_downwards(figure, labels)


def _listed_downwards(figure: go.Figure, labels: Sequence[str]) -> go.Figure:
    """Bars at 0, 1, 2 … with their labels, the first on top."""
    figure.update_yaxes(
        tickvals=list(range(len(labels))),
        ticktext=labels,
        autorange="reversed",
        showgrid=False,
        automargin=True,
    )
    figure.update_layout(showlegend=False, bargap=0.35)
    return figure


@drawn_once
def differences(rows: pd.DataFrame, *, title: str) -> go.Figure:
    """Bars to both sides of nothing, from the first row down. `rows` has `label value text`."""
    labels = [wrapped(label) for label in rows["label"]]
    # Room beside the longest bar for what is written there, on a telephone too.
    room = 1 + 0.09 * max(len(text) for text in rows["text"])
    reach = max(float(rows["value"].abs().max()), 0.1) * room
    figure = go.Figure(layout=layout(height=80 + line_height(labels) * len(rows)))
    figure.add_bar(
        x=rows["value"].tolist(),
        y=list(range(len(rows))),
        orientation="h",
        marker={
            "color": [colours.CHANGES[-1 if value >= 0 else 0] for value in rows["value"]],
        },
        text=rows["text"].tolist(),
        textposition="outside",
        cliponaxis=False,
        customdata=[escape(label) for label in rows["label"]],
        hovertemplate="%{customdata}: %{text}<extra></extra>",
    )
    figure.update_xaxes(
        title={"text": wrapped(title, 16)}, range=[-reach, reach], zerolinecolor=colours.INK
    )
    return _listed_downwards(figure, labels)


@drawn_once
def sunburst(parts: pd.DataFrame) -> go.Figure:
    """Parts of a whole, of parts. `parts` has `code parent label value told fill`.

    A parent's value is the sum of its children's; the root's parent is an empty string. `told` is
    the line under the label when one points at it; `fill` may be null below the first ring, which
    is then drawn in a lighter shade of its parent's.
    """
    figure = go.Figure(layout=layout(height=560))
    figure.add_sunburst(
        ids=parts["code"].tolist(),
        parents=parts["parent"].tolist(),
        labels=[wrapped(label, WIDEST_IN_RING) for label in parts["label"]],
        values=parts["value"].tolist(),
        customdata=[escape(told) for told in parts["told"]],
        marker={
            "colors": [None if pd.isna(fill) else fill for fill in parts["fill"]],
            "line": {"color": colours.PAPER, "width": 1},
        },
        leaf={"opacity": 0.75},
        branchvalues="total",
        insidetextorientation="radial",
        hovertemplate="<b>%{label}</b><br>%{customdata}<extra></extra>",
    )
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        # What would be too small to read is told where one points.
        uniformtext={"minsize": 9, "mode": "hide"},
    )
    return figure


@drawn_once
def strip(dots: pd.DataFrame, *, title: str) -> go.Figure:
    """Where everyone stands. `dots` has `group name value highlighted`; unknown has no dot.

    One line a group, a faint dot a row; the highlighted ones are large and drawn last.
    """
    groups = list(dict.fromkeys(dots["group"]))
    known = dots[dots["value"].notna()]
    labels = [wrapped(group) for group in groups]
    figure = go.Figure(layout=layout(height=90 + (line_height(labels) + 12) * len(groups)))
    for highlighted, look in (
        (False, {"size": 9, "color": colours.PROVINCE, "opacity": 0.35}),
        (
            True,
            {
                "size": 15,
                "color": colours.PEERS,
                "symbol": "diamond",
                "line": {"color": colours.INK, "width": 1.5},
            },
        ),
    ):
        these = known[known["highlighted"].astype(bool) == highlighted]
        figure.add_scatter(
            x=these["value"].tolist(),
            y=these["group"].tolist(),
            mode="markers",
            marker=look,
            customdata=[escape(name) for name in these["name"]],
            hovertemplate="%{customdata}: %{x:.1f}<extra></extra>",
        )
    figure.update_xaxes(title={"text": escape(title)}, range=[-2, 102])
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=groups[::-1],
        ticktext=labels,
        tickvals=groups,
        automargin=True,
    )
    figure.update_layout(showlegend=False)
    return figure


def layout(*, height: int) -> go.Layout:
    axis = {
        "gridcolor": colours.GRID,
        "zerolinecolor": colours.GRID,
        "linecolor": colours.QUIET,
        "fixedrange": True,
    }
    return go.Layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 24, "b": 8},
        font={"family": colours.FONT, "size": 14, "color": colours.INK},
        paper_bgcolor=colours.PAPER,
        plot_bgcolor=colours.PAPER,
        colorway=colours.SERIES,
        dragmode=False,
        hoverlabel={"font": {"family": colours.FONT, "size": 14}},
        legend={"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
        xaxis={**axis, "automargin": True},
        yaxis={**axis, "automargin": True},
    )


def known_values(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


def _roomy(count: int) -> list[float]:
    """A category axis with half a step of air, so that a single period is a point in the middle."""
    return [-0.5, count - 0.5]


def line_height(labels: Sequence[str]) -> int:
    """Pixels a row needs so that labels of several lines do not touch."""
    return 14 + 18 * max((label.count("<br>") + 1 for label in labels), default=1)


WIDEST = 11
"""Of a label before it is broken, in Chinese characters; a Latin letter is about half of one."""


WIDEST_IN_RING = 17
"""The same for a label along a radius, where a second line is dearer than a long first one."""


def wrapped(label: str, widest: float = WIDEST) -> str:
    """A long label over several lines, so that on a phone some width is left for the bars.

    >>> wrapped("Mediation of labour disputes"), wrapped("Party-building-leads-union-building", 8)
    ('Mediation of labour<br>disputes', 'Party-<br>building-<br>leads-union-<br>building')
    """
    lines, width = [""], 0.0
    for piece in re.findall(r"[!-,.-~]*- *|[!-,.-~]+ *|.", label):
        step = sum(0.55 if letter.isascii() else 1 for letter in piece.rstrip())
        if width + step > widest and lines[-1]:
            lines.append("")
            width = 0
        lines[-1] += piece
        width += step + 0.3 * (piece[-1] == " ")
    return "<br>".join(escape(line.strip()) for line in lines)
