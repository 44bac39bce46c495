"""The field log on its page: a minute on a phone, said to be sent when it is, and lost never."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from assessment.field.team_results import results
from assessment.field.teams import teams_table
from assessment.field.visits import diary, visit_drafts, visit_log
from assessment.field.visits.visits_table import Visit
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR, Actor
from assessment.office.people import accounts
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from pages.kit import session
from tests.kit import links
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, READER, YUNLU
from tests.kit.signed_in import HERE, PASSWORD
from tests.pages.conftest import MAIN, in_memory

T = Messages("zh")
Opener = Callable[..., AppTest]

PEOPLE = {
    "one-li": ("team", "team:one"),
    "three-wu": ("team", "team:three"),
    "four-he": ("team", "team:four"),
    "baishi": ("county", f"unit:{BAISHI}"),
    "reviewer": ("reviewer", "province"),
}
PLACE = f"one.{BAISHI}"
ONE = Actor("one-li", "team", frozenset({BAISHI, QINGXI}), frozenset({"one"}))


@pytest.fixture
def framework(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Framework:
    """The one of the three counties, as a file that the loader takes: with relative weights."""
    written = three_counties.FRAMEWORK.read_text("utf-8").replace("weights_sum: 100\n", "")
    file = tmp_path / "framework.yaml"
    file.write_text(written.replace("{2020: 2, 2030: 4}", "2"), "utf-8")
    monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(file))
    return loader.load(file)


@pytest.fixture
def field(
    empty_database: Path, tmp_path: Path, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """The three counties and their teams."""
    with in_memory(empty_database, tmp_path, monkeypatch) as store:
        three_counties.settle(store)
        three_counties.answer(store, framework)
        three_counties.send_teams(store)
        yield store


@pytest.fixture
def open_log(field: Store, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """`open_log("one-li", part="visit")`: the page as that person finds it on a new visit."""
    tokens: dict[str, str] = {}

    def opened(who: str = "one-li", page: str = "visit", **codes: str) -> AppTest:
        if who not in tokens:
            role, scope = PEOPLE[who]
            link = accounts.invite(field, OPERATOR, who, name=f"某{who}", role=role, scope=scope)
            tokens[who] = session.door().accept(link.token, PASSWORD, HERE)
        monkeypatch.setattr(session, "cookie", lambda: tokens[who])
        app = AppTest.from_file(MAIN, default_timeout=60)
        for name, code in codes.items():
            app.query_params[name] = code
        links.follow(app, page)
        return app.run()

    return opened


def photo() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    return drawn.getvalue()


def box(app: AppTest, form: str, name: str) -> str:
    """The key of a form's box, whichever turn it is."""
    kinds = (app.text_area, app.text_input, app.button_group, app.selectbox, app.date_input)
    (key,) = (
        each.key
        for kind in kinds
        for each in kind
        if each.key and each.key.startswith(f"{form}_{name}_")
    )
    return str(key)


def write(app: AppTest, name: str, text: str, form: str = "note") -> AppTest:
    return app.text_area(key=box(app, form, name)).set_value(text).run()


def choose(app: AppTest, name: str, code: str, form: str = "note") -> AppTest:
    return app.button_group(key=box(app, form, name)).set_value(code).run()


def told(app: AppTest) -> str:
    """Every sentence on the page."""
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info, app.success)
    return "\n".join(each.value for kind in kinds for each in kind).replace("\\", "")


def test_a_note_has_six_boxes_and_is_sent_with_three_of_them(
    open_log: Opener, field: Store
) -> None:
    app = open_log()
    assert not app.exception
    choose(app, "strength", "venues")
    shown = [*app.text_area, *app.text_input, *app.selectbox, *app.file_uploader]
    shown += [each for each in app.button_group if str(each.key).startswith("note_")]
    assert len(shown) == 6
    write(app, "description", "驿站锁门")
    app.button(key="send_note").click().run()
    assert "已发送" in app.success[0].value
    (entry,) = diary.read(field, READER).entries
    assert (entry.unit, entry.starts) == (BAISHI, clock.today())
    assert app.text_area(key=box(app, "note", "description")).value == ""


