"""The invented province: believable, the same every time, and true where something is published."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from assessment.demonstration.invention import (
    SEED,
    YEARS,
    answers,
    honours,
    known,
    province,
    teams,
    visits,
)
from assessment.demonstration.invention.phrases import phrases
from assessment.demonstration.invention.silence import ONLY_IF
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework

PINGJIANG, MILUO, KAIFU = "430626", "430681", "430105"
YONGZHOU, HUAIHUA = "431100", "431200"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(DEFAULT)


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    table = pd.read_csv("data/units.csv", dtype={"code": str, "prefecture": str})
    return table.rename(columns={"code": "unit"})


@pytest.fixture(scope="module")
def hunan(units: pd.DataFrame) -> province.Province:
    return province.drawn(units, YEARS, SEED, known.reputation())


@pytest.fixture(scope="module")
def table(hunan: province.Province) -> pd.DataFrame:
    return answers.table(hunan, load(DEFAULT))


@pytest.fixture(scope="module")
def wide(table: pd.DataFrame) -> pd.DataFrame:
    """Values by unit and period, a column to a field."""
    return table.pivot(index=["unit", "period"], columns="field", values="value")


@pytest.fixture(scope="module")
def roster(hunan: province.Province) -> teams.Roster:
    names = pd.read_csv("data/prefectures.csv", dtype={"code": str})
    return teams.drawn(hunan, dict(zip(names["code"], names["name"], strict=True)))


@pytest.fixture(scope="module")
def seen(
    hunan: province.Province, roster: teams.Roster
) -> tuple[list[visits.Visit], list[visits.Finding]]:
    return visits.drawn(hunan, roster.links)


def live(spans: tuple, day: date) -> list:
    return [s for s in spans if s.starts <= day and (s.ends is None or s.ends >= day)]


# ---- the same every time


def test_the_same_seed_is_the_same_province(units: pd.DataFrame, table: pd.DataFrame) -> None:
    again = answers.table(province.drawn(units, YEARS, SEED, known.reputation()), load(DEFAULT))
    pd.testing.assert_frame_equal(again, table)


def test_another_seed_is_another_province(units: pd.DataFrame, table: pd.DataFrame) -> None:
    other = answers.table(province.drawn(units, YEARS, SEED + 1, known.reputation()), load(DEFAULT))
    assert not other["value"].equals(table["value"])


def test_the_order_of_the_file_makes_no_difference(
    units: pd.DataFrame, table: pd.DataFrame
) -> None:
    shuffled = units.sample(frac=1, random_state=0)
    again = answers.table(province.drawn(shuffled, YEARS, SEED, known.reputation()), load(DEFAULT))
    pd.testing.assert_frame_equal(again, table)


def test_visits_and_honours_are_the_same_every_time(
    hunan: province.Province, roster: teams.Roster, seen: tuple
) -> None:
    assert visits.drawn(hunan, roster.links) == seen
    assert honours.honours(hunan) == honours.honours(hunan)


# ---- as the survey would accept it


def test_every_question_of_the_framework_is_answered_and_no_other(
    framework: Framework, table: pd.DataFrame
) -> None:
    assert set(table["field"]) == set(framework.field_by_code)


def test_answers_keep_to_the_limits_of_their_questions(
    framework: Framework, wide: pd.DataFrame
) -> None:
    for field in framework.fields:
        values = wide[field.code].dropna()
        assert field.minimum is None or values.min() >= field.minimum, field.code
        assert field.maximum is None or values.max() <= field.maximum, field.code
        assert field.options is None or set(values) <= set(field.options), field.code
        if field.type not in ("decimal", "money"):
            assert (values == values.round()).all(), field.code


def test_a_part_is_never_more_than_its_whole(framework: Framework, wide: pd.DataFrame) -> None:
    parts = {field.code: field.part_of for field in framework.fields if field.part_of}
    assert len(parts) > 20
    for part, whole in parts.items():
        assert not (wide[part] > wide[whole]).any(), (part, whole)


def test_spending_on_others_is_no_more_than_spending(wide: pd.DataFrame) -> None:
    outward = wide[["exp_subsidy_down_yuan", "exp_service_yuan", "exp_activity_yuan"]].sum(axis=1)
    assert not (outward > wide["exp_total_yuan"]).any()


def test_only_a_value_has_a_value(table: pd.DataFrame) -> None:
    assert (table["value"].notna() == (table["state"] == "value")).all()


def test_what_does_not_apply_says_why(table: pd.DataFrame, wide: pd.DataFrame) -> None:
    outside = table[table["state"] == "not_applicable"]
    assert len(outside) > 50
    assert outside["note"].str.len().min() > 0
    for row in outside.itertuples():
        whole = wide.loc[(row.unit, row.period), ONLY_IF[row.field]]
        assert np.isnan(whole) or whole == 0


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("parks_n", "parks_club_n"),
        ("letters_issued_n", "letters_replied_n"),
        ("joint_items_n", "joint_items_done_n"),
    ],
)
def test_of_nothing_no_part_is_counted(wide: pd.DataFrame, whole: str, part: str) -> None:
    of_nothing = wide.loc[wide[whole] == 0, part]
    assert len(of_nothing) > 5
    assert of_nothing.isna().all()


# ---- believable


def test_some_answers_are_missing_and_most_where_administration_is_weak(
    hunan: province.Province, table: pd.DataFrame
) -> None:
    missing = table["state"] == "missing"
    assert 0.02 <= missing.mean() <= 0.05
    by_unit = missing.groupby(table["unit"]).mean()
    management = pd.Series(hunan.management.mean(axis=1), index=hunan.codes)
    assert by_unit.corr(management) < -0.2


def test_two_counties_filed_nothing_in_the_first_year_and_all_filed_later(
    table: pd.DataFrame,
) -> None:
    assert table.groupby("period")["unit"].nunique().to_dict() == {
        "2022": 121,
        "2023": 123,
        "2024": 123,
    }


def test_the_rich_have_better_venues_and_are_not_simply_more_content(
    hunan: province.Province, wide: pd.DataFrame
) -> None:
    now = wide.xs("2024", level="period").reindex(hunan.codes)
    wealth = pd.Series(hunan.wealth[:, 0], index=hunan.codes)
    spent = np.log(now["venue_spend_yuan"] / now["members_n"])
    workers = now["union_social_workers_n"] / now["employees_total_n"]
    content = now["survey_satisfied_n"] / now["survey_valid_n"]
    assert wealth.corr(spent) > 0.2
    assert wealth.corr(now["palace_level"]) > 0.2
    assert wealth.corr(workers) > 0.2
    assert abs(wealth.corr(content)) < 0.35


def test_some_rich_counties_do_little(hunan: province.Province) -> None:
    idle = (hunan.wealth[:, 0] > 0.5) & (hunan.management.mean(axis=1) < -1)
    assert idle.sum() >= province.IDLE_RICH


def test_a_county_is_much_like_last_year_and_the_province_a_little_better(
    hunan: province.Province, wide: pd.DataFrame
) -> None:
    rate = (wide["ent25_union_n"] / wide["ent25_total_n"]).unstack("period")
    assert rate["2023"].corr(rate["2024"]) > 0.6
    for strength, effort in hunan.effort.items():
        assert effort[:, 0].mean() < effort[:, -1].mean(), strength


def test_there_are_noughts_outliers_and_parks_that_are_not_there(wide: pd.DataFrame) -> None:
    now = wide.xs("2024", level="period")
    for field in ("letters_issued_n", "stations_24h_n", "parks_n", "union_social_workers_n"):
        assert (now[field] == 0).sum() >= 2, field
    assert now["inclusive_service_times_n"].max() == 2_162_100
    assert (now["inclusive_service_times_n"] > 1_000_000).sum() == 1
    assert (wide["venue_spend_yuan"] > 100_000_000).sum() == 1
    assert (now["stations_idle_n"] > 0).sum() > 20


# ---- true where it is published


def test_the_sums_of_the_campaign_agree_with_what_was_published(wide: pd.DataFrame) -> None:
    campaign = wide.loc[wide.index.get_level_values("period").isin(["2023", "2024"])]
    assert campaign["new_unions_n"].sum() == 14_290
    assert campaign["nef_new_members_n"].sum() == 260_000
    assert campaign[["new_unions_n", "nef_new_members_n"]].notna().all(axis=None)


def test_by_the_newest_period_every_county_has_held_its_joint_meeting(wide: pd.DataFrame) -> None:
    meetings = wide["joint_meetings_n"].unstack("period")
    assert (meetings["2024"] >= 1).sum() == 123
    assert (meetings["2022"] == 0).sum() > 20


def test_published_county_facts_are_in_the_answers(wide: pd.DataFrame) -> None:
    assert wide.loc[(PINGJIANG, "2023"), "competition_participants_n"] == 9000
    assert list(wide.loc[KAIFU, "stations_24h_n"]) == [0, 0, 1]
    miluo = wide.loc[MILUO]
    assert (miluo["stations_on_map_n"] == miluo["stations_n"]).all()
    assert (miluo["urban_communities_station_n"] == miluo["urban_communities_n"]).all()
    assert (miluo["main_streets_station_n"] == miluo["main_streets_n"]).all()


def test_yongzhou_has_twelve_parks_and_nearly_all_of_them_covered(
    units: pd.DataFrame, wide: pd.DataFrame
) -> None:
    inside = units.loc[units["prefecture"] == YONGZHOU, "unit"]
    parks = wide.loc[[(unit, "2024") for unit in inside]]
    assert parks["parks_n"].sum() == 12
    covered = parks[["parks_club_n", "parks_mutual_n", "parks_union_home_n"]].sum().sum()
    assert covered == 3 * 12 - 1


def test_every_fact_names_units_and_fields_that_exist(
    framework: Framework, hunan: province.Province
) -> None:
    for fact in known.facts():
        assert set(fact.units) <= set(hunan.codes)
        assert set(fact.periods) <= set(YEARS)
        named = {*fact.set, *fact.share, *fact.blank, *(whole for whole, _ in fact.share.values())}
        assert named <= set(framework.field_by_code)


# ---- teams and what they did


def test_stay_in_teams_are_109_with_312_people_each_counted_once(roster: teams.Roster) -> None:
    day = date(2024, 12, 31)
    linked = {link.team for link in live(roster.links, day) if link.kind == "stay_in"}
    members = [member for member in live(roster.members, day) if member.team in linked]
    assert len(linked) == 109
    assert len(members) == len({member.person for member in members}) == 312
    sizes = pd.Series([member.team for member in members]).value_counts()
    assert sizes.between(1, 5).all()
    assert (sizes == 1).sum() == 4
    leaders = [member.team for member in members if member.is_leader]
    assert sorted(leaders) == sorted(linked)


@pytest.mark.parametrize(("year", "covered"), [(2022, 71), (2023, 112), (2024, 123)])
def test_coverage_grew_until_every_county_had_a_team(
    roster: teams.Roster, year: int, covered: int
) -> None:
    assert len({link.unit for link in live(roster.links, date(year, 12, 31))}) == covered


def test_most_teams_have_one_county_and_some_have_two(roster: teams.Roster) -> None:
    links = [link for link in live(roster.links, date(2024, 12, 31)) if link.kind == "stay_in"]
    counties = pd.Series([link.team for link in links]).value_counts().value_counts()
    assert counties.to_dict() == {1: 95, 2: 14}


def test_nobody_is_given_a_name(roster: teams.Roster) -> None:
    assert all(person.name == f"队员{int(person.person[1:]):03d}" for person in roster.people)


def test_the_fourteen_municipal_federations_and_the_province_send_teams(
    roster: teams.Roster,
) -> None:
    municipal = {t.sending_body for t in roster.teams if t.sending_level == "prefecture"}
    assert len(municipal) == 14
    assert {t.sending_level for t in roster.teams} == {"province", "prefecture"}


def test_a_visit_falls_in_the_days_of_its_link(roster: teams.Roster, seen: tuple) -> None:
    links: dict[tuple[str, str], list[teams.Link]] = {}
    for link in roster.links:
        links.setdefault((link.team, link.unit), []).append(link)
    logged, _ = seen
    assert len(logged) > 800
    for visit in logged:
        assert any(
            link.starts <= visit.starts and (link.ends is None or visit.ends <= link.ends)
            for link in links[visit.team, visit.unit]
        )
        assert visit.starts <= visit.ends <= date(visit.starts.year, 12, 31)


def test_some_counties_have_waited_for_months(seen: tuple) -> None:
    last: dict[str, date] = {}
    for visit in seen[0]:
        last[visit.unit] = max(visit.ends, last.get(visit.unit, visit.ends))
    waited = [unit for unit, day in last.items() if (date(2024, 12, 31) - day).days > 120]
    assert len(last) == 123
    assert len(waited) == visits.FORGOTTEN


def test_a_finding_stands_with_its_visit(framework: Framework, seen: tuple) -> None:
    logged, found = seen
    for finding in found:
        visit = logged[finding.visit]
        assert (finding.unit, finding.team, finding.found_on) == (
            visit.unit,
            visit.team,
            visit.starts,
        )
        assert finding.problem is None or finding.problem in framework.problem_by_code


def test_what_only_teams_can_tell_is_found_in_several_counties_of_huaihua(
    units: pd.DataFrame, seen: tuple
) -> None:
    inside = set(units.loc[units["prefecture"] == HUAIHUA, "unit"])
    for code in visits.ONLY_A_TEAM_CAN_TELL:
        where = {
            finding.unit
            for finding in seen[1]
            if finding.problem == code
            and finding.period == "2024"
            and finding.state == "open"
            and finding.unit in inside
        }
        assert len(where) >= 2, code


def test_there_is_something_to_say_of_every_problem(framework: Framework) -> None:
    assert set(phrases().findings) == set(framework.problem_by_code)
    assert set(phrases().particular) == set(framework.strength_by_code)
    told = {code for theme in phrases().themes for code in theme.problems}
    assert told == set(framework.problem_by_code)


# ---- honours and vetoes


def test_three_counties_have_more_honours_than_count(
    framework: Framework, hunan: province.Province
) -> None:
    points = {
        (item.code, level): worth.at("2024")
        for item in framework.bonus.items
        for level, worth in item.points.items()
    }
    counted: dict[tuple[str, str], float] = {}
    for honour in honours.honours(hunan):
        if honour.period == "2024":
            key = (honour.unit, honour.achievement)
            worth = points[honour.item, honour.level]
            counted[key] = max(worth, counted.get(key, 0))
    earned = pd.Series(counted).groupby(level=0).sum()
    assert (earned >= framework.bonus.cap.at("2024")).sum() == 3


def test_the_two_vetoes_are_true_of_the_answers_and_say_they_are_made_up(
    framework: Framework, hunan: province.Province, table: pd.DataFrame, wide: pd.DataFrame
) -> None:
    funds, aid = honours.vetoes(hunan, table)
    assert {funds.item, aid.item} < {item.code for item in framework.veto.items}
    paid = wide.loc[(funds.unit, "2024")]
    assert paid["funds_remit_yuan"] < paid["funds_remit_target_yuan"]
    assert all("演示" in veto.reason and "虚构" in veto.reason for veto in (funds, aid))
    named = set(known.reputation())
    assert not {funds.unit, aid.unit} & named
