"""Filing by form: saved field by field, told at once what is wrong, submitted whole or not."""

import json
from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import NotAllowed, Unknown
from assessment.framework.model import Framework, Jump
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NO_ANSWER
from assessment.store.database import Store
from assessment.survey.filing import drafts, form, provisional_score, rules, submit
from assessment.survey.filing.drafts import Answer, EditedMeanwhile, FormFrozen, NotSaved
from assessment.survey.filing.rules import PeerRange, Progress
from assessment.survey.filing.submit import NoExplanation, NotReady
from assessment.survey.periods import periods_table, submissions
from assessment.survey.periods.periods_table import PeriodRow, PeriodRule
from assessment.survey.periods.submissions import NotNow, PeriodLocked
from assessment.survey.review import items
from tests.kit.province.filing_desk import (
    CLERK,
    COLLEAGUE,
    NEIGHBOUR,
    PERIOD,
    REVIEWER,
    RIGHT,
    SILENT,
    review,
    said,
    shown,
    type_all,
    type_in,
)
from tests.kit.province.three_counties import BAISHI, QINGXI
from tests.kit.strict import strict


@pytest.fixture
def desk(province: Store) -> Store:
    """The province with 2025 open, for which nobody has said anything."""
    _period(province, "open")
    return province


def _period(store: Store, state: str, asked: str = "") -> None:
    row = PeriodRow(PERIOD, date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 31), state)
    with store.writing(actor="test", action="period.open", subject=PERIOD, facts={}) as cursor:
        periods_table.record(cursor, [row])
        periods_table.record_rules(
            cursor, [PeriodRule(PERIOD, None, "province", "self_reported", asked, "anonymous")]
        )


def findings(store: Store, framework: Framework) -> dict[str, set[str]]:
    """By field, what is said of it."""
    found: dict[str, set[str]] = {}
    for finding in rules.check(framework, shown(store, framework), {}):
        found.setdefault(finding.field, set()).add(f"{finding.severity} {finding.problem.code}")
    return found


def state(store: Store) -> str:
    return submissions.of_unit(store, CLERK, QINGXI, PERIOD).state


# What a form shows


def test_a_form_has_every_question_in_the_framework_s_order(
    desk: Store, framework: Framework
) -> None:
    seen = shown(desk, framework)
    assert [sheet.strength.code for sheet in seen.sheets] == ["work", "venues"]
    assert list(seen.items) == list(framework.field_by_code)
    assert seen.is_editable
    assert seen.due == date(2026, 1, 31)


def test_a_question_knows_last_period_its_whole_and_where_it_counts(
    desk: Store, framework: Framework
) -> None:
    item = shown(desk, framework).items["covered_n"]
    assert item.previous.value == 6
    assert item.whole is framework.field_by_code["firms_n"]
    assert [indicator.code for indicator in item.indicators] == ["rate"]
    assert item.also_in == ()
    assert item.said.state == "missing"


def test_a_question_says_which_other_strengths_it_counts_in(
    desk: Store, framework: Framework
) -> None:
    """Members are asked for under venues; here an indicator of work reads them too."""
    work, venues = framework.strengths
    reading = work.indicators[1].model_copy(update={"formula": "meetings_n / members_n"})
    work = work.model_copy(update={"indicators": (work.indicators[0], reading)})
    other = Framework.model_construct(
        **{name: getattr(framework, name) for name in Framework.model_fields}
        | {"strengths": (work, venues)}
    )
    items = shown(desk, other).items
    assert [strength.code for strength in items["members_n"].also_in] == ["work"]
    assert items["meetings_n"].also_in == ()


def test_only_the_strengths_a_period_asks_are_shown(desk: Store, framework: Framework) -> None:
    _period(desk, "open", asked="venues")
    assert [sheet.strength.code for sheet in shown(desk, framework).sheets] == ["venues"]
    type_in(desk, framework, "members_n", 5)
    with pytest.raises(NotSaved) as refused:
        drafts.save(desk, framework, CLERK, QINGXI, PERIOD, "firms_n", Answer("value", 1.0), 0)
    assert [problem.code for problem in refused.value.problems] == ["form.not_asked"]


