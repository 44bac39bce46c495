"""Method & data health as a reader sees it."""

from pathlib import Path

import pandas as pd
import pytest

from assessment.exchange.live_workbook.layout import FIXED
from assessment.i18n import LANGUAGES, Messages
from assessment.scores.analysis.data_health import reliability
from assessment.scores.basis.scores import scores
from assessment.scores.framework_guide import framework_scheme
from pages.kit import session
from tests.pages import under_review
from tests.pages.conftest import Opener, opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_method_comes_first_and_sentences_before_tables(open_page: Opener, lang: str) -> None:
    app = open_page("health", period="2024", lang=lang)
    assert not app.exception
    t = Messages(lang)
    assert [header.value for header in app.header] == [
        t("health.method"),
        t("health.summary"),
        t("health.reliability"),
        t("health.weights"),
        t("health.correlation"),
        t("health.consistency"),
        t("health.outliers"),
    ]
    said = "\n".join(each.value for each in app.markdown)
    steps = framework_scheme.steps(session.framework(), session.actor(), "2024", t)
    assert steps
    assert all(f"{number}. {step}" in said for number, step in enumerate(steps, start=1))
    assert t("health.reviewed", unverified="0%") in said
    asked = [indicator for _, indicator in session.framework().indicators("2024")]
    fixed = sum(isinstance(indicator.scoring, FIXED) for indicator in asked)
    counts = {"indicators": len(asked), "fixed": fixed, "relative": len(asked) - fixed}
    assert 0 < fixed < len(asked)
    assert t("health.method_counts", strengths=6, **counts) in said


def test_the_least_reliable_county_comes_first(open_page: Opener) -> None:
    rows = open_page("health", period="2024", lang="zh").dataframe[0].value
    assert len(rows) == 123
    assert rows["reliability"].is_monotonic_increasing
    told = reliability.of_units(session.data_source(), session.actor(), "2024")
    lowest = told[told["what"] == "total"]["reliability"].min()
    assert rows["reliability"].iloc[0] == pytest.approx(lowest, abs=0.0005)


@pytest.mark.parametrize("is_reviewed", [True, False])
def test_while_nobody_reviews_unverified_is_a_dash_and_not_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_reviewed: bool
) -> None:
    file = tmp_path / "province.duckdb"
    under_review.build(file, is_reviewed=is_reviewed)
    opened = opener(file, tmp_path, monkeypatch)
    app = next(opened)("health", period=under_review.PERIOD, lang="zh")
    said = "\n".join(each.value for each in app.markdown)
    assert (Messages("zh")("health.not_reviewed") in said) is not is_reviewed
    assert app.dataframe[0].value["unverified"].isna().all() == (not is_reviewed)


def test_every_indicator_is_listed_with_what_is_to_be_said_of_it_first(open_page: Opener) -> None:
    rows = open_page("health", period="2024", lang="zh").dataframe[1].value
    assert len(rows) == len(list(session.framework().indicators("2024")))
    assert rows["effective"].sum() == pytest.approx(1, abs=0.02)
    silent = (rows["remark"] == "").tolist()
    assert silent == sorted(silent)
    assert rows["remark"].iloc[0] == "◆ 几乎不拉开差距"


@pytest.mark.parametrize("method", ["spearman", "pearson"])
@pytest.mark.parametrize("among", ["between", "institutions"])
def test_either_coefficient_for_either_level(open_page: Opener, among: str, method: str) -> None:
    app = open_page("health", period="2024", lang="en", among=among, method=method)
    assert not app.exception
    listed = app.table[0].value
    strengths = session.framework().strength_by_code
    parts = list(strengths[among].asked("2024")) if among in strengths else list(strengths)
    assert len(listed) == len(parts)


def test_a_prefecture_lists_its_own_units_and_outliers(open_page: Opener) -> None:
    app = open_page("health", period="2024", scope="prefecture:431200", lang="zh")
    assert len(app.dataframe[0].value) == 13
    assert set(app.dataframe[3].value["prefecture_said"]) == {"怀化市"}
    assert len(app.dataframe[1].value) == len(list(session.framework().indicators("2024")))


def test_the_ranking_has_reliability_beside_the_score(open_page: Opener) -> None:
    app = open_page("rankings", period="2024", strength="organisation", lang="zh")
    shown = app.dataframe[0].value.set_index("unit")["reliability"]
    told = reliability.of_units(session.data_source(), session.actor(), "2024")
    own = told[told["what"] == "organisation"].set_index("unit")["reliability"]
    pd.testing.assert_series_equal(shown, own[shown.index].round(3), check_names=False)


def test_reliability_never_exceeds_completeness(open_page: Opener) -> None:
    open_page("health", period="2022", lang="zh")
    who = (session.data_source(), session.actor())
    told = reliability.of_units(*who, "2022")
    run = scores(*who, "2022").totals.set_index("unit")["completeness"]
    own = told[told["what"] == "total"].set_index("unit")["reliability"]
    assert (own <= run[own.index] + 1e-9).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("health", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]
