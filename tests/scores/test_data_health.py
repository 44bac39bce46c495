"""Reliability of the three counties' data by hand, and what is told of whom.

2024: rate weighs 36, meetings 24, windows 20, lectures 20. Yunlu's meetings do not apply, so its
rate weighs 60, and it answered nothing that could be scored.
"""

from datetime import date, datetime

import pandas as pd
import pytest

from assessment.errors import NotAllowed, Unknown
from assessment.field.spot_checks import spot_checks
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.answers import VALUE
from assessment.rectification.findings import findings_table
from assessment.scores.analysis.data_health import reliability, statistics
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.publishing import snapshots
from tests.guards.leaks import canaries
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER, YUNLU


def of(store: Store, framework: Framework, what: str = "total") -> pd.DataFrame:
    rows = reliability.of_units(DataSource(store, framework), READER, "2024")
    return rows[rows["what"] == what].set_index("unit")


def find(store: Store, unit: str, indicator: str, state: str = "open") -> None:
    finding = findings_table.Finding(
        unit,
        "2024",
        "work",
        "medium",
        "台账不全",
        date(2024, 5, 20),
        indicator=indicator,
        state=state,
    )
    with store.writing(actor="test", action="field_work.record", subject=unit, facts={}) as cursor:
        findings_table.record_findings(cursor, [finding])


def test_missing_is_what_completeness_lacks(province: Store, framework: Framework) -> None:
    told = of(province, framework)
    run = scores(DataSource(province, framework), READER, "2024")
    complete = run.totals.set_index("unit")["completeness"]
    assert (1 - told["missing"]).to_dict() == pytest.approx(complete.to_dict())
    assert told.loc[YUNLU, ["reliability", "missing"]].tolist() == pytest.approx([0, 1])
    assert told.loc[[BAISHI, QINGXI], "reliability"].tolist() == pytest.approx([1, 1])


def test_an_open_finding_that_names_the_indicator_disputes_it(
    province: Store, framework: Framework
) -> None:
    find(province, BAISHI, "rate")
    find(province, BAISHI, "windows", state="closed")
    told = of(province, framework).loc[BAISHI]
    assert (told["disputed"], told["reliability"]) == (pytest.approx(0.36), pytest.approx(0.82))
    work = of(province, framework, "work").loc[BAISHI]
    assert (work["disputed"], work["reliability"]) == (pytest.approx(0.6), pytest.approx(0.7))
    assert of(province, framework, "venues").loc[BAISHI, "reliability"] == pytest.approx(1)


def test_numbers_that_repeat_to_the_last_digit_are_old(
    province: Store, framework: Framework
) -> None:
    """Lectures: 10 of 1000, both as in 2023. Meetings repeat too, but 0 repeats by chance."""
    three_counties.file(province, framework, QINGXI, "2024", [6, 10, 0, 1, 0, 0, 10, 1000])
    told = of(province, framework).loc[QINGXI]
    assert (told["old"], told["reliability"]) == (pytest.approx(0.2), pytest.approx(0.94))


def test_one_number_that_moved_makes_it_new(province: Store, framework: Framework) -> None:
    three_counties.file(province, framework, QINGXI, "2024", [6, 10, 1, 1, 0, 0, 11, 1000])
    assert of(province, framework).loc[QINGXI, "old"] == pytest.approx(0)


def test_what_was_filed_before_the_period_began_is_old(
    province: Store, framework: Framework
) -> None:
    early = datetime(2023, 12, 1)  # noqa: DTZ001 - the store keeps UTC without a zone
    filing = answers_table.Filing(QINGXI, "2024", "早.xlsx", "1" * 64, "县总工会", filed_at=early)
    with province.writing(actor="test", action="survey.file", subject="*", facts={}) as cursor:
        answers_table.record(cursor, filing, [answers_table.AnswerEntry("meetings_n", VALUE, 1)])
    told = of(province, framework).loc[QINGXI]
    assert (told["old"], told["reliability"]) == (pytest.approx(0.24), pytest.approx(0.928))


def test_nobody_is_charged_for_review_that_has_not_begun(
    province: Store, framework: Framework
) -> None:
    told = reliability.of_unit(DataSource(province, framework), READER, BAISHI, "2024")
    assert not told.reviewed
    assert told.shares["unverified"] is None
    assert told.reliability == pytest.approx(1)


def test_what_a_reviewer_verified_is_sound_and_what_nobody_checked_then_costs_a_fifth(
    province: Store, framework: Framework
) -> None:
    """Of Qingxi's 36 + 24 + 20 + 20 the meetings were checked, and of the rate one field of two."""
    verified = [("meetings_n", 1, "accepted"), ("firms_n", 10, "accepted")]
    for field, value, decision in verified:
        three_counties.verify(province, QINGXI, field, value, decision)
    told = of(province, framework)
    own = told.loc[QINGXI]
    assert (own["sound"], own["unverified"]) == (pytest.approx(0.24), pytest.approx(0.76))
    assert own["reliability"] == pytest.approx(1 - 0.2 * 0.76)
    assert told.loc[BAISHI, "unverified"] == pytest.approx(1)
    assert told.loc[BAISHI, "reliability"] == pytest.approx(0.8)
    assert reliability.is_reviewed(DataSource(province, framework), READER, "2024")
    assert not reliability.is_reviewed(DataSource(province, framework), READER, "2023")


