"""Organisation: enterprises, members, new forms of employment, townships, parks, elections.

The two headline figures of the campaign are shared out so that they add up to what was published:
since the campaign began in September 2022, 14,290 new unions and 260,000 new members in new forms
of employment (工人日报, May 2024). Of our yearly periods 2023 and 2024 lie in the campaign, so it
is their sum that agrees; 2022, nearly all of it before the campaign, comes on top.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np

from assessment.demonstration.invention.chance import Grid, apportioned
from assessment.demonstration.invention.province import Province

CAMPAIGN_YEARS = ("2023", "2024")
NEW_UNIONS = 14_290
NEW_MEMBERS = 260_000

BEFORE_CAMPAIGN = 0.45
"""What 2022 brought in, beside a year of the campaign."""

TERM = 1826
"""Days from one congress to the next: five years."""

GROUPS = {
    "fed_truck_yn": 0.2,
    "fed_ridehail_yn": -0.4,
    "fed_courier_yn": 0.7,
    "fed_delivery_yn": 0.3,
}
"""The four key groups, and how much likelier than even their federation is."""


def answers(province: Province, known: Mapping[str, Grid]) -> dict[str, Grid]:
    effort = province.effort["organisation"]
    return {
        **_membership(province, effort),
        **_campaign(province, effort),
        **_federations(province, effort),
        **_townships(province, effort),
        **_parks(province, effort),
        **_congress(province, effort),
    }


def _membership(province: Province, effort: Grid) -> dict[str, Grid]:
    chance, employees = province.chance, province.employees
    large = np.rint(employees / 120 * np.exp(chance.mood("ent25", 0.25, 0.97)))
    unionised = chance.part("in union units", employees, 0.76, 0.3 * effort, 0.35)
    members = chance.part("members", unionised, 0.915, 0.5 * effort, 0.45)
    base = np.rint(members / 85 * np.exp(chance.mood("base unions", 0.2, 0.97)))
    return {
        "employees_total_n": employees,
        "employees_in_union_units_n": unionised,
        "members_n": members,
        "ent25_total_n": large,
        "ent25_union_n": chance.part("ent25 union", large, 0.86, 0.55 * effort, 0.45),
        "base_unions_n": base,
        "base_unions_audit_women_n": chance.part("companions", base, 0.92, 0.5 * effort, 0.5),
    }


def _campaign(province: Province, effort: Grid) -> dict[str, Grid]:
    chance, found = province.chance, {}
    for field, target, total, power in (
        ("new_unions_n", "new_unions_target_n", NEW_UNIONS, 0.6),
        ("nef_new_members_n", "nef_new_members_target_n", NEW_MEMBERS, 0.85),
    ):
        weights = province.employees**power * np.exp(0.25 * effort + chance.mood(field, 0.3, 0.6))
        found[field] = _added_up(province, weights, total)
        completion = np.exp(0.11 * effort + chance.mood(target, 0.1, 0.4)) * 1.02
        step = 5 if total == NEW_UNIONS else 50
        found[target] = np.maximum(step, np.rint(found[field] / completion / step) * step)
    return found


def _added_up(province: Province, weights: Grid, total: int) -> Grid:
    """By weight, so that the campaign's years together have `total`."""
    campaign = np.isin(province.years, CAMPAIGN_YEARS)
    yearly = weights[:, campaign].mean(axis=1, keepdims=True)
    shared = apportioned(weights[:, campaign], total)
    result: Grid = np.rint(weights / yearly * shared.mean(axis=1, keepdims=True) * BEFORE_CAMPAIGN)
    result[:, campaign] = shared
    return result


def _federations(province: Province, effort: Grid) -> dict[str, Grid]:
    latent = 0.7 * effort + 0.3 * province.wealth + 0.35 * province.since_start
    return {
        field: province.chance.level(field, latent + liking - 0.35, [0.0], 0.9)
        for field, liking in GROUPS.items()
    }


def _townships(province: Province, effort: Grid) -> dict[str, Grid]:
    chance = province.chance
    size = province.employees[:, :1] ** 0.3 * np.exp(0.25 * chance.lasting("townships"))
    townships = np.maximum(4, np.rint(size * 0.62)) * np.ones_like(effort)
    return {
        "townships_n": townships,
        "townships_standard_n": chance.part("standard", townships, 0.79, 0.6 * effort),
        "townships_fulltime_n": chance.part(
            "fulltime", townships, 0.68, 0.55 * province.effort["leadership_team"]
        ),
    }


def _parks(province: Province, effort: Grid) -> dict[str, Grid]:
    """Most counties have one park; a few have none, and the questions about it don't apply."""
    chance, wealth = province.chance, province.wealth
    usual = np.digitize(wealth + 0.5 * chance.lasting("parks"), [-1.75, 0.9, 2.2])
    parks = usual * np.ones_like(effort)
    built = {
        "parks_club_n": 0.62,
        "parks_mutual_n": 0.72,
        "parks_union_home_n": 0.74,
    }
    progress = 0.6 * effort + 0.3 * province.since_start - 0.3
    return {"parks_n": parks} | {
        field: chance.part(field, parks, centre, 1.6 * progress, 1.2)
        for field, centre in built.items()
    }


def _congress(province: Province, effort: Grid) -> dict[str, Grid]:
    """A congress every five years, held a little early, or late where the will is weak."""
    chance = province.chance
    draw = chance.generator("congress")
    last = draw.integers(_day(2017, 2, 1), _day(2021, 10, 31), chance.units).astype(np.float64)
    early = draw.integers(5, 90, effort.shape)
    punctual = chance.happens("punctual", 0.9 + 0.9 * effort)
    held = np.zeros_like(effort)
    for column, year in enumerate(province.years):
        falls = (last + TERM <= _day(int(year), 12, 31)) & punctual[:, column]
        begins = _day(int(year), 1, 1) + early[:, column]
        last = np.where(falls, np.maximum(last + TERM - early[:, column], begins), last)
        held[:, column] = last
    return {"congress_last_date": held, "congress_due_date": held + TERM}


def _day(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days
