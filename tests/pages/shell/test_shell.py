"""The frame around every page: language, banner, pickers, and what stands there when it breaks."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework.loader import DEFAULT
from assessment.i18n import LANGUAGES, Messages
from pages.kit import session, site
from tests.kit import signed_in
from tests.pages.conftest import Opener

NEVER_EMPTY = {"framework", "people", "audit"}
"""There is a framework, somebody who looks, and a record of their coming in, from the start."""

WARNS = {"audit": ("backup.never", "backup.never_rehearsed")}
"""What a page warns of though nothing is recorded: a province without a backup."""

SAYS_SO = (
    *("picker.no_period", "picker.no_unit", "periods.none_yet"),
    *("team.none", "diary.empty", "visit.no_place", "rectification.nothing"),
    *("results.no_team", "observation.none", "common.no_scope"),
)
"""What a page says that has nothing to show."""


def code(app: AppTest, name: str) -> str:
    """What the link says; `AppTest` gives a list of one where the code came with the link."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def title(app: AppTest) -> str:
    return app.title[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", site.PAGES)
def test_every_page_opens_by_its_link_in_every_language(
    open_page: Opener, page: str, lang: str
) -> None:
    app = open_page(page, as_=signed_in.opener_of(page), lang=lang)
    assert not app.exception
    if page == "survey":
        assert Messages(lang)("nav.page.survey") in title(app), "beside whose it is"
    else:
        assert title(app) == Messages(lang)(f"{page}.title")


@pytest.mark.parametrize("page", site.PAGES)
def test_every_page_says_when_the_data_are_a_demonstration(open_page: Opener, page: str) -> None:
    app = open_page(page, as_=signed_in.opener_of(page), lang="zh")
    assert "演示数据" in app.warning[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", site.PAGES)
def test_with_nothing_recorded_a_page_is_a_sentence_and_not_a_crash(
    open_nothing: Opener, page: str, lang: str
) -> None:
    # A county's account needs a county; the reviewer may look at every form.
    opener = signed_in.REVIEWER if page == "survey" else signed_in.opener_of(page)
    app = open_nothing(page, as_=opener, lang=lang)
    assert not app.exception
    warnings = [Messages(lang)(key).removeprefix("✖ ") for key in WARNS.get(page, ())]
    assert [each.value for each in app.error] == warnings
    assert not app.warning, "an empty database is not a demonstration"
    if page not in NEVER_EMPTY:
        assert app.info[0].value in {Messages(lang)(key) for key in SAYS_SO}


def test_a_broken_framework_lists_every_problem_instead_of_a_page(
    open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = DEFAULT.read_text("utf-8")
    broken = tmp_path / "indicators.yaml"
    broken.write_text(text.replace("completeness_threshold:", "compleetness:"), "utf-8")
    monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(broken))
    app = open_page("rankings", lang="en")
    assert not app.exception
    assert not app.title, "no page may work with a framework that is wrong"
    assert "indicators.yaml" in app.error[0].value
    assert any("[framework.unknown_key]" in text.replace("\\", "") for text in app.caption.values)


def test_a_framework_put_right_is_used_at_the_next_click(
    open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = DEFAULT.read_text("utf-8")
    file = tmp_path / "indicators.yaml"
    file.write_text("title: [", "utf-8")
    monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(file))
    app = open_page("framework", lang="en")
    assert app.error
    file.write_text(text, "utf-8")
    app.run()
    assert not app.error
    assert app.title


def test_a_choice_survives_a_change_of_page_and_of_language(open_page: Opener) -> None:
    app = open_page("rankings", lang="zh")
    app.selectbox(key="strength").select("service_venues").run()
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page(session.file_of("problems")).run()
    app.switch_page(session.file_of("rankings")).run()
    assert title(app) == "Rankings"
    assert app.selectbox(key="strength").value == "service_venues"
    assert code(app, "strength") == "service_venues"


def test_a_strength_opened_in_a_profile_does_not_follow_to_the_ranking(open_page: Opener) -> None:
    app = open_page("county", unit="430626", lang="zh")
    app.selectbox(key="opened").select("organisation").run()
    assert code(app, "opened") == "organisation"
    app.switch_page(session.file_of("rankings")).run()
    assert app.selectbox(key="strength").value == "total"


def test_a_link_carries_codes_and_the_pickers_show_titles(open_page: Opener) -> None:
    app = open_page("rankings", lang="en", strength="organisation", scope="prefecture:430600")
    assert app.selectbox(key="strength").value == "organisation"
    assert app.selectbox(key="scope").value == "prefecture:430600"
    assert "Yueyang City" in app.selectbox(key="scope").options


def test_a_code_nobody_knows_is_named_and_the_default_shown(open_page: Opener) -> None:
    app = open_page("rankings", lang="en", strength="charm")
    told = [warning.value for warning in app.warning]
    assert any("charm" in sentence for sentence in told)
    assert app.selectbox(key="strength").value == "total"
    assert code(app, "strength") == "total"


def test_a_choice_left_empty_in_a_link_is_no_choice(open_page: Opener) -> None:
    app = open_page("rankings", lang="en", strength="", period="")
    assert len(app.warning) == 1, "the banner alone"
    assert app.selectbox(key="strength").value == "total"


def test_of_a_code_without_end_or_shape_only_so_much_is_repeated(open_page: Opener) -> None:
    app = open_page("rankings", lang="en", strength="x\u202e" + "9" * 5000)
    told = app.warning[1].value
    assert len(told) < 300
    assert told.isprintable()


def test_an_unknown_language_is_answered_in_the_first(open_page: Opener) -> None:
    assert title(open_page("rankings", lang="xx")) == Messages("zh")("rankings.title")


def test_a_bug_is_told_in_the_reader_s_language() -> None:
    def crashing() -> None:
        from pages.server import server  # noqa: PLC0415  AppTest runs this function alone

        assert server.say_it_crashed(ValueError())

    app = AppTest.from_function(crashing)
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    assert app.error[0].value == Messages("en")("app.crashed")
