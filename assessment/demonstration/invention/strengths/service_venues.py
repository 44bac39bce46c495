"""Service venues: the cultural palace, the service centre, stations for outdoor workers."""

from collections.abc import Mapping

import numpy as np

from assessment.demonstration.invention.chance import Grid
from assessment.demonstration.invention.province import Province

WINDOWS = {
    "win_hardship_yn": 2.4,
    "win_legal_yn": 1.2,
    "win_policy_yn": 1.5,
    "win_mutual_yn": 1.1,
    "win_jobs_yn": 0.3,
    "win_inclusive_yn": 0.4,
}
"""Windows of the service centre, and how usual each is."""


def answers(province: Province, known: Mapping[str, Grid]) -> dict[str, Grid]:
    effort, wealth = province.effort["service_venues"], province.wealth
    latent = 0.5 * effort + 0.4 * wealth
    return {
        **_premises(province, latent, known["members_n"]),
        **_stations(province, effort),
        **_town(province, effort),
    }


def _premises(province: Province, latent: Grid, members: Grid) -> dict[str, Grid]:
    chance, year = province.chance, province.since_start
    spent = members * 24 * np.exp(0.8 * latent + chance.mood("venue spend", 0.6, 0.5))
    windows = {
        field: chance.level(field, latent + usual + 0.15 * year, [0.0], 0.9)
        for field, usual in WINDOWS.items()
    }
    return {
        "palace_level": chance.level("palace", latent + 0.2 * year, [-1.4, -0.45, 0.75]),
        "venue_spend_yuan": np.rint(spent / 100) * 100,
        **windows,
    }


def _stations(province: Province, effort: Grid) -> dict[str, Grid]:
    """A station is checked on the spot by whoever visits, so only some are; idle ones get found."""
    chance, year = province.chance, province.since_start
    first = 3 + province.employees / 3800 * np.exp(0.2 * effort + chance.mood("stations", 0.3, 0.9))
    stations = np.maximum.accumulate(np.rint(first * (1 + 0.1 * year)), axis=1)
    checked = np.minimum(stations, 3 + chance.count("checked", 5 * np.exp(0.25 * effort)))
    idle = chance.generator("idle stations").binomial(
        checked.astype(np.int64), chance.share("idle", 0.07, -0.55 * effort, 0.7)
    )
    night = np.exp(0.6 * province.wealth + 0.4 * effort + 0.45 * year - 1.0)
    return {
        "stations_n": stations,
        "stations_six_have_n": chance.part("six have", stations, 0.86, 0.55 * effort),
        "stations_on_map_n": chance.part("on map", stations, 0.86, 0.5 * effort + 0.35 * year),
        "stations_24h_n": np.minimum(
            stations, np.maximum.accumulate(chance.count("24h", night), axis=1)
        ),
        "stations_checked_n": checked,
        "stations_idle_n": idle.astype(np.float64),
    }


def _town(province: Province, effort: Grid) -> dict[str, Grid]:
    chance, year = province.chance, province.since_start
    size = province.employees[:, :1] / 40_000
    communities = np.rint(6 + 7 * size * np.exp(0.2 * chance.lasting("communities")))
    streets = np.rint(4 + 4 * size**0.6 * np.exp(0.2 * chance.lasting("streets")))
    communities, streets = (grid * np.ones_like(effort) for grid in (communities, streets))
    pull = 0.6 * effort + 0.35 * year
    return {
        "urban_communities_n": communities,
        "urban_communities_station_n": chance.part("communities", communities, 0.6, pull),
        "main_streets_n": streets,
        "main_streets_station_n": chance.part("main streets", streets, 0.66, pull),
    }
