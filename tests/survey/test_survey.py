"""Filing the survey: whole or not at all, once, and only by those who may."""

import io
import threading
from datetime import date

import openpyxl
import pytest

from assessment.errors import NotAllowed, Rejected, Unknown
from assessment.exchange.survey_workbook import survey_template
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import survey_files
from assessment.survey.filing.bulk_writer import Desk
from assessment.survey.honours import honours_table
from assessment.survey.honours.honours_table import Honour, VetoDeclaration
from assessment.survey.periods import period_opening
from assessment.survey.periods.periods_table import PeriodRow, record
from assessment.units import setup
from assessment.units.units_table import Prefecture, Unit
from tests.foundation.exchange import filled
from tests.foundation.exchange.filled import ANSWERS, ORG, PERIOD, UNIT, VEN, edited
from tests.foundation.exchange.test_survey_workbook import FILES, MUTATIONS
from tests.kit.people import READER

OTHER = "430681"
PINGJIANG_ONLY = Actor("平江", "operator", frozenset({UNIT}))


@pytest.fixture(scope="module")
def framework() -> Framework:
    return filled.framework()


@pytest.fixture
def survey_store(store: Store) -> Store:
    """Two counties; 2023 and 2024 are open."""
    given = [
        Unit(code, name, name_en, "county", "430600", "county", True, False, 113.0, 29.0)
        for code, name, name_en in (
            (UNIT, "平江县", "Pingjiang"),
            (OTHER, "汨罗市", "Miluo"),
        )
    ]
    setup.found(store, OPERATOR, [Prefecture("430600", "岳阳市", "Yueyang", 113.0, 29.0)], given)
    for year in (2023, 2024):
        period_opening.open_period(store, OPERATOR, str(year), date(year + 1, 1, 31))
    return store


def book(answers: dict[str, Answer] | None = None, unit: str = UNIT, period: str = PERIOD) -> bytes:
    return survey_template.build(
        filled.framework(),
        Survey(unit, "县", period, answers=ANSWERS if answers is None else answers),
    )


def file(store: Store, *given: tuple[str, bytes]) -> list[survey_files.FilingResult]:
    return survey_files.file_workbooks(store, filled.framework(), OPERATOR, given)


def recorded(store: Store, unit: str = UNIT, period: str = PERIOD) -> dict[str, Answer]:
    return Desk(store, filled.framework(), OPERATOR).current(unit, period)


def test_template_to_filed_to_template_is_a_round_trip(
    survey_store: Store, framework: Framework
) -> None:
    (result,) = file(survey_store, ("平江.xlsx", book()))
    assert (result.outcome, result.unit, result.period) == ("filed", UNIT, PERIOD)
    assert result.changes.added == len(ANSWERS)
    assert recorded(survey_store) == ANSWERS
    for lang in LANGUAGES:
        name, data = survey_files.template(survey_store, framework, OPERATOR, UNIT, PERIOD, lang)
        assert name.startswith(UNIT)
        (result,) = file(survey_store, (name, data))
        assert result.outcome == "unchanged"
        assert result.changes.unchanged == len(ANSWERS)


@pytest.mark.parametrize(
    "called",
    [
        "../../etc/x",
        "a\\b",
        "<b>粗</b>",
        "长" * 300,
        "x\ny\tz\a",
        "\u202egnp.exe",
        "=1+1",
        "😀|$x$",
    ],
)
def test_whatever_a_unit_is_called_its_template_has_a_file_name_and_comes_back(
    survey_store: Store, framework: Framework, called: str
) -> None:
    here = Unit(UNIT, called, called, "county", "430600", "county", True, False, 113.0, 29.0)
    setup.found(survey_store, OPERATOR, [], [here])
    name, data = survey_files.template(survey_store, framework, OPERATOR, UNIT, PERIOD)
    assert name.startswith(f"{UNIT}_")
    assert name.endswith(f"_{PERIOD}.xlsx")
    assert name.isprintable()
    assert not set(name) & set(' /\\:*?"<>|')
    assert len(name.encode()) < 255
    (result,) = file(survey_store, (name, data))
    assert result.outcome == "unchanged"


def test_the_same_file_again_changes_nothing_and_says_so(survey_store: Store) -> None:
    data = book()
    file(survey_store, ("a.xlsx", data))
    revision = survey_store.revision
    (again,) = file(survey_store, ("b.xlsx", data))
    assert again.outcome == "already_filed"
    assert again.filed_at is not None
    assert survey_store.revision == revision


def test_the_same_answers_in_another_file_change_nothing_and_say_so(survey_store: Store) -> None:
    file(survey_store, ("a.xlsx", book()))
    revision = survey_store.revision
    (again,) = file(survey_store, ("b.xlsx", edited(lambda book: None, book())))
    assert (again.outcome, again.changes.unchanged) == ("unchanged", len(ANSWERS))
    assert survey_store.revision == revision


