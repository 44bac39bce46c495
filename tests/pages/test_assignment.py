"""The suggested assignment as a reviewer asks for it; nothing is computed before that."""

import pytest

from assessment.i18n import LANGUAGES, Messages
from tests.pages.conftest import Opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_computed_until_somebody_asks(open_page: Opener, lang: str) -> None:
    app = open_page("assignment", period="2024", lang=lang)
    assert not app.exception
    assert len(app.dataframe) == 0
    assert Messages(lang)("assignment.compute") in [button.label for button in app.button]


def test_a_suggestion_covers_all_tells_its_gap_and_that_it_is_advice(open_page: Opener) -> None:
    app = open_page("assignment", period="2024", lang="zh")
    app.button(key="assignment_compute").click().run()
    assert not app.exception
    told = {metric.label: str(metric.value) for metric in app.metric}
    assert told["有组的县"] == "123 / 123"
    assert any("已证明不可能低于" in caption.value for caption in app.caption)
    assert any("不会改动任何联系" in info.value for info in app.info)
    links = next(f.value for f in app.dataframe if "state_said" in f.value.columns)
    stands = links[links["state_said"] != "－ 结束"]
    assert stands["said"].nunique() == 123


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rules_that_contradict_each_other_are_named(open_page: Opener, lang: str) -> None:
    app = open_page("assignment", period="2024", furthest="5", lang=lang)
    app.button(key="assignment_compute").click().run()
    assert not app.exception
    assert Messages(lang)("assignment.furthest") in app.error[0].value
    assert len(app.dataframe) == 0


@pytest.mark.parametrize("account", ["demo-leader", "demo-county", "demo-city", "demo-team"])
def test_who_may_not_link_teams_is_not_shown_the_page(open_page: Opener, account: str) -> None:
    app = open_page("assignment", as_=account, period="2024", lang="zh")
    assert not [button for button in app.button if button.key == "assignment_compute"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("assignment", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]