def test_each_verdict_more_raises_reliability(province: Store, framework: Framework) -> None:
    three_counties.verify(province, QINGXI, "firms_n", 10, "accepted")
    half = of(province, framework).loc[QINGXI, "reliability"]
    three_counties.verify(province, QINGXI, "covered_n", 7, "corrected")
    assert of(province, framework).loc[QINGXI, "reliability"] == pytest.approx(half + 0.2 * 0.36)


def test_an_answer_given_again_after_it_was_verified_is_unverified_again(
    province: Store, framework: Framework
) -> None:
    for unit in (QINGXI, BAISHI):
        three_counties.verify(province, unit, "meetings_n", 1, "accepted")
    before = of(province, framework).loc[QINGXI, "unverified"]
    three_counties.file(province, framework, QINGXI, "2024", [6, 10, 3, 1, 0, 0, 100, 1000])
    assert of(province, framework).loc[QINGXI, "unverified"] == pytest.approx(before + 0.24)


def test_a_county_is_told_what_cost_it_most_first(province: Store, framework: Framework) -> None:
    find(province, YUNLU, "windows")
    told = reliability.of_unit(DataSource(province, framework), READER, YUNLU, "2024")
    assert [(weak.indicator, weak.why) for weak in told.weak] == [
        ("rate", "missing"),
        ("windows", "missing"),
        ("lectures", "missing"),
    ]
    assert [weak.cost for weak in told.weak] == pytest.approx([0.6, 0.2, 0.2])
    assert 1 - sum(weak.cost for weak in told.weak) == pytest.approx(told.reliability)


def test_reliability_is_told_within_the_askers_scope(province: Store, framework: Framework) -> None:
    rows = reliability.of_units(DataSource(province, framework), QINGXI_ONLY, "2024")
    assert set(rows["unit"]) == {QINGXI}
    with pytest.raises(NotAllowed):
        reliability.of_unit(DataSource(province, framework), QINGXI_ONLY, BAISHI, "2024")
    with pytest.raises(Unknown):
        reliability.of_unit(DataSource(province, framework), READER, "999999", "2024")


def test_statistics_of_three_counties_are_unknown_rather_than_zero(
    province: Store, framework: Framework
) -> None:
    told = statistics.statistics(DataSource(province, framework), READER, "2024")
    assert told.units == 2
    assert told.indicators[["effective", "r", "rest", "flat", "against"]].isna().all(axis=None)
    assert told.consistency["alpha"].isna().all()
    assert (told.flat, told.against, told.judged) == ([], [], 0)
    assert told.thin == ["rate", "windows", "lectures"]
    related = statistics.related(
        DataSource(province, framework), READER, "2024", "spearman", "work"
    )
    assert related["r"].isna().all()
    assert set(related["n"]) == {2}


def test_statistics_are_the_same_whoever_asks(province: Store, framework: Framework) -> None:
    told = statistics.statistics(DataSource(province, framework), QINGXI_ONLY, "2024")
    everything = statistics.statistics(DataSource(province, framework), READER, "2024")
    pd.testing.assert_frame_equal(told.indicators, everything.indicators)


def test_too_few_counties_have_no_outliers(province: Store, framework: Framework) -> None:
    assert statistics.far_out(DataSource(province, framework), READER, "2024").empty


def test_outliers_are_told_within_the_askers_scope(store: Store, framework: Framework) -> None:
    """Three values are enough for a pool here; 1000 lectures per 100 members are far out."""
    three_counties.settle(store)
    for unit, listeners in ((BAISHI, 100), (QINGXI, 10000), (YUNLU, 110)):
        said = [8, 10, 1, 1, 0, 0, listeners, 1000]
        three_counties.file(store, framework, unit, "2024", said)
    far = statistics.far_out(DataSource(store, framework), READER, "2024")
    assert far[["unit", "indicator", "pool", "pool_size"]].to_numpy().tolist() == [
        [QINGXI, "lectures", "peer_group", 3]
    ]
    assert far["median"].tolist() == pytest.approx([11])
    assert far["z"].tolist() == pytest.approx([0.6745 * 989])
    assert len(statistics.far_out(DataSource(store, framework), QINGXI_ONLY, "2024")) == 1
    yunlu_only = Actor("clerk", "reviewer", frozenset({YUNLU}), live=True)
    assert statistics.far_out(DataSource(store, framework), yunlu_only, "2024").empty


