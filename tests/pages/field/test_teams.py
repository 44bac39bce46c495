"""The page of teams and links: what is amiss on a day, a handover, and who may open it."""

import io
from datetime import date

import openpyxl
import pytest

from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.register import changes, reading, roster_file
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.kernel.actors import OPERATOR
from pages.kit import session
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI
from tests.pages.conftest import Opener

STARTS = date(2024, 1, 1)


def linked() -> None:
    """Three counties, one of them linked to a team of nobody; another team stands by."""
    three_counties.settle(session.store())
    teams = [
        Team(code, name, "liaison", "省总工会", "province", "2024")
        for code, name in (("one", "一组*"), ("two", "二组"))
    ]
    team_bulk.add_teams(session.store(), OPERATOR, teams)
    team_bulk.assign(session.store(), OPERATOR, [Assignment("one", BAISHI, "liaison", STARTS)])


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
    page = open_empty("teams", part="links", unit=BAISHI)
    page.button(key="open_hand_over").click().run()
    page.button(key="hand_over_now").click().run()
    assert "请先选择工作组" in page.error[0].value
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
    page = open_empty("teams", part="teams", team="two")
    page.button(key="open_join").click().run()
    page.text_input(key="join_name_two_None").input("王同志")
    page.text_input(key="join_body_two_None").input("省总工会")
    page.checkbox(key="join_leads_two_None").check()
    page.button(key="join_now").click().run()
    assert not page.exception
    (member,) = reading.of(session.store(), OPERATOR).members
    assert (member.team, member.is_leader) == ("two", True)
    assert "王同志" in page.success[0].value


def newer(team: str = "two") -> Assignment:
    """A link of the same county that began later, and so is offered first."""
    return Assignment(team, BAISHI, "stay_in", date(2024, 3, 1))


def test_what_a_colleague_ended_meanwhile_does_not_become_another_link(
    open_empty: Opener,
) -> None:
    """The link picked is gone from the list when the button is pressed: none is picked then."""
    open_empty("teams")
    linked()
    (number,) = team_bulk.assign(session.store(), OPERATOR, [newer()])
    page = open_empty("teams", part="links", unit=BAISHI)
    page.button(key="open_withdraw_link").click().run()
    page.text_area(key=f"withdraw_link_reason_{BAISHI}").input("登错了县")
    changes.withdraw_link(session.store(), OPERATOR, number, "同事先撤销")
    page.button(key="withdraw_link_now").click().run()
    assert not page.exception
    assert "请先选择" in page.error[0].value
    (left,) = reading.of(session.store(), OPERATOR).links
    assert (left.team, left.ends) == ("one", None)


