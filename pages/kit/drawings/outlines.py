"""Where the outlines are: whose there are, and what part of the world to show for some of them."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

from pages.kit import session

Box = tuple[float, float, float, float]
"""West, south, east, north."""


def around(units: pd.DataFrame) -> Box:
    """What to show: the outlines of all given units and the points of the rest, with a margin."""
    known = boxes("counties")
    shown = [known[unit] for unit in units["unit"] if unit in known]
    rest = units[~units["unit"].isin(known)]
    shown += [(lon, lat, lon, lat) for lon, lat in zip(rest["lon"], rest["lat"], strict=True)]
    west, south, east, north = _hull(shown)
    margin = 0.03 * max(east - west, north - south, 0.1)
    return west - margin, south - margin, east + margin, north + margin


@cache
def boxes(level: str) -> dict[str, Box]:
    """By code, the box around every outline of `counties` or `prefectures`."""
    features = json.loads((session.BOUNDARIES / f"{level}.geojson").read_text("utf-8"))["features"]
    return {
        feature["id"]: _hull([(*at, *at) for at in _positions(feature["geometry"]["coordinates"])])
        for feature in features
    }


def _hull(all_boxes: list[Box]) -> Box:
    wests, souths, easts, norths = zip(*all_boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _positions(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    """However deep a polygon or several of them nest their points."""
    if isinstance(coordinates[0], list):
        for part in coordinates:
            yield from _positions(part)
    else:
        yield coordinates[0], coordinates[1]
