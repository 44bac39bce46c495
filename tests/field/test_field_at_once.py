"""Two people at one visit, draft, check or figure: the second is told, and writes over nothing."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import NotAllowed, Rejected, Unknown
from assessment.field.observation import observation
from assessment.field.spot_checks import spot_checks
from assessment.field.spot_checks.spot_checks import Look, SpotCheckRefused
from assessment.field.team_results import results
from assessment.field.team_results.results import ResultsRefused
from assessment.field.visits import bulk_log, diary, visit_corrections, visit_drafts, visit_log
from assessment.field.visits.visit_drafts import AlreadySent
from assessment.framework.model import Framework
from assessment.kernel.actors import OPERATOR
from assessment.rectification.findings.findings_table import Finding
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import TooManyAttachments
from assessment.survey.honours import honours
from assessment.survey.honours.honours_table import Honour, VetoDeclaration
from tests.field.test_field_log import BAISHI, COUNTY, FOUND, ONE, VISIT, field, kept
from tests.kit.province import three_counties
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import READER

__all__ = ["field"]

MAY, DAY = date(2024, 5, 20), date(2025, 1, 10)
WHY = "登错了"
FINDING = Finding(BAISHI, "2024", "work", "medium", "台账不全", MAY, team="one")


def codes(refused: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def visits(store: Store) -> list[diary.Entry]:
    return list(diary.read(store, READER).entries)


# Visits, and the drafts they are written in


@pytest.mark.parametrize("write", ["log", "note"])
def test_of_two_presses_that_send_one_draft_one_logs_the_visit(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    draft = visit_drafts.save(field, ONE, visit_drafts.of(field, ONE, "visit"), {"diary": "走访"})
    writes = {
        "log": lambda: visit_log.log(field, framework, ONE, VISIT, draft=draft),
        "note": lambda: visit_log.note(field, framework, ONE, ("one", BAISHI), FOUND, draft=draft),
    }
    meanwhile(field, monkeypatch, writes["log"])
    with pytest.raises(AlreadySent):
        writes[write]()
    assert len(visits(field)) == 1


def test_a_draft_that_was_sent_just_now_is_not_saved_again(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = visit_drafts.save(field, ONE, visit_drafts.of(field, ONE, "visit"), {"diary": "走访"})
    meanwhile(field, monkeypatch, lambda: visit_log.log(field, framework, ONE, VISIT, draft=draft))
    with pytest.raises(AlreadySent):
        visit_drafts.save(field, ONE, draft, {"diary": "走访两家"})
    assert visit_drafts.of(field, ONE, "visit").draft is None


def test_two_tabs_that_were_empty_write_one_draft(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = visit_drafts.of(field, ONE, "visit")
    meanwhile(field, monkeypatch, lambda: visit_drafts.save(field, ONE, empty, {"diary": "一"}))
    second = visit_drafts.save(field, ONE, empty, {"diary": "二"})
    standing = visit_drafts.of(field, ONE, "visit")
    assert (standing.draft, standing.boxes) == (second.draft, {"diary": "二"})
    visit_log.log(field, framework, ONE, VISIT, draft=second)
    assert visit_drafts.of(field, ONE, "visit").draft is None, "and no other one is left"


def test_a_visit_is_not_corrected_over_what_a_colleague_corrected_just_now(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = visit_log.log(field, framework, ONE, VISIT).visit
    entry = visits(field)[0].entry
    mine, theirs = (replace(VISIT, visit=number, diary=text) for text in ("我的", "同事的"))
    correct = visit_corrections.correct
    meanwhile(field, monkeypatch, lambda: correct(field, READER, theirs, entry))
    with pytest.raises(Rejected) as refused:
        correct(field, ONE, mine, entry)
    assert codes(refused) == ["field_log.corrected_meanwhile"]
    assert visits(field)[0].diary == "同事的"


def test_a_visit_is_not_voided_under_a_finding_noted_just_now(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = visit_log.log(field, framework, ONE, VISIT).visit
    found = replace(FINDING, visit=number)
    meanwhile(field, monkeypatch, lambda: bulk_log.log_findings(field, framework, ONE, [found]))
    with pytest.raises(Rejected) as refused:
        visit_corrections.void(field, ONE, number, WHY)
    assert codes(refused) == ["field_log.findings_hang_on_it"]
    assert len(visits(field)) == 1


@pytest.mark.parametrize("write", ["log_findings", "take_over_findings"])
def test_no_finding_hangs_on_a_visit_that_was_voided_just_now(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    number = visit_log.log(field, framework, ONE, VISIT).visit
    found = [replace(FINDING, visit=number)]
    meanwhile(field, monkeypatch, lambda: visit_corrections.void(field, ONE, number, WHY))
    with pytest.raises(Rejected) as refused:
        getattr(bulk_log, write)(field, framework, OPERATOR, found)
    assert codes(refused) == ["field_work.no_such_visit"]


def test_photos_that_two_add_at_once_are_no_more_than_there_may_be(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = visit_log.log(field, framework, ONE, VISIT).visit
    photos = [kept(field, ONE, f"#0000{shade}0") for shade in range(attachments.MOST)]
    add = visit_corrections.add_photos
    meanwhile(field, monkeypatch, lambda: add(field, READER, number, photos[:-1]))
    with pytest.raises(TooManyAttachments):
        add(field, ONE, number, [photos[-1], kept(field, ONE, "red")])
    assert len(attachments.beside(field, ONE, "visit", [number])[number]) == attachments.MOST - 1


def test_of_two_who_take_back_one_photo_the_first_gives_the_reason(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = visit_log.log(field, framework, ONE, VISIT, [], [kept(field)]).visit
    (photo,) = attachments.beside(field, ONE, "visit", [number])[number]
    withdraw = attachments.withdraw
    before = field.revision
    meanwhile(field, monkeypatch, lambda: withdraw(field, READER, photo.attachment, "有群众"))
    with pytest.raises(NotAllowed):
        withdraw(field, ONE, photo.attachment, WHY)
    assert field.revision == before + 1


# Checks, figures, visits to learn from


def test_a_check_is_not_of_an_answer_that_was_changed_just_now(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = [Look("firms_n", _reported(province, framework), "agree")]
    said = [9, 11, 2, 1, 1, 1, 300, 1000]
    file = three_counties.file
    meanwhile(province, monkeypatch, lambda: file(province, framework, BAISHI, "2024", said))
    with pytest.raises(SpotCheckRefused) as refused:
        spot_checks.record(province, framework, ONE, BAISHI, "2024", "one", DAY, seen)
    assert codes(refused) == ["spot_check.answer_moved"]


def test_two_of_a_team_who_check_one_answer_have_checked_it_once(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _reported(province, framework)
    about = (province, framework, ONE, BAISHI, "2024", "one", DAY)
    record = spot_checks.record
    meanwhile(province, monkeypatch, lambda: record(*about, [Look("firms_n", answer, "agree")]))
    record(*about, [Look("firms_n", answer, "differ", value=11)])
    (check,) = spot_checks.checks(province, READER, "2024", [BAISHI])[BAISHI]["firms_n"]
    assert (check.outcome, check.value) == ("differ", 11)


def test_a_check_is_taken_back_once(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = [Look("firms_n", _reported(province, framework), "agree")]
    (number,) = spot_checks.record(province, framework, ONE, BAISHI, "2024", "one", DAY, seen)
    before = province.revision
    meanwhile(province, monkeypatch, lambda: spot_checks.withdraw(province, READER, number, "误"))
    with pytest.raises(NotAllowed):
        spot_checks.withdraw(province, ONE, number, WHY)
    assert province.revision == before + 1


def _reported(store: Store, framework: Framework) -> int:
    found = spot_checks.of_unit(store, framework, ONE, BAISHI, "2024")
    return next(each.reported.entry for each in found if each.question.code == "firms_n")


def test_a_figure_a_colleague_told_just_now_is_not_written_over(
    province: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = (province, ONE, "one", BAISHI, MAY)
    save = results.save
    meanwhile(province, monkeypatch, lambda: save(*about, {"trainings": 3}, 0))
    with pytest.raises(ResultsRefused) as refused:
        save(*about, {"trainings": 9}, 0)
    assert codes(refused) == ["results.changed_meanwhile"]
    assert results.of_month(province, ONE, "one", BAISHI, MAY).values["trainings"] == 3


def test_what_a_colleague_told_of_a_question_just_now_is_not_written_over(
    province: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    observation.record(province, COUNTY, BAISHI, MAY, "某地", ["积分怎么记"])
    (visited,) = observation.listed(province, COUNTY)
    (asked,) = visited.asked
    about = (province, COUNTY, asked.question)
    answer = observation.answer
    meanwhile(province, monkeypatch, lambda: answer(*about, "按月", None, None, asked.entry))
    with pytest.raises(Rejected) as refused:
        answer(*about, "按年", None, None, asked.entry)
    assert codes(refused) == ["observation.changed_meanwhile"]
    assert observation.listed(province, COUNTY)[0].asked[0].found == "按月"


def test_an_observation_visit_is_taken_back_once(
    province: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = observation.record(province, COUNTY, BAISHI, MAY, "某地", ["积分怎么记"])
    before = province.revision
    withdraw = observation.withdraw
    meanwhile(province, monkeypatch, lambda: withdraw(province, READER, number, "重复"))
    with pytest.raises(NotAllowed):
        withdraw(province, COUNTY, number, WHY)
    assert province.revision == before + 1


# Honours and vetoes


def test_of_two_who_declare_one_veto_the_second_is_told(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    veto = VetoDeclaration(BAISHI, "2024", "integrity", MAY, "案件通报")
    declare = honours.declare_veto
    meanwhile(field, monkeypatch, lambda: declare(field, framework, OPERATOR, veto))
    with pytest.raises(Rejected) as refused:
        declare(field, framework, OPERATOR, replace(veto, reason="另一通报"))
    assert codes(refused) == ["field_work.already_declared"]
    assert len(field.ask("veto_declaration", VetoDeclaration)) == 1


def test_of_two_who_lift_one_veto_the_first_gives_day_and_reason(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    veto = VetoDeclaration(BAISHI, "2024", "integrity", MAY, "案件通报")
    number = honours.declare_veto(field, framework, OPERATOR, veto)
    lift = honours.lift_veto
    meanwhile(field, monkeypatch, lambda: lift(field, OPERATOR, number, date(2024, 6, 1), "查否"))
    with pytest.raises(Unknown):
        lift(field, OPERATOR, number, date(2024, 9, 1), "期满")
    (lifted,) = field.ask("veto_declaration", VetoDeclaration)
    assert (lifted.lifted, lifted.lift_reason) == (date(2024, 6, 1), "查否")


def test_an_honour_is_taken_back_once(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [Honour(BAISHI, "2024", "honour", "national", "模范职工之家", date(2024, 4, 28))]
    (number,) = honours.record_honours(field, framework, OPERATOR, given)
    before = field.revision
    withdraw = honours.withdraw_honour
    meanwhile(field, monkeypatch, lambda: withdraw(field, OPERATOR, number, "重复"))
    with pytest.raises(Unknown):
        withdraw(field, OPERATOR, number, WHY)
    assert field.revision == before + 1
