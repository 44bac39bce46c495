"""A visit logged in error: corrected or voided by who may, counted as it is now, kept as it was.

Team one is linked to Baishi and Qingxi since 2024; VISIT is of 20 May 2024.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import AssessmentError, NotAllowed, Rejected
from assessment.field.coverage import coverage
from assessment.field.team_results import team
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.visits import diary, visit_corrections, visit_form, visit_log
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.office.audit_trail import audit
from assessment.rectification.findings import cases, transitions
from assessment.rectification.findings.rules import EventForm
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import TooManyAttachments
from tests.field.test_field_log import (
    BAISHI,
    COUNTY,
    FOUND,
    ONE,
    QINGXI,
    READER,
    STRANGER,
    THREE,
    VISIT,
    field,
    kept,
)
from tests.kit.province.meanwhile import end_link, meanwhile

__all__ = ["field"]

OTHER_DAY = date(2024, 5, 21)
LEADER = Actor("leader", "leader")
SEEN = replace(ONE, viewed_by="administrator")


@pytest.fixture
def logged(field: Store, framework: Framework) -> int:
    return visit_log.log(field, framework, ONE, VISIT).visit


def only(store: Store) -> diary.Entry:
    (entry,) = diary.read(store, READER).entries
    return entry


def moved(number: int, **more: object) -> Visit:
    told = {"visit": number, "starts": OTHER_DAY, "ends": OTHER_DAY} | more
    return replace(VISIT, **told)  # type: ignore[arg-type]  # as a test names them


def refused(write: Callable[[], object], store: Store) -> list[str]:
    before = store.revision
    with pytest.raises(Rejected) as caught:
        write()
    assert store.revision == before
    for problem in caught.value.problems:
        assert all(Messages(lang)(problem.key, **problem.facts) for lang in LANGUAGES)
    return [problem.code.removeprefix("field_log.") for problem in caught.value.problems]


def test_a_corrected_visit_counts_as_it_is_now_and_says_who_corrected_it(
    field: Store, logged: int
) -> None:
    assert only(field).corrector is None
    after = moved(logged, diary="与职工座谈两小时")
    assert visit_corrections.correct(field, READER, after, only(field).entry)
    entry = only(field)
    assert (entry.starts, entry.diary) == (OTHER_DAY, "与职工座谈两小时")
    assert (entry.writer, entry.corrector) == ("one-li", "reviewer")
    assert team.of(field, READER, "one").last == OTHER_DAY
    (record,) = audit.search(field, OPERATOR, audit.AuditFilter(action="visit.correct")).records
    told = record.told()
    assert told["before"] == {"starts": "2024-05-20", "ends": "2024-05-20", "diary": "与职工座谈"}
    assert set(told["after"]) == {"starts", "ends", "diary"}


def test_a_correction_is_no_way_to_another_county_or_team(field: Store, logged: int) -> None:
    entry = only(field).entry
    visit_corrections.correct(field, ONE, moved(logged, unit=QINGXI, team="three"), entry)
    assert (only(field).unit, only(field).team) == (BAISHI, "one")


def test_what_says_nothing_new_is_not_written(field: Store, logged: int) -> None:
    before = field.revision
    same = replace(VISIT, visit=logged, reflection=" ")
    assert not visit_corrections.correct(field, ONE, same, only(field).entry)
    assert field.revision == before


def test_a_correction_is_held_to_what_a_visit_is(field: Store, logged: int) -> None:
    entry = only(field).entry
    early = date(2023, 12, 31)
    wrong = moved(logged, starts=early, ends=early, place=None, diary="")
    codes = refused(lambda: visit_corrections.correct(field, ONE, wrong, entry), field)
    assert codes == ["nothing_written", "field_work.not_assigned"]
    visit_corrections.correct(field, READER, moved(logged), entry)
    again = moved(logged, diary="另一句")
    codes = refused(lambda: visit_corrections.correct(field, ONE, again, entry), field)
    assert codes == ["corrected_meanwhile"]


def test_a_link_that_ends_before_the_lock_is_had_lets_no_correction_in(
    field: Store, logged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = only(field).entry
    meanwhile(field, monkeypatch, lambda: end_link(field, 1))
    with pytest.raises(Rejected) as caught:
        visit_corrections.correct(field, ONE, moved(logged), entry)
    assert [each.code for each in caught.value.problems] == ["field_work.not_assigned"]
    assert only(field).starts == VISIT.starts


def test_a_voided_visit_counts_nowhere_and_stands_in_the_way_of_nothing(
    field: Store, framework: Framework, logged: int
) -> None:
    kept_visit = visit_log.log(field, framework, THREE, replace(VISIT, team="three")).visit
    visit_corrections.void(field, ONE, logged, " 登错了县 ")
    assert only(field).visit == kept_visit
    seen = team.of(field, READER, "one")
    assert (seen.visits, seen.days, seen.last) == (0, 0, None)
    counted = coverage.coverage(field, READER, "2024").units
    assert counted.set_index("unit").loc[BAISHI, "visits"] == 1
    team_bulk.end_assignment(field, OPERATOR, 1, date(2024, 1, 31))
    with field.reading() as cursor:
        rows = cursor.execute("select voided, reason from visit_entry order by entry").fetchall()
    assert rows == [(False, None), (False, None), (True, "登错了县")]
    (record,) = audit.search(field, OPERATOR, audit.AuditFilter(action="visit.void")).records
    assert record.told()["reason"] == "登错了县"


def test_a_visit_is_not_voided_while_a_finding_hangs_on_it(
    field: Store, framework: Framework
) -> None:
    logged = visit_log.log(field, framework, ONE, VISIT, [FOUND])
    codes = refused(lambda: visit_corrections.void(field, ONE, logged.visit, "登错了"), field)
    assert codes == ["findings_hang_on_it"]
    (number,) = logged.findings
    seen = {number: cases.of(field, ONE, number).entry}
    transitions.take(field, framework, ONE, seen, "withdraw", EventForm(note="登错了"))
    visit_corrections.void(field, ONE, logged.visit, "登错了")
    assert diary.read(field, READER).total == 0


def test_a_voiding_gives_a_reason(field: Store, logged: int) -> None:
    assert refused(lambda: visit_corrections.void(field, ONE, logged, " "), field) == ["no_reason"]


def test_beside_a_voided_visit_nobody_is_shown_a_photo(field: Store, framework: Framework) -> None:
    logged = visit_log.log(field, framework, ONE, VISIT, [], [kept(field)])
    (photo,) = attachments.beside(field, ONE, "visit", [logged.visit])[logged.visit]
    visit_corrections.void(field, ONE, logged.visit, "登错了")
    assert attachments.beside(field, ONE, "visit", [logged.visit]) == {}
    for ask in (attachments.picture, attachments.content):
        with pytest.raises(NotAllowed):
            ask(field, READER, photo.attachment)


def test_a_photo_is_added_later_and_not_twice(field: Store, logged: int) -> None:
    visit_corrections.add_photos(field, ONE, logged, [kept(field)])
    visit_corrections.add_photos(field, READER, logged, [kept(field), kept(field, ONE, "blue")])
    beside = attachments.beside(field, COUNTY, "visit", [logged])[logged]
    assert [(each.file_name, each.added_by) for each in beside] == [
        ("red.jpg", "one-li"),
        ("blue.jpg", "reviewer"),
    ]
    more = [kept(field, ONE, f"#0000{shade}0") for shade in range(attachments.MOST - 1)]
    with pytest.raises(TooManyAttachments):
        visit_corrections.add_photos(field, ONE, logged, more)


def test_a_photo_taken_back_is_shown_to_nobody(field: Store, logged: int) -> None:
    visit_corrections.add_photos(field, ONE, logged, [kept(field)])
    (photo,) = attachments.beside(field, ONE, "visit", [logged])[logged]
    codes = refused(lambda: attachments.withdraw(field, ONE, photo.attachment, ""), field)
    assert codes == ["no_reason"]
    attachments.withdraw(field, ONE, photo.attachment, "照片里有群众")
    assert attachments.beside(field, ONE, "visit", [logged]) == {}
    for ask in (attachments.picture, attachments.content):
        with pytest.raises(NotAllowed):
            ask(field, READER, photo.attachment)
    with pytest.raises(NotAllowed):
        attachments.withdraw(field, ONE, photo.attachment, "再撤一次")


def test_beside_a_finding_a_file_is_taken_back_by_who_added_it_or_the_province(
    field: Store, framework: Framework
) -> None:
    logged = visit_log.note(
        field, framework, ONE, ("one", BAISHI), FOUND, [kept(field), kept(field, ONE, "blue")]
    )
    (number,) = logged.findings
    first, second = attachments.beside(field, ONE, "finding", [number])[number]
    colleague = replace(ONE, name="one-zhang")
    for actor in (colleague, COUNTY, STRANGER):
        with pytest.raises(NotAllowed):
            attachments.withdraw(field, actor, first.attachment, "有群众")
    attachments.withdraw(field, ONE, first.attachment, "有群众")
    attachments.withdraw(field, READER, second.attachment, "有群众")
    assert attachments.beside(field, ONE, "finding", [number]) == {}


@pytest.mark.parametrize("actor", [THREE, COUNTY, STRANGER, LEADER, SEEN], ids=lambda a: a.name)
def test_who_is_not_of_the_team_changes_nothing(
    field: Store, framework: Framework, actor: Actor
) -> None:
    logged = visit_log.log(field, framework, ONE, VISIT, [], [kept(field)]).visit
    (photo,) = attachments.beside(field, ONE, "visit", [logged])[logged]
    before, entry = field.revision, only(field).entry
    writes: list[Callable[[int, int], object]] = [
        lambda visit, _: visit_corrections.correct(field, actor, moved(visit), entry),
        lambda visit, _: visit_corrections.void(field, actor, visit, "登错了"),
        lambda visit, _: visit_corrections.add_photos(field, actor, visit, []),
        lambda _, file: attachments.withdraw(field, actor, file, "有群众"),
    ]
    for write in writes:
        said = []
        for visit, file in ((logged, photo.attachment), (999, 999)):
            with pytest.raises(AssessmentError) as caught:
                write(visit, file)
            assert isinstance(caught.value, NotAllowed)
            said.append(caught.value.facts["verb"])
        assert len(set(said)) == 1, "of a foreign number and of none the same"
    assert field.revision == before


def test_a_sheet_corrects_what_its_kind_asks_for_and_leaves_the_rest(
    field: Store, framework: Framework
) -> None:
    stay = replace(VISIT, kind="stay", diary=None, together="一起送件", heard="多跑二十分钟")
    visit_log.log(field, framework, ONE, replace(stay, diary="旧的一栏"))
    before = only(field)
    boxes = {"starts": "2024-05-20", "ends": "2024-05-21", "together": "一起分拣", "workers": "0"}
    after = visit_form.corrected(before, boxes)
    assert (after.visit, after.kind, after.unit) == (before.visit, "stay", BAISHI)
    assert (after.ends, after.together, after.workers) == (OTHER_DAY, "一起分拣", 0)
    assert (after.heard, after.diary) == ("多跑二十分钟", "旧的一栏")
    assert visit_form.corrected(before, boxes | {"diary": ""}).diary == ""
