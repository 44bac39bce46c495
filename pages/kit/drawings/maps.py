"""The map: outlines only, no tiles, nothing from another host.

Outlines are files that the browser fetches from us once; a figure names them, so that a click
sends some kilobytes instead of them all. A unit without an outline is a point. To show another
province, replace the files in `data/boundaries`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from assessment.framework.model import Framework
from pages.kit import session
from pages.kit.drawings import colours, outlines
from pages.kit.drawings.drawn_once import drawn_once

FETCHED_FROM = "app/static/"
"""Relative, because the application may be served under a path."""

CONFIG = {
    # Plotly asks for the coastlines of the world even where it draws none.
    "topojsonURL": f"{FETCHED_FROM}topojson/",
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
}


@dataclass(frozen=True, slots=True)
class MapClass:
    """One entry of the legend: a code, what it says, and its colour."""

    code: str
    title: str
    fill: str


def score_map(units: pd.DataFrame, *, key: str, period: str) -> str | None:
    """Scores in the classes of the grades; the code of the unit just clicked, or None.

    `units` has `unit name score score_grade grade vetoed rank lon lat`, as `rankings.ranking` gives
    them; a null score is drawn as no data, and said so.
    """
    drawn = units.assign(shown=units["score_grade"], told=units.apply(_score_told, axis="columns"))
    return class_map(drawn, grade_classes(session.framework(), period), key=key)


def _score_told(unit: pd.Series) -> str:
    t = session.messages()
    if pd.isna(unit["score"]):
        return t("map.no_data")
    if pd.isna(unit["rank"]):
        return t("map.score", score=f"{unit['score']:.1f}")
    if unit["vetoed"]:
        return t("map.score_vetoed", score=f"{unit['score']:.1f}", rank=int(unit["rank"]))
    return t("map.score_and_rank", score=f"{unit['score']:.1f}", rank=int(unit["rank"]))


def grade_classes(framework: Framework, period: str) -> list[MapClass]:
    """The grades as a legend, best first, each with the score it starts from."""
    t = session.messages()
    fills = colours.ramp(len(framework.grades))[::-1]
    *others, lowest = framework.grades
    cuts = [f"{grade.at_least.at(period):g}" for grade in others]
    titles = [
        t("map.from", grade=t.of(grade.title), score=cut)
        for grade, cut in zip(others, cuts, strict=True)
    ]
    last = t.of(lowest.title)
    titles.append(t("map.below", grade=last, score=cuts[-1]) if cuts else last)
    return [
        MapClass(grade.code, title, fill)
        for grade, title, fill in zip(framework.grades, titles, fills, strict=True)
    ]


def class_map(
    units: pd.DataFrame, classes: Sequence[MapClass], *, key: str, height: int = 560
) -> str | None:
    """Any classes on the map; the code of the unit just clicked, or None.

    `units` has `unit name shown told lon lat`: `shown` is a class's code or null for no data, and
    `told` is the line under the name when one points at the unit.
    """
    t = session.messages()
    unknown = MapClass("", t("map.no_data"), colours.UNKNOWN)
    legend = [*classes, unknown] if units["shown"].isna().any() else list(classes)
    number = {each.code: place for place, each in enumerate(legend)}
    drawn = units.assign(place=[number[code] for code in units["shown"].fillna("")])
    figure = _figure(drawn[["unit", "name", "place", "told", "lon", "lat"]], legend, height)
    event = st.plotly_chart(
        figure,
        key=key,
        theme=None,
        on_select="rerun",
        selection_mode="points",
        config=CONFIG,
        alt=t("map.described"),
    )
    return next((point["customdata"][0] for point in event.selection.points), None)


@drawn_once
def _figure(units: pd.DataFrame, legend: Sequence[MapClass], height: int) -> go.Figure:
    outlined = units["unit"].isin(outlines.boxes("counties"))
    return go.Figure(
        [
            _areas(units[outlined], legend),
            _prefectures(units),
            _points(units[~outlined], legend),
            *(_legend_entry(each) for each in legend),
        ],
        _layout(units, height),
    )


def _told(units: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [
        (unit, escape(name), escape(told))
        for unit, name, told in zip(units["unit"], units["name"], units["told"], strict=True)
    ]


HOVER = "<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>"


def _areas(units: pd.DataFrame, legend: Sequence[MapClass]) -> go.Choropleth:
    steps = [
        (edge / len(legend), each.fill)
        for place, each in enumerate(legend)
        for edge in (place, place + 1)
    ]
    return go.Choropleth(
        geojson=f"{FETCHED_FROM}boundaries/counties.geojson",
        locations=units["unit"].tolist(),
        z=units["place"].tolist(),
        zmin=-0.5,
        zmax=len(legend) - 0.5,
        colorscale=steps,
        showscale=False,
        marker={"line": {"color": colours.OUTLINE, "width": 0.7}},
        customdata=_told(units),
        hovertemplate=HOVER,
        unselected={"marker": {"opacity": 1}},
    )


def _prefectures(units: pd.DataFrame) -> go.Choropleth:
    """Outlines on top, which neither colour anything nor answer the mouse.

    A unit's code begins with its prefecture's, wherever in the country.
    """
    around = {f"{unit[:4]}00" for unit in units["unit"]}
    codes = [code for code in outlines.boxes("prefectures") if code in around]
    clear = "rgba(0,0,0,0)"
    return go.Choropleth(
        geojson=f"{FETCHED_FROM}boundaries/prefectures.geojson",
        locations=codes,
        z=[0] * len(codes),
        colorscale=[(0, clear), (1, clear)],
        showscale=False,
        marker={"line": {"color": colours.BORDER, "width": 1.2}},
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
    )


def _points(units: pd.DataFrame, legend: Sequence[MapClass]) -> go.Scattergeo:
    return go.Scattergeo(
        lon=units["lon"].tolist(),
        lat=units["lat"].tolist(),
        mode="markers",
        marker={
            "size": 11,
            "color": [legend[place].fill for place in units["place"]],
            "line": {"color": colours.BORDER, "width": 1.5},
        },
        customdata=_told(units),
        hovertemplate=HOVER,
        showlegend=False,
        unselected={"marker": {"opacity": 1}},
    )


def _legend_entry(entry: MapClass) -> go.Scattergeo:
    return go.Scattergeo(
        lon=[None],
        lat=[None],
        mode="markers",
        name=escape(entry.title),
        marker={
            "symbol": "square",
            "size": 13,
            "color": entry.fill,
            "line": {"color": colours.QUIET, "width": 1},
        },
    )


def _layout(units: pd.DataFrame, height: int) -> go.Layout:
    west, south, east, north = outlines.around(units)
    return go.Layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        font={"family": colours.FONT, "size": 14, "color": colours.INK},
        paper_bgcolor=colours.PAPER,
        # A finger that scrolls the page must not be caught by the map.
        dragmode=False,
        clickmode="event+select",
        hoverlabel={"font": {"family": colours.FONT, "size": 14}},
        legend={
            "orientation": "h",
            "x": 0.5,
            "xanchor": "center",
            "y": 0,
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        geo={
            "visible": False,
            "bgcolor": colours.PAPER,
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [west, east]},
            "lataxis": {"range": [south, north]},
        },
    )
