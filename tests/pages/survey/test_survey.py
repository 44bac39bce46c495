"""The form on its page: saved as it is typed, checked at once, and never saved without being so."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR
from assessment.kernel.answers import NO_ANSWER
from assessment.office.people import accounts
from assessment.store.database import Store
from assessment.survey.filing import submit
from assessment.survey.periods import periods_table
from assessment.survey.periods.periods_table import PeriodRow
from pages.kit import session
from tests.kit import links
from tests.kit.growing import PART, WHOLE, with_indicator
from tests.kit.province import three_counties
from tests.kit.province.filing_desk import CLERK, PERIOD, RIGHT, review, said, type_all, type_in
from tests.kit.province.three_counties import BAISHI, QINGXI
from tests.kit.signed_in import HERE, PASSWORD
from tests.pages.conftest import MAIN, in_memory

T = Messages("zh")
Opener = Callable[..., AppTest]

PEOPLE = {
    "qingxi": ("county", f"unit:{QINGXI}"),
    "qingxi2": ("county", f"unit:{QINGXI}"),
    "reviewer": ("reviewer", "province"),
}


@pytest.fixture
def framework(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Framework:
    """The one of the three counties, as a file that the loader takes: with relative weights."""
    written = three_counties.FRAMEWORK.read_text("utf-8").replace("weights_sum: 100\n", "")
    file = tmp_path / "framework.yaml"
    file.write_text(written.replace("{2020: 2, 2030: 4}", "2"), "utf-8")
    monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(file))
    return loader.load(file)


@pytest.fixture
def desk(
    empty_database: Path, tmp_path: Path, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """The three counties, 2025 open, and people who may sign in."""
    row = PeriodRow(PERIOD, date(2025, 1, 1), date(2025, 12, 31), date(2126, 1, 31))
    with in_memory(empty_database, tmp_path, monkeypatch) as store:
        three_counties.settle(store)
        three_counties.answer(store, framework)
        with store.writing(actor="test", action="period.open", subject=PERIOD, facts={}) as cursor:
            periods_table.record(cursor, [row])
        yield store


@pytest.fixture
def open_form(desk: Store, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """`open_form("qingxi", part="venues")`: the page as that person finds it on a new visit."""
    tokens: dict[str, str] = {}

    def opened(who: str = "qingxi", **codes: str) -> AppTest:
        if who not in tokens:
            role, scope = PEOPLE[who]
            link = accounts.invite(desk, OPERATOR, who, name=who, role=role, scope=scope)
            tokens[who] = session.door().accept(link.token, PASSWORD, HERE)
        monkeypatch.setattr(session, "cookie", lambda: tokens[who])
        app = AppTest.from_file(MAIN, default_timeout=60)
        for name, code in codes.items():
            app.query_params[name] = code
        links.follow(app, "survey")
        return app.run()

    return opened


def box(app: AppTest, part: str, field: str) -> str:
    """The key of a question's box, whichever turn it is."""
    start = f"{part}_{QINGXI}_{PERIOD}_{field}_"
    (key,) = (
        each.key
        for kind in (app.text_input, app.checkbox, app.button_group)
        for each in kind
        if each.key and each.key.startswith(start)
    )
    return str(key)


def fill(app: AppTest, field: str, text: str, part: str = "value") -> AppTest:
    return app.text_input(key=box(app, part, field)).set_value(text).run()


def linked(app: AppTest, name: str) -> str:
    """A code in the URL: a list where the page set it, as it was given where it did not."""
    code = app.query_params[name]
    return code if isinstance(code, str) else code[0]


def told(app: AppTest) -> str:
    """Every sentence on the page."""
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info, app.success)
    return "\n".join(each.value for kind in kinds for each in kind).replace("\\", "")


def test_the_newest_open_period_is_offered_and_the_own_county_is_not_asked_for(
    open_form: Opener,
) -> None:
    app = open_form()
    assert not app.exception
    assert app.title[0].value.startswith("清溪县")
    assert [each.label for each in app.selectbox] == [
        T("picker.period"),
        T("filing.evidence.indicator"),
    ]
    assert linked(app, "period") == PERIOD


