"""The units, the prefectures and their outlines agree, and can be drawn."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
OFFICIAL_LIST = ROOT.parent / "shared" / "domain" / "hunan_counties.csv"
"""Compared with where it lies beside the repository; it is research, and not part of it."""

KIND_OF = {"市辖区": "district", "县级市": "city", "县": "county", "自治县": "autonomous_county"}
ENDING = {
    "district": "District",
    "city": "City",
    "county": "County",
    "autonomous_county": "Autonomous County",
    "zone": "District",
}

Point = tuple[float, float]
Edge = tuple[Point, Point]
Polygon = list[list[Point]]


@cache
def read_table(name: str) -> dict[str, dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


@cache
def read_outlines(level: str) -> dict[str, list[Polygon]]:
    """The polygons of each code: an outer ring, then the holes in it."""
    text = (DATA / "boundaries" / f"{level}.geojson").read_text(encoding="utf-8")
    return {feature["id"]: polygons_of(feature) for feature in json.loads(text)["features"]}


def polygons_of(feature: dict[str, Any]) -> list[Polygon]:
    geometry = feature["geometry"]
    assert geometry["type"] in {"Polygon", "MultiPolygon"}
    parts = geometry["coordinates"]
    parts = [parts] if geometry["type"] == "Polygon" else parts
    return [[[(x, y) for x, y in ring] for ring in part] for part in parts]


def rings_of(level: str) -> Iterator[tuple[str, int, list[Point]]]:
    for code, polygons in read_outlines(level).items():
        for polygon in polygons:
            for order, ring in enumerate(polygon):
                yield code, order, ring


def edges_of(level: str) -> dict[Edge, str]:
    """Whose outline runs along each edge, in that direction."""
    owners: dict[Edge, str] = {}
    for code, _, ring in rings_of(level):
        for edge in pairwise(ring):
            assert edge not in owners, f"{code} and {owners.get(edge)} both run along {edge}"
            owners[edge] = code
    return owners


def signed_area(ring: list[Point]) -> float:
    """Square degrees; positive when the ring runs counter-clockwise."""
    steps = pairwise(ring)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in steps) / 2


def area(level: str) -> float:
    return -sum(signed_area(ring) for _, _, ring in rings_of(level))


def is_inside(point: Point, polygons: list[Polygon]) -> bool:
    """Even–odd rule: a ray to the east crosses the rings an odd number of times."""
    x, y = point
    crossings = 0
    for ring in (ring for polygon in polygons for ring in polygon):
        for (x0, y0), (x1, y1) in pairwise(ring):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                crossings += 1
    return crossings % 2 == 1


def position(row: dict[str, str]) -> Point:
    return float(row["lon"]), float(row["lat"])


def test_there_are_122_statutory_units_and_one_assumed() -> None:
    units = read_table("units.csv")
    kinds = Counter(unit["kind"] for unit in units.values())
    assert kinds == {"district": 36, "city": 19, "county": 60, "autonomous_county": 7, "zone": 1}
    assert [code for code, unit in units.items() if unit["assumed"] == "true"] == ["431271"]
    assert [code for code, unit in units.items() if unit["statutory"] == "false"] == ["431271"]


def test_units_and_prefectures_are_listed_once_in_order_of_code() -> None:
    for name in ("units.csv", "prefectures.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as lines:
            codes = [row["code"] for row in csv.DictReader(lines)]
        assert codes == sorted(set(codes))


def test_every_statutory_unit_has_an_outline_and_every_outline_a_unit() -> None:
    units = read_table("units.csv")
    statutory = {code for code, unit in units.items() if unit["statutory"] == "true"}
    assert read_outlines("counties").keys() == statutory


def test_all_14_prefectures_have_an_outline_and_a_unit() -> None:
    prefectures = read_table("prefectures.csv")
    assert len(prefectures) == 14
    assert read_outlines("prefectures").keys() == prefectures.keys()
    assert {unit["prefecture"] for unit in read_table("units.csv").values()} == prefectures.keys()


def test_a_unit_s_code_begins_with_that_of_its_prefecture() -> None:
    for code, unit in read_table("units.csv").items():
        assert unit["prefecture"] == f"{code[:4]}00"


def test_peer_groups_are_kinds_until_a_federation_regroups_them() -> None:
    assert all(unit["peer_group"] == unit["kind"] for unit in read_table("units.csv").values())


def test_english_names_end_as_the_kind_does() -> None:
    for unit in read_table("units.csv").values():
        name = unit["name_en"]
        assert name.isascii()
        assert name.endswith(f" {ENDING[unit['kind']]}")
        assert (" Autonomous " in name) == (unit["kind"] == "autonomous_county")


def test_codes_names_and_kinds_are_those_of_the_official_list() -> None:
    if OFFICIAL_LIST.exists():
        with OFFICIAL_LIST.open(encoding="utf-8-sig", newline="") as lines:
            official = {row["code"]: row for row in csv.DictReader(lines)}
        listed = {code: (row["name"], KIND_OF[row["kind"]]) for code, row in official.items()}
        units = read_table("units.csv")
        statutory = [unit for unit in units.values() if unit["statutory"] == "true"]
        assert listed == {unit["code"]: (unit["name"], unit["kind"]) for unit in statutory}
        cities = {row["city_code"]: row["city"] for row in official.values()}
        prefectures = read_table("prefectures.csv").values()
        assert cities == {row["code"]: row["name"] for row in prefectures}


@pytest.mark.parametrize("level", ["counties", "prefectures"])
def test_a_feature_carries_its_code_and_nothing_else(level: str) -> None:
    text = (DATA / "boundaries" / f"{level}.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        assert feature["properties"] == {"code": feature["id"]}


@pytest.mark.parametrize("level", ["counties", "prefectures"])
def test_outer_rings_run_clockwise_and_holes_the_other_way(level: str) -> None:
    for code, order, ring in rings_of(level):
        assert ring[0] == ring[-1], f"a ring of {code} is open"
        assert len(set(ring)) == len(ring) - 1 >= 3, f"a ring of {code} touches itself"
        assert (signed_area(ring) > 0) == (order > 0), f"a ring of {code} runs the wrong way"


@pytest.mark.parametrize("level", ["counties", "prefectures"])
def test_every_point_is_in_hunan_and_has_four_decimals(level: str) -> None:
    for _, _, ring in rings_of(level):
        for x, y in ring:
            assert 108.7 < x < 114.3
            assert 24.6 < y < 30.2
            assert (round(x, 4), round(y, 4)) == (x, y)


@pytest.mark.parametrize(
    ("table", "level"), [("units.csv", "counties"), ("prefectures.csv", "prefectures")]
)
def test_a_position_lies_inside_its_outline(table: str, level: str) -> None:
    rows = read_table(table)
    for code, polygons in read_outlines(level).items():
        assert is_inside(position(rows[code]), polygons), rows[code]["name"]


def test_the_assumed_unit_is_a_point_within_hongjiang_city() -> None:
    assert "431271" not in read_outlines("counties")
    point = position(read_table("units.csv")["431271"])
    surrounding = [
        code for code, polygons in read_outlines("counties").items() if is_inside(point, polygons)
    ]
    assert surrounding == ["431281"]


def test_neighbours_share_each_edge_in_opposite_directions() -> None:
    edges = edges_of("counties")
    shared = sum((end, start) in edges for start, end in edges)
    assert shared / len(edges) > 0.75


def test_only_the_border_of_the_province_has_nothing_beyond_it() -> None:
    """A gap between neighbours, however thin, would be one more ring to walk around.

    Five rings: the province, its two detached parts (of 华容县 and 会同县), and two
    pockets of its neighbours (监利市 of Hubei in 岳阳, 天柱县 of Guizhou in 怀化).
    """
    edges = edges_of("counties")
    following = {start: end for start, end in edges if (end, start) not in edges}
    assert len(following) == sum((end, start) not in edges for start, end in edges)
    rings = 0
    while following:
        point = next(iter(following))
        while point in following:
            point = following.pop(point)
        rings += 1
    assert rings == 5


def test_prefectures_are_drawn_along_the_borders_of_their_units() -> None:
    counties = edges_of("counties")
    prefecture_of = {code: unit["prefecture"] for code, unit in read_table("units.csv").items()}
    between = {
        (start, end): prefecture_of[code]
        for (start, end), code in counties.items()
        if prefecture_of[code] != prefecture_of.get(counties.get((end, start), ""))
    }
    assert edges_of("prefectures") == between


def test_counties_fill_their_prefectures() -> None:
    assert area("counties") == pytest.approx(area("prefectures"), rel=1e-9)


def test_the_map_is_small_enough_to_send_with_a_page() -> None:
    assert (DATA / "boundaries" / "counties.geojson").stat().st_size <= 250_000
    assert (DATA / "boundaries" / "prefectures.geojson").stat().st_size <= 70_000