def test_only_what_differs_becomes_a_new_entry(survey_store: Store) -> None:
    file(survey_store, ("a.xlsx", book()))

    def change(book: openpyxl.Workbook) -> None:
        book[ORG]["D4"] = 9001
        book[ORG]["D7"] = None
        book[VEN]["D8"], book[VEN]["E8"], book[VEN]["F8"] = 5, None, None

    (result,) = file(survey_store, ("b.xlsx", edited(change, book())))
    changes = result.changes
    assert (changes.added, changes.changed, changes.cleared) == (0, 2, 1)
    assert changes.unchanged == len(ANSWERS) - 3
    assert {entry.field for entry in changes.entries} == {
        "members_n",
        "fed_truck_yn",
        "members_insured_n",
    }
    assert recorded(survey_store)["fed_truck_yn"] == Answer("missing")


def test_silence_about_what_was_never_answered_is_no_entry(survey_store: Store) -> None:
    file(survey_store, ("a.xlsx", book({"members_n": Answer("value", 0.0)})))
    assert recorded(survey_store) == {"members_n": Answer("value", 0.0)}


def test_one_bad_cell_imports_nothing_and_the_others_go_on(survey_store: Store) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        book[ORG]["D4"] = "12家"
        book[VEN]["D6"] = -1

    bad = edited(spoil, book())
    results = file(survey_store, ("坏.xlsx", bad), ("好.xlsx", book(unit=OTHER)), ("x.xlsx", b""))
    assert [result.outcome for result in results] == ["rejected", "filed", "rejected"]
    assert [problem.code for problem in results[0].problems] == [
        "cell.unit_in_number",
        "cell.below_minimum",
    ]
    assert recorded(survey_store) == {}
    assert recorded(survey_store, OTHER) == ANSWERS
    for result in results:
        for lang in LANGUAGES:
            assert result.file_name in Messages(lang)(result.key, **result.facts)


def test_what_was_read_in_a_way_of_its_own_is_told_with_the_result(survey_store: Store) -> None:
    def spell(book: openpyxl.Workbook) -> None:
        book[VEN]["D5"] = "￥1,234.5"

    (result,) = file(survey_store, ("a.xlsx", edited(spell, book())))
    assert [(note.code, note.place.cell) for note in result.warnings] == [("cell.read_as", "D5")]


def test_a_file_with_a_header_only_is_named(survey_store: Store, framework: Framework) -> None:
    with pytest.raises(Rejected) as refused:
        survey_files.file_answers_csv(
            survey_store, framework, OPERATOR, "a.csv", b"unit,period,field,value\n"
        )
    assert [problem.code for problem in refused.value.problems] == ["answers_csv.no_answers"]


def test_a_rejected_file_leaves_no_trace(survey_store: Store) -> None:
    revision = survey_store.revision
    changes = [lambda book: book[ORG].__setitem__("D6", 11), lambda book: book.remove(book[VEN])]
    for change in changes:
        (result,) = file(survey_store, ("a.xlsx", edited(change, book())))
        assert result.outcome == "rejected"
    assert survey_store.revision == revision
    assert recorded(survey_store) == {}


def test_no_mistake_whatever_leaves_a_trace(survey_store: Store, framework: Framework) -> None:
    file(survey_store, ("a.xlsx", book()))
    locked = PeriodRow("2023", date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 31), "locked")
    with survey_store.writing(actor="t", action="t", subject="2023", facts={}) as cursor:
        record(cursor, [locked])
    revision = survey_store.revision
    spoilt = [(name, edited(change)) for name, (change, _) in MUTATIONS.items()]
    spoilt += [(name, make()) for name, (make, _) in FILES.items()]
    assert len(spoilt) > 90
    results = survey_files.file_workbooks(survey_store, framework, PINGJIANG_ONLY, spoilt)
    assert [r.file_name for r in results if r.outcome != "rejected" or not r.problems] == []
    assert survey_store.revision == revision
    assert recorded(survey_store) == ANSWERS


def test_of_two_workbooks_for_one_unit_only_the_first_is_taken(survey_store: Store) -> None:
    other = book({"members_n": Answer("value", 1.0)})
    first, second = file(survey_store, ("一.xlsx", book()), ("二.xlsx", other))
    assert (first.outcome, second.outcome) == ("filed", "rejected")
    (problem,) = second.problems
    assert problem.code == "workbook.duplicate_in_batch"
    assert (problem.facts["first"], problem.facts["second"]) == ("一.xlsx", "二.xlsx")
    assert recorded(survey_store) == ANSWERS


