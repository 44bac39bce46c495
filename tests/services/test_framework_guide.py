"""The framework in words: the shipped one, whole; and dated numbers as they were in a period."""

import math

import pytest

from assessment.errors import NotAllowed
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.services import framework_guide as guide
from assessment.services.people import VERBS, Actor
from tests.services.three_counties import READER


@pytest.fixture(scope="module")
def shipped() -> Framework:
    return loader.load(loader.DEFAULT)


def test_weights_of_parts_add_up_to_their_whole(shipped: Framework) -> None:
    table = guide.weights(shipped, READER, "2024", Messages("zh"))
    whole = table[table["parent"] == ""].set_index("code")["weight"]
    parts = table[table["parent"] != ""].groupby("parent")["weight"].agg(math.fsum)
    assert math.fsum(whole) == pytest.approx(100)
    for strength, weight in whole.items():
        assert parts[strength] == pytest.approx(weight)


def test_weights_are_parts_of_their_strength_whatever_the_scale(framework: Framework) -> None:
    table = guide.weights(framework, READER, "2024", Messages("zh")).set_index("code")["weight"]
    assert table["work"] == 60
    assert table["rate"] == pytest.approx(60 * 60 / 100)
    assert table["windows"] == pytest.approx(40 * 50 / 100)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_is_told_in_full_in_each_language(shipped: Framework, lang: str) -> None:
    table = guide.indicators(shipped, READER, "2024", Messages(lang))
    assert list(table["indicator"]) == list(shipped.indicator_by_code)
    filled = table.drop(columns="exceptions")
    assert (filled.drop(columns="weight") != "").all(axis=None)
    codes = set(shipped.field_by_code)
    for words in (*table["formula"], *table["rule"], *table["exceptions"]):
        assert not codes & set(words.replace("(", " ").replace(")", " ").split()), words


def test_indicators_are_filtered_by_strength_and_basis(shipped: Framework) -> None:
    t = Messages("zh")
    every = guide.indicators(shipped, READER, "2024", t)
    proposals = guide.indicators(shipped, READER, "2024", t, basis="proposal")
    documents = guide.indicators(shipped, READER, "2024", t, basis="document")
    assert len(proposals) + len(documents) == len(every) == 48
    venues = guide.indicators(shipped, READER, "2024", t, "service_venues")
    assert set(venues["strength"]) == {"服务阵地强"}
    both = guide.indicators(shipped, READER, "2024", t, "service_venues", "proposal")
    assert set(both["indicator"]) == set(venues["indicator"]) & set(proposals["indicator"])


def test_a_dated_number_is_told_as_it_holds_in_the_period(framework: Framework) -> None:
    t = Messages("en")
    rules = {
        period: guide.indicators(framework, READER, period, t).set_index("indicator")["rule"]
        for period in ("2024", "2030")
    }
    assert "2 → 100" in rules["2024"]["meetings"]
    assert "4 → 100" in rules["2030"]["meetings"]


def test_every_field_says_what_an_answer_is(shipped: Framework) -> None:
    table = guide.fields(shipped, READER, Messages("zh")).set_index("field")
    assert len(table) == 89
    assert table.loc["party_sessions_n", "measure"] == "次"
    assert table.loc["fed_truck_yn", "measure"] == "是 / 否"
    assert "0 未纳入" in table.loc["perf_inclusion_level", "measure"]
    assert table.loc["nonpublic_party_and_union_n", "part_of"] == "有党组织的非公企业数"
    assert table.loc["ent25_total_n", "part_of"] == ""


def test_fields_are_those_of_a_strength_s_sheet(shipped: Framework) -> None:
    table = guide.fields(shipped, READER, Messages("en"), "organisation")
    asked = [f.code for f in shipped.fields if f.strength == "organisation"]
    assert list(table["field"]) == asked


def test_bonus_veto_grades_and_groups_are_whole(shipped: Framework) -> None:
    t = Messages("en")
    bonus = guide.additions(shipped, READER, "2024", t)
    assert bonus["item"].nunique() == 6
    first = bonus.iloc[0]
    assert (first["item"], first["level"], first["points"]) == ("national_honour", "national", 1)
    assert len(guide.vetoes(shipped, READER, t)) == 8
    grades = guide.grades(shipped, READER, "2024")
    assert list(grades["grade"]) == ["strong", "fairly_strong", "average", "needs_work"]
    assert list(grades["at_least"]) == [85, 70, 60, 0]
    groups = guide.peer_groups(shipped, READER, t)
    assert len(groups) == 5
    assert (groups["note"] != "").all()


def test_a_framework_without_bonus_or_veto_has_empty_lists(framework: Framework) -> None:
    bare = framework.model_copy(update={"bonus": None, "veto": None})
    assert guide.additions(bare, READER, "2024", Messages("zh")).empty
    assert guide.vetoes(bare, READER, Messages("zh")).empty


def test_a_role_that_may_not_read_the_framework_is_refused(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERBS, "guest", frozenset())
    guest, t = Actor("guest", "guest"), Messages("zh")
    for ask in (
        lambda: guide.weights(framework, guest, "2024", t),
        lambda: guide.indicators(framework, guest, "2024", t),
        lambda: guide.fields(framework, guest, t),
        lambda: guide.additions(framework, guest, "2024", t),
        lambda: guide.vetoes(framework, guest, t),
        lambda: guide.grades(framework, guest, "2024"),
        lambda: guide.peer_groups(framework, guest, t),
    ):
        with pytest.raises(NotAllowed):
            ask()
