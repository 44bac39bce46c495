"""The reviewer's desk, and one submission item by item."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework import loader
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR
from assessment.survey.filing import answers_table
from assessment.survey.filing.answers_table import AnswerEntry, Filing
from assessment.survey.periods import submissions
from pages.kit import session
from tests.pages.conftest import Opener, opener
from tests.pages.under_review import APPROVED, IN_REVIEW, PERIOD, SUBMITTED


@pytest.fixture
def open_review(
    reviewed_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Opens a link into the province of `under_review`."""
    yield from opener(reviewed_database, tmp_path, monkeypatch)


def state(unit: str) -> str:
    return submissions.of_unit(session.store(), OPERATOR, unit, PERIOD).state


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def keyed(app: AppTest, start: str) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith(start)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_waits_for_me_comes_first(open_review: Opener, lang: str) -> None:
    app = open_review("review", period=PERIOD, lang=lang)
    assert not app.exception
    assert app.metric[0].value == "2"
    t = Messages(lang)
    rows = app.dataframe[0].value
    assert set(rows["state"]) == {t("lifecycle.state.submitted"), t("lifecycle.state.in_review")}
    assert (rows["undecided"] == rows["answered"]).all()


def test_all_123_units_are_there_to_look_at(open_review: Opener) -> None:
    app = open_review("review", period=PERIOD, part="all", lang="zh")
    assert len(app.dataframe[0].value) == 123


def test_a_city_sees_its_own_and_is_offered_nothing_where_the_province_alone_reviews(
    open_review: Opener,
) -> None:
    app = open_review("review", as_="demo-city", period=PERIOD, part="all", lang="zh")
    assert not app.exception
    assert set(app.dataframe[0].value["city"]) == {"岳阳市"}
    opened = open_review("review", as_="demo-city", period=PERIOD, unit=SUBMITTED, lang="zh")
    assert not opened.exception
    assert [*keyed(opened, "do_"), *keyed(opened, "open_"), *keyed(opened, "accept_")] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_to_a_unit_out_of_scope_is_refused_in_words(open_review: Opener, lang: str) -> None:
    app = open_review("review", as_="demo-city", period=PERIOD, unit=IN_REVIEW, lang=lang)
    assert not app.exception
    assert len(app.error) == 1
    assert "浏阳" not in str(app) or lang == "en"


def test_accepting_for_review_opens_the_items(open_review: Opener) -> None:
    app = open_review("review", period=PERIOD, unit=SUBMITTED, lang="zh")
    assert keyed(app, "do_") == ["do_accept"]
    assert keyed(app, "accept_") == []
    app = app.button("do_accept").click().run()
    assert not app.exception
    assert state(SUBMITTED) == "in_review"
    assert keyed(app, "accept_")


def test_one_item_is_accepted_by_its_button_and_leaves_the_list(open_review: Opener) -> None:
    app = open_review("review", period=PERIOD, unit=IN_REVIEW, lang="zh")
    before = keyed(app, "accept_")
    app = app.button(before[0]).click().run()
    assert not app.exception
    assert before[0] not in keyed(app, "accept_")


def test_the_button_for_many_says_how_many_and_then_all_can_be_approved(
    open_review: Opener,
) -> None:
    app = open_review("review", period=PERIOD, unit=IN_REVIEW, lang="zh")
    many = app.button("do_accept_all")
    count = int("".join(sign for sign in many.label if sign.isdigit()))
    app = many.click().run()
    assert not app.exception
    assert count > 5
    assert keyed(app, "accept_") == []
    app = app.button("do_approve").click().run()
    assert not app.exception
    assert state(IN_REVIEW) == "approved"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_approving_too_early_is_refused_in_words_and_the_page_stays(
    open_review: Opener, lang: str
) -> None:
    app = open_review("review", period=PERIOD, unit=IN_REVIEW, lang=lang)
    app = app.button("do_approve").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert keyed(app, "accept_")
    assert state(IN_REVIEW) == "in_review"


def test_an_item_is_returned_with_a_reason_and_then_the_whole(open_review: Opener) -> None:
    app = open_review("review", period=PERIOD, unit=IN_REVIEW, lang="zh")
    opener = keyed(app, "open_return_")[0]
    app = app.button(opener).click().run()
    item = opener.removeprefix("open_return_")
    app.selectbox(f"reason_{item}").select("no_evidence")
    app.text_area(f"return_note_{item}").input("请附名册")
    app = app.button("item_return_now").click().run()
    assert not app.exception
    assert not app.error
    app = app.button("open_return").click().run()
    assert any("请附名册" in each.value for each in app.markdown)
    app.text_area("return_note").input("请补齐佐证")
    app = app.button("return_now").click().run()
    assert not app.exception
    assert state(IN_REVIEW) == "returned"


def test_an_item_is_corrected_with_its_grounds(open_review: Opener) -> None:
    app = open_review("review", period=PERIOD, unit=IN_REVIEW, lang="zh")
    opener = next(each for each in keyed(app, "open_correct_") if "_total_n_" in each)
    app = app.button(opener).click().run()
    item = opener.removeprefix("open_correct_")
    app.text_input(f"value_{item}").input("19")
    app.text_area(f"correct_note_{item}").input("以名册为准")
    app = app.button("correct_now").click().run()
    assert not app.exception
    assert not app.error
    table = app.dataframe[-1].value
    assert (table["verified"] != "—").sum() == 1


def test_what_is_approved_is_reopened_only_with_a_reason(open_review: Opener) -> None:
    app = open_review("review", period=PERIOD, unit=APPROVED, lang="zh")
    assert [*keyed(app, "do_"), *keyed(app, "open_")] == ["open_reopen"]
    app = app.button("open_reopen").click().run()
    app = app.button("reopen_now").click().run()
    assert len(app.error) == 1
    assert state(APPROVED) == "approved"
    app.text_area("reopen_note").input("发现漏报")
    app = app.button("reopen_now").click().run()
    assert not app.exception
    assert state(APPROVED) == "returned"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("review", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]


def test_words_of_a_county_are_shown_as_text(open_review: Opener) -> None:
    """What a county writes is never read as Markdown or as a page."""
    app = open_review("review", period=PERIOD, unit=IN_REVIEW, part="all", lang="zh")
    assert not app.exception
    assert any("估计" in caption.value for caption in app.caption)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_the_period_does_not_ask_for_is_named_to_the_reviewer(
    open_review: Opener, lang: str
) -> None:
    """2025 asks one strength here, and somebody filed an answer to a question of another."""
    filing = Filing(SUBMITTED, PERIOD, "earlier.xlsx", "0" * 64, "county")
    with session.store().writing(
        actor="county", action="survey.import", subject=SUBMITTED, facts={}
    ) as cursor:
        answers_table.record(cursor, filing, [AnswerEntry("party_sessions_n", "value", 3)])
    app = open_review("review", period=PERIOD, unit=SUBMITTED, lang=lang)
    assert not app.exception
    title = loader.load(loader.DEFAULT).field_by_code["party_sessions_n"].title.said_in(lang)
    expected = Messages(lang)("review.unasked", period=PERIOD, questions=title)
    assert expected in [warning.value.replace("\\", "") for warning in app.warning]
    other = open_review("review", period=PERIOD, unit=IN_REVIEW, lang=lang)
    assert title not in "".join(warning.value for warning in other.warning)
