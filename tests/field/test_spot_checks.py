"""Spot checks: bound to the answer that was seen, counted once a team, taken back with a reason.

Team one is linked to Baishi and Qingxi all along. Baishi reported 9 of 10 firms, 2 meetings.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from assessment.errors import NotAllowed
from assessment.field.spot_checks import agreement, spot_checks
from assessment.field.spot_checks.spot_checks import Checked, Look, SpotCheckRefused, ToCheck
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.database import Store
from tests.kit.province import three_counties
from tests.kit.province.meanwhile import end_link, meanwhile
from tests.kit.province.three_counties import BAISHI, QINGXI, READER, YUNLU

DAY = date(2025, 1, 10)
ONE = Actor("one's", "team", frozenset({BAISHI, QINGXI}), frozenset({"one"}))
THREE = Actor("three's", "team", frozenset({BAISHI}), frozenset({"three"}))


def to_check(store: Store, framework: Framework, unit: str = BAISHI) -> dict[str, ToCheck]:
    found = spot_checks.of_unit(store, framework, ONE, unit, "2024")
    return {each.question.code: each for each in found}


def see(
    store: Store,
    framework: Framework,
    field: str,
    outcome: str = "agree",
    actor: Actor = ONE,
    unit: str = BAISHI,
    day: date = DAY,
    **more: Any,
) -> int:
    answer = to_check(store, framework, unit)[field].reported.entry
    (team,) = actor.teams
    seen = [Look(field, answer, outcome, **more)]
    (number,) = spot_checks.record(store, framework, actor, unit, "2024", team, day, seen)
    return number


def refused(store: Store, framework: Framework, field: str, *args: Any, **more: Any) -> list[str]:
    """The codes of the problems; nothing is written, and each has a sentence."""
    before = store.revision
    with pytest.raises(SpotCheckRefused) as caught:
        see(store, framework, field, *args, **more)
    assert store.revision == before
    for lang in LANGUAGES:
        assert Messages(lang)(caught.value.key, **caught.value.facts)
        for problem in caught.value.problems:
            assert Messages(lang)(problem.key, **problem.facts)
    return [problem.code for problem in caught.value.problems]


def standing(store: Store, framework: Framework, field: str) -> list[Checked]:
    return list(to_check(store, framework)[field].checks)


def test_a_team_sees_what_was_reported_and_nothing_that_was_not(
    province: Store, framework: Framework
) -> None:
    firms = to_check(province, framework)["firms_n"]
    assert (firms.reported.value, firms.checks) == (10, ())
    assert {indicator.code for indicator in firms.indicators} == {"rate"}
    assert set(to_check(province, framework)) == set(framework.field_by_code)


def test_what_a_team_saw_stands_beside_the_answer_and_changes_nothing_else(
    province: Store, framework: Framework
) -> None:
    before = scores(DataSource(province, framework), READER, "2024").totals.to_csv()
    see(province, framework, "meetings_n", "differ", value="1", note="只有一份纪要")
    (check,) = standing(province, framework, "meetings_n")
    assert (check.outcome, check.value, check.reported_value) == ("differ", 1, 2)
    assert (check.team_name, check.recorded_by, check.contradicts) == ("一组", "one's", True)
    assert scores(DataSource(province, framework), READER, "2024").totals.to_csv() == before


def test_said_again_by_the_same_team_it_counts_once_as_said_last(
    province: Store, framework: Framework
) -> None:
    first = see(province, framework, "meetings_n", "differ", value="1")
    again = see(province, framework, "meetings_n", "agree")
    other = see(province, framework, "meetings_n", "could_not", actor=THREE, note="没人")
    assert first == again != other
    told = [(c.team, c.outcome) for c in standing(province, framework, "meetings_n")]
    assert told == [("three", "could_not"), ("one", "agree")]


def test_another_answer_is_one_nobody_has_checked(province: Store, framework: Framework) -> None:
    see(province, framework, "meetings_n", "differ", value="1")
    three_counties.file(province, framework, BAISHI, "2024", [9, 10, 1, 1, 1, 1, 300, 1000])
    seen = to_check(province, framework)["meetings_n"]
    assert seen.standing == ()
    assert [(c.holds, c.contradicts, c.reported_value) for c in seen.checks] == [(False, False, 2)]


@pytest.mark.parametrize(
    ("outcome", "more", "code"),
    [
        ("differ", {"value": "2"}, "same_as_reported"),
        ("differ", {}, "no_value"),
        ("differ", {"value": "十来次"}, None),
        ("differ", {"value": "3②"}, None),
        ("differ", {"value": "3²"}, None),
        ("could_not", {"note": "  "}, "no_why_not"),
        ("maybe", {}, "no_outcome"),
        ("agree", {"note": "长" * 1001}, "note_too_long"),
        ("agree", {"day": date(2099, 1, 1)}, "future"),
        ("agree", {"day": date(2023, 12, 31)}, "not_linked"),
    ],
)
def test_what_will_not_do_is_refused_in_words(
    province: Store, framework: Framework, outcome: str, more: dict[str, Any], code: str | None
) -> None:
    (told,) = refused(province, framework, "meetings_n", outcome, **more)
    assert told.startswith("cell.") if code is None else told == f"spot_check.{code}"


def test_a_difference_may_be_told_in_words_or_as_not_applicable(
    province: Store, framework: Framework
) -> None:
    see(province, framework, "meetings_n", "differ", note="比填报的少，说不准几次")
    see(province, framework, "members_n", "differ", not_applicable=True)
    assert standing(province, framework, "meetings_n")[0].state is None
    assert standing(province, framework, "members_n")[0].state == "not_applicable"


def test_an_answer_changed_meanwhile_is_not_the_one_that_was_seen(
    province: Store, framework: Framework
) -> None:
    seen = [Look("meetings_n", 1, "agree"), Look("nothing_n", 1, "agree")]
    with pytest.raises(SpotCheckRefused) as caught:
        spot_checks.record(province, framework, ONE, BAISHI, "2024", "one", DAY, seen)
    assert [p.code for p in caught.value.problems] == [
        "spot_check.not_asked",
        "spot_check.answer_moved",
    ]


def test_a_team_speaks_for_itself_in_its_own_units_only(
    province: Store, framework: Framework
) -> None:
    with pytest.raises(NotAllowed):
        spot_checks.of_unit(province, framework, ONE, YUNLU, "2024")
    for unit, team in ((YUNLU, "one"), (BAISHI, "three")):
        with pytest.raises(NotAllowed):
            spot_checks.record(province, framework, ONE, unit, "2024", team, DAY, [])
    county = Actor("clerk", "county", frozenset({BAISHI}))
    with pytest.raises(NotAllowed):
        spot_checks.record(province, framework, county, BAISHI, "2024", "one", DAY, [])
    assert [t.team for t in spot_checks.teams(province, ONE, BAISHI, DAY)] == ["one"]
    assert [t.team for t in spot_checks.teams(province, READER, BAISHI, DAY)] == ["one", "three"]
    assert spot_checks.teams(province, county, BAISHI, DAY) == []


def test_a_check_is_taken_back_by_its_own_team_with_a_reason(
    province: Store, framework: Framework
) -> None:
    number = see(province, framework, "meetings_n")
    for actor, of in ((THREE, number), (ONE, 999)):
        with pytest.raises(NotAllowed) as caught:
            spot_checks.withdraw(province, actor, of, "点错了")
        assert caught.value.facts["subject"] == str(of)
    with pytest.raises(SpotCheckRefused):
        spot_checks.withdraw(province, ONE, number, " ")
    spot_checks.withdraw(province, ONE, number, "点错了")
    assert standing(province, framework, "meetings_n") == []
    with pytest.raises(NotAllowed):
        spot_checks.withdraw(province, ONE, number, "再撤一次")


def test_today_is_the_last_day_there_is(province: Store, framework: Framework) -> None:
    see(province, framework, "meetings_n", day=clock.today())
    tomorrow = clock.today() + timedelta(days=1)
    assert refused(province, framework, "firms_n", day=tomorrow) == ["spot_check.future"]


def test_no_rate_is_told_below_five_looks_that_could_tell(
    province: Store, framework: Framework
) -> None:
    for field in ("covered_n", "firms_n", "meetings_n"):
        see(province, framework, field)
    see(province, framework, "legal_yn", "could_not", note="关门")
    see(province, framework, "members_n", "differ", value="900")
    found = agreement.agreement(province, framework, READER, "2024")
    assert (found.looks, found.rate) == (5, None)
    see(province, framework, "legal_yn")
    found = agreement.agreement(province, framework, READER, "2024")
    baishi = found.units.set_index("unit").loc[BAISHI]
    assert found.rate == baishi["rate"] == pytest.approx(4 / 5)
    assert baishi[["agree", "differ", "could_not"]].tolist() == [4, 1, 0]
    assert found.units.set_index("unit")["rate"].isna().sum() == 2


def test_those_that_could_not_tell_do_not_make_five(province: Store, framework: Framework) -> None:
    for field in ("covered_n", "firms_n", "meetings_n", "members_n"):
        see(province, framework, field)
    for field in ("covered_n", "firms_n", "meetings_n"):
        see(province, framework, field, "could_not", actor=THREE, note="关门")
    found = agreement.agreement(province, framework, READER, "2024")
    baishi = found.units.set_index("unit").loc[BAISHI]
    assert baishi[["agree", "differ", "could_not"]].tolist() == [4, 0, 3]
    assert found.rate is None
    assert found.units["rate"].isna().all()


def test_an_indicator_has_a_rate_from_five_looks_on_at_what_it_reads(
    province: Store, framework: Framework
) -> None:
    """Of two counties together; a cell of one county is still short of five."""
    see(province, framework, "covered_n")
    see(province, framework, "firms_n", "differ", value="11")
    see(province, framework, "covered_n", actor=THREE)
    see(province, framework, "firms_n", actor=THREE)
    found = agreement.agreement(province, framework, READER, "2024").indicators
    assert found["rate"].isna().all()
    see(province, framework, "firms_n", unit=QINGXI)
    found = agreement.agreement(province, framework, READER, "2024")
    assert found.indicators.set_index("indicator").loc["rate", "rate"] == pytest.approx(4 / 5)
    assert found.cells["rate"].isna().all()


def test_a_look_counts_for_every_indicator_that_reads_the_answer(
    province: Store, framework: Framework
) -> None:
    see(province, framework, "covered_n")
    see(province, framework, "firms_n", "differ", value="11")
    found = agreement.agreement(province, framework, READER, "2024")
    (rate,) = found.indicators.to_dict("records")
    assert (rate["indicator"], rate["agree"], rate["differ"]) == ("rate", 1, 1)
    assert found.cells["unit"].tolist() == [BAISHI]
    assert found.cells["rate"].isna().all()


def test_a_county_is_told_of_its_own_only(province: Store, framework: Framework) -> None:
    see(province, framework, "firms_n")
    see(province, framework, "firms_n", unit=QINGXI)
    county = Actor("clerk", "county", frozenset({BAISHI}))
    found = agreement.agreement(province, framework, county, "2024")
    assert found.units["unit"].tolist() == [BAISHI]
    assert found.looks == 1


def test_one_answer_is_said_once_at_a_time(province: Store, framework: Framework) -> None:
    before = province.revision
    answer = to_check(province, framework)["firms_n"].reported.entry
    twice = [Look("firms_n", answer, "agree"), Look("firms_n", answer, "could_not", note="没人")]
    with pytest.raises(SpotCheckRefused) as caught:
        spot_checks.record(province, framework, ONE, BAISHI, "2024", "one", DAY, twice)
    assert [problem.code for problem in caught.value.problems] == ["spot_check.said_twice"]
    assert all(
        Messages(lang)(each.key, **each.facts)
        for lang in LANGUAGES
        for each in caught.value.problems
    )
    assert province.revision == before


def test_a_link_that_ends_before_the_lock_is_had_lets_no_check_in(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = to_check(province, framework)["firms_n"].reported.entry
    seen = [Look("firms_n", answer, "agree")]
    meanwhile(province, monkeypatch, lambda: end_link(province, 1))
    with pytest.raises(SpotCheckRefused) as caught:
        spot_checks.record(province, framework, ONE, BAISHI, "2024", "one", DAY, seen)
    assert [problem.code for problem in caught.value.problems] == ["spot_check.not_linked"]
    assert standing(province, framework, "firms_n") == []
