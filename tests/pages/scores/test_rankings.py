"""Rankings as a reader sees them, and as they take them away."""

import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from assessment.i18n import LANGUAGES, Messages
from assessment.scores.basis.scores import scores
from assessment.scores.rankings import rankings
from assessment.scores.rankings.rankings import View
from pages.kit import session
from tests.pages.conftest import Opener


def exported(view: View, lang: str) -> pd.DataFrame:
    """The workbook of the database the page has just shown."""
    t = Messages(lang)
    data = rankings.workbook(session.data_source(), session.actor(), view, session.fingerprint(), t)
    rows = [list(row) for row in load_workbook(io.BytesIO(data)).active.values]
    top = next(place for place, row in enumerate(rows) if t("rankings.code") in row)
    return pd.DataFrame(rows[top + 1 :], columns=rows[top], dtype=object)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", ["total", "organisation"])
def test_page_workbook_and_engine_have_the_same_scores(
    open_page: Opener, what: str, lang: str
) -> None:
    app = open_page("rankings", period="2024", strength=what, lang=lang)
    assert not app.exception
    shown = app.dataframe[0].value.set_index("unit")["score"]
    run = scores(session.data_source(), session.actor(), "2024")
    engine = (
        run.totals.set_index("unit")["total"]
        if what == "total"
        else run.strengths.query("strength == @what").set_index("unit")["score"]
    )
    t = Messages(lang)
    table = exported(View("2024", what), lang)
    taken = table.set_index(t("rankings.code"))[t("rankings.score")].astype("float64")
    assert len(shown) == len(taken) == 123
    pd.testing.assert_series_equal(shown, engine[shown.index], check_names=False, check_exact=True)
    pd.testing.assert_series_equal(
        taken, engine[taken.index], check_names=False, check_exact=True, check_index_type=False
    )


def test_who_has_no_score_is_last_with_a_dash_and_words(open_page: Opener) -> None:
    table = open_page("rankings", period="2022", lang="zh").dataframe[0].value
    unknown = table["score"].isna()
    assert unknown.any()
    assert unknown.is_monotonic_increasing
    assert table.loc[unknown, ["rank", "change_said", "risen_said"]].isna().all(axis=None)
    assert (table.loc[unknown, "grade_said"] == "◇ 数据不足").all()
    assert (table.loc[unknown, "noted"].str.contains("数据不足")).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_change_is_a_sign_and_a_word(open_page: Opener, lang: str) -> None:
    table = open_page("rankings", period="2024", lang=lang).dataframe[0].value
    t = Messages(lang)
    signs = {t("table.up", size="").split()[0], t("table.down", size="").split()[0], "＝"}
    for column in ("change_said", "risen_said"):
        told = table[column].dropna()
        assert len(told)
        assert set(told.str.split().str[0]) <= signs


def test_a_link_narrows_to_a_prefecture_and_a_grade(open_page: Opener) -> None:
    app = open_page(
        "rankings", period="2024", scope="prefecture:431200", grade="average", lang="zh"
    )
    table = app.dataframe[0].value
    assert set(table["prefecture_said"]) == {"怀化市"}
    assert set(table["grade_said"]) == {"◔ 一般"}
    whole = open_page("rankings", period="2024", scope="prefecture:431200", grade="every")
    ranks = whole.dataframe[0].value.set_index("unit")["rank"]
    assert (table.set_index("unit")["rank"] == ranks[table["unit"]].to_numpy()).all()


@pytest.mark.parametrize(("lang", "search"), [("zh", "平江"), ("en", "pingjiang")])
def test_search_finds_a_county_by_its_name(open_page: Opener, lang: str, search: str) -> None:
    app = open_page("rankings", period="2024", lang=lang)
    app.text_input[0].set_value(search).run()
    assert list(app.dataframe[0].value["unit"]) == ["430626"]


def test_a_search_is_in_the_link_until_it_is_cleared(open_page: Opener) -> None:
    app = open_page("rankings", lang="zh", search="平江")
    assert app.text_input[0].value == "平江"
    assert len(app.dataframe[0].value) == 1
    app.text_input[0].set_value("").run()
    assert "search" not in app.query_params
    assert len(app.dataframe[0].value) > 100


def test_a_search_that_finds_nothing_says_what_to_do(open_page: Opener) -> None:
    app = open_page("rankings", period="2024", lang="en")
    app.text_input[0].set_value("Atlantis").run()
    assert not app.dataframe
    assert app.info[0].value == Messages("en")("rankings.nothing_found")


def test_a_strength_that_is_not_there_is_named_and_the_total_shown(open_page: Opener) -> None:
    app = open_page("rankings", period="2024", strength="courage", lang="en")
    assert not app.exception
    assert any("courage" in warning.value for warning in app.warning)
    assert len(app.dataframe[0].value) == 123


def test_who_sees_one_row_is_not_told_how_many_are_ranked(open_page: Opener) -> None:
    def counted(as_: str) -> bool:
        app = open_page("rankings", as_=as_, period="2024", lang="zh")
        return any("个单位参与排名" in each.value for each in app.markdown)

    assert counted("demo-city")
    assert not counted("demo-county")