def test_a_large_change_without_a_remark_is_asked_about_but_taken(survey_store: Store) -> None:
    file(survey_store, ("23.xlsx", book(period="2023")))

    def change(book: openpyxl.Workbook) -> None:
        book[ORG]["D4"], book[ORG]["D5"], book[ORG]["D7"] = 20000, 20, "否"

    (result,) = file(survey_store, ("24.xlsx", edited(change, book())))
    assert result.outcome == "filed"
    assert [(w.code, w.place.cell) for w in result.warnings] == [("workbook.large_change", "D5")]
    assert "10" in Messages("zh")(result.warnings[0].key, **result.warnings[0].facts)


def test_who_may_not_file_there_cannot(survey_store: Store, framework: Framework) -> None:
    with pytest.raises(NotAllowed):
        survey_files.file_workbooks(survey_store, framework, READER, [("a.xlsx", book())])
    with pytest.raises(NotAllowed):
        survey_files.template(survey_store, framework, PINGJIANG_ONLY, OTHER, PERIOD)
    given = [("a.xlsx", book(unit=OTHER)), ("b.xlsx", book())]
    refused, filed = survey_files.file_workbooks(survey_store, framework, PINGJIANG_ONLY, given)
    assert [problem.code for problem in refused.problems] == ["filing.unit_not_yours"]
    assert filed.outcome == "filed"


def test_a_stranger_is_not_told_that_a_file_was_filed(
    survey_store: Store, framework: Framework
) -> None:
    data = book(unit=OTHER)
    file(survey_store, ("a.xlsx", data))
    (result,) = survey_files.file_workbooks(
        survey_store, framework, PINGJIANG_ONLY, [("a.xlsx", data)]
    )
    assert result.outcome == "rejected"


def test_a_locked_period_takes_nothing(survey_store: Store) -> None:
    locked = PeriodRow("2024", date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 31), "locked")
    with survey_store.writing(actor="t", action="t", subject="2024", facts={}) as cursor:
        record(cursor, [locked])
    (result,) = file(survey_store, ("a.xlsx", book()))
    assert [problem.code for problem in result.problems] == ["filing.period_closed"]


def test_each_filing_is_audited_with_its_file(survey_store: Store) -> None:
    data = book()
    before = survey_store.revision
    file(survey_store, ("平江.xlsx", data))
    assert survey_store.revision == before + 1
    with survey_store.reading() as cursor:
        (row,) = cursor.execute(
            "select actor, action, subject, facts from audit order by audit desc limit 1"
        ).fetchall()
    assert row[:3] == ("command line", "survey.import", f"{UNIT}/{PERIOD}")
    assert '"file": "平江.xlsx"' in row[3]
    assert '"added": 10' in row[3]


def test_a_template_for_nobody_is_refused(survey_store: Store, framework: Framework) -> None:
    for unit, period in (("999999", PERIOD), (UNIT, "2031")):
        with pytest.raises(Unknown):
            survey_files.template(survey_store, framework, OPERATOR, unit, period)


def test_a_template_of_a_demonstration_says_so(survey_store: Store, framework: Framework) -> None:
    setup.mark_demonstration(survey_store, OPERATOR)
    _, data = survey_files.template(survey_store, framework, OPERATOR, UNIT, PERIOD)
    for name in (filled.COVER, ORG, VEN):
        assert "演示数据" in openpyxl.load_workbook(io.BytesIO(data))[name]["A2"].value


