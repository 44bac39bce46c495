"""The framework in words: the shipped one, whole; and dated numbers as they were in a period."""

import math
from pathlib import Path

import pytest

from assessment.errors import NotAllowed
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.framework.questions import asked_in
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import Actor
from assessment.kernel.roles import ROLES, Role
from assessment.scores.framework_guide import framework_guide as guide
from assessment.scores.framework_guide import framework_scheme as scheme
from tests.kit.province.three_counties import READER

GROUPED = Path(__file__).parents[1] / "foundation" / "framework" / "good.yaml"


@pytest.fixture(scope="module")
def shipped() -> Framework:
    return loader.load(loader.DEFAULT)


@pytest.fixture(scope="module")
def grouped() -> Framework:
    """With groups in groups, and means of all kinds."""
    return loader.load(GROUPED)


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


def test_groups_stand_between_strengths_and_indicators(grouped: Framework) -> None:
    table = guide.weights(grouped, READER, "2024", Messages("zh")).set_index("code")
    assert list(table.index[table["strength"] == "growing"]) == [
        *("growing", "people", "size", "membership", "women", "pace", "sessions", "reach")
    ]
    assert table.loc["membership", "parent"] == "size"
    assert table.loc["size", "parent"] == "people"
    assert table.loc["size", "weight"] == pytest.approx(20 * 13 / 20 * 8 / 13)
    assert table.loc["membership", "weight"] == pytest.approx(20 * 13 / 20 * 8 / 13 * 6 / 8)
    for code in ("growing", "people", "size"):
        parts = table.loc[table["parent"] == code, "weight"]
        assert math.fsum(parts) == pytest.approx(table.loc[code, "weight"])


def test_an_indicator_says_the_path_of_its_groups(grouped: Framework) -> None:
    table = guide.indicators(grouped, READER, "2024", Messages("zh")).set_index("indicator")
    assert table.loc["women", "group"] == "队伍 › 规模"
    assert table.loc["pace", "group"] == "队伍"
    assert table.loc["reach", "group"] == ""
    assert "ln(数值 + 1)" in table.loc["membership", "treatment"]
    assert "上一周期" in table.loc["membership", "imputation"]
    assert table.loc["membership", "control"] != ""
    assert table.loc["reach", "treatment"] == table.loc["reach", "control"] == ""


def test_levels_are_listed_where_they_are_not_all_plain_means(
    grouped: Framework, shipped: Framework
) -> None:
    assert scheme.levels(shipped, READER, "2024", Messages("zh")).empty
    table = scheme.levels(grouped, READER, "2024", Messages("zh")).set_index("level")
    assert list(table.index) == ["total", "leading", "serving", "growing", "people", "size"]
    assert math.isnan(table.loc["total", "weight"])
    assert "幂次为 0.5 的广义平均；有得分的不足适用权重的 70%" in table.loc["total", "said"]
    assert "几何平均" in table.loc["people", "said"]
    assert "适用项数的 80%" in table.loc["people", "said"]
    assert "算术平均" in table.loc["size", "said"]
    assert table.loc["size", "title"] == "发展强 › 队伍 › 规模"


def test_the_steps_are_those_of_the_framework(grouped: Framework, shipped: Framework) -> None:
    ours = " ".join(scheme.steps(shipped, READER, "2024", Messages("zh")))
    assert "换算成 0–100 分" in ours
    assert "各目标得分再按权重平均" in ours
    assert "少于 5 个时，改与全部单位比较" in ours
    assert "数据完整度不足 80% 的，不计总分" in ours
    assert "填补" not in ours
    other = " ".join(scheme.steps(grouped, READER, "2024", Messages("zh")))
    assert "有的规则不限于 0–100 分" in other
    assert "不足适用指标的 60% 的，不计总分" in other
    assert "有 1 个指标写明了没有填时怎样填补" in other
    assert "有 4 个指标要与其他单位比较" in other
    assert "0–100 分。" not in other.partition("不限于")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_is_told_in_full_in_each_language(shipped: Framework, lang: str) -> None:
    table = guide.indicators(shipped, READER, "2024", Messages(lang))
    assert list(table["indicator"]) == [each.code for _, each in shipped.indicators("2024")]
    may_be_empty = ["group", "treatment", "imputation", "exceptions", "control"]
    assert (table.drop(columns=["weight", *may_be_empty]) != "").all(axis=None)
    codes = set(shipped.field_by_code)
    words_of = ("formula", "treatment", "rule", "imputation", "exceptions")
    for words in (words for column in words_of for words in table[column]):
        assert not codes & set(words.replace("(", " ").replace(")", " ").split()), words