def test_silence_is_neither_an_answer_nor_a_zero(desk: Store, framework: Framework) -> None:
    items = shown(desk, framework).items.values()
    assert {item.said.value for item in items} == {None}
    assert rules.progress(items, ()) == Progress(0, 0, 0, 8, 0)


# Saving


def test_the_first_answer_saved_begins_the_filing(desk: Store, framework: Framework) -> None:
    assert state(desk) == "not_started"
    type_in(desk, framework, "firms_n", 12)
    assert state(desk) == "filling"
    kept = said(desk, framework, "firms_n")
    assert (kept.value, kept.saved_by, kept.is_draft) == (12, CLERK.name, True)
    assert kept.saved_at is not None


def test_what_was_saved_is_there_for_whoever_opens_the_form_next(
    desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 12)
    type_in(desk, framework, "meetings_n", Answer("not_applicable", None, None, "尚未建会"))
    items = shown(desk, framework, COLLEAGUE).items
    assert items["firms_n"].said.value == 12
    assert items["meetings_n"].said.answer == Answer("not_applicable", None, None, "尚未建会")


def test_a_save_is_one_audit_record_with_before_and_after(
    desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 12)
    before = desk.revision
    type_in(desk, framework, "firms_n", Answer("value", 13.0, None, "新增"))
    assert desk.revision == before + 1
    told = desk.frame("audit", limit=1).iloc[0]
    assert (told["actor"], told["action"], told["subject"]) == (
        *(CLERK.name, "draft.save"),
        f"{QINGXI}/{PERIOD}",
    )
    assert json.loads(told["facts"]) == {
        "before": {"firms_n": ["value", 12, None, None]},
        "after": {"firms_n": ["value", 13, None, "新增"]},
    }


def test_saving_the_same_again_writes_nothing(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 12)
    before = desk.revision
    type_in(desk, framework, "firms_n", 12, COLLEAGUE, seen=0)
    assert desk.revision == before


def test_an_answer_can_be_taken_out_again(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 12)
    type_in(desk, framework, "firms_n", NO_ANSWER)
    assert said(desk, framework, "firms_n").state == "missing"


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("firms_n", "十二", "cell.not_a_number"),
        ("firms_n", "12家", "cell.unit_in_number"),
        ("firms_n", "12②", "cell.numeral_sign"),
        ("firms_n", "12³", "cell.numeral_sign"),
        ("firms_n", "1.5", "cell.not_whole"),
        ("firms_n", "-1", "cell.below_minimum"),
        ("firms_n", "63%", "cell.percent"),
        ("firms_n", "1.2E+05", "cell.scientific"),
        ("legal_yn", "也许", "cell.not_yes_or_no"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    framework: Framework, field: str, typed: str, code: str
) -> None:
    with pytest.raises(NotSaved) as refused:
        drafts.read(framework.field_by_code[field], typed)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize(
    ("typed", "number"), [("1,234", 1234), ("１２", 12), (" 7 ", 7), ("", None), ("  ", None)]
)
def test_numbers_are_read_as_people_write_them(
    framework: Framework, typed: str, number: float | None
) -> None:
    assert drafts.read(framework.field_by_code["firms_n"], typed) == number


def test_a_number_beyond_its_limits_never_becomes_a_draft(
    desk: Store, framework: Framework
) -> None:
    with pytest.raises(NotSaved):
        type_in(desk, framework, "firms_n", -1)
    with pytest.raises(NotSaved):
        type_in(desk, framework, "firms_n", Answer("value", 1.0, note="长" * 1001))
    assert state(desk) == "not_started"


