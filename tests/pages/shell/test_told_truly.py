"""What a page says of what it rests on, and of why it shows nothing, is so."""

import pandas as pd
import pytest

from assessment.framework import loader
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from pages.kit import badges, basis_line, pickers, session

T = Messages("zh")


@pytest.mark.parametrize("page", ["periods", "review", "teams", "observation"])
def test_a_file_of_a_page_without_scores_names_no_snapshot(
    monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """The workbook of progress said that it rested on the last snapshot."""
    monkeypatch.setattr(session, "page_shown", lambda: page)
    monkeypatch.setattr(pickers, "period_shown", lambda: "2025")
    monkeypatch.setattr(session, "messages", lambda: T)
    assert basis_line.said() == ""


@pytest.mark.parametrize(
    ("units", "teams", "key"),
    [
        (None, (), "picker.no_unit"),
        (frozenset[str](), (), "picker.no_scope"),
        (frozenset[str](), ("t1",), "picker.no_unit_of_team"),
    ],
)
def test_who_has_no_scope_is_not_told_that_nothing_is_registered(
    monkeypatch: pytest.MonkeyPatch,
    units: frozenset[str] | None,
    teams: tuple[str, ...],
    key: str,
) -> None:
    told: list[str] = []
    actor = Actor("x", "leader", units, frozenset(teams))
    monkeypatch.setattr(session, "messages", lambda: T)
    monkeypatch.setattr(session, "actor", lambda: actor)
    monkeypatch.setattr(pickers.st, "info", told.append)
    monkeypatch.setattr(pickers.st, "stop", lambda: None)
    pickers.no_unit()
    assert told == [T(key)]


def test_a_veto_stands_behind_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """One county with a veto led the list of those that rose, with no mark beside its name."""
    monkeypatch.setattr(session, "messages", lambda: T)
    monkeypatch.setattr(session, "framework", lambda: loader.load(loader.DEFAULT))
    rows = pd.DataFrame(
        {
            "name": ["邵东市", "平江县", "清溪县"],
            "name_en": ["Shaodong", "Pingjiang", "Qingxi"],
            "prefecture_name": "x",
            "prefecture_name_en": "x",
            "peer_group": "county",
            "vetoed": [True, False, None],
        }
    )
    assert badges.units(rows)["said"].tolist() == ["邵东市（一票否决）", "平江县", "清溪县"]
    assert badges.units(rows.drop(columns="vetoed"))["said"].tolist() == rows["name"].tolist()


def test_what_is_shown_as_of_today_takes_no_period_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coverage opened as of the end of the year whose ranking had been looked at."""
    monkeypatch.setattr(session, "chosen", lambda name: "2024" if name == "period" else None)
    monkeypatch.setattr(session.st, "session_state", {"side": "results"})
    assert session.carried("rankings") == {"period": "2024"}
    assert session.carried("coverage") == {}
    assert session.carried("coverage", period="2024") == {"period": "2024"}
