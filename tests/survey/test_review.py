"""Verdicts on single answers, the desk, and what reported and verified values become."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from assessment.errors import NotAllowed, Rejected
from assessment.field.spot_checks import spot_checks
from assessment.field.spot_checks.spot_checks import Look
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.rectification.findings import findings_table
from assessment.store.database import Store
from assessment.survey.filing import drafts, form, survey_files
from assessment.survey.periods import submissions
from assessment.survey.periods.submissions import NotNow, OwnSubmission
from assessment.survey.review import comparison, decide, items, review_queue, verdicts
from assessment.survey.review.items import Case, ReviewItem
from assessment.survey.review.problems import ReviewRefused
from assessment.survey.review.verdicts import Decision
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU
from tests.kit.province.whole_life import (
    COUNTIES,
    DUE,
    PEOPLE,
    PERIOD,
    TODAY,
    bring,
    judge,
    on,
    reach,
    settled,
    standing,
)

REVIEWER, COUNTY = PEOPLE["reviewer"], COUNTIES[BAISHI]
COLLEAGUE = Actor("qian", "reviewer", live=True)
SAID = {"covered_n": 9, "firms_n": 10, "meetings_n": 2, "legal_yn": 1, "members_n": 500}


@pytest.fixture
def store(framework: Framework) -> Iterator[Store]:
    """Baishi in review by the province, with five answers."""
    opened = settled()
    fill(opened, framework, BAISHI)
    bring(opened, framework, COUNTY, "submit")
    bring(opened, framework, REVIEWER, "accept")
    yield opened
    opened.close()


def fill(store: Store, framework: Framework, unit: str, **other: float) -> None:
    said = {code: Answer("value", float(value)) for code, value in (SAID | other).items()}
    held = form.working(store, COUNTIES[unit], unit, PERIOD)
    seen = {code: answer.entry for code, answer in held.items()}
    drafts.write(store, framework, COUNTIES[unit], unit, PERIOD, said, seen, "draft.save")


def case(store: Store, framework: Framework, actor: Actor = REVIEWER) -> Case:
    return items.of_unit(store, framework, actor, BAISHI, PERIOD)


def item(store: Store, framework: Framework, field: str) -> ReviewItem:
    return items.by_field(case(store, framework).items)[field]


def give(store: Store, framework: Framework, *said: Decision, actor: Actor = REVIEWER) -> int:
    return verdicts.give(store, framework, actor, BAISHI, PERIOD, said)


def decision(
    store: Store, framework: Framework, field: str, choice: verdicts.Choice, **more: object
) -> Decision:
    return on(item(store, framework, field), case(store, framework), choice, **more)


def codes(refused: Rejected) -> list[str]:
    return [problem.code for problem in refused.problems]


def counted(store: Store, field: str) -> tuple[str, float | None, float | None] | None:
    """State and value that count, and the value reported."""
    with store.reading() as cursor:
        found = cursor.execute(
            "select state, value, reported_value from counted_answer where field = $field",
            {"field": field},
        ).fetchall()
    return found[0] if found else None


def test_an_accepted_answer_is_decided_and_the_others_are_not(
    store: Store, framework: Framework
) -> None:
    assert give(store, framework, decision(store, framework, "firms_n", "accepted")) == 1
    now = case(store, framework)
    assert {each.question.code for each in now.undecided} == set(SAID) - {"firms_n"}
    held = item(store, framework, "firms_n").decided("province")
    assert held
    assert (held.decision, held.value, held.given_by) == ("accepted", 10, "zhao")


def test_a_corrected_value_counts_and_the_reported_one_stays(
    store: Store, framework: Framework
) -> None:
    said = decision(store, framework, "members_n", "corrected", value="４８０", note="以名册为准")
    give(store, framework, said)
    assert counted(store, "members_n") == ("value", 480, 500)
    table = comparison.comparison(store, framework, REVIEWER, BAISHI, PERIOD).set_index("field")
    assert table.loc["members_n", "difference"] == -20
    assert table.loc["firms_n", "reported_value"] == 10
    assert table.loc["firms_n", ["verified_value", "province", "difference"]].isna().all()
    assert table.loc["aid_yn", ["reported_value", "difference"]].isna().all()


def test_a_reviewer_may_find_that_a_question_does_not_apply(
    store: Store, framework: Framework
) -> None:
    said = decision(store, framework, "legal_yn", "corrected", not_applicable=True, note="未设")
    give(store, framework, said)
    assert counted(store, "legal_yn") == ("not_applicable", None, 1)


@pytest.mark.parametrize(
    ("field", "more", "wrong"),
    [
        ("members_n", {"value": "12家", "note": "x"}, "cell.unit_in_number"),
        ("members_n", {"value": "48②", "note": "x"}, "cell.numeral_sign"),
        ("members_n", {"value": "-1", "note": "x"}, "cell.below_minimum"),
        ("members_n", {"value": "1.5", "note": "x"}, "cell.not_whole"),
        ("members_n", {"value": "", "note": "x"}, "review.no_value"),
        ("members_n", {"value": "500", "note": "x"}, "review.same_as_reported"),
        ("members_n", {"value": "480", "note": " "}, "review.no_correction_reason"),
        ("covered_n", {"value": "11", "note": "x"}, "cell.part_over_whole"),
        ("firms_n", {"value": "8", "note": "x"}, "cell.part_over_whole"),
        ("members_n", {"value": "480", "note": "字" * 1001}, "review.note_too_long"),
    ],
)
def test_a_correction_is_checked_like_an_answer_and_needs_its_grounds(
    store: Store, framework: Framework, field: str, more: dict[str, object], wrong: str
) -> None:
    before = store.revision
    with pytest.raises(ReviewRefused) as refused:
        give(store, framework, decision(store, framework, field, "corrected", **more))
    assert codes(refused.value) == [wrong]
    assert store.revision == before


def test_everything_wrong_with_several_decisions_is_said_at_once(
    store: Store, framework: Framework
) -> None:
    with pytest.raises(ReviewRefused) as refused:
        give(
            store,
            framework,
            decision(store, framework, "firms_n", "returned", reason="because", note=""),
            decision(store, framework, "jobs_yn", "accepted"),
            Decision("nonsense", "accepted", 1, None),
            decision(store, framework, "meetings_n", "accepted"),
        )
    assert codes(refused.value) == [
        "review.no_reason_code",
        "review.no_return_text",
        "review.nothing_to_accept",
        "review.not_asked",
    ]
    assert case(store, framework).undecided


def test_what_was_not_answered_can_be_returned_and_nothing_else(
    store: Store, framework: Framework
) -> None:
    give(store, framework, decision(store, framework, "jobs_yn", "returned", reason="incomplete"))
    assert [each.question.code for each in case(store, framework).returned] == ["jobs_yn"]


def test_what_has_no_value_comes_first_and_is_never_accepted_with_others(
    framework: Framework,
) -> None:
    store = settled()
    fill(store, framework, BAISHI)
    for field, state in (("aid_yn", "unavailable"), ("legal_yn", "not_applicable")):
        held = form.working(store, COUNTY, BAISHI, PERIOD)
        seen = {field: held[field].entry if field in held else 0}
        said = {field: Answer(state, None, None, "台账遗失")}
        drafts.write(store, framework, COUNTY, BAISHI, PERIOD, said, seen, "draft.save")
    bring(store, framework, COUNTY, "submit")
    bring(store, framework, REVIEWER, "accept")
    now = case(store, framework)
    marks = [each.mark for each in now.items]
    silent = marks.count("not_answered")
    assert marks[: silent + 2] == ["not_answered"] * silent + ["unavailable", "not_applicable"]
    assert not {"aid_yn", "legal_yn"} & {each.question.code for each in now.plain}
    assert {"aid_yn", "legal_yn"} < {each.question.code for each in now.undecided}
    every = {e.question.code: (e.entry, e.latest("province")) for e in now.undecided}
    with pytest.raises(ReviewRefused) as refused:
        verdicts.accept_all(store, framework, REVIEWER, BAISHI, PERIOD, every)
    assert codes(refused.value) == ["review.not_in_bulk"]
    refusal = decision(
        store, framework, "legal_yn", "returned", reason="reason_refused", note="设有法律部"
    )
    give(store, framework, refusal, decision(store, framework, "aid_yn", "accepted"))
    assert counted(store, "aid_yn") == ("unavailable", None, None)
    assert [each.question.code for each in case(store, framework).returned] == ["legal_yn"]
    store.close()


def test_of_two_who_decide_on_one_answer_the_second_is_told_by_whom(
    store: Store, framework: Framework
) -> None:
    mine = decision(store, framework, "firms_n", "accepted")
    theirs = decision(store, framework, "firms_n", "returned")
    give(store, framework, theirs, actor=COLLEAGUE)
    with pytest.raises(ReviewRefused) as refused:
        give(store, framework, mine)
    assert codes(refused.value) == ["review.decided_meanwhile"]
    assert refused.value.problems[0].facts["by"] == "qian"
    held = item(store, framework, "firms_n").decided("province")
    assert held
    assert held.decision == "returned"


def test_a_verdict_on_an_answer_that_changed_since_is_refused(
    store: Store, framework: Framework
) -> None:
    seen = decision(store, framework, "listeners_n", "returned", reason="incomplete")
    bring(store, framework, PEOPLE["operator"], "import")
    bring(store, framework, REVIEWER, "accept")
    with pytest.raises(ReviewRefused) as refused:
        give(store, framework, seen)
    assert codes(refused.value) == ["review.answer_moved"]


def test_the_city_and_the_province_each_decide_in_their_turn_alone(framework: Framework) -> None:
    store = settled("city_and_province")
    reach(store, framework, "in_review")
    with pytest.raises(NotAllowed):
        judge(store, framework, REVIEWER)
    judge(store, framework, PEOPLE["city"])
    bring(store, framework, PEOPLE["city"], "city_approve")
    with pytest.raises(NotAllowed):
        judge(store, framework, PEOPLE["city"])
    with pytest.raises(ReviewRefused) as refused:
        bring(store, framework, REVIEWER, "approve")
    assert codes(refused.value) == ["review.undecided"], "a city's verdict is not the province's"
    judge(store, framework, REVIEWER)
    bring(store, framework, REVIEWER, "approve")
    assert standing(store).state == "approved"
    store.close()


@pytest.mark.parametrize("role", ["county", "team", "leader", "publisher", "administrator"])
def test_nobody_else_gives_verdicts(store: Store, framework: Framework, role: str) -> None:
    said = decision(store, framework, "firms_n", "accepted")
    with pytest.raises(NotAllowed):
        give(store, framework, said, actor=PEOPLE[role])


def test_nobody_gives_verdicts_on_what_they_submitted(store: Store, framework: Framework) -> None:
    """Who was a county's clerk when it was submitted may be the province's reviewer by now."""
    clerk = replace(REVIEWER, name=COUNTY.name)
    accepted = decision(store, framework, "meetings_n", "accepted")
    assert not case(store, framework, clerk).may_decide
    with pytest.raises(OwnSubmission):
        give(store, framework, accepted, actor=clerk)
    assert item(store, framework, "meetings_n").verdicts == ()


def test_no_verdict_is_taken_where_nobody_reviews(store: Store, framework: Framework) -> None:
    judge(store, framework, REVIEWER)
    bring(store, framework, REVIEWER, "approve")
    with pytest.raises(NotNow):
        give(store, framework, decision(store, framework, "firms_n", "returned"))


def test_many_are_accepted_at_once_but_nothing_odd_among_them(
    store: Store, framework: Framework
) -> None:
    give(store, framework, decision(store, framework, "firms_n", "returned"))
    bring(store, framework, REVIEWER, "return")
    bring(store, framework, COUNTY, "submit")
    bring(store, framework, REVIEWER, "accept")
    now = case(store, framework)
    plain = {each.question.code: (each.entry, each.latest("province")) for each in now.plain}
    returned = {each.question.code for each in now.items if each.was_returned}
    assert returned
    assert not set(plain) & returned
    count = verdicts.accept_all(store, framework, REVIEWER, BAISHI, PERIOD, plain)
    assert count == len(plain) == len(SAID) - len(returned)


def test_an_explained_item_has_to_be_looked_at_again(store: Store, framework: Framework) -> None:
    give(store, framework, decision(store, framework, "firms_n", "returned"))
    seen = standing(store)
    decide.send_back(store, framework, REVIEWER, seen, due=DUE, note="请修改", today=TODAY)
    bring(store, framework, COUNTY, "submit")
    bring(store, framework, REVIEWER, "accept")
    again = item(store, framework, "firms_n")
    assert again.mark == "returned_before"
    assert again.decided("province") is None
    assert again.verdicts[0].explanation
    with pytest.raises(ReviewRefused) as refused:
        send_back(store, framework)
    assert codes(refused.value) == ["review.nothing_returned"]


def test_verdicts_on_what_did_not_change_hold_in_the_next_round(
    store: Store, framework: Framework
) -> None:
    judge(store, framework, REVIEWER)
    give(store, framework, decision(store, framework, "firms_n", "returned"))
    send_back(store, framework)
    fill(store, framework, BAISHI, firms_n=12)
    bring(store, framework, COUNTY, "submit")
    bring(store, framework, REVIEWER, "accept")
    assert [each.question.code for each in case(store, framework).undecided] == ["firms_n"]


def send_back(store: Store, framework: Framework, **other: object) -> None:
    said = {"due": DUE, "note": "请修改", "today": TODAY} | other
    decide.send_back(store, framework, REVIEWER, standing(store), **said)  # type: ignore[arg-type]


def test_everything_wrong_with_a_return_is_said_at_once(store: Store, framework: Framework) -> None:
    with pytest.raises(ReviewRefused) as refused:
        send_back(store, framework, due=TODAY - timedelta(days=1), note=" ")
    assert codes(refused.value) == [
        "review.due_passed",
        "review.no_text",
        "review.nothing_returned",
    ]
    assert standing(store).state == "in_review"


def test_a_return_says_to_when_and_what_for(store: Store, framework: Framework) -> None:
    give(store, framework, decision(store, framework, "firms_n", "returned"))
    send_back(store, framework, due=TODAY, note="请在今天改好")
    now = standing(store)
    assert (now.state, now.due, now.note, now.reason) == (
        "returned", TODAY, "请在今天改好", "province",
    )  # fmt: skip


def test_approving_needs_every_answer_decided_and_none_returned(
    store: Store, framework: Framework
) -> None:
    give(store, framework, decision(store, framework, "firms_n", "returned"))
    with pytest.raises(ReviewRefused) as refused:
        bring(store, framework, REVIEWER, "approve")
    assert codes(refused.value) == ["review.undecided", "review.still_returned"]
    assert refused.value.problems[0].facts["count"] == len(SAID) - 1


def test_an_approval_binds_to_what_was_submitted(store: Store, framework: Framework) -> None:
    """Whatever came between: here a submission whose recorded hash is another one."""
    judge(store, framework, REVIEWER)
    seen = replace(standing(store), content="0" * 64)
    with pytest.raises(ReviewRefused) as refused:
        decide.approve(store, framework, REVIEWER, seen)
    assert codes(refused.value) == ["review.content_changed"]


def test_a_later_import_takes_the_approval_back_in_the_same_transaction(
    store: Store, framework: Framework
) -> None:
    judge(store, framework, REVIEWER)
    bring(store, framework, REVIEWER, "approve")
    approved = standing(store)
    bring(store, framework, PEOPLE["operator"], "void")
    now = standing(store)
    assert (now.state, now.event) == ("submitted", "void")
    assert now.content != approved.content
    with store.reading() as cursor:
        audits = cursor.execute(
            """
            select distinct e.audit, a.audit
            from submission_entry as e, answer_entry as a
            where e.event = 'void' and a.field = 'listeners_n'
            """
        ).fetchall()
    assert len(audits) == 1
    assert len(set(audits[0])) == 1


def test_an_import_that_changes_nothing_leaves_the_approval(
    store: Store, framework: Framework
) -> None:
    judge(store, framework, REVIEWER)
    bring(store, framework, REVIEWER, "approve")
    data = f"unit,period,field,value\n{BAISHI},{PERIOD},firms_n,10\n".encode()
    survey_files.file_answers_csv(store, framework, PEOPLE["operator"], "same.csv", data)
    assert standing(store).state == "approved"


def test_changed_evidence_takes_back_what_was_said_of_the_answer_but_not_a_return(
    store: Store, framework: Framework
) -> None:
    judge(store, framework, REVIEWER)
    give(store, framework, decision(store, framework, "firms_n", "returned"))
    with store.writing(actor="li", action="evidence.attach", subject="*", facts={}) as cursor:
        submissions.voided(cursor, standing(store), {"covered_n", "firms_n"}, "li")
    assert item(store, framework, "covered_n").decided("province") is None
    held = item(store, framework, "firms_n").decided("province")
    assert held
    assert held.decision == "returned"
    assert item(store, framework, "meetings_n").decided("province")


def test_reopening_says_whether_it_corrects_what_was_published(
    store: Store, framework: Framework
) -> None:
    judge(store, framework, REVIEWER)
    bring(store, framework, REVIEWER, "approve")
    bring(store, framework, REVIEWER, "reopen")
    assert standing(store).reason == "exception"
    bring(store, framework, COUNTY, "submit")
    bring(store, framework, REVIEWER, "accept")
    bring(store, framework, REVIEWER, "approve")
    bring(store, framework, PEOPLE["publisher"], "publish")
    bring(store, framework, REVIEWER, "reopen")
    assert standing(store).reason == "correction"


def test_behind_what_has_no_value_changed_comes_first_then_flagged(framework: Framework) -> None:
    marks = [each.mark for each in _with_a_year_before(framework).items]
    assert marks == sorted(marks, key=items.ORDER.index)
    assert next(mark for mark in marks if mark != "not_answered") == "changed"


def _with_a_year_before(framework: Framework) -> Case:
    store = settled()
    three_counties.file(store, framework, BAISHI, "2023", [9, 10, 2, 1, 1, 1, 300, 500])
    fill(store, framework, BAISHI, meetings_n=3)
    found = case(store, framework)
    assert items.by_field(found.items)["meetings_n"].answer.state == "missing", "only typed so far"
    bring(store, framework, COUNTY, "submit")
    found = case(store, framework)
    assert items.by_field(found.items)["meetings_n"].change == 1
    return found


def test_the_desk_puts_first_what_this_person_can_take_on(framework: Framework) -> None:
    store = settled("city_and_province")
    reach(store, framework, "submitted", BAISHI)
    reach(store, framework, "city_reviewed", QINGXI)
    rows = review_queue.queue(store, framework, REVIEWER, PERIOD)
    assert [(row.submission.unit, row.is_mine, row.turn) for row in rows] == [
        (QINGXI, True, "province"),
        (BAISHI, False, "city"),
        (YUNLU, False, "county"),
    ]
    city = review_queue.queue(store, framework, PEOPLE["city"], PERIOD)
    assert [(row.submission.unit, row.is_mine) for row in city] == [
        (BAISHI, True),
        (QINGXI, False),
    ]
    store.close()


def test_the_longest_waiting_comes_first(store: Store, framework: Framework) -> None:
    since = standing(store).since
    assert since
    rows = review_queue.queue(
        store, framework, REVIEWER, PERIOD, now=since + timedelta(days=9, hours=1)
    )
    assert (rows[0].submission.unit, rows[0].days) == (BAISHI, 9)


def test_what_lies_with_the_county_is_not_counted_as_nothing(
    store: Store, framework: Framework
) -> None:
    rows = {
        row.submission.unit: row for row in review_queue.queue(store, framework, REVIEWER, PERIOD)
    }
    assert rows[BAISHI].counts is not None
    assert rows[QINGXI].submission.state == "not_started"
    assert rows[QINGXI].counts is None, "unknown is no zero"


def test_the_desk_counts_what_the_items_show(store: Store, framework: Framework) -> None:
    give(
        store,
        framework,
        decision(store, framework, "firms_n", "accepted"),
        decision(store, framework, "members_n", "returned"),
    )
    counts = review_queue.queue(store, framework, REVIEWER, PERIOD)[0].counts
    assert counts is not None
    now = case(store, framework)
    assert counts.answered == len(now.answered) == len(SAID)
    assert counts.undecided == len(now.undecided) == 3
    assert counts.returned == len(now.returned) == counts.returned_before == 1
    assert counts.decided == 1
    assert counts.flagged == sum(bool(each.flags) for each in now.answered)
    assert counts.changed == sum(each.is_changed for each in now.answered)


def test_fewer_than_five_peers_are_not_told(store: Store, framework: Framework) -> None:
    assert all(each.peers is None for each in case(store, framework).items)


def test_a_case_out_of_scope_is_refused(store: Store, framework: Framework) -> None:
    elsewhere = Actor("x", "city", frozenset({YUNLU}))
    with pytest.raises(NotAllowed):
        items.of_unit(store, framework, elsewhere, BAISHI, PERIOD)
    with pytest.raises(NotAllowed):
        comparison.comparison(store, framework, elsewhere, BAISHI, PERIOD)
    assert [
        row.submission.unit for row in review_queue.queue(store, framework, elsewhere, PERIOD)
    ] == [YUNLU]


def test_what_a_team_saw_stands_beside_the_item_which_is_then_not_accepted_in_bulk(
    store: Store, framework: Framework
) -> None:
    three_counties.send_teams(store)
    three_counties.visit(store)
    now, day = case(store, framework), clock.today()
    assert {each.question.code for each in now.plain} == set(SAID)
    entries = {each.question.code: each.entry or 0 for each in now.items}
    seen = [
        Look("firms_n", entries["firms_n"], "differ", value="12"),
        Look("meetings_n", entries["meetings_n"], "agree"),
    ]
    spot_checks.record(store, framework, REVIEWER, BAISHI, PERIOD, "one", day, seen)
    found = item(store, framework, "firms_n")
    assert [(check.value, check.team_name) for check in found.checks] == [(12, "一组")]
    assert (found.is_contradicted, found.mark) == (True, "flagged")
    plain = {each.question.code for each in case(store, framework).plain}
    assert plain == set(SAID) - {"firms_n"}
    assert give(store, framework, decision(store, framework, "firms_n", "accepted")) == 1


def test_a_finding_of_the_period_stands_beside_the_items_of_its_indicator(
    store: Store, framework: Framework
) -> None:
    finding = findings_table.Finding(
        BAISHI, PERIOD, "work", "medium", "台账不全", TODAY, problem="WORK-01"
    )
    with store.writing(actor="test", action="finding.log", subject=BAISHI, facts={}) as cursor:
        findings_table.record_findings(cursor, [finding])
    (told,) = item(store, framework, "firms_n").findings
    assert (told.description, told.stage) == ("台账不全", "verified")
    assert item(store, framework, "meetings_n").findings == ()
