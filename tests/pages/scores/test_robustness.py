"""Rank robustness as a reader sees it, and the intervals beside the ranking."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from assessment.framework import loader
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR
from assessment.scores.analysis import robustness
from assessment.scores.analysis.robustness import Question
from assessment.store.database import Store
from assessment.survey.periods import period_opening
from assessment.units import setup
from pages.kit import session
from tests.pages.conftest import Opener, opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_every_ranked_county_and_says_what_it_rests_on(
    open_page: Opener, lang: str
) -> None:
    app = open_page("robustness", period="2024", lang=lang)
    assert not app.exception
    t = Messages(lang)
    told = robustness.firmness(session.data_source(), session.actor(), Question("2024"))
    table = app.dataframe[0].value
    assert table["unit"].tolist() == told.units["unit"].tolist()
    assert len(table) + len(told.unranked) == 123
    said = "\n".join(each.value for each in app.markdown)
    for inside in (t("robustness.in_weights", share="25%"), t("robustness.in_missing")):
        assert inside in said
    for outside in (t("robustness.out_answers"), t("robustness.out_aggregation")):
        assert outside in said
    assert any(str(robustness.DEFAULT_SEED) in caption.value for caption in app.caption)


def test_a_link_holds_every_setting(open_page: Opener) -> None:
    app = open_page(
        "robustness",
        **{"period": "2024", "lang": "en", "doubts": "weights", "share": "10"},
        **{"draws": "300", "k": "5", "seed": "7"},
    )
    assert not app.exception
    settings = robustness.Settings(frozenset({"weights"}), share=0.1, draws=300, seed=7, k=5)
    told = robustness.firmness(session.data_source(), session.actor(), Question("2024"), settings)
    shown = app.dataframe[0].value
    pd.testing.assert_series_equal(shown["mean"], told.units["mean"], check_exact=True)
    assert Messages("en")("robustness.out_normalisation") in "\n".join(
        each.value for each in app.markdown
    )


def test_a_link_with_nonsense_shows_the_usual(open_page: Opener) -> None:
    app = open_page("robustness", lang="zh", doubts="courage", share="900", seed="-1", k="x")
    assert not app.exception
    assert any(Messages("zh")("robustness.no_doubt") in each.value for each in app.info)


def test_influence_is_computed_only_when_asked_for(open_page: Opener) -> None:
    app = open_page("robustness", period="2024", lang="zh")
    before = len(app.dataframe)
    assert "influence" not in app.query_params
    app.button(key="ask_influence").click().run()
    assert not app.exception
    assert len(app.dataframe) == before + 1
    assert app.query_params["influence"] == robustness.RANKS


def test_a_search_finds_a_county_among_the_lines(open_page: Opener) -> None:
    app = open_page("robustness", period="2024", lang="en", search="Atlantis")
    assert not app.exception
    assert Messages("en")("robustness.nothing_found") in [each.value for each in app.info]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_anything_is_filed_the_page_says_so(open_empty: Opener, lang: str) -> None:
    app = open_empty("robustness", lang=lang)
    assert not app.exception
    assert app.info


@pytest.fixture
def open_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a link into a database with one county, which has not filed."""
    file = tmp_path / "alone.duckdb"
    prefectures, units = setup.read_units(session.ROOT / "data", loader.load(loader.DEFAULT))
    store = Store(file)
    setup.found(store, OPERATOR, prefectures, units[:1])
    period_opening.open_period(store, OPERATOR, "2025", date(2026, 1, 31))
    store.close()
    yield from opener(file, tmp_path, monkeypatch)


def test_where_nobody_has_a_total_there_is_a_sentence(open_alone: Opener) -> None:
    app = open_alone("robustness", lang="zh")
    assert Messages("zh")("robustness.nothing_yet") in [each.value for each in app.info]


def test_beside_each_rank_stands_its_interval_and_below_what_it_is(open_page: Opener) -> None:
    app = open_page("rankings", period="2024", lang="zh")
    table = app.dataframe[0].value.set_index("unit")
    told = robustness.intervals(session.data_source(), session.actor(), Question("2024")).set_index(
        "unit"
    )
    assert table["interval"].isna().equals(table["rank"].isna()), "no rank, no interval"
    wide = told[told["low"] < told["high"]].index[0]
    assert table.loc[wide, "interval"] == f"({told.loc[wide, 'low']}–{told.loc[wide, 'high']})"
    assert Messages("zh")("robustness.beside") in [each.value for each in app.caption]