def test_two_who_file_at_once_do_not_mix(survey_store: Store) -> None:
    """Each leaves empty what the other fills, so the last one's answers must stand alone."""
    given = [
        book({field: Answer("value", float(n))})
        for n, field in enumerate(["members_n", "growth"] * 6, start=1)
    ]
    ready = threading.Barrier(len(given))

    def send(name: str, data: bytes) -> None:
        ready.wait()
        file(survey_store, (name, data))

    threads = [
        threading.Thread(target=send, args=(f"{n}.xlsx", data)) for n, data in enumerate(given)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = [answer for answer in recorded(survey_store).values() if answer.state == "value"]
    assert len(left) == 1
    assert len(survey_store.frame("answer_of_period", period=PERIOD)) == 2


def test_exported_answers_come_back_unchanged(survey_store: Store, framework: Framework) -> None:
    file(survey_store, ("a.xlsx", book()))
    with survey_store.writing(actor="t", action="t", subject=UNIT, facts={}) as cursor:
        honours_table.record(cursor, [Honour(UNIT, PERIOD, "honours", "national", "案例")])
        veto = VetoDeclaration(UNIT, PERIOD, "safety_accident", date(2024, 5, 1), "事故")
        honours_table.record_vetoes(cursor, [veto])
    data = survey_files.export_answers(survey_store, framework, OPERATOR, PERIOD)
    assert f"{UNIT},{PERIOD},honours.national,1" in data.decode("utf-8-sig")
    revision = survey_store.revision
    (result,) = survey_files.file_answers_csv(survey_store, framework, OPERATOR, "a.csv", data)
    assert (result.outcome, result.changes.unchanged) == ("unchanged", len(ANSWERS))
    assert survey_store.revision == revision
    assert recorded(survey_store)["members_n"].evidence == "实名制台账"


def test_an_export_holds_what_its_reader_may_see(survey_store: Store, framework: Framework) -> None:
    file(survey_store, ("a.xlsx", book()), ("b.xlsx", book(unit=OTHER)))
    for reader, units in ((OPERATOR, {UNIT, OTHER}), (PINGJIANG_ONLY, {UNIT})):
        data = survey_files.export_answers(survey_store, framework, reader, PERIOD)
        _, *lines = data.decode("utf-8-sig").splitlines()
        assert {line.partition(",")[0] for line in lines} == units


def test_a_period_nobody_has_answered_yet_exports_as_a_heading(
    survey_store: Store, framework: Framework
) -> None:
    data = survey_files.export_answers(survey_store, framework, OPERATOR, PERIOD)
    assert data.decode("utf-8-sig").splitlines() == ["unit,period,field,value"]


def test_answers_can_be_moved_to_another_installation_by_csv(
    survey_store: Store, framework: Framework
) -> None:
    lines = f"unit,period,field,value\n{UNIT},2024,members_n,5\n{OTHER},2023,growth,-2\n"
    results = survey_files.file_answers_csv(
        survey_store, framework, OPERATOR, "a.csv", lines.encode("utf-8")
    )
    assert [(r.outcome, r.unit, r.period) for r in results] == [
        ("filed", UNIT, "2024"),
        ("filed", OTHER, "2023"),
    ]
    assert recorded(survey_store, OTHER, "2023") == {"growth": Answer("value", -2.0)}
    again = survey_files.file_answers_csv(
        survey_store, framework, OPERATOR, "a.csv", lines.encode("utf-8")
    )
    assert {result.outcome for result in again} == {"already_filed"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("members_n,many", "cell.not_a_number"),
        ("honours.national,3", "answers_csv.not_a_question"),
        ("safety_accident,1", "answers_csv.not_a_question"),
        ("ent25_union_n,11", "cell.part_over_whole"),
        ("ent25_total_n,6", "cell.part_over_whole"),
    ],
)
def test_a_csv_with_one_bad_line_changes_nothing(
    survey_store: Store, framework: Framework, line: str, code: str
) -> None:
    """The last two only show beside what is recorded: 7 of 10 firms have a union."""
    file(survey_store, ("a.xlsx", book()))
    revision = survey_store.revision
    data = f"unit,period,field,value\n{UNIT},2024,growth,1\n{UNIT},2024,{line}\n".encode()
    with pytest.raises(Rejected) as refused:
        survey_files.file_answers_csv(survey_store, framework, OPERATOR, "a.csv", data)
    assert [(p.code, p.place.line) for p in refused.value.problems] == [(code, 3)]
    assert survey_store.revision == revision


def test_progress_is_told_after_each_file(survey_store: Store, framework: Framework) -> None:
    told: list[tuple[int, str]] = []
    given = [("a.xlsx", book()), ("b.xlsx", b"")]
    survey_files.file_workbooks(
        survey_store, framework, OPERATOR, given, lambda done, name: told.append((done, name))
    )
    assert told == [(1, "a.xlsx"), (2, "b.xlsx")]


def test_the_shipped_survey_goes_out_and_comes_back(store: Store) -> None:
    shipped = loader.load(loader.DEFAULT)
    setup.found(store, OPERATOR, *setup.read_units(loader.DEFAULT.parent / "data", shipped))
    period_opening.open_period(store, OPERATOR, "2024", date(2025, 1, 31))
    name, data = survey_files.template(store, shipped, OPERATOR, UNIT, "2024")
    assert name == "430626_平江县_2024.xlsx"

    def fill(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets[1:-1]:
            for row in range(4, sheet.max_row + 1):
                kind = shipped.field_by_code[sheet.cell(row, 1).value].type
                day = "2024年3月1日"
                sheet.cell(row, 4).value = {"yes_no": "是", "level": 1, "date": day}.get(kind, 2)

    (result,) = survey_files.file_workbooks(store, shipped, OPERATOR, [(name, edited(fill, data))])
    assert result.problems == ()
    assert result.changes.added == len(shipped.fields)
