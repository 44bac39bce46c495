"""Trying other numbers, as a reader does: typing, looking, and going back to the real ones."""

import pytest
from streamlit.testing.v1 import AppTest

from assessment.i18n import LANGUAGES, Messages
from tests.pages.conftest import Opener

PINGJIANG, SILENT = "430626", "431382"


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


def words(app: AppTest) -> str:
    said = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(element.value for element in said)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", ["lifts", "answers", "weights"])
def test_every_part_says_that_it_is_no_official_score(
    open_page: Opener, part: str, lang: str
) -> None:
    app = open_page("what_if", unit=PINGJIANG, period="2024", part=part, lang=lang)
    assert not app.exception
    assert Messages(lang)("what_if.trial") in [info.value for info in app.info]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lifts_are_listed_by_what_they_bring(open_page: Opener, lang: str) -> None:
    app = open_page("what_if", unit=PINGJIANG, period="2024", lang=lang)
    (listed,) = [table.value for table in app.dataframe]
    assert listed["gain"].is_monotonic_decreasing
    assert listed["gain"].iloc[0] > 0
    assert " → " in listed["needs"].iloc[0]
    left_out = {"zh": "领导班子配备到位率", "en": "Leadership posts filled"}[lang]
    assert left_out not in list(listed["title"])
    assert left_out in words(app)


def test_without_a_total_it_says_what_is_missing_and_never_zero(open_page: Opener) -> None:
    app = open_page("what_if", unit=SILENT, period="2024", lang="zh")
    assert "现在没有总分" in words(app)
    (listed,) = [table.value for table in app.dataframe]
    assert listed["gain"].isna().all()
    assert Messages("zh")("what_if.unknown_value") in list(listed["from"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_typed_moves_the_score_and_reset_brings_it_back(
    open_page: Opener, lang: str
) -> None:
    app = open_page("what_if", unit=PINGJIANG, period="2024", part="answers", lang=lang)
    t = Messages(lang)
    usual = metrics(app)
    (sessions,) = [n for n in app.number_input if "party_sessions_n" in n.key]
    sessions.set_value(1).run()
    assert not app.exception
    assert " → " in metrics(app)[t("what_if.total")]
    assert t("what_if.changed", count=1) in words(app)
    (moved,) = [table.value for table in app.dataframe]
    assert len(moved) > 1
    (reset,) = [b for b in app.button if b.label == t("what_if.reset")]
    reset.click().run()
    assert metrics(app) == usual
    assert t("what_if.nothing_changed") in words(app)


def test_an_answer_typed_stays_while_another_strength_is_looked_at(open_page: Opener) -> None:
    app = open_page("what_if", unit=PINGJIANG, period="2024", part="answers", lang="zh")
    (sessions,) = [n for n in app.number_input if "party_sessions_n" in n.key]
    sessions.set_value(1).run()
    app.selectbox(key="trial_strength").select("organisation").run()
    assert "改动了 1 项" in words(app)
    (total,) = [n for n in app.number_input if "ent25_total_n" in n.key]
    total.set_value(2000).run()
    assert "改动了 2 项" in words(app)


def test_a_part_over_its_whole_is_told_in_the_survey_s_words(open_page: Opener) -> None:
    app = open_page("what_if", unit=PINGJIANG, period="2024", part="answers", lang="zh")
    (part,) = [n for n in app.number_input if "nonpublic_party_and_union_n" in n.key]
    part.set_value(99999).run()
    assert not app.exception
    assert "部分不能大于总数" in words(app).replace("\\", "")


def test_a_question_left_empty_is_missing_and_not_zero(open_page: Opener) -> None:
    app = open_page("what_if", unit=PINGJIANG, period="2024", part="answers", lang="zh")
    (sessions,) = [n for n in app.number_input if "party_sessions_n" in n.key]
    sessions.set_value(None).run()
    assert " → " in metrics(app)[Messages("zh")("what_if.completeness")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_weight_moves_the_ranking(open_page: Opener, lang: str) -> None:
    app = open_page("what_if", unit=PINGJIANG, period="2024", part="weights", lang=lang)
    (weight,) = [n for n in app.number_input if "_institutions_" in n.key]
    assert weight.value == 18
    weight.set_value(60.0).run()
    assert not app.exception
    (moved,) = [table.value for table in app.dataframe]
    assert len(moved) > 50
    assert moved["moved"].str.contains("▲").any()
    assert moved["moved"].str.contains("▼").any()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("what_if", lang=lang)
    assert not app.exception
    assert Messages(lang)("picker.no_unit") in [info.value for info in app.info]
