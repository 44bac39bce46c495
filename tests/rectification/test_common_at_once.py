"""Two people who decide on common problems at once: the second is told, and decides nothing."""

from collections.abc import Callable

import pytest

from assessment.errors import Rejected
from assessment.framework.model import Framework
from assessment.rectification.common_problems import decisions, progress
from assessment.rectification.findings import cases
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from tests.kit.province.meanwhile import meanwhile
from tests.kit.province.three_counties import BAISHI, QINGXI, READER
from tests.rectification.test_common import about, bring, codes, confirmed, find, standings

OTHER = "VEN-01"
"""Another problem of the same scope, so that nothing but the scope's last decision tells."""

Act = Callable[[], object]


def dismiss_other(store: Store, framework: Framework) -> None:
    decisions.dismiss(DataSource(store, framework), READER, about(store, OTHER), "不普遍")


def refused_after(
    store: Store, monkeypatch: pytest.MonkeyPatch, before: Act, act: Act
) -> list[str]:
    """Why `act` is refused when a colleague does `before` just before it has the lock."""
    meanwhile(store, monkeypatch, before)
    revision = store.revision
    with pytest.raises(Rejected) as refused:
        act()
    assert store.revision == revision + 1, "what the colleague did, and nothing else"
    return codes(refused)


def close_all(store: Store) -> None:
    for each in standings(store).concerned:
        bring(store, each.case.finding, "closed")


def test_of_two_who_confirm_the_second_is_told(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = about(province)
    told = refused_after(
        province,
        monkeypatch,
        lambda: confirmed(province, framework),
        lambda: decisions.confirm(DataSource(province, framework), READER, now, [QINGXI]),
    )
    assert told == ["common.overtaken"]


ACTS: dict[str, Callable[[Store, Framework, decisions.About], object]] = {
    "sweep_again": lambda store, framework, now: decisions.sweep_again(
        DataSource(store, framework), READER, now, []
    ),
    "close": lambda store, framework, now: decisions.close(
        DataSource(store, framework), READER, now
    ),
    "withdraw": lambda store, _, now: decisions.withdraw(store, READER, now, "认定有误"),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_confirmed_is_not_decided_on_after_a_decision_of_just_now(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    confirmed(province, framework)
    close_all(province)
    now = about(province)
    told = refused_after(
        province,
        monkeypatch,
        lambda: dismiss_other(province, framework),
        lambda: ACTS[act](province, framework, now),
    )
    assert told == ["common.overtaken"]
    states = {row.problem: row.state for row in progress.decided(province, READER)}
    assert states == {"WORK-01": "confirmed", OTHER: "dismissed"}


@pytest.mark.parametrize("act", ["merge", "dismiss"])
def test_what_waits_is_not_decided_on_after_a_decision_of_just_now(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    target = confirmed(province, framework)
    other = about(province, OTHER)
    acts = {
        "merge": lambda: decisions.merge(
            DataSource(province, framework), READER, other, target, "同一原因"
        ),
        "dismiss": lambda: decisions.dismiss(
            DataSource(province, framework), READER, other, "不普遍"
        ),
    }
    taken_back = about(province)
    told = refused_after(
        province,
        monkeypatch,
        lambda: decisions.withdraw(province, READER, taken_back, "认定有误"),
        acts[act],
    )
    assert told == ["common.overtaken"]
    decided = {row.problem for row in progress.decided(province, READER)}
    assert decided == {"WORK-01"}


@pytest.mark.parametrize("act", ["confirm", "sweep_again"])
def test_what_somebody_found_just_now_is_not_put_on_record_twice(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    if act == "sweep_again":
        confirmed(province, framework, ())
    now = about(province)
    take = decisions.confirm if act == "confirm" else decisions.sweep_again
    told = refused_after(
        province,
        monkeypatch,
        lambda: find(province, "WORK-01", [QINGXI]),
        lambda: take(DataSource(province, framework), READER, now, [QINGXI]),
    )
    assert told == ["common.taken_meanwhile"]
    here = [case for case in cases.listed(province, READER) if case.unit == QINGXI]
    assert len([case for case in here if case.problem == "WORK-01"]) == 1


def test_what_was_found_just_now_keeps_a_problem_from_being_closed(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(province, framework)
    close_all(province)
    now = about(province)
    told = refused_after(
        province,
        monkeypatch,
        lambda: find(province, "WORK-01", [BAISHI]),
        lambda: decisions.close(DataSource(province, framework), READER, now),
    )
    assert told == ["common.still_there"]
    assert standings(province).decided.state == "confirmed"


def test_a_sweep_by_newer_figures_just_now_makes_these_too_old(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep is no decision: the scope's last one is as it was."""
    confirmed(province, framework)
    now, newer = (
        about(province),
        decisions.About("2099", "province", "WORK-01", about(province).seen),
    )
    told = refused_after(
        province,
        monkeypatch,
        lambda: decisions.sweep_again(DataSource(province, framework), READER, newer, []),
        lambda: decisions.sweep_again(DataSource(province, framework), READER, now, []),
    )
    assert told == ["common.older_period"]
