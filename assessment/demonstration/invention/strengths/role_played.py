"""The role played: competitions, reform, studios, hardship, disputes, mutual aid, satisfaction.

Satisfaction follows what a federation does and not what its county earns.
"""

from collections.abc import Mapping

import numpy as np

from assessment.demonstration.invention.chance import Grid
from assessment.demonstration.invention.province import Province


def answers(province: Province, known: Mapping[str, Grid]) -> dict[str, Grid]:
    effort = province.effort["role_played"]
    return {
        **_skills(province, effort),
        **_rights(province, effort),
        **_services(province, effort, known["members_n"]),
        **_opinion(province, effort),
    }


def _skills(province: Province, effort: Grid) -> dict[str, Grid]:
    chance, year = province.chance, province.since_start
    entered = np.exp(0.35 * effort + chance.mood("competitions", 0.45, 0.6))
    return {
        "competition_participants_n": np.rint(province.employees * 0.055 * entered / 10) * 10,
        "reform_level": chance.level(
            "reform", 0.6 * effort + 0.2 * province.wealth + 0.3 * year, [-1.1, 0.1, 1.2]
        ),
        **{
            field: _gathered(province, field, mean * np.exp(0.3 * effort + 0.4 * province.wealth))
            for field, mean in (
                ("studios_county_n", 1.9),
                ("studios_city_n", 0.9),
                ("studios_prov_n", 0.22),
            )
        },
    }


def _gathered(province: Province, name: str, mean: Grid) -> Grid:
    """What there was at the start, and what each year added."""
    before = province.chance.count(f"{name}/before", mean)[:, :1]
    return before + np.cumsum(province.chance.count(name, 0.35 * mean), axis=1)


def _rights(province: Province, effort: Grid) -> dict[str, Grid]:
    chance = province.chance
    poor = np.exp(-0.3 * province.wealth - 0.12 * province.since_start)
    registered = np.rint(
        province.employees / 900 * poor * np.exp(chance.mood("hardship", 0.4, 0.9))
    )
    accepted = chance.count("mediation", province.employees / 900 * np.exp(0.15 * effort))
    wrote = chance.happens("letters", 1.5 + 0.8 * effort)
    letters = wrote * (1 + chance.count("more letters", 5 * np.exp(0.3 * effort)))
    return {
        "hardship_registered_n": registered,
        "hardship_assisted_n": chance.part("assisted", registered, 0.95, 0.6 * effort, 0.7),
        "mediation_accepted_n": accepted,
        "mediation_success_n": chance.part("settled", accepted, 0.66, 0.35 * effort, 0.4),
        "letters_issued_n": letters,
        "letters_replied_n": chance.part("replied", letters, 0.92, 0.5 * effort, 0.7),
    }


def _services(province: Province, effort: Grid, members: Grid) -> dict[str, Grid]:
    chance = province.chance
    reach = np.exp(0.35 * effort + chance.mood("inclusive", 0.55, 0.6))
    return {
        "mutual_aid_participants_n": chance.part("mutual aid", members, 0.45, 0.4 * effort),
        "inclusive_service_times_n": np.rint(members * 0.9 * reach),
    }


def _opinion(province: Province, effort: Grid) -> dict[str, Grid]:
    """A county that hardly asks its workers has too few answers to go by."""
    chance = province.chance
    asked = 95 + 260 * np.exp(0.4 * effort + chance.mood("survey", 0.4))
    asked = np.where(chance.happens("hardly asked", -3.6 - 0.9 * effort), asked / 7, asked)
    valid = np.rint(np.minimum(asked, 2000))
    pull = 0.3 * effort + 0.15 * province.effort["leadership_team"] - 0.08 * province.wealth
    return {
        "survey_valid_n": valid,
        "survey_satisfied_n": chance.part("satisfied", valid, 0.875, pull, 0.3),
    }
