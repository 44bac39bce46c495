"""Institutions: joint and tripartite meetings, bargaining, workers' congresses, funds, audit.

By 2024 the joint meeting of government and union is held in every county, as was published; before
that it was not.
"""

from collections.abc import Mapping

import numpy as np

from assessment.demonstration.invention.chance import Grid
from assessment.demonstration.invention.province import Province

JOINT_MEETING_ODDS = (0.5, 1.9, np.inf)
"""Log odds of a joint meeting in each year; in the last it is certain."""

PER_MEMBER = 185
"""Yuan a federation spends in a year for each member, in a middling county."""


def answers(province: Province, known: Mapping[str, Grid]) -> dict[str, Grid]:
    effort = province.effort["institutions"]
    return {
        **_meetings(province, effort),
        **_enterprises(province, effort, known),
        **_funds(province, effort, known["members_n"]),
    }


def _meetings(province: Province, effort: Grid) -> dict[str, Grid]:
    chance = province.chance
    odds = np.array(JOINT_MEETING_ODDS[-len(province.years) :])[None, :]
    met = chance.happens("joint meeting", odds + 0.8 * effort)
    meetings = met * (1 + chance.happens("second meeting", 0.5 * effort - 1.4))
    items = meetings * (2 + chance.count("items", 2.5))
    return {
        "joint_meetings_n": meetings,
        "joint_items_n": items,
        "joint_items_done_n": chance.part("done", items, 0.83, 0.5 * effort, 0.6),
        "tripartite_meetings_n": chance.count("tripartite", 1.5 * np.exp(0.35 * effort)),
    }


def _enterprises(province: Province, effort: Grid, known: Mapping[str, Grid]) -> dict[str, Grid]:
    chance = province.chance
    small = np.exp(chance.mood("small enterprises", 0.25, 0.97))
    unionised = known["ent25_union_n"] + np.rint(known["ent25_total_n"] * 0.6 * small)
    return {
        "union_ent_n": unionised,
        "union_ent_cc_n": chance.part("bargaining", unionised, 0.86, 0.5 * effort, 0.45),
        "union_ent_wc_n": chance.part("congresses", unionised, 0.87, 0.55 * effort, 0.5),
    }


def _funds(province: Province, effort: Grid, members: Grid) -> dict[str, Grid]:
    chance = province.chance
    budget = members * PER_MEMBER * np.exp(0.25 * province.wealth + chance.mood("budget", 0.2))
    due = members * 62 * np.exp(0.2 * province.wealth + chance.mood("due", 0.12, 0.95))
    target = np.rint(due / 1000) * 1000
    findings = chance.count("audit findings", 4.2 * np.exp(-0.2 * effort))
    return {
        "funds_remit_target_yuan": target,
        "funds_remit_yuan": np.rint(target * _remitted(province, effort)),
        **_spending(province, effort, np.rint(budget / 100) * 100),
        "audit_findings_n": findings,
        "audit_findings_fixed_n": chance.part("fixed", findings, 0.9, 0.5 * effort, 0.7),
    }


def _remitted(province: Province, effort: Grid) -> Grid:
    """Mostly to the yuan, since the task is known; some fall short and a few pay ahead."""
    willing = 1.03 + 0.035 * effort + province.chance.mood("remitted", 0.045, 0.5)
    return np.where(willing > 1, np.maximum(1, willing - 0.06), np.maximum(0.55, willing))


def _spending(province: Province, effort: Grid, total: Grid) -> dict[str, Grid]:
    """What is not office costs goes down to lower unions, to services and to activities."""
    chance = province.chance
    kept = chance.share("office costs", 0.17, -0.45 * effort, 0.45)
    wishes = {"exp_subsidy_down_yuan": 1.0, "exp_service_yuan": 1.3, "exp_activity_yuan": 0.7}
    sizes = {field: size * np.exp(chance.mood(field, 0.25)) for field, size in wishes.items()}
    outward = total * (1 - kept) / np.sum(list(sizes.values()), axis=0)
    return {
        "exp_total_yuan": total,
        **{field: np.floor(outward * size / 100) * 100 for field, size in sizes.items()},
    }
