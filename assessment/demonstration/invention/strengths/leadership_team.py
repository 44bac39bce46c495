"""Leadership team and staff: the chair, posts, establishment, social workers, training."""

from collections.abc import Mapping

import numpy as np

from assessment.demonstration.invention.chance import Grid
from assessment.demonstration.invention.province import Province


def answers(province: Province, known: Mapping[str, Grid]) -> dict[str, Grid]:
    effort = province.effort["leadership_team"]
    return {**_posts(province, effort), **_people(province, effort, known)}


def _posts(province: Province, effort: Grid) -> dict[str, Grid]:
    chance, year = province.chance, province.since_start
    scale = np.log(province.employees[:, :1] / 40_000)
    posts = np.clip(np.rint(4.6 + 0.7 * scale + 0.6 * chance.lasting("posts")), 3, 8)
    posts = posts * np.ones_like(effort)
    vacant = np.minimum(posts - 1, chance.count("vacant", np.exp(-1.0 - 0.7 * effort)))
    staff = np.clip(np.rint(11 + 4 * scale + 1.5 * chance.lasting("establishment")), 5, 40)
    staff = staff * np.ones_like(effort)
    working = chance.part("on post", staff, 0.9, 0.45 * effort)
    latent = 0.5 * effort + 0.25 * year + chance.mood("chair", 0.8, 0.9)
    return {
        "chair_rank_level": np.digitize(latent, [-2.1, -0.5, 0.8]).astype(np.float64),
        "leader_posts_n": posts,
        "leader_filled_n": posts - vacant,
        "establishment_n": staff,
        "on_post_n": working,
        "seconded_away_n": chance.part("seconded", working, 0.1, -0.4 * effort),
    }


def _people(province: Province, effort: Grid, known: Mapping[str, Grid]) -> dict[str, Grid]:
    """Union social workers are what a rich county can pay for."""
    chance = province.chance
    density = np.exp(0.35 * province.wealth + 0.3 * effort + chance.mood("workers", 0.4))
    growing = 0.9 * (1 + 0.2 * province.since_start) * density
    cadres = np.rint(known["townships_n"] * 2.4 + known["base_unions_n"] * 0.12 + 8)
    return {
        "union_social_workers_n": np.rint(province.employees / 10_000 * growing),
        "cadres_n": cadres,
        "cadres_trained_n": chance.part("trained", cadres, 0.87, 0.5 * effort),
    }