def test_two_editors_of_one_question_are_told_and_lose_nothing(
    desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 12)
    saw = said(desk, framework, "firms_n").entry
    type_in(desk, framework, "firms_n", 13, COLLEAGUE)
    with pytest.raises(EditedMeanwhile) as told:
        type_in(desk, framework, "firms_n", 14, seen=saw)
    assert told.value.mine.value == 14
    assert (told.value.theirs.value, told.value.theirs.saved_by) == (13, COLLEAGUE.name)
    assert said(desk, framework, "firms_n").value == 13
    type_in(desk, framework, "firms_n", 14, seen=told.value.theirs.entry)
    assert said(desk, framework, "firms_n").value == 14


def test_two_editors_of_different_questions_do_not_disturb_each_other(
    desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 12, CLERK, seen=0)
    type_in(desk, framework, "meetings_n", 2, COLLEAGUE, seen=0)
    items = shown(desk, framework).items
    assert (items["firms_n"].said.value, items["meetings_n"].said.value) == (12, 2)


def test_nobody_types_into_another_county_s_form(desk: Store, framework: Framework) -> None:
    for stranger in (NEIGHBOUR, REVIEWER, Actor("nobody", "county", frozenset())):
        before = desk.revision
        asked = (desk, framework, stranger, QINGXI, PERIOD)
        with pytest.raises(NotAllowed):
            drafts.save(*asked, "firms_n", Answer("value", 1.0), 0)
        with pytest.raises(NotAllowed):
            drafts.as_before(*asked, ("firms_n",))
        with pytest.raises(NotAllowed):
            submit.submit(*asked)
        with pytest.raises(NotAllowed):
            submit.explain(*asked, "firms_n", "因为")
        with pytest.raises(NotAllowed):
            submit.withdraw(desk, stranger, QINGXI, PERIOD)
        assert desk.revision == before
    with pytest.raises(NotAllowed):
        form.of(desk, framework, NEIGHBOUR, QINGXI, PERIOD)
    with pytest.raises(NotAllowed):
        rules.ranges(desk, NEIGHBOUR, QINGXI, PERIOD)


def test_who_only_looks_may_not_type(desk: Store, framework: Framework) -> None:
    through = replace(CLERK, viewed_by="admin")
    assert not shown(desk, framework, through).is_editable
    assert not form.of(desk, framework, REVIEWER, QINGXI, PERIOD).is_editable
    with pytest.raises(NotAllowed):
        type_in(desk, framework, "firms_n", 1, through)


def test_there_is_no_form_of_no_county_or_period(desk: Store, framework: Framework) -> None:
    with pytest.raises(Unknown):
        form.of(desk, framework, REVIEWER, "999999", PERIOD)
    with pytest.raises(Unknown):
        form.of(desk, framework, REVIEWER, QINGXI, "1999")


# What is said at once


def test_a_part_above_its_whole_is_an_error_and_is_kept(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 6)
    type_in(desk, framework, "covered_n", 7)
    assert findings(desk, framework)["covered_n"] == {"error cell.part_over_whole"}
    assert said(desk, framework, "covered_n").value == 7


