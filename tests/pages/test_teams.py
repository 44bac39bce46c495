"""The page of teams and links: what is amiss on a day, a handover, and who may open it."""

from datetime import date

from assessment.services import field_work
from assessment.services.people import OPERATOR
from assessment.services.team_register import reading
from assessment.store.teams import Assignment, Team
from pages.ui import session
from tests.pages.conftest import Opener
from tests.services import three_counties
from tests.services.three_counties import BAISHI

STARTS = date(2024, 1, 1)


def linked() -> None:
    """Three counties, one of them linked to a team of nobody; another team stands by."""
    three_counties.settle(session.store())
    teams = [
        Team(code, name, "liaison", "省总工会", "province", "2024")
        for code, name in (("one", "一组*"), ("two", "二组"))
    ]
    field_work.add_teams(session.store(), OPERATOR, teams)
    field_work.assign(session.store(), OPERATOR, [Assignment("one", BAISHI, "liaison", STARTS)])


def test_without_teams_the_page_says_so(open_empty: Opener) -> None:
    open_empty("teams")
    three_counties.settle(session.store())
    page = open_empty("teams", part="teams")
    assert not page.exception
    assert page.info[0].value == "还没有登记任何工作组。"


def test_what_is_amiss_is_listed_with_where_on_any_day(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    page = open_empty("teams", day="2024-05-20")
    assert not page.exception
    rules, listed = (table.value for table in page.dataframe)
    assert rules["state"].str.startswith("⚠").tolist() == [True, True, False, False, False]
    assert sorted(listed["unit"]) == ["云路县（南州）", "清溪县（北州）", "白石县（北州）"]
    before = open_empty("teams", day="2023-05-20", lang="en")
    assert len(before.dataframe[1].value) == 3


def test_a_handover_is_one_step_and_says_what_it_did(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    page = open_empty("teams", part="links", unit=BAISHI, doing="hand_over")
    page.button(key="hand_over_now").click().run()
    assert "请先选择工作组" in page.warning[0].value
    page.selectbox(key=f"hand_over_to_{BAISHI}").select("two")
    page.button(key="hand_over_now").click().run()
    assert not page.exception
    assert "一组\\*" in page.success[0].value
    old, new = reading.of(session.store(), OPERATOR).links
    assert (old.team, new.team, new.succeeds) == ("one", "two", old.assignment)
    assert old.ends is not None
    assert (new.starts - old.ends).days == 1
    assert page.dataframe[0].value["state"].tolist() == ["✔ 有效", "○ 已结束"]


def test_a_team_and_a_member_are_recorded_on_the_page(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    page = open_empty("teams", part="teams", team="two", doing="join")
    page.text_input(key="join_name_two_None").input("王同志")
    page.text_input(key="join_body_two_None").input("省总工会")
    page.checkbox(key="join_leads_two_None").check()
    page.button(key="join_now").click().run()
    assert not page.exception
    (member,) = reading.of(session.store(), OPERATOR).members
    assert (member.team, member.is_leader) == ("two", True)
    assert "王同志" in page.success[0].value


def test_others_are_not_let_onto_the_page(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    for person in ("demo-leader", "demo-county"):
        page = open_empty("teams", as_=person)
        assert "联系组与对口联系" not in [title.value for title in page.title]