def test_what_is_typed_is_saved_and_only_then_said_to_be(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    assert "已保存" not in told(app)
    fill(app, "firms_n", "１２")
    assert "已保存" in told(app)
    assert said(desk, framework, "firms_n").value == 12


def test_a_new_visit_finds_everything_that_was_saved(open_form: Opener) -> None:
    """The browser was killed: nothing of the session is left."""
    app = open_form()
    for field in ("firms_n", "covered_n", "meetings_n"):
        fill(app, field, "3")
    again = open_form()
    for field in ("firms_n", "covered_n", "meetings_n"):
        assert again.text_input(key=box(again, "value", field)).value == "3"


def test_what_cannot_be_read_stays_in_its_box_and_is_not_called_saved(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    fill(app, "firms_n", "12家")
    assert "未保存：" in told(app)
    assert "已保存" not in told(app)
    assert app.text_input(key=box(app, "value", "firms_n")).value == "12家"
    assert said(desk, framework, "firms_n").state == "missing"
    app = fill(app, "firms_n", "12")
    assert "未保存：" not in told(app)


def test_what_could_not_be_saved_is_there_after_a_look_at_another_sheet(
    open_form: Opener,
) -> None:
    app = open_form()
    fill(app, "firms_n", "12家")
    app.button_group(key="part").set_value("venues").run()
    app.button_group(key="part").set_value("work").run()
    assert app.text_input(key=box(app, "value", "firms_n")).value == "12家"
    assert "未保存：" in told(app)


def test_a_question_does_not_apply_for_a_reason(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    app.checkbox(key=box(app, "not_applicable", "meetings_n")).check().run()
    assert "还没有写原因" in told(app)
    fill(app, "meetings_n", "尚未<script>alert(1)</script>", part="note")
    assert "还没有写原因" not in told(app)
    kept = said(desk, framework, "meetings_n")
    assert (kept.state, kept.note) == ("not_applicable", "尚未<script>alert(1)</script>")


def test_a_tick_taken_out_again_gives_the_number_back(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    fill(app, "firms_n", "12")
    app.checkbox(key=box(app, "not_applicable", "firms_n")).check().run()
    app = open_form()
    assert app.text_input(key=box(app, "value", "firms_n")).value == ""
    app.checkbox(key=box(app, "not_applicable", "firms_n")).uncheck().run()
    assert app.text_input(key=box(app, "value", "firms_n")).value == "12"
    assert said(desk, framework, "firms_n").value == 12


def test_numbers_at_the_top_are_those_below(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    """The bar said that nothing needed attention while two returns had no reply."""
    type_all(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    review(desk, "accept")
    review(desk, "return", "firms_n", "meetings_n")
    app = open_form(part="submit")
    bar = app.get("progress")[0].proto.text
    assert "需处理 2" in bar
    assert "有 2 项要处理" in told(app)
    fill_in = open_form()
    fill(fill_in, "firms_n", "11")
    fill(fill_in, "meetings_n", "许多")
    assert "需处理 1" in fill_in.get("progress")[0].proto.text


def test_rules_speak_beside_the_question_at_once(open_form: Opener) -> None:
    app = open_form()
    fill(app, "firms_n", "16")
    assert "变化很大" in told(app)
    fill(app, "firms_n", "园区新增", part="note")
    assert "变化超过 50%" not in told(app)
    fill(app, "covered_n", "17")
    assert "部分不能大于总数" in told(app)


def test_two_editors_are_told_and_choose(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    type_in(desk, framework, "firms_n", 11)
    fill(app, "firms_n", "12")
    assert "两个值都在" in told(app)
    assert app.text_input(key=box(app, "value", "firms_n")).value == "12"
    assert said(desk, framework, "firms_n").value == 11
    app.button(key=f"mine_{QINGXI}_{PERIOD}_firms_n").click().run()
    assert said(desk, framework, "firms_n").value == 12
    type_in(desk, framework, "firms_n", 13)
    fill(app, "firms_n", "14")
    app.button(key=f"theirs_{QINGXI}_{PERIOD}_firms_n").click().run()
    assert app.text_input(key=box(app, "value", "firms_n")).value == "13"
    assert said(desk, framework, "firms_n").value == 13


def test_what_somebody_else_saved_is_shown_and_not_overwritten(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    fill(app, "firms_n", "10")
    type_in(desk, framework, "firms_n", 11)
    fill(app, "meetings_n", "1")
    assert app.text_input(key=box(app, "value", "firms_n")).value == "11"
    assert said(desk, framework, "firms_n").value == 11


def test_last_period_is_confirmed_rather_than_retyped(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    app.button(key=f"same_{QINGXI}_{PERIOD}_firms_n").click().run()
    assert app.text_input(key=box(app, "value", "firms_n")).value == "10"
    app = open_form(part="venues")
    app.button(key=f"as_before_{QINGXI}_{PERIOD}_venues").click().run()
    for field in ("legal_yn", "jobs_yn", "aid_yn"):
        assert said(desk, framework, field).state == "value"
    assert said(desk, framework, "listeners_n").state == "missing"


def test_the_provisional_score_is_marked_and_unknown_until_it_is_known(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    app = open_form()
    assert "◇ 试算，不是正式得分" in told(app)
    assert "总分 **—**" in told(app)
    type_all(desk, framework)
    assert "总分 **46.4**" in told(open_form())


def test_everything_in_the_way_is_listed_before_submitting(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 5)
    type_in(desk, framework, "covered_n", 7)
    app = open_form(part="submit")
    assert app.button(key=f"submit_{QINGXI}_{PERIOD}").disabled
    assert "部分不能大于总数" in told(app)
    app.button(key="go_to_0_covered_n").click().run()
    assert linked(app, "part") == "work"


STRICT = "\nblanks: refused\nunanswered: no_points\ntotal_needs: all_strengths\n"
"""What a framework says from the period on in which silence earns nothing."""


def test_where_blanks_are_refused_each_is_listed_and_can_be_declared_unavailable(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    file = Path(os.environ["SIX_STRENGTHS_FRAMEWORK"])
    file.write_text(file.read_text("utf-8") + STRICT, "utf-8")
    type_all(desk, framework)
    type_in(desk, framework, "meetings_n", NO_ANSWER)
    app = open_form(part="submit")
    assert not app.exception
    assert "还空着" in told(app)
    assert app.button(key=f"submit_{QINGXI}_{PERIOD}").disabled
    assert not [each for each in app.checkbox if str(each.key).startswith("leave_open")]
    app.button(key="go_to_0_meetings_n").click().run()
    app.checkbox(key=box(app, "unavailable", "meetings_n")).check().run()
    assert "还没有写原因" in told(app)
    assert app.checkbox(key=box(app, "not_applicable", "meetings_n")).disabled
    fill(app, "meetings_n", "台账遗失", part="note")
    kept = said(desk, framework, "meetings_n")
    assert (kept.state, kept.note) == ("unavailable", "台账遗失")
    assert "不得分" in told(app)
    app = open_form(part="submit")
    app.button(key=f"submit_{QINGXI}_{PERIOD}").click().run()
    assert "待受理" in told(app)


def test_a_form_is_submitted_and_withdrawn(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    type_all(desk, framework)
    app = open_form(part="submit")
    app.button(key=f"submit_{QINGXI}_{PERIOD}").click().run()
    assert "待受理" in told(app)
    assert not app.text_input
    frozen = open_form()
    assert not frozen.text_input
    assert "不能修改" in told(frozen)
    app.button(key=f"withdraw_{QINGXI}_{PERIOD}").click().run()
    assert "填报中" in told(app)
    assert open_form().text_input


def test_open_questions_are_left_open_knowingly(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 10)
    app = open_form(part="submit")
    assert app.button(key=f"submit_{QINGXI}_{PERIOD}").disabled
    app.checkbox(key=f"leave_open_{QINGXI}_{PERIOD}").check().run()
    app.button(key=f"submit_{QINGXI}_{PERIOD}").click().run()
    assert "待受理" in told(app)


def test_what_was_returned_comes_first_and_is_answered(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    type_all(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    review(desk, "accept")
    review(desk, "return", "firms_n", "meetings_n")
    app = open_form()
    assert linked(app, "part") == "returned"
    assert told(app).count("还没有答复") == 2
    fill(app, "firms_n", "11")
    assert "✓ 已答复：已修改填报值" in told(app)
    key = f"explain_{QINGXI}_{PERIOD}_meetings_n_box"
    app.text_area(key=key).set_value("以纪要为准 <script>").run()
    assert "✓ 已答复：已书面说明" in told(app)
    app.button(key="onward_returned").click().run()
    assert linked(app, "part") == "submit", "the rest was found right"
    assert open_form().text_area(key=key).value == "以纪要为准 <script>"
    app = open_form(part="submit")
    app.button(key=f"submit_{QINGXI}_{PERIOD}").click().run()
    assert "待受理" in told(app)


def test_who_only_reads_sees_the_form_and_no_boxes(
    open_form: Opener, desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 10)
    app = open_form("reviewer", unit=QINGXI, period=PERIOD)
    assert "只有该县" in told(app)
    assert "**10 家**" in told(app)
    assert not app.text_input


def test_a_link_to_another_county_s_form_opens_one_s_own(open_form: Opener) -> None:
    app = open_form(unit=BAISHI)
    assert app.title[0].value.startswith("清溪县")
    assert "白石" not in told(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("part", ["work", "venues", "workbook", "submit"])
def test_every_part_opens_in_both_languages(open_form: Opener, part: str, lang: str) -> None:
    app = open_form(part=part, lang=lang)
    assert not app.exception
    assert linked(app, "part") == part


def test_right_answers_are_all_the_framework_asks(framework: Framework) -> None:
    assert set(RIGHT) == set(framework.field_by_code)


def test_at_the_end_of_a_sheet_is_the_way_to_the_next(open_form: Opener) -> None:
    app = open_form(part="work")
    app.button(key="onward_work").click().run()
    assert linked(app, "part") == "venues"
    app.button(key="onward_venues").click().run()
    assert linked(app, "part") == "submit", "the workbook is another way, not a step"
    assert not [each for each in app.button if str(each.key).startswith("onward_")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_typed_and_is_no_longer_asked_is_named_above_the_form(
    desk: Store, open_form: Opener, lang: str
) -> None:
    """Of one question the framework has the title; the other it does not know any more."""
    file = Path(os.environ["SIX_STRENGTHS_FRAMEWORK"])
    text = file.read_text("utf-8")
    now = loader.loads(with_indicator(text), "now.yaml")
    type_in(desk, now, WHOLE, 4)
    type_in(desk, now, PART, 1)
    file.write_text(with_indicator(text, until="2024").replace(PART, "desks_shut_n"), "utf-8")
    app = open_form(lang=lang)
    title = now.field_by_code[WHOLE].title.said_in(lang)
    t = Messages(lang)
    names = t("rule.semicolon").join([title, PART])
    expected = t("filing.unasked", period=PERIOD, questions=names)
    assert expected in [warning.value.replace("\\", "") for warning in app.warning]