def test_not_applicable_asks_for_a_reason(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", Answer("not_applicable"))
    assert findings(desk, framework) == {"firms_n": {"error form.reason_missing"}}
    type_in(desk, framework, "firms_n", Answer("not_applicable", None, None, "没有企业"))
    assert findings(desk, framework) == {}


def test_unavailable_asks_for_a_reason_and_is_done(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", Answer("unavailable"))
    assert findings(desk, framework) == {"firms_n": {"error form.no_reason_unavailable"}}
    declared = Answer("unavailable", None, None, "台账遗失")
    type_in(desk, framework, "firms_n", declared)
    assert findings(desk, framework) == {}
    items = shown(desk, framework).items
    assert items["firms_n"].said.answer == declared
    assert rules.progress(items.values(), ()) == Progress(0, 0, 1, len(items) - 1, 0)


def test_a_jump_asks_for_a_note_and_no_more(desk: Store, framework: Framework) -> None:
    """Ten firms last year."""
    type_in(desk, framework, "firms_n", 15)
    assert findings(desk, framework) == {}
    type_in(desk, framework, "firms_n", 16)
    assert findings(desk, framework) == {"firms_n": {"note form.jump"}}
    type_in(desk, framework, "firms_n", Answer("value", 16.0, None, "园区新增企业"))
    assert findings(desk, framework) == {"firms_n": {"warn form.jump_explained"}}
    assert rules.blockers(rules.check(framework, shown(desk, framework), {})) == ()


def test_a_small_number_may_double_without_a_reason(desk: Store, framework: Framework) -> None:
    """Meetings last year: one or two. A share alone asked why one more was held."""
    before = shown(desk, framework).items["meetings_n"].previous.value
    assert before is not None
    assert 0 < before < 3
    for meetings in (2 * before, 0):
        type_in(desk, framework, "meetings_n", meetings)
        assert findings(desk, framework).get("meetings_n", set()) == set()


def test_reviewers_have_the_flags_that_clerks_have(desk: Store, framework: Framework) -> None:
    """An explained jump went through with what has no flag."""
    type_all(desk, framework)
    type_in(desk, framework, "firms_n", Answer("value", 16.0, None, "园区新增企业"))
    clerk = findings(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    review(desk, "accept")
    case = items.of_unit(desk, framework, REVIEWER, QINGXI, PERIOD)
    flagged = {
        item.question.code: {f"{flag.severity} {flag.problem.code}" for flag in item.flags}
        for item in case.items
        if item.flags
    }
    assert flagged == clerk == {"firms_n": {"warn form.jump_explained"}}
    assert "firms_n" not in [item.question.code for item in case.plain]


def test_a_field_says_itself_what_a_jump_is(framework: Framework) -> None:
    (field,) = (each for each in framework.fields if each.code == "meetings_n")
    sensitive = field.model_copy(update={"jump": Jump(share=0.1, least=1)})
    assert (field.jumps(4, 5), sensitive.jumps(4, 5), sensitive.jumps(4, 4.5)) == (
        False,
        True,
        False,
    )


def test_a_value_saved_before_a_limit_was_set_is_an_error(
    desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "meetings_n", 3)
    seen = shown(desk, framework)
    item = seen.items["meetings_n"]
    stricter = replace(item, question=item.question.model_copy(update={"maximum": 2}))
    sheet = replace(seen.sheets[0], items=(stricter,))
    found = rules.check(framework, replace(seen, sheets=(sheet,)), {})
    assert [finding.problem.code for finding in found] == ["cell.above_maximum"]


def test_a_value_far_from_the_peers_is_only_remarked_on(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    type_in(desk, framework, "firms_n", 15)
    peers = {"firms_n": PeerRange("firms_n", 5, 8.0, 9.0, 9.5)}
    found = rules.check(framework, shown(desk, framework), peers)
    assert [(each.severity, each.problem.code) for each in found] == [("warn", "form.unlike_peers")]
    assert rules.blockers(found) == ()


@pytest.mark.parametrize(
    "peer",
    [
        PeerRange("firms_n", 4, 8.0, 9.0, 9.5),
        PeerRange("firms_n", 9, 10.0, 10.0, 10.0),
        PeerRange("firms_n", 9, 8.0, 9.0, 10.0),
        PeerRange("firms_n", 9, 1.0, 2.0, 3.0),
    ],
    ids=["too few peers", "peers who all say the same", "near enough", "far out before as well"],
)
def test_peers_are_not_held_against_anyone_lightly(
    desk: Store, framework: Framework, peer: PeerRange
) -> None:
    """Of fifteen firms, after ten last year."""
    type_all(desk, framework)
    type_in(desk, framework, "firms_n", 15)
    assert rules.check(framework, shown(desk, framework), {"firms_n": peer}) == ()


def test_peers_are_the_others_of_the_group_a_period_before(desk: Store) -> None:
    """Of 2024 Qingxi's only peer with ten answers is Baishi: nine covered, not Qingxi's six. That
    is one county's, so nobody is told."""
    rows = desk.ask("peer_range", PeerRange, unit=QINGXI, period="2024")
    peers = {row.field: row for row in rows}
    assert rules.ranges(desk, CLERK, QINGXI, PERIOD) == {}
    assert peers["covered_n"] == PeerRange("covered_n", 1, 9.0, 9.0, 9.0)
    assert peers["members_n"].known == 2


def test_progress_counts_three_states_and_what_blocks(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 16)
    type_in(desk, framework, "meetings_n", Answer("not_applicable"))
    type_in(desk, framework, "jobs_yn", 0)
    seen = shown(desk, framework)
    found = rules.check(framework, seen, {})
    told = {sheet.strength.code: rules.progress(sheet.items, found) for sheet in seen.sheets}
    assert told == {"work": Progress(1, 1, 0, 1, 2), "venues": Progress(1, 0, 0, 4, 0)}


# Confirming is not retyping


def test_a_question_can_be_answered_as_last_period(desk: Store, framework: Framework) -> None:
    asked = (desk, framework, CLERK, QINGXI, PERIOD)
    assert drafts.as_before(*asked, ("firms_n", "covered_n")) == 2
    items = shown(desk, framework).items
    assert items["firms_n"].previous.evidence == "名册"
    assert items["firms_n"].said.answer == Answer("value", 10), "last year's papers are no proof"
    assert items["meetings_n"].said.state == "missing"
    assert state(desk) == "filling"


def test_a_mark_taken_out_again_gives_back_what_was_there(
    desk: Store, framework: Framework
) -> None:
    typed = Answer("value", 12.0, "名册", "含园区")
    type_in(desk, framework, "firms_n", Answer("not_applicable"))
    assert unmarked(desk, framework).state == "missing"
    type_in(desk, framework, "firms_n", typed)
    type_in(desk, framework, "firms_n", Answer("not_applicable"))
    type_in(desk, framework, "firms_n", Answer("unavailable", None, None, "台账遗失"))
    assert unmarked(desk, framework) == typed
    type_in(desk, framework, "firms_n", Answer("missing"))
    type_in(desk, framework, "firms_n", Answer("not_applicable"))
    assert unmarked(desk, framework).state == "missing", "what was emptied stays so"


def unmarked(desk: Store, framework: Framework) -> Answer:
    """What a question holds once its mark is taken out again."""
    seen = shown(desk, framework).items["firms_n"].said
    drafts.unmark(desk, framework, CLERK, QINGXI, PERIOD, "firms_n", seen.entry)
    return shown(desk, framework).items["firms_n"].said.answer


def test_what_was_returned_is_to_be_answered_until_it_is_submitted_again(
    returned: Store, framework: Framework
) -> None:
    def to_reply() -> list[str]:
        return [item.question.code for item in shown(returned, framework).to_reply]

    assert to_reply() == ["firms_n", "meetings_n"]
    for field in to_reply():
        submit.explain(returned, framework, CLERK, QINGXI, PERIOD, field, "数字无误")
    assert to_reply() == ["firms_n", "meetings_n"], "it may still be written otherwise"
    submit.submit(returned, framework, CLERK, QINGXI, PERIOD)
    assert to_reply() == []
    submit.withdraw(returned, CLERK, QINGXI, PERIOD)
    assert to_reply() == ["firms_n", "meetings_n"]


def test_what_was_typed_is_never_filled_over(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 12)
    asked = (desk, framework, CLERK, QINGXI, PERIOD)
    assert drafts.as_before(*asked, tuple(framework.field_by_code)) == 7
    assert said(desk, framework, "firms_n").value == 12


def test_what_was_not_said_last_period_is_not_made_up(desk: Store, framework: Framework) -> None:
    asked = (desk, framework, SILENT, "430221", PERIOD)
    assert drafts.as_before(*asked, tuple(framework.field_by_code)) == 2
    items = shown(desk, framework, SILENT).items
    assert items["meetings_n"].said.state == "not_applicable"
    assert items["firms_n"].said.state == "missing"


def test_of_a_strength_only_standing_facts_are_offered(desk: Store, framework: Framework) -> None:
    """Whether there is a window mostly stays; how many listened does not."""
    asked = (desk, framework, CLERK, QINGXI, PERIOD)
    assert drafts.stays(*asked, "venues") == ("legal_yn", "jobs_yn", "aid_yn")
    type_in(desk, framework, "jobs_yn", 1)
    assert drafts.stays(*asked, "venues") == ("legal_yn", "aid_yn")
    assert drafts.stays(*asked, "work") == ()


# What a draft counts for


def test_drafts_score_for_nobody(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    assert desk.frame("answer_of_period", period=PERIOD).empty


def test_the_provisional_score_is_the_engine_s(desk: Store, framework: Framework) -> None:
    """7 of 10 firms → 40, one meeting of 2 → 50: 0.6·40 + 0.4·50 = 44. One window → 50, alone with
    its listeners → 50: 50. 0.6·44 + 0.4·50 = 46.4."""
    type_all(desk, framework)
    told = provisional_score.score(desk, framework, CLERK, shown(desk, framework))
    assert told.strengths == {"work": pytest.approx(44), "venues": pytest.approx(50)}
    assert told.total == pytest.approx(46.4)
    assert told.completeness == 1
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    again = provisional_score.score(desk, framework, CLERK, shown(desk, framework))
    assert again.total == pytest.approx(46.4)


def test_too_little_said_gives_no_provisional_score(desk: Store, framework: Framework) -> None:
    nothing = provisional_score.score(desk, framework, CLERK, shown(desk, framework))
    assert (nothing.total, set(nothing.strengths.values())) == (None, {None})
    type_in(desk, framework, "firms_n", 10)
    type_in(desk, framework, "covered_n", 7)
    type_in(desk, framework, "meetings_n", 1)
    told = provisional_score.score(desk, framework, CLERK, shown(desk, framework))
    assert told.total is None
    assert told.strengths == {"work": pytest.approx(44), "venues": None}


def test_nobody_tries_out_another_county_s_form(desk: Store, framework: Framework) -> None:
    with pytest.raises(NotAllowed):
        provisional_score.score(desk, framework, NEIGHBOUR, shown(desk, framework))


# Submitting


def test_submitting_makes_answers_of_drafts(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    assert submit.submit(desk, framework, CLERK, QINGXI, PERIOD) == 8
    assert state(desk) == "submitted"
    answered = desk.frame("answer_of_period", period=PERIOD).set_index("field")["value"]
    assert answered.to_dict() == RIGHT
    assert not any(item.said.is_draft for item in shown(desk, framework).items.values())


def test_what_is_left_open_stays_missing(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 10)
    assert submit.submit(desk, framework, CLERK, QINGXI, PERIOD) == 1
    assert list(desk.frame("answer_of_period", period=PERIOD)["field"]) == ["firms_n"]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_submitted(
    desk: Store, framework: Framework
) -> None:
    type_in(desk, framework, "firms_n", 5)
    type_in(desk, framework, "covered_n", 7)
    type_in(desk, framework, "members_n", 5000)
    type_in(desk, framework, "jobs_yn", Answer("not_applicable"))
    before = desk.revision
    with pytest.raises(NotReady) as refused:
        submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    assert sorted(problem.code for problem in refused.value.problems) == [
        "cell.part_over_whole",
        "form.jump",
        "form.reason_missing",
    ]
    assert (desk.revision, state(desk)) == (before, "filling")


def test_where_blanks_are_refused_each_is_named_and_may_be_declared(
    desk: Store, framework: Framework
) -> None:
    rules_of_2026 = strict(framework)
    type_all(desk, rules_of_2026)
    type_in(desk, rules_of_2026, "meetings_n", NO_ANSWER)
    type_in(desk, rules_of_2026, "jobs_yn", NO_ANSWER)
    with pytest.raises(NotReady) as refused:
        submit.submit(desk, rules_of_2026, CLERK, QINGXI, PERIOD)
    found = {problem.place.path: problem.code for problem in refused.value.problems}
    assert found == {"meetings_n": "form.blank", "jobs_yn": "form.blank"}
    for field in found:
        type_in(desk, rules_of_2026, field, Answer("unavailable", None, None, "台账遗失"))
    submit.submit(desk, rules_of_2026, CLERK, QINGXI, PERIOD)
    assert state(desk) == "submitted"
    answered = desk.frame("answer_of_period", period=PERIOD).set_index("field")["state"]
    assert answered["meetings_n"] == "unavailable"


def test_the_provisional_score_never_rewards_emptying(desk: Store, framework: Framework) -> None:
    """No meeting at all: 0.6·40 + 0.4·0 = 24; 0.6·24 + 0.4·50 = 34.4. Blank or unavailable, the
    strength has a score for 60 % of its weight, of 50 % it takes, and earns as little."""
    rules_of_2026, told = strict(framework), []
    type_all(desk, rules_of_2026)
    nothing = [Answer("value", 0.0, None, "没有研究"), NO_ANSWER]
    for answer in [*nothing, Answer("unavailable", None, None, "台账遗失")]:
        type_in(desk, rules_of_2026, "meetings_n", answer)
        form = shown(desk, rules_of_2026)
        told.append(provisional_score.score(desk, rules_of_2026, CLERK, form).total)
    assert told[0] == pytest.approx(34.4)
    assert all(total is None or total <= told[0] + 1e-9 for total in told)


def test_nothing_is_not_submitted(desk: Store, framework: Framework) -> None:
    with pytest.raises(NotNow):
        submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    type_in(desk, framework, "firms_n", 5)
    type_in(desk, framework, "firms_n", NO_ANSWER)
    with pytest.raises(NotReady) as refused:
        submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    assert [problem.code for problem in refused.value.problems] == ["form.nothing_filled"]


def test_a_submission_is_bound_to_what_was_submitted(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    first = submissions.of_unit(desk, CLERK, QINGXI, PERIOD).content
    submit.withdraw(desk, CLERK, QINGXI, PERIOD)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    assert submissions.of_unit(desk, CLERK, QINGXI, PERIOD).content == first
    submit.withdraw(desk, CLERK, QINGXI, PERIOD)
    type_in(desk, framework, "firms_n", 11)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    assert submissions.of_unit(desk, CLERK, QINGXI, PERIOD).content != first


def test_only_what_changed_is_filed_again(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    submit.withdraw(desk, CLERK, QINGXI, PERIOD)
    type_in(desk, framework, "firms_n", 11)
    assert submit.submit(desk, framework, CLERK, QINGXI, PERIOD) == 1


def test_a_form_is_frozen_from_submission_until_it_comes_back(
    desk: Store, framework: Framework
) -> None:
    type_all(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    _refuses(desk, framework)
    review(desk, "accept")
    _refuses(desk, framework)
    with pytest.raises(NotNow):
        submit.withdraw(desk, CLERK, QINGXI, PERIOD)
    review(desk, "approve")
    _refuses(desk, framework)
    review(desk, "reopen")
    type_in(desk, framework, "firms_n", 11)


def _refuses(store: Store, framework: Framework) -> None:
    before = store.revision
    assert not shown(store, framework).is_editable
    with pytest.raises(FormFrozen):
        type_in(store, framework, "firms_n", 11)
    with pytest.raises(FormFrozen):
        submit.explain(store, framework, CLERK, QINGXI, PERIOD, "firms_n", "因为")
    with pytest.raises(NotNow):
        submit.submit(store, framework, CLERK, QINGXI, PERIOD)
    assert store.revision == before


def test_a_withdrawn_form_opens_as_it_was(desk: Store, framework: Framework) -> None:
    type_all(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    submit.withdraw(desk, CLERK, QINGXI, PERIOD)
    assert state(desk) == "filling"
    assert {code: i.said.value for code, i in shown(desk, framework).items.items()} == RIGHT


def test_a_locked_period_takes_nothing(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 11)
    _period(desk, "locked")
    assert not shown(desk, framework).is_editable
    with pytest.raises(PeriodLocked):
        type_in(desk, framework, "firms_n", 12)
    with pytest.raises(PeriodLocked):
        submit.submit(desk, framework, CLERK, QINGXI, PERIOD)


# What was returned


@pytest.fixture
def returned(desk: Store, framework: Framework) -> Store:
    """Firms and meetings were returned to Qingxi."""
    type_all(desk, framework)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    review(desk, "accept")
    review(desk, "return", "firms_n", "meetings_n")
    return desk


def test_what_was_returned_is_shown_with_its_reason_and_day(
    returned: Store, framework: Framework
) -> None:
    seen = shown(returned, framework)
    assert [item.question.code for item in seen.returned] == ["firms_n", "meetings_n"]
    assert {(each.reason, each.note) for item in seen.returned for each in item.returned} == {
        ("no_evidence", "请核对")
    }
    assert (seen.due, seen.is_editable) == (date(2026, 3, 1), True)


def test_each_returned_item_wants_a_change_or_an_explanation(
    returned: Store, framework: Framework
) -> None:
    with pytest.raises(NotReady) as refused:
        submit.submit(returned, framework, CLERK, QINGXI, PERIOD)
    assert [problem.code for problem in refused.value.problems] == ["form.not_replied"] * 2
    type_in(returned, framework, "firms_n", 11)
    with pytest.raises(NotReady) as refused:
        submit.submit(returned, framework, CLERK, QINGXI, PERIOD)
    assert [problem.place.path for problem in refused.value.problems] == ["meetings_n"]
    submit.explain(returned, framework, CLERK, QINGXI, PERIOD, "meetings_n", "以纪要为准，数字无误")
    assert submit.submit(returned, framework, CLERK, QINGXI, PERIOD) == 1
    assert state(returned) == "submitted"
    seen = shown(returned, framework)
    assert [item.question.code for item in seen.returned] == ["meetings_n"]
    (reply,) = seen.items["meetings_n"].returned
    assert (reply.changed, reply.explanation) == (False, "以纪要为准，数字无误")


def test_a_remark_is_no_change(returned: Store, framework: Framework) -> None:
    type_in(returned, framework, "firms_n", Answer("value", 10.0, None, "见名册"))
    assert not shown(returned, framework).items["firms_n"].is_replied
    type_in(returned, framework, "firms_n", Answer("value", 10.0, "名册第三版", "见名册"))
    assert shown(returned, framework).items["firms_n"].is_replied


def test_an_explanation_outlives_the_session_and_can_be_rewritten(
    returned: Store, framework: Framework
) -> None:
    for words in ("先写一半", "写完了 <script>alert(1)</script>"):
        submit.explain(returned, framework, CLERK, QINGXI, PERIOD, "firms_n", words)
        (reply,) = shown(returned, framework, COLLEAGUE).items["firms_n"].returned
        assert reply.explanation == words


@pytest.mark.parametrize(("field", "words"), [("firms_n", "  "), ("jobs_yn", "没有退回的")])
def test_an_explanation_has_words_and_something_to_explain(
    returned: Store, framework: Framework, field: str, words: str
) -> None:
    before = returned.revision
    with pytest.raises(NoExplanation):
        submit.explain(returned, framework, CLERK, QINGXI, PERIOD, field, words)
    assert returned.revision == before


def test_a_form_of_one_county_says_nothing_of_another(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", 77, NEIGHBOUR)
    assert said(desk, framework, "firms_n").state == "missing"
    assert form.working(desk, NEIGHBOUR, BAISHI, PERIOD)["firms_n"].value == 77
