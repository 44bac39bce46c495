"""Common problems as a reader sees them."""

import pytest

from assessment.i18n import LANGUAGES, Messages
from pages.kit import session
from tests.pages.conftest import Opener

HUAIHUA = "prefecture:431200"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_huaihua_shows_every_problem(open_page: Opener, lang: str) -> None:
    app = open_page("problems", scope=HUAIHUA, period="2024", lang=lang)
    assert not app.exception
    listed = app.dataframe[0].value
    assert len(listed) == len(session.framework().problems)
    assert (listed["units"] > 0).all()


def test_units_with_and_without_data_make_up_the_scope(open_page: Opener) -> None:
    listed = open_page("problems", scope=HUAIHUA, period="2024").dataframe[0].value
    assert (listed["with_data"] + listed["without_data"] == 13).all()
    assert (listed["units"] <= listed["with_data"]).all()
    assert listed["without_data"].sum() > 0


def test_the_trend_is_an_arrow_and_a_word(open_page: Opener) -> None:
    listed = open_page("problems", scope=HUAIHUA, period="2024", lang="zh").dataframe[0].value
    assert listed["change"].str.match("▲ 增|▼ 减|＝ 持平").all()


def test_there_is_no_trend_in_the_first_period(open_page: Opener) -> None:
    listed = open_page("problems", scope="province", period="2022").dataframe[0].value
    assert (listed["change"] == "—").all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_problem_names_its_units_with_values_and_links(open_page: Opener, lang: str) -> None:
    app = open_page("problems", scope=HUAIHUA, period="2024", lang=lang, problem="TEAM-01")
    listed, holders = (frame.value for frame in app.dataframe)
    assert app.header[0].value.startswith("TEAM-01 ")
    assert len(holders) == listed.set_index("problem").loc["TEAM-01", "units"]
    assert holders["indicator.team_establishment_fill"].str.endswith("%").all()
    assert holders["profile"].str.match(r"county\?.*unit=4312\d\d$").all()
    assert Messages(lang)("problems.signal") in "\n".join(each.value for each in app.markdown)


def test_another_problem_can_be_picked_and_stays_in_the_link(open_page: Opener) -> None:
    app = open_page("problems", scope=HUAIHUA, period="2024", lang="zh")
    app.selectbox(key="problem").select("VEN-02").run()
    assert app.header[0].value.startswith("VEN-02 ")
    assert app.query_params["problem"] in ("VEN-02", ["VEN-02"])


def test_units_without_data_are_named_apart(open_page: Opener) -> None:
    app = open_page("problems", scope=HUAIHUA, period="2024", lang="zh")
    listed = app.dataframe[0].value.set_index("problem")["without_data"]
    problem, count = listed.idxmax(), listed.max()
    assert count > 1
    app = open_page("problems", scope=HUAIHUA, period="2024", lang="zh", problem=problem)
    (silent,) = [each for each in app.expander if each.label.startswith("无数据")]
    assert f"{count} 个" in silent.label
    assert silent.markdown[0].value.count("、") == count - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("problems", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]