def test_indicators_are_filtered_by_strength_and_basis(shipped: Framework) -> None:
    t = Messages("zh")
    every = guide.indicators(shipped, READER, "2024", t)
    proposals = guide.indicators(shipped, READER, "2024", t, basis="proposal")
    documents = guide.indicators(shipped, READER, "2024", t, basis="document")
    assert len(proposals) + len(documents) == len(every)
    assert list(every["indicator"]) == [i.code for _, i in shipped.indicators("2024")]
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
    table = guide.fields(shipped, READER, "2024", Messages("zh")).set_index("field")
    assert list(table.index) == [field.code for field in asked_in(shipped, "2024")]
    assert table.loc["party_sessions_n", "measure"] == "次"
    assert table.loc["fed_truck_yn", "measure"] == "是 / 否"
    assert "0 未纳入" in table.loc["perf_inclusion_level", "measure"]
    assert table.loc["nonpublic_party_and_union_n", "part_of"] == "有党组织的非公企业数"
    assert table.loc["ent25_total_n", "part_of"] == ""


def test_fields_are_those_of_a_strength_s_sheet(shipped: Framework) -> None:
    table = guide.fields(shipped, READER, "2024", Messages("en"), "organisation")
    asked = [field.code for field in asked_in(shipped, "2024", ["organisation"])]
    assert list(table["field"]) == asked


def test_bonus_veto_grades_and_groups_are_whole(shipped: Framework) -> None:
    t = Messages("en")
    bonus = guide.additions(shipped, READER, "2024", t)
    assert shipped.bonus is not None
    assert set(bonus["item"]) == {item.code for item in shipped.bonus.items}
    first = bonus.iloc[0]
    assert (first["item"], first["level"], first["points"]) == ("national_honour", "national", 1)
    assert shipped.veto is not None
    assert len(guide.vetoes(shipped, READER, t)) == len(shipped.veto.items)
    grades = guide.grades(shipped, READER, "2024")
    assert list(grades["grade"]) == ["strong", "fairly_strong", "average", "needs_work"]
    assert list(grades["at_least"]) == [85, 70, 60, 0]
    groups = guide.peer_groups(shipped, READER, t)
    assert len(groups) == len(shipped.peer_groups)
    assert (groups["note"] != "").all()


def test_a_framework_without_bonus_or_veto_has_empty_lists(framework: Framework) -> None:
    bare = framework.model_copy(update={"bonus": None, "veto": None})
    assert guide.additions(bare, READER, "2024", Messages("zh")).empty
    assert guide.vetoes(bare, READER, Messages("zh")).empty


def test_a_role_that_may_not_read_the_framework_is_refused(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "guest", Role(frozenset()))
    guest, t = Actor("guest", "guest"), Messages("zh")
    for ask in (
        lambda: guide.weights(framework, guest, "2024", t),
        lambda: guide.indicators(framework, guest, "2024", t),
        lambda: guide.fields(framework, guest, "2024", t),
        lambda: guide.additions(framework, guest, "2024", t),
        lambda: guide.vetoes(framework, guest, t),
        lambda: guide.grades(framework, guest, "2024"),
        lambda: guide.peer_groups(framework, guest, t),
        lambda: scheme.steps(framework, guest, "2024", t),
        lambda: scheme.levels(framework, guest, "2024", t),
    ):
        with pytest.raises(NotAllowed):
            ask()
