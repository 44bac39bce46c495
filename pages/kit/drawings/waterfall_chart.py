"""The waterfall: bars that add up from the top row down."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from pages.kit.drawings import charts, colours
from pages.kit.drawings.drawn_once import drawn_once


@drawn_once
def waterfall(rows: pd.DataFrame, *, title: str, opened: str = "") -> go.Figure:
    """Parts that add up, from the top row down, each starting where the one above has ended.

    `rows` has `code label start points lost kind text`; `kind` is `total` for a row that says how
    far it has come. What was lost is drawn pale after what was earned, and then the `text`. A part
    of which nothing is known has null points: its text stands there without a bar. A click gives
    the code, and `opened` is the one whose row is lit.

    Not Plotly's own waterfall: that fades whatever was not clicked, totals and all.
    """
    labels = [charts.wrapped(label, 8) for label in rows["label"]]
    heights = pd.Series([charts.line_height([label]) for label in labels], dtype=float)
    places = (heights.cumsum() - heights / 2).tolist()
    known = rows["points"].notna()
    ends = rows["start"] + rows["points"]
    figure = go.Figure(layout=charts.layout(height=int(64 + heights.sum())))
    customdata = [
        [code, f"{escape(label)}: {escape(text)}"]
        for code, label, text in zip(rows["code"], rows["label"], rows["text"], strict=True)
    ]
    look = {
        "y": places,
        "orientation": "h",
        "width": 20,
        "customdata": customdata,
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": colours.INK}},
    }
    figure.add_bar(
        x=charts.known_values(rows["points"]),
        base=charts.known_values(rows["start"]),
        marker={"color": [_FILLS.get(kind, colours.ACCENT) for kind in rows["kind"]]},
        **look,
    )
    figure.add_bar(
        x=charts.known_values(rows["lost"].where(known)),
        base=charts.known_values(ends),
        marker={
            "color": colours.UNKNOWN,
            "line": {"color": colours.QUIET, "width": 0.5},
            "pattern": {"shape": "/", "size": 5, "fgcolor": colours.OUTLINE},
        },
        text=[escape(text) for text in rows["text"]],
        textposition="outside",
        cliponaxis=False,
        **look,
    )
    lit = [
        {"y0": place - height / 2, "y1": place + height / 2, "fillcolor": colours.LIT, **_BEHIND}
        for place, height, code, kind in zip(
            places, heights, rows["code"], rows["kind"], strict=True
        )
        if code == opened and kind != "total"
    ]
    steps = [
        {"x0": end, "x1": end, "y0": above, "y1": below, "layer": "below", "line": _THIN}
        for above, below, end, there in zip(places, places[1:], ends, known, strict=False)
        if there
    ]
    words = [
        {"x": start, "y": place, "text": escape(text), "showarrow": False, "xanchor": "left"}
        for start, place, text, there in zip(
            rows["start"], places, rows["text"], known, strict=True
        )
        if not there
    ]
    furthest = float((ends + rows["lost"]).max())
    figure.update_xaxes(title={"text": escape(title)}, range=[0, furthest * 1.7])
    figure.update_yaxes(
        tickvals=places,
        ticktext=labels,
        range=[float(heights.sum()), 0],
        showgrid=False,
        automargin=True,
    )
    figure.update_layout(
        showlegend=False,
        clickmode="event+select",
        barmode="overlay",
        shapes=[*lit, *steps],
        annotations=words,
    )
    return figure


_FILLS = {"total": colours.INK, "bonus": colours.PEERS}
_THIN = {"color": colours.QUIET, "width": 1}
_BEHIND = {"x0": 0, "x1": 1, "xref": "paper", "layer": "below", "line": {"width": 0}}
