"""Teams by workbook: what goes out comes in again, and what is wrong is refused with its cell."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from assessment.errors import NotAllowed, Problem, Rejected
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.register import changes, reading, roster_file
from assessment.field.teams.register.roster_file import ChangedSincePreview, Preview
from assessment.field.teams.teams_table import Assignment, Person, TeamMember
from assessment.field.visits import bulk_log
from assessment.field.visits.visits_table import Visit
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.store.database import Store
from assessment.units import setup
from tests.field.test_team_register import LINKS, MEMBERS, PEOPLE, TEAMS
from tests.kit.people import LEADER
from tests.kit.province.three_counties import BAISHI, QINGXI_ONLY, YUNLU, settle

TODAY = date(2024, 5, 20)
PUBLISHER = Actor("chen", "publisher")
Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def linked(store: Store) -> Store:
    settle(store)
    odd = replace(PEOPLE[0], name="=1+1", post="部长", home=YUNLU)
    team_bulk.add_teams(store, OPERATOR, TEAMS, [odd, *PEOPLE[1:]], MEMBERS)
    team_bulk.assign(store, OPERATOR, LINKS)
    return store


def edited(store: Store, change: Change, lang: str = "zh") -> bytes:
    """The workbook of what is on record, changed."""
    book = openpyxl.load_workbook(io.BytesIO(roster_file.template(store, OPERATOR, lang)))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def shown(store: Store, change: Change, lang: str = "zh") -> Preview:
    return roster_file.preview(store, PUBLISHER, "组.xlsx", edited(store, change, lang), TODAY)


def refused(store: Store, change: Change) -> list[tuple[str, str]]:
    """Code and cell of every problem; nothing is recorded."""
    before = store.revision
    with pytest.raises(Rejected) as rejected:
        shown(store, change)
    assert store.revision == before
    return [_told(problem) for problem in rejected.value.problems]


def _told(problem: Problem) -> tuple[str, str]:
    for lang in LANGUAGES:
        assert Messages(lang)(problem.key, **problem.facts)
    return problem.code, f"{problem.place.sheet}!{problem.place.cell}"


def nothing(_: openpyxl.Workbook) -> None:
    pass


def filled(book: openpyxl.Workbook) -> None:
    """A new team of two who are linked to Baishi, and the end of a link."""
    book["工作组"].append(["t9", "九组", "蹲点组", "省总工会", "省级", None, "2024"])
    book["人员"].append(["p9", "新人", "省总工会", "干事", BAISHI])
    book["组员"].append(["t9", None, "p9", None, "是", "2024年3月1日", None])
    book["组员"].append(["t9", "九组", "e", "E", "否", datetime(2024, 3, 1), None])  # noqa: DTZ001
    book["对口联系"].append(["t9", None, BAISHI, "白石县", "对口联系", "2024-03-01", None])
    book["对口联系"]["G4"] = "2024/6/30"


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_what_goes_out_says_the_same_when_it_comes_in(linked: Store, lang: str) -> None:
    same = shown(linked, nothing, lang)
    assert same.changes == ()
    assert len(same.rows) == len(TEAMS) + len(PEOPLE) + len(MEMBERS) + len(LINKS)
    before = linked.revision
    assert roster_file.confirm(linked, PUBLISHER, same) == 0
    assert linked.revision == before


def test_what_is_new_or_changed_is_shown_and_then_recorded_at_once(linked: Store) -> None:
    news = shown(linked, filled)
    counts = {
        sheet: (news.count(sheet, "added"), news.count(sheet, "changed"))
        for sheet in ("teams", "people", "members", "links")
    }
    assert counts == {"teams": (1, 0), "people": (1, 0), "members": (2, 0), "links": (1, 1)}
    # The new member comes from the county their team is linked to.
    assert [(breach.rule, breach.person) for breach in news.amiss] == [("home", "p9")]
    before = linked.revision
    assert roster_file.confirm(linked, PUBLISHER, news) == 6
    assert linked.revision == before + 1
    after = reading.of(linked, OPERATOR)
    assert Person("p9", "新人", "省总工会", "干事", BAISHI) in after.people
    assert TeamMember("t9", "e", False, date(2024, 3, 1)) in after.members
    ended, *_, added = sorted(after.links, key=lambda link: link.assignment or 0)
    assert (ended.assignment, ended.ends) == (1, date(2024, 6, 30))
    assert added == Assignment("t9", BAISHI, "liaison", date(2024, 3, 1), assignment=4)
    assert shown(linked, nothing).changes == ()


def test_every_mistake_is_told_with_its_cell_and_nothing_is_recorded(linked: Store) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        filled(book)
        book["工作组"]["C4"] = "旅游组"
        book["工作组"]["B5"] = None
        book["人员"]["E5"] = "北京"
        book["组员"]["F4"] = "去年"
        book["对口联系"]["A5"] = "=1+1"

    # What is wrong with a cell and what a code names are told at once.
    assert refused(linked, spoil) == [
        ("roster.not_offered", "工作组!C4"),
        ("roster.blank", "工作组!B5"),
        ("roster.not_a_day", "组员!F4"),
        ("workbook.formula", "对口联系!A5"),
        ("roster.blank", "对口联系!A5"),
        ("roster.unknown_unit", "人员!E5"),
    ]

    def misname(book: openpyxl.Workbook) -> None:
        book["人员"]["E5"] = "北京"
        book["组员"]["A4"] = "t77"
        book["组员"]["C5"] = "p77"
        book["组员"]["D6"] = "别人"
        book["对口联系"]["C4"] = "999999"
        book["对口联系"]["G5"] = "2023-01-01"

    assert refused(linked, misname) == [
        ("roster.unknown_unit", "人员!E5"),
        ("roster.unknown_team", "组员!A4"),
        ("roster.unknown_person", "组员!C5"),
        ("roster.other_name", "组员!D6"),
        ("roster.unknown_unit", "对口联系!C4"),
        ("field_work.ends_before_starts", "对口联系!G5"),
    ]


def test_a_line_told_twice_and_spans_that_overlap_are_refused(linked: Store) -> None:
    def twice(book: openpyxl.Workbook) -> None:
        book["工作组"].append(["one", "又一组", "蹲点组", "省总工会", "省级", None, "2024"])
        book["组员"].append(["one", None, "a", None, "否", "2024-03-01", None])
        book["对口联系"].append(["one", None, BAISHI, None, "蹲点", "2024-02-01", None])

    assert refused(linked, twice) == [
        ("roster.told_twice", "工作组!A7"),
        ("roster.overlapping", "组员!F8"),
        ("roster.overlapping", "对口联系!F7"),
    ]


def test_a_sheet_or_column_that_is_missing_is_named(linked: Store) -> None:
    def cut(book: openpyxl.Workbook) -> None:
        del book["人员"]
        book["组员"]["F3"] = "起"

    assert refused(linked, cut) == [
        ("roster.no_sheet", "None!None"),
        ("roster.no_column", "组员!None"),
    ]


def test_columns_may_stand_elsewhere_and_the_names_beside_codes_may_be_absent(
    linked: Store,
) -> None:
    def moved(book: openpyxl.Workbook) -> None:
        book["组员"].delete_cols(4)
        book["组员"].delete_cols(2)
        book["对口联系"].insert_rows(1, 2)

    assert shown(linked, moved).changes == ()


def test_a_link_under_which_a_visit_was_made_is_not_cut_short(linked: Store) -> None:
    stay = Visit("one", BAISHI, "stay", date(2024, 6, 20), date(2024, 7, 2), "站", "跟班")
    bulk_log.log_visits(linked, OPERATOR, [stay])
    assert refused(linked, filled) == [("field_work.visit_without_link", "对口联系!G4")]


def test_what_changed_since_the_preview_is_not_written_over(linked: Store) -> None:
    news = shown(linked, filled)
    changes.hand_over(linked, OPERATOR, 3, "idle", TODAY)
    before = linked.revision
    with pytest.raises(ChangedSincePreview):
        roster_file.confirm(linked, PUBLISHER, news)
    assert linked.revision == before


def test_a_visit_logged_since_the_preview_keeps_its_link(linked: Store) -> None:
    news = shown(linked, filled)
    stay = Visit("one", BAISHI, "stay", date(2024, 6, 20), date(2024, 7, 2), "站", "跟班")
    bulk_log.log_visits(linked, OPERATOR, [stay])
    before = linked.revision
    with pytest.raises(Rejected) as rejected:
        roster_file.confirm(linked, PUBLISHER, news)
    assert [problem.code for problem in rejected.value.problems] == [
        "field_work.visit_without_link"
    ]
    assert linked.revision == before


def test_invented_teams_do_not_come_into_a_real_register(linked: Store) -> None:
    def mark(book: openpyxl.Workbook) -> None:
        for sheet in ("工作组", "人员", "组员", "对口联系"):
            book[sheet]["A2"] = Messages("zh")("workbook.demonstration")

    assert refused(linked, mark) == [("workbook.demonstration_refused", "None!None")]
    setup.mark_demonstration(linked, OPERATOR)
    assert shown(linked, nothing).changes == ()


def test_only_who_manages_every_unit_takes_a_workbook_out_or_in(linked: Store) -> None:
    news = shown(linked, filled)
    for actor in (LEADER, QINGXI_ONLY, replace(PUBLISHER, viewed_by="admin")):
        with pytest.raises(NotAllowed):
            roster_file.template(linked, actor, "zh")
        with pytest.raises(NotAllowed):
            roster_file.preview(linked, actor, "组.xlsx", b"", TODAY)
        with pytest.raises(NotAllowed):
            roster_file.confirm(linked, actor, news)


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0", " ", "\u2003"])
def test_a_name_padded_with_blanks_is_the_one_on_record_and_told(linked: Store, blank: str) -> None:
    known = reading.of(linked, OPERATOR).team_names

    def pad(book: openpyxl.Workbook) -> None:
        for sheet in ("工作组", "组员", "对口联系"):
            for row in range(4, book[sheet].max_row + 1):
                cell = book[sheet].cell(row, 2)
                if cell.value:
                    cell.value = blank.join(cell.value)

    preview = shown(linked, pad)
    assert preview.after.team_names == known
    assert preview.changes == ()
    assert {note.code for note in preview.notes} == {"roster.name_matched"}
    assert len(preview.notes) == len(known)


def test_notes_hidden_rows_and_hidden_sheets_are_told(linked: Store) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["人员"]["B4"].comment = Comment("借调", "李")
        book["人员"].row_dimensions[5].hidden = True
        book["组员"].sheet_state = "hidden"

    told = [(note.code, note.place.sheet, note.place.cell) for note in shown(linked, change).notes]
    assert sorted(told, key=str) == [
        ("workbook.hidden_read", "组员", None),
        ("workbook.hidden_row", "人员", "A5"),
        ("workbook.note_dropped", "人员", "B4"),
    ]


def test_a_raised_or_struck_name_is_refused(linked: Store) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["人员"]["B5"].font = Font(strike=True)
        book["人员"]["B6"].font = Font(vertAlign="superscript")

    assert refused(linked, change) == [
        ("workbook.raised", "人员!B6"),
        ("workbook.struck", "人员!B5"),
    ]
