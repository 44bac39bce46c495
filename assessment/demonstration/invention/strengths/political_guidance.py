"""Political guidance: the Party committee, appraisal, study, lectures, screening, exemplars."""

from collections.abc import Mapping

import numpy as np

from assessment.demonstration.invention.chance import Grid
from assessment.demonstration.invention.province import Province


def answers(province: Province, known: Mapping[str, Grid]) -> dict[str, Grid]:
    chance, effort, year = (
        province.chance,
        province.effort["political_guidance"],
        province.since_start,
    )
    members = known["members_n"]
    party = np.rint(known["ent25_total_n"] * 0.35 * np.exp(chance.mood("party orgs", 0.3, 0.97)))
    studied = chance.happens("party sessions", 1.1 + 0.9 * effort + 0.8 * year)
    monthly = chance.happens("monthly", 0.5 * effort)
    rate = np.exp(chance.mood("lectures", 0.5) + 0.3 * effort)
    return {
        "party_sessions_n": studied * (1 + chance.count("more sessions", 0.45)),
        "perf_inclusion_level": chance.level(
            "perf", 0.6 * effort + 0.35 * year - 0.2, [-1.4, -0.5, 0.7], 0.7
        ),
        "nonpublic_party_org_n": party,
        "nonpublic_party_and_union_n": chance.part("cobuild", party, 0.87, 0.5 * effort),
        "study_sessions_n": np.minimum(24, chance.count("study", 8.5 * np.exp(0.25 * effort))),
        "lecture_attendance_n": np.rint(members * 0.14 * rate / 10) * 10,
        "risk_screenings_n": np.where(
            monthly, 12, np.minimum(11, chance.count("screening", 5 * np.exp(0.2 * effort)))
        ),
        "exemplars_n": chance.count("exemplars", members / 10_000 * 2.2 * np.exp(0.25 * effort)),
    }