def test_it_is_not_said_to_be_sent_until_it_is(open_log: Opener, field: Store) -> None:
    app = open_log()
    assert "未发送" in told(app)
    write(app, "description", "驿站锁门")
    assert "草稿已存" in told(app)
    assert not app.success
    assert diary.read(field, READER).total == 0


def test_what_is_refused_is_told_and_stays_in_its_boxes(open_log: Opener, field: Store) -> None:
    app = open_log()
    write(app, "description", "驿站*锁门* <script>")
    app.button(key="send_note").click().run()
    assert "✖ 未发送" in told(app)
    assert "属于哪一强" in told(app)
    assert app.text_area(key=box(app, "note", "description")).value == "驿站*锁门* <script>"
    assert diary.read(field, READER).total == 0


def test_a_strength_that_nobody_chose_is_told_once_and_without_our_codes(open_log: Opener) -> None:
    app = open_log()
    write(app, "description", "驿站锁门")
    app.button(key="send_note").click().run()
    (refused,) = app.error
    assert T("problem_field_log.note_no_strength") in refused.value
    assert not re.search(r"strength|编码", refused.value)
    under = [each.value for each in app.markdown if each.value.startswith(":red[✖")]
    assert [T("problem_field_log.note_no_strength") in each for each in under] == [True]


def test_a_log_is_refused_with_everything_at_once(open_log: Opener, field: Store) -> None:
    app = open_log(part="visit")
    write(app, "diary", "到驿站走了一圈", "visit")
    app.text_input(key=box(app, "visit", "workers")).set_value("十来个").run()
    app.button(key="add_finding").click().run()
    app.button(key="send_visit").click().run()
    (refused,) = app.error
    assert "十来个" in refused.value
    assert T("problem_field_log.no_description", number=1) in refused.value
    assert T("problem_field_log.no_strength", number=1) in refused.value
    under = [each for each in app.markdown if each.value.startswith(":red[✖")]
    assert len(under) == 3
    assert diary.read(field, READER).total == 0


def test_a_photo_that_arrives_after_sending_goes_to_no_other_finding(open_log: Opener) -> None:
    """The box it was begun in is of the draft that was sent."""
    app = open_log()
    before = app.file_uploader[0].key
    write(app, "description", "驿站锁门")
    choose(app, "strength", "venues")
    app.button(key="send_note").click().run()
    assert app.success
    assert app.file_uploader[0].key != before


def test_photos_that_have_arrived_are_sent_even_where_the_press_was_quicker(
    open_log: Opener, field: Store
) -> None:
    app = open_log()
    write(app, "description", "驿站锁门")
    choose(app, "strength", "venues")
    app.file_uploader[0].set_value(("门.jpg", photo(), "image/jpeg"))
    app.button(key="send_note").click().run()
    assert app.success
    (finding,) = next(iter(diary.read(field, READER).findings.values()))
    assert len(attachments.beside(field, READER, "finding", [finding.finding])) == 1


def test_a_new_visit_finds_what_was_typed_and_photographed(open_log: Opener, field: Store) -> None:
    """The battery was empty: nothing of the session is left."""
    app = open_log()
    write(app, "description", "驿站锁门")
    choose(app, "strength", "venues")
    choose(app, "severity", "high")
    draft = visit_drafts.of(field, ONE, "note")
    visit_drafts.add_photo(field, ONE, draft, "门.jpg", photo())
    again = open_log()
    assert again.text_area(key=box(again, "note", "description")).value == "驿站锁门"
    again.button(key="send_note").click().run()
    (finding,) = next(iter(diary.read(field, READER).findings.values()))
    assert (finding.strength, finding.severity) == ("venues", "high")
    assert len(attachments.beside(field, READER, "finding", [finding.finding])) == 1


