"""What is published is frozen under a number, and comes out the same whenever it is computed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from assessment.demonstration import bulk_review_table
from assessment.errors import AssessmentError, NotAllowed, Unknown
from assessment.framework.model import Framework
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.roles import ROLES
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store import snapshots as snapshots_table
from assessment.store.database import Store
from assessment.store.snapshot_store import SnapshotChanged
from assessment.survey.honours import honours_table
from assessment.survey.periods import submissions_table
from assessment.survey.periods.periods_table import PeriodRule, keep_text, record_rules
from assessment.survey.publishing import snapshots
from assessment.survey.publishing.snapshots import Listed, NoSuchSnapshot, PublishRefused
from assessment.units import units_table
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, YUNLU

TEXT = (
    three_counties.FRAMEWORK.read_text("utf-8")
    .replace("weights_sum: 100\n", "")
    .replace("{2020: 2, 2030: 4}", "2")
)
"""The same scores, by a text that stands up to every check."""

PUBLISHER = Actor("pub", "publisher", live=True)
REVIEWER = Actor("rev", "reviewer", live=True)
LEADER = Actor("lei", "leader")


def publish(store: Store, note: str = "首次", period: str = "2024") -> Listed:
    return snapshots.publish(store, TEXT, PUBLISHER, period, note)


def results(store: Store, number: int) -> dict[str, str]:
    return {each.name: each.text for each in snapshots.opened(store, REVIEWER, number).results}


def approve_all(store: Store, period: str = "2024") -> None:
    with store.writing(actor="rev", action="survey.approve", subject="*", facts={}) as cursor:
        bulk_review_table.accept_all(cursor, period, "rev")
        bulk_review_table.approve_all(cursor, period, "rev")


def test_snapshots_are_numbered_from_one_whatever_the_period(province: Store) -> None:
    assert [publish(province, period=each).snapshot for each in ("2024", "2023")] == [1, 2]
    assert [each.snapshot for each in snapshots.listed(province, REVIEWER)] == [2, 1]


def test_computed_again_a_snapshot_is_the_same_byte_for_byte(province: Store) -> None:
    publish(province)
    again = {each.name: each.text for each in snapshots.recomputed(province, REVIEWER, 1)}
    assert again == results(province, 1)
    assert "87.8" in again["totals"]
    assert snapshots.verified(province, REVIEWER, 1).same


def file_again(store: Store, framework: Framework) -> None:
    three_counties.file(store, framework, QINGXI, "2024", [10, 10, 2, 1, 1, 1, 900, 1000])


def file_the_year_before(store: Store, framework: Framework) -> None:
    three_counties.file(store, framework, BAISHI, "2023", [5, 10, 2, 1, 1, 1, 900, 1000])


def rename(store: Store, _: Framework) -> None:
    with store.writing(actor="x", action="setup.found", subject="*", facts={}) as cursor:
        renamed = units_table.Unit(
            BAISHI, "新白石市", "New", "county", NORTH, "county", True, False, 1, 1
        )
        units_table.record(cursor, [renamed])


def judge(store: Store, _: Framework) -> None:
    with store.writing(actor="x", action="survey.review", subject="*", facts={}) as cursor:
        bulk_review_table.accept_all(cursor, "2024", "rev")


def honour(store: Store, _: Framework) -> None:
    with store.writing(actor="x", action="honour.record", subject="*", facts={}) as cursor:
        honours_table.record(
            cursor,
            [honours_table.Honour(QINGXI, "2024", "honour", "national", "模范", date(2024, 5, 1))],
        )


def lift(store: Store, _: Framework) -> None:
    with store.writing(actor="x", action="veto.lift", subject="*", facts={}) as cursor:
        honours_table.record_vetoes(
            cursor,
            [
                honours_table.VetoDeclaration(
                    BAISHI,
                    "2024",
                    "integrity",
                    date(2024, 5, 6),
                    "案件通报",
                    date(2024, 9, 1),
                    "查否",
                    declaration=1,
                )
            ],
        )


def other_framework(store: Store, _: Framework) -> None:
    text = TEXT.replace("worst: 0.5", "worst: 0.1")
    assert text != TEXT
    rule = PeriodRule("2024", "other", "province", "verified", "", "named")
    with store.writing(actor="x", action="period.change", subject="*", facts={}) as cursor:
        keep_text(cursor, "other", text)
        record_rules(cursor, [rule])


LATER = (file_again, file_the_year_before, rename, judge, honour, lift, other_framework)


@pytest.mark.parametrize("change", LATER, ids=lambda each: each.__name__)
def test_nothing_that_is_written_later_changes_a_snapshot(
    province: Store, framework: Framework, change: Callable[[Store, Framework], None]
) -> None:
    publish(province)
    before, head = results(province, 1), snapshots.opened_head(province, REVIEWER, 1)
    change(province, framework)
    assert results(province, 1) == before
    assert snapshots.opened_head(province, REVIEWER, 1) == head
    assert snapshots.verified(province, REVIEWER, 1).same


def test_a_correction_is_the_next_snapshot_and_says_who_moved(
    province: Store, framework: Framework
) -> None:
    publish(province)
    before = results(province, 1)
    file_again(province, framework)
    assert publish(province, "更正").snapshot == 2
    assert results(province, 1) == before
    assert results(province, 2) != before
    earlier, moved = snapshots.moved_since(province, REVIEWER, 2)
    assert earlier == 1
    assert QINGXI in set(moved["unit"])
    assert [each.newest for each in snapshots.listed(province, REVIEWER)] == [True, False]


def test_who_is_missing_is_said_before_and_kept_with_the_snapshot(province: Store) -> None:
    told = [(each.unit, each.state) for each in snapshots.missing(province, PUBLISHER, "2024")]
    assert told == [(BAISHI, "submitted"), (QINGXI, "submitted"), (YUNLU, "submitted")]
    publish(province)
    kept = snapshots.opened(province, REVIEWER, 1).missing
    assert [(each.unit, each.state) for each in kept] == told


def test_publishing_moves_the_approved_on_and_nobody_else(province: Store) -> None:
    approve_all(province)
    with province.writing(actor="rev", action="x", subject="*", facts={}) as cursor:
        event = submissions_table.SubmissionEvent(YUNLU, "2024", "reopen", "returned", "rev")
        submissions_table.record(cursor, [event])
    publish(province)
    states = {each.unit: each.state for each in snapshots.missing(province, PUBLISHER, "2024")}
    assert states == {YUNLU: "returned"}
    with province.reading() as cursor:
        found = cursor.execute(
            "select unit, state from submission where period = '2024' order by unit"
        ).fetchall()
    assert found == [(BAISHI, "published"), (QINGXI, "published"), (YUNLU, "returned")]


def test_where_only_verified_answers_count_the_others_are_kept_and_not_counted(
    province: Store,
) -> None:
    rule = PeriodRule("2024", None, "province", "verified", "", "anonymous")
    with province.writing(actor="x", action="x", subject="*", facts={}) as cursor:
        record_rules(cursor, [rule])
    with pytest.raises(PublishRefused) as refused:
        publish(province)
    assert [each.code for each in refused.value.problems] == ["snapshot.nothing_filed"]
    approve_all(province)
    head = publish(province)
    assert (head.counts, head.answered) == ("verified", 3)
    assert snapshots.verified(province, REVIEWER, 1).same


@pytest.mark.parametrize(
    ("period", "note", "code"),
    [
        ("2024", "  ", "snapshot.no_note"),
        ("2024", "长" * 1001, "snapshot.note_too_long"),
    ],
)
def test_publishing_needs_a_note(province: Store, period: str, note: str, code: str) -> None:
    with pytest.raises(PublishRefused) as refused:
        publish(province, note, period)
    assert [each.code for each in refused.value.problems] == [code]
    assert snapshots.listed(province, REVIEWER) == []


def test_a_period_of_which_nothing_was_filed_is_not_published(store: Store) -> None:
    three_counties.settle(store)
    with pytest.raises(PublishRefused):
        publish(store)
    with pytest.raises(Unknown):
        publish(store, period="1999")


def test_what_cannot_be_scored_is_not_published_and_leaves_nothing(
    province: Store, framework: Framework
) -> None:
    before = province.revision
    with pytest.raises(AssessmentError):
        snapshots.publish(province, TEXT.replace("formula:", "formul:"), PUBLISHER, "2024", "x")
    assert province.revision == before
    assert framework is not None


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"publisher"}))
def test_nobody_but_a_publisher_publishes(province: Store, role: str) -> None:
    with pytest.raises(NotAllowed):
        snapshots.publish(province, TEXT, Actor("x", role), "2024", "x")


def test_a_publisher_of_some_units_publishes_nothing(province: Store) -> None:
    some = replace(PUBLISHER, units=frozenset({BAISHI, QINGXI, YUNLU}))
    with pytest.raises(NotAllowed):
        snapshots.publish(province, TEXT, some, "2024", "x")


def test_nobody_publishes_what_they_submitted(province: Store) -> None:
    with province.writing(actor="pub", action="x", subject="*", facts={}) as cursor:
        event = submissions_table.SubmissionEvent(BAISHI, "2024", "submit", "approved", "pub")
        submissions_table.record(cursor, [event])
    with pytest.raises(AssessmentError) as refused:
        publish(province)
    assert refused.value.key == "lifecycle.own_submission"


def test_of_two_who_publish_at_once_one_makes_a_snapshot_and_the_other_is_told(
    province: Store,
) -> None:
    def attempt(_: int) -> str:
        try:
            return str(publish(province).snapshot)
        except PublishRefused as refused:
            return refused.problems[0].code

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(attempt, range(2)))
    assert outcomes == ["1", "snapshot.nothing_new"]
    assert len(snapshots.listed(province, REVIEWER)) == 1


def test_a_snapshot_that_was_tampered_with_is_found_out(province: Store) -> None:
    publish(province)
    with province.writing(actor="thief", action="x", subject="*", facts={}) as cursor:
        cursor.execute("update snapshot_answer set value = 10 where unit = ?", [QINGXI])
    found = snapshots.verified(province, REVIEWER, 1)
    assert not found.sealed
    assert "totals" in found.differing


def test_a_number_that_no_snapshot_has_is_told(province: Store) -> None:
    with pytest.raises(NoSuchSnapshot):
        snapshots.opened(province, REVIEWER, 7)


# ---- what was changed in the file after it was published


def tampered(province: Store, *statements: str) -> None:
    """As somebody does who has the file: without a record, and without a seal."""
    cursor = province._connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()
    province.__dict__.pop("_at_snapshots", None)
    province._answered.forget_all()


CHANGED = {
    "an answer": f"update snapshot_answer set value = 10 where unit = '{QINGXI}'",
    "an answer taken away": f"delete from snapshot_answer where unit = '{QINGXI}'",
    "a result": "update snapshot_result set text = replace(text, '1', '2') where name = 'totals'",
    "the rule on names": "update snapshot set others = 'named'",
    "the note": "update snapshot set note = 'x'",
    "its seal": "update snapshot_seal set content = 'x'",
    "a veto slipped in": (
        "insert into snapshot_veto"
        " select 1, 1, unit, '2024', 'integrity', date '2024-05-01', 'x', null, null"
        " from snapshot_unit limit 1"
    ),
    "the seals over its rows": "update row_seal set rows = '{}'",
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=list(CHANGED))
def test_what_was_changed_after_it_was_published_is_not_shown(
    province: Store, framework: Framework, change: str
) -> None:
    publish(province)
    assert not scores(DataSource(province, framework), LEADER, "2024").totals.empty
    tampered(province, change)
    with pytest.raises(SnapshotChanged):
        scores(DataSource(province, framework), LEADER, "2024")
    with pytest.raises(SnapshotChanged):
        snapshots.opened(province, REVIEWER, 1)
    assert [each.intact for each in snapshots.listed(province, REVIEWER)] == [False]


def test_a_snapshot_forged_with_our_own_functions_is_found_out(
    province: Store, framework: Framework
) -> None:
    """Answers, results and seal all fit each other; they are not those that were published."""
    publish(province)
    tampered(province, "update snapshot_answer set value = value * 2 where value is not null")
    forged = snapshots.recomputed(province, OPERATOR, 1)
    tampered(province, "delete from snapshot_result", "delete from snapshot_seal")
    with province._connection.cursor() as cursor:
        cursor.execute("set variable audit = (select audit from snapshot)")
        snapshots_table.record_results(cursor, 1, forged)
        snapshots_table.seal(cursor, 1, snapshots_table.content(cursor, 1))
    tampered(province)
    found = snapshots.verified(province, REVIEWER, 1)
    assert (found.differing, found.sealed) == ((), False)
    with pytest.raises(SnapshotChanged):
        scores(DataSource(province, framework), LEADER, "2024")
