"""Figures described once for the same numbers in the same words."""

import pandas as pd
import plotly.graph_objects as go
import plotly.io
import pytest

from assessment.i18n import Messages
from pages.kit import session
from pages.kit.drawings.drawn_once import drawn_once

calls: list[str] = []


@drawn_once
def _drawn(rows: pd.DataFrame, *, title: str) -> go.Figure:
    calls.append(title)
    words = session.messages().lang
    return go.Figure(go.Bar(x=rows["value"].tolist(), name=f"{title} {words}"))


@pytest.fixture(autouse=True)
def _nothing_called() -> None:
    calls.clear()


def rows(*values: float | None) -> pd.DataFrame:
    return pd.DataFrame({"value": pd.Series(values, dtype="Float64")})


def test_a_figure_is_described_once_for_the_same_numbers() -> None:
    first, again = _drawn(rows(1, 2), title="once"), _drawn(rows(1, 2), title="once")
    assert calls == ["once"]
    assert again.to_dict() == first.to_dict()


def test_another_number_another_title_and_an_unknown_are_other_figures() -> None:
    _drawn(rows(1, 0), title="a")
    _drawn(rows(1, None), title="a")
    _drawn(rows(1, 0), title="b")
    assert calls == ["a", "a", "b"]


def test_each_language_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    said = set()
    for lang in ("zh", "en"):
        monkeypatch.setattr(session, "messages", lambda lang=lang: Messages(lang))
        said.add(_drawn(rows(3), title="language").to_dict()["data"][0]["name"])
    assert said == {"language zh", "language en"}


def test_what_is_sent_is_what_plotly_would_have_sent() -> None:
    bare = go.Figure(go.Bar(x=[1.0, None], name="sent zh"))
    kept = _drawn(rows(1, None), title="sent")
    assert plotly.io.to_json(kept.to_dict(), validate=False) == plotly.io.to_json(
        bare.to_dict(), validate=False
    )