def test_what_another_tab_has_sent_is_not_sent_again(
    open_log: Opener, field: Store, framework: Framework
) -> None:
    app = open_log()
    write(app, "description", "驿站锁门")
    choose(app, "strength", "venues")
    other = open_log()
    other.button(key="send_note").click().run()
    app.button(key="send_note").click().run()
    assert "没有重复登记" in told(app)
    assert len(next(iter(diary.read(field, READER).findings.values()))) == 1


def test_a_link_that_ended_while_one_typed_is_told_and_nothing_is_lost(
    open_log: Opener, field: Store
) -> None:
    app = open_log("three-wu")
    write(app, "description", "驿站锁门")
    choose(app, "strength", "venues")
    with field.writing(actor="test", action="x", subject="*", facts={}) as cursor:
        link = teams_table.Assignment(
            "three", BAISHI, "liaison", date(2024, 2, 1), date(2024, 6, 1), 4
        )
        teams_table.record_assignments(cursor, [link])
    app.button(key="send_note").click().run()
    assert "没有与您的工作组对口联系的县" in told(app)
    assert diary.read(field, READER).total == 0
    mine = Actor("three-wu", "team", frozenset(), frozenset({"three"}))
    assert visit_drafts.of(field, mine, "note").boxes["description"] == "驿站锁门"