def test_a_period_nobody_has_filed_for_is_answered_in_order(
    province: Store, framework: Framework
) -> None:
    rows = reliability.of_units(DataSource(province, framework), READER, "2022")
    assert rows["reliability"].eq(0).all()
    told = statistics.statistics(DataSource(province, framework), READER, "2022")
    assert told.units == 0
    assert told.indicators["missing_share"].eq(1).all()
    assert statistics.far_out(DataSource(province, framework), READER, "2022").empty


def test_an_empty_database_is_answered_in_order(store: Store, framework: Framework) -> None:
    assert reliability.of_units(DataSource(store, framework), READER, "2024").empty
    told = statistics.statistics(DataSource(store, framework), READER, "2024")
    assert (told.units, told.flat, told.thin) == (0, [], [])
    assert statistics.far_out(DataSource(store, framework), READER, "2024").empty


def test_a_new_answer_is_seen_at_once(province: Store, framework: Framework) -> None:
    before = of(province, framework).loc[YUNLU, "reliability"]
    three_counties.file(province, framework, YUNLU, "2024", [6, 10, 1, 1, 0, 0, 100, 1000])
    assert (before, of(province, framework).loc[YUNLU, "reliability"]) == (0, pytest.approx(1))


def look(store: Store, framework: Framework, field: str, outcome: str, **more: str) -> None:
    """What team one saw of Baishi's answer."""
    team = Actor("one's", "team", frozenset({BAISHI}), frozenset({"one"}))
    found = spot_checks.of_unit(store, framework, team, BAISHI, "2024")
    (entry,) = [each.reported.entry for each in found if each.question.code == field]
    seen = [spot_checks.Look(field, entry, outcome, **more)]
    day = date(2025, 1, 10)
    spot_checks.record(store, framework, team, BAISHI, "2024", "one", day, seen)


def test_what_a_team_saw_otherwise_costs_a_half_until_a_verdict_settles_it(
    province: Store, framework: Framework
) -> None:
    """The rate weighs 36 of Baishi's 100; once reviewed, the unverified fifth takes its place."""
    before = scores(DataSource(province, framework), READER, "2024").totals
    look(province, framework, "firms_n", "differ", value="12")
    told = of(province, framework)
    assert told.loc[BAISHI, "contradicted"] == pytest.approx(0.36)
    assert told.loc[BAISHI, "reliability"] == pytest.approx(1 - 0.5 * 0.36)
    assert told.loc[QINGXI, "contradicted"] == pytest.approx(0)
    pd.testing.assert_frame_equal(
        scores(DataSource(province, framework), READER, "2024").totals, before
    )
    three_counties.verify(province, BAISHI, "firms_n", 10, "accepted")
    assert of(province, framework).loc[BAISHI, "contradicted"] == pytest.approx(0)


def test_another_answer_is_no_longer_contradicted(province: Store, framework: Framework) -> None:
    look(province, framework, "firms_n", "differ", value="12")
    three_counties.file(province, framework, BAISHI, "2024", [9, 12, 2, 1, 1, 1, 300, 1000])
    assert of(province, framework).loc[BAISHI, "contradicted"] == pytest.approx(0)


def test_a_low_rate_casts_doubt_on_what_no_team_confirmed_from_five_looks_on(
    province: Store, framework: Framework
) -> None:
    """Rate (36) and windows (20) contradicted, meetings (24) confirmed, lectures (20) not seen."""
    look(province, framework, "covered_n", "differ", value="8")
    look(province, framework, "firms_n", "differ", value="12")
    look(province, framework, "legal_yn", "differ", value="0")
    look(province, framework, "meetings_n", "agree")
    look(province, framework, "jobs_yn", "could_not", note="关门")
    assert of(province, framework).loc[BAISHI, "low_agreement"] == pytest.approx(0)
    look(province, framework, "jobs_yn", "agree")
    told = of(province, framework).loc[BAISHI]
    assert told[["contradicted", "low_agreement", "sound"]].tolist() == pytest.approx(
        [0.56, 0.2, 0.24]
    )
    assert told["reliability"] == pytest.approx(1 - 0.5 * 0.56 - 0.1 * 0.2)


def test_who_reads_what_is_published_is_told_of_the_looks_before_it_alone(store: Store) -> None:
    text = canaries.framework_text()
    framework = loader.loads(text, "rules.yaml")
    three_counties.settle(store)
    three_counties.answer(store, framework)
    three_counties.send_teams(store)
    look(store, framework, "firms_n", "differ", value="12")
    snapshots.publish(store, text, Actor("publisher", "publisher", live=True), "2024", "第一次")
    look(store, framework, "legal_yn", "differ", value="0")
    leader = Actor("leader", "leader")
    rows = reliability.of_units(DataSource(store, framework), leader, "2024")
    published = rows[rows["what"] == "total"].set_index("unit").loc[BAISHI, "contradicted"]
    live = of(store, framework).loc[BAISHI, "contradicted"]
    assert (published, live) == (pytest.approx(0.36), pytest.approx(0.56))