def test_a_link_that_a_colleague_changed_is_refused_as_it_was_seen(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    page = open_empty("teams", part="links", unit=BAISHI)
    page.button(key="open_withdraw_link").click().run()
    page.text_area(key=f"withdraw_link_reason_{BAISHI}").input("登错了县")
    team_bulk.end_assignment(session.store(), OPERATOR, 1, date(2099, 1, 1))
    page.selectbox(key=f"withdraw_link_which_{BAISHI}").select(1)
    page.button(key="withdraw_link_now").click().run()
    assert not page.exception
    (error,) = [each.value for each in page.error]
    assert error.startswith("有 1 处不合要求，没有任何内容被更改。")
    assert "打开表单之后，这条记录已被别人改动" in error
    assert len(reading.of(session.store(), OPERATOR).links) == 1


def test_a_link_that_is_refused_is_refused_in_the_words_of_its_page(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    page = open_empty("teams", part="links", unit=BAISHI)
    page.button(key="open_link").click().run()
    page.selectbox(key=f"link_team_{BAISHI}").select("one")
    page.button(key="link_now").click().run()
    assert not page.exception
    (error,) = [each.value for each in page.error]
    assert error.startswith("有 1 处不合要求")


def test_the_code_of_a_new_team_stays_as_it_was_typed(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    page = open_empty("teams", part="teams")
    page.button(key="open_new_team").click().run()
    assert page.text_input(key="code_new").value == "t001"
    page.text_input(key="code_new").input("hh01")
    page.text_input(key="name_new").input("三组")
    page.text_input(key="body_new").input("省总工会")
    other = Team("t001", "别组", "liaison", "省总工会", "province", "2024")
    team_bulk.add_teams(session.store(), OPERATOR, [other])
    page.button(key="team_now").click().run()
    assert not page.exception
    assert "三组" in page.success[0].value
    codes = [team.team for team in reading.of(session.store(), OPERATOR).teams]
    assert codes == ["hh01", "one", "t001", "two"]


def test_a_member_is_made_leader_and_described_on_the_page(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    people = [Person("a", "王同志", "省总工会"), Person("b", "李同志", "省总工会")]
    members = [TeamMember("one", person.person, person.person == "b", STARTS) for person in people]
    team_bulk.add_teams(session.store(), OPERATOR, [], people, members)
    page = open_empty("teams", part="teams", team="one")
    page.button(key="open_lead").click().run()
    page.button(key="lead_now").click().run()
    assert not page.exception
    assert "王同志" in page.success[0].value
    first, *_ = reading.of(session.store(), OPERATOR).people_of("one")
    assert (first[0].person, first[0].is_leader) == ("a", True)
    page.button(key="open_person").click().run()
    page.selectbox(key="person_one").select("a").run()
    page.selectbox(key="person_home_one_a").select(BAISHI)
    page.button(key="person_now").click().run()
    assert not page.exception
    person, _ = reading.of(session.store(), OPERATOR).people
    assert (person.name, person.home) == ("王同志", BAISHI)


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "“组名”不能为空"), ("en", "Name may not be blank")]
)
def test_what_is_wrong_is_named_as_the_form_does(open_empty: Opener, lang: str, told: str) -> None:
    open_empty("teams")
    linked()
    page = open_empty("teams", part="teams", lang=lang)
    page.button(key="open_new_team").click().run()
    page.text_input(key="body_new").input("省总工会")
    page.button(key="team_now").click().run()
    assert not page.exception
    assert any(told in box.value for box in page.markdown)


def test_who_s_home_nobody_knows_is_listed_with_how_to_record_it(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    people = [Person("a", "王同志", "省总工会"), Person("b", "李同志", "省总工会", home=BAISHI)]
    members = [TeamMember("one", person.person, False, STARTS) for person in people]
    team_bulk.add_teams(session.store(), OPERATOR, [], people, members)
    page = open_empty("teams", day="2024-05-20")
    assert not page.exception
    listed = next(box.value for box in page.dataframe if "body" in box.value.columns)
    assert listed[["name", "team"]].to_numpy().tolist() == [["王同志", "一组*"]]


def test_an_import_takes_over_what_was_previewed_or_nothing(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    store = session.store()
    book = openpyxl.load_workbook(io.BytesIO(roster_file.template(store, OPERATOR, "zh")))
    book["人员"].append(["p9", "新人", "省总工会", "干事", None])
    file = io.BytesIO()
    book.save(file)
    page = open_empty("teams", part="import")
    page.file_uploader[0].upload("组.xlsx", file.getvalue()).run()
    colleague = [Person("p9", "别人", "市总工会")]
    team_bulk.add_teams(store, OPERATOR, [], colleague)
    page.button(key="confirm_roster").click().run()
    assert not page.exception
    assert ["已被别人改动" in error.value for error in page.error] == [True]
    assert list(reading.of(store, OPERATOR).people) == colleague
    page.button(key="confirm_roster").click().run()
    assert not page.exception
    assert "已导入 1 行" in page.success[0].value
    assert [person.name for person in reading.of(store, OPERATOR).people] == ["新人"]


def test_others_are_not_let_onto_the_page(open_empty: Opener) -> None:
    open_empty("teams")
    linked()
    for person in ("demo-leader", "demo-county"):
        page = open_empty("teams", as_=person)
        assert not page.exception
        (told,) = [error.value for error in page.error]
        assert "无权管理联系组和对口联系" in told