@pytest.mark.parametrize("act", ["type", "send", "photo", "drop"])
def test_whoever_was_signed_out_while_typing_is_asked_to_sign_in(
    open_log: Opener, field: Store, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    draft = visit_drafts.save(field, ONE, visit_drafts.of(field, ONE, "note"), {"where": PLACE})
    draft = visit_drafts.add_photo(field, ONE, draft, "门.jpg", photo())
    app = open_log()
    monkeypatch.setattr(session, "cookie", lambda: None)
    if act == "type":
        write(app, "description", "驿站锁门")
    elif act == "send":
        app.button(key="send_note").click().run()
    elif act == "photo":
        app.file_uploader[0].set_value(("窗.jpg", photo(), "image/jpeg")).run()
    else:
        app.button(key=f"drop_note_{draft.photos[0].hash}").click().run()
    assert not app.exception
    assert T("sign_in.never") in told(app)
    assert not app.success
    assert visit_drafts.of(field, ONE, "note") == draft


def test_a_photo_that_is_gone_takes_nothing_else_away(open_log: Opener, field: Store) -> None:
    draft = visit_drafts.save(field, ONE, visit_drafts.of(field, ONE, "note"), {"where": PLACE})
    draft = visit_drafts.add_photo(field, ONE, draft, "门.jpg", photo())
    (file,) = field.blobs.folder.rglob(draft.photos[0].hash)
    file.unlink()
    app = open_log()
    assert app.error
    assert app.button(key="send_note")


def test_a_draft_of_a_link_that_ended_goes_nowhere_else_by_itself(
    open_log: Opener, field: Store
) -> None:
    """Also where one place only is left: it is another county."""
    draft = visit_drafts.of(field, ONE, "note")
    boxes = {"where": f"one.{QINGXI}", "description": "驿站锁门", "strength": "venues"}
    visit_drafts.save(field, ONE, draft, boxes)
    with field.writing(actor="test", action="x", subject="*", facts={}) as cursor:
        link = teams_table.Assignment(
            "one", QINGXI, "liaison", date(2024, 1, 1), date(2024, 6, 1), 2
        )
        teams_table.record_assignments(cursor, [link])
    app = open_log()
    assert T("visit.place_gone") in told(app)
    app.button(key="send_note").click().run()
    assert "✖ 未发送" in told(app)
    assert diary.read(field, READER).total == 0
    app.selectbox(key=box(app, "note", "where")).set_value(PLACE).run()
    app.button(key="send_note").click().run()
    assert [each.unit for each in diary.read(field, READER).entries] == [BAISHI]


def test_a_draft_begun_with_one_place_keeps_which(open_log: Opener, field: Store) -> None:
    app = open_log("three-wu")
    write(app, "description", "驿站锁门")
    mine = Actor("three-wu", "team", frozenset({BAISHI}), frozenset({"three"}))
    assert visit_drafts.of(field, mine, "note").boxes["where"] == f"three.{BAISHI}"


def test_a_draft_can_be_thrown_away(open_log: Opener, field: Store) -> None:
    app = open_log()
    write(app, "description", "驿站锁门")
    app.button(key="discard_note").click().run()
    assert not app.exception
    assert app.text_area(key=box(app, "note", "description")).value == ""
    assert visit_drafts.of(field, ONE, "note").boxes == {}
    assert not [each for each in app.button if each.key == "discard_note"]


def test_a_diary_with_two_findings_is_read_on_every_page_about_it(
    open_log: Opener, field: Store
) -> None:
    app = open_log(part="visit")
    choose(app, "kind", "stay", "visit")
    write(app, "together", "一起分拣*快递*", "visit")
    write(app, "heard", "多跑二十分钟", "visit")
    app.text_input(key=box(app, "visit", "from_time")).set_value("7点").run()
    app.text_input(key=box(app, "visit", "workers")).set_value("0").run()
    app.button(key="add_finding").click().run()
    app.button(key="add_finding").click().run()
    for place, text in enumerate(("驿站锁门", "没有热水")):
        write(app, f"f{place}_description", text, "visit")
        choose(app, f"f{place}_strength", "venues", "visit")
    app.button(key="send_visit").click().run()
    assert "已发送" in app.success[0].value
    assert "2 条问题" in told(app)
    for who, page, codes in (
        ("one-li", "visit", {"part": "sent"}),
        ("baishi", "diary", {}),
        ("reviewer", "diary", {"team": "one"}),
        ("one-li", "team", {}),
        ("reviewer", "county", {"unit": BAISHI}),
    ):
        seen = open_log(who, page, **codes)
        assert not seen.exception, page
        for words in ("一起分拣*快递*", "07:00", "见到职工 0 人", "驿站锁门", "没有热水", "线索"):
            assert words in told(seen), (page, words)


def test_what_was_typed_stays_when_the_kind_or_the_part_changes(open_log: Opener) -> None:
    app = open_log(part="visit")
    write(app, "diary", "与职工座谈", "visit")
    choose(app, "kind", "stay", "visit")
    choose(app, "kind", "visit", "visit")
    assert app.text_area(key=box(app, "visit", "diary")).value == "与职工座谈"
    app.button_group(key="part").set_value("note").run()
    app.button_group(key="part").set_value("visit").run()
    assert app.text_area(key=box(app, "visit", "diary")).value == "与职工座谈"


def test_an_unreadable_time_is_told_and_nothing_is_sent(open_log: Opener, field: Store) -> None:
    app = open_log(part="visit")
    write(app, "diary", "与职工座谈", "visit")
    app.text_input(key=box(app, "visit", "from_time")).set_value("一大早").run()
    app.button(key="send_visit").click().run()
    assert "读不出是几点" in told(app)
    assert diary.read(field, READER).total == 0


def test_a_team_linked_to_nobody_is_told_so(open_log: Opener) -> None:
    app = open_log("four-he")
    assert not app.exception
    assert "没有与您的工作组对口联系的县" in told(app)


def test_a_county_does_not_open_the_field_log(open_log: Opener) -> None:
    app = open_log("baishi")
    assert not app.exception
    assert told(app), "the page itself opened, and says where one may go"
    assert not app.text_area
    assert "记一笔" not in told(app)


def test_a_county_reads_its_own_diary_and_no_other(
    open_log: Opener, field: Store, framework: Framework
) -> None:
    for unit in (BAISHI, QINGXI):
        found = visit_log.FindingNote("work", f"{unit}台账不全")
        visit_log.note(field, framework, ONE, ("one", unit), found)
    for page, codes in (("diary", {"unit": QINGXI}), ("team", {"team": "one"})):
        app = open_log("baishi", page, **codes)
        assert f"{QINGXI}台账不全" not in told(app)
        assert "清溪" not in told(app)
    assert f"{BAISHI}台账不全" in told(open_log("baishi", "diary"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["visit", "diary", "team"])
def test_every_page_opens_with_nothing_on_record(open_log: Opener, page: str, lang: str) -> None:
    for part in ("note", "visit", "sent") if page == "visit" else ("",):
        app = open_log("one-li", page, lang=lang, **({"part": part} if part else {}))
        assert not app.exception


def test_a_diary_is_of_whom_its_link_says_whatever_was_chosen_elsewhere(
    open_log: Opener, field: Store, framework: Framework
) -> None:
    for unit in (BAISHI, QINGXI):
        visit_log.note(
            field, framework, ONE, ("one", unit), visit_log.FindingNote("work", "台账不全")
        )
    for page, code in (("team", {"team": "three"}), ("county", {"unit": YUNLU})):
        app = open_log("reviewer", page, **code)
        app.query_params.clear()
        app.switch_page(session.file_of("diary")).run()
        assert not app.exception
        assert T("diary.counted", total=2, page=1, pages=1) in told(app)


def test_another_filter_begins_at_the_first_leaf(
    open_log: Opener, field: Store, framework: Framework
) -> None:
    for day in range(1, 13):
        visit = Visit("one", BAISHI, "visit", date(2024, 5, day), date(2024, 5, day), diary="座谈")
        visit_log.log(field, framework, ONE, visit)
    app = open_log("reviewer", "diary", leaf="2")
    assert T("diary.counted", total=12, page=2, pages=2) in told(app)
    app.selectbox(key="unit").select(BAISHI).run()
    assert "leaf" not in app.query_params
    assert T("diary.counted", total=12, page=1, pages=2) in told(app)


@pytest.mark.parametrize("leaf", ["9" * 5000, "-1", "二"])
def test_a_leaf_there_is_none_of_is_the_nearest(open_log: Opener, leaf: str) -> None:
    assert not open_log("reviewer", "diary", leaf=leaf).exception


def pressed(app: AppTest, start: str) -> AppTest:
    (key,) = (each.key for each in app.button if str(each.key).startswith(start))
    return app.button(key=key).click().run()


def typed(app: AppTest, start: str, text: str) -> None:
    boxes = [*app.text_input, *app.text_area]
    (found,) = (each for each in boxes if str(each.key).startswith(start))
    found.set_value(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_entry_is_corrected_where_it_is_read_and_says_so(
    open_log: Opener, field: Store, framework: Framework, lang: str
) -> None:
    day = date(2024, 5, 20)
    visit = Visit("one", BAISHI, "visit", day, day, diary="座谈", workers=0)
    visit_log.log(field, framework, ONE, visit)
    app = pressed(open_log("one-li", "diary", lang=lang), "open_amend_")
    (box,) = (each for each in app.date_input if str(each.key).startswith("starts_amend"))
    box.set_value(date(2024, 5, 21))
    typed(app, "from_time_amend", "一大早")
    app = pressed(app, "correct_amend")
    assert not app.exception
    assert "一大早" in told(app)
    typed(app, "from_time_amend", "9:00")
    app = pressed(app, "correct_amend")
    assert not app.exception
    (entry,) = diary.read(field, READER).entries
    assert (entry.starts, entry.workers, entry.diary) == (date(2024, 5, 21), 0, "座谈")
    assert ("已更正" if lang == "zh" else "Corrected by") in told(app)


def test_an_entry_gets_a_photo_loses_one_and_is_voided(
    open_log: Opener, field: Store, framework: Framework
) -> None:
    day = date(2024, 5, 20)
    visit_log.log(field, framework, ONE, Visit("one", BAISHI, "visit", day, day, diary="座谈"))
    app = pressed(open_log("one-li", "diary"), "open_amend_")
    app.file_uploader[0].set_value([("门.jpg", photo(), "image/jpeg")])
    app = pressed(app, "add_amend")
    assert not app.exception
    (shown,) = attachments.beside(field, READER, "visit", [1])[1]
    app = pressed(app, "open_amend_")
    (which,) = (each for each in app.selectbox if str(each.key).startswith("which_amend"))
    which.set_value(shown.attachment)
    typed(app, "why_amend", "照片里有群众")
    app = pressed(app, "take_back_amend")
    assert not app.exception
    assert attachments.beside(field, READER, "visit", [1]) == {}
    app = pressed(pressed(app, "open_amend_"), "void_amend")
    assert T("problem_field_log.no_reason") in told(app)
    typed(app, "void_why_amend", "登错了县")
    app = pressed(app, "void_amend")
    assert not app.exception
    assert T("diary.empty") in told(app)


@pytest.mark.parametrize("who", ["baishi", "three-wu"])
def test_who_only_reads_an_entry_is_offered_nothing(
    open_log: Opener, field: Store, framework: Framework, who: str
) -> None:
    day = date(2024, 5, 20)
    visit_log.log(field, framework, ONE, Visit("one", BAISHI, "visit", day, day, diary="座谈"))
    app = open_log(who, "diary")
    assert "座谈" in told(app)
    assert not [each for each in app.button if "amend" in str(each.key)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_team_s_results_are_on_its_page_and_what_nobody_told_is_no_zero(
    open_log: Opener, field: Store, lang: str
) -> None:
    t = Messages(lang)
    app = open_log("one-li", "team", lang=lang)
    assert not app.exception
    assert t("team.no_results") in told(app)
    assert t("team.no_scores") in told(app)
    today = clock.today()
    results.save(field, ONE, "one", BAISHI, today, {"trainings": 0, "new_unions": 3}, 0)
    app = open_log("one-li", "team", lang=lang)
    assert not app.exception
    sums = app.dataframe[0].value["sum"]
    assert sorted(sums.dropna()) == [0, 3]
    assert sums.isna().sum() == len(results.FIGURES) - 2


def test_any_finding_is_taken_away_and_the_others_stay(open_log: Opener, field: Store) -> None:
    app = open_log(part="visit")
    for place, text in enumerate(("驿站锁门", "没有热水", "窗口无人")):
        app.button(key="add_finding").click().run()
        write(app, f"f{place}_description", text, "visit")
        choose(app, f"f{place}_strength", "venues", "visit")
    app = pressed(app, "drop_finding_1")
    assert not app.exception
    kept = [app.text_area(key=box(app, "visit", f"f{place}_description")).value for place in (0, 1)]
    assert kept == ["驿站锁门", "窗口无人"]
    app.button(key="send_visit").click().run()
    assert "2 条问题" in told(app)


def test_what_is_found_is_of_the_rules_of_the_visit_s_day(
    open_log: Opener, field: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []
    period_of = visit_log.period_of

    def heard(store: Store, actor: Actor, day: date) -> str | None:
        asked.append(day)
        return period_of(store, actor, day)

    monkeypatch.setattr(visit_log, "period_of", heard)
    day = date(2024, 5, 20)
    draft = visit_drafts.of(field, ONE, "visit")
    boxes = {"where": PLACE, "starts": day.isoformat(), "diary": "座谈", "findings": "1"}
    found = {"f0_description": "驿站锁门", "f0_strength": "venues"}
    visit_drafts.save(field, ONE, draft, boxes | found)
    app = open_log(part="visit")
    app.button(key="send_visit").click().run()
    assert "已发送" in app.success[0].value
    # Once it is sent the form is empty, and of today again.
    assert [each for each in asked if each != clock.today()]
    assert set(asked[: asked.index(clock.today())]) == {day}
