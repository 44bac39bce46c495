"""Pages under a framework that has left out what the recorded data still speak of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.framework.loader import DEFAULT, load
from tests.pages.conftest import Opener

Change = Callable[[dict[str, Any]], None]

SHIGU = "430407"
"""A county of the demonstration that did not report competitions in 2024."""


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Lets the app use the shipped framework, changed."""

    def changed(change: Change) -> None:
        entries = yaml.safe_load(DEFAULT.read_text("utf-8"))
        change(entries)
        file = tmp_path / "framework.yaml"
        file.write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
        load(file)
        monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(file))

    return changed


def without(entries: dict[str, Any], name: str, code: str) -> None:
    entries[name] = [each for each in entries[name] if each["code"] != code]


def test_without_problems_the_page_says_so(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    def change(entries: dict[str, Any]) -> None:
        del entries["problems"]

    use(change)
    app = open_page("problems", lang="zh")
    assert not app.exception
    assert "没有列出共性问题" in app.info[0].value
    assert not open_page("overview", lang="zh").exception


def test_a_peer_group_without_a_name_is_called_by_its_code(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    use(lambda entries: without(entries, "peer_groups", "county"))
    app = open_page("county", unit="430626", lang="zh")
    assert not app.exception
    assert any("county" in caption.value for caption in app.caption)


def test_an_honour_that_no_longer_counts_is_worth_a_dash(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    use(lambda entries: without(entries["bonus"], "items", "provincial_honour"))
    app = open_page("county", unit="430626", period="2024", lang="zh")
    assert not app.exception
    assert any("provincial_honour" in str(table.value) for table in app.table)


def test_without_bonus_and_veto_every_page_opens(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    def change(entries: dict[str, Any]) -> None:
        del entries["bonus"], entries["veto"]

    use(change)
    for page in ("overview", "rankings", "framework", "coverage"):
        assert not open_page(page, lang="en").exception, page
    assert not open_page("county", unit="430581", period="2024", lang="en").exception


def filled_in(entries: dict[str, Any]) -> None:
    """Competitions by the mean of all units where a unit did not report them, in any year."""
    entries["unanswered"] = "reweight"
    for strength in entries["strengths"]:
        for indicator in strength["indicators"]:
            if indicator["code"] == "role_competition_rate":
                indicator["imputation"] = "mean"
            if indicator["code"] == "role_satisfaction":
                indicator["scoring"] = {"method": "goalposts", "worst": -0.2, "best": 1}


def test_an_estimate_is_told_as_one_and_not_as_a_missing_score(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    use(filled_in)
    app = open_page("county", unit=SHIGU, period="2024", strength="role_played", lang="zh")
    assert not app.exception
    (line,) = [each for each in app.expander if each.label.startswith("劳动和技能竞赛参与率")]
    assert "◇ 填补值" in line.label.replace("\\", "")
    said = "".join(each.value for each in line.markdown)
    assert "为什么填补" in said
    assert "为什么没有得分" not in said
    assert "权重由其余指标分担" not in said.partition("**得到**")[0]


def test_an_estimate_has_its_sign_where_two_periods_stand_side_by_side(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    use(filled_in)
    app = open_page("compare", unit=SHIGU, period="2024", other_unit="same", lang="zh")
    assert not app.exception
    assert any("◇ 填补值" in str(table.value.to_dict()) for table in app.table)


def test_a_negative_end_stands_in_brackets_after_a_minus(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    use(filled_in)
    app = open_page("county", unit=SHIGU, period="2024", strength="role_played", lang="zh")
    said = "".join(each.value for each in app.markdown)
    assert "− (−20%)" in said
    assert "− -" not in said


def test_who_is_not_ranked_is_told_by_the_rule_in_force(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    def change(entries: dict[str, Any]) -> None:
        entries["screening"] = {"at_least": 0.7, "counted": "indicators"}

    use(change)
    captions = [each.value for each in open_page("overview", period="2024", lang="zh").caption]
    assert any("有真实数据的指标不足适用指标的 70%" in each for each in captions)
    assert not any("填报权重不足" in each for each in captions)


def test_what_cannot_be_scored_is_named_on_every_page_that_shows_scores(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    def change(entries: dict[str, Any]) -> None:
        entries["unanswered"] = "reweight"
        entries["strengths"][1]["aggregation"] = {"method": "geometric"}

    use(change)
    for page in ("overview", "rankings", "county", "compare", "what_if", "problems"):
        parts = ("lifts", "answers", "weights") if page == "what_if" else ("",)
        for part in parts:
            codes = {"unit": SHIGU, "period": "2024", "lang": "zh"}
            app = open_page(page, **codes, **({"part": part} if part else {}))
            assert not app.exception, (page, part)
            assert "无法计分" in app.error[0].value, (page, part)
            said = "".join(each.value for each in app.markdown)
            assert "的得分不大于 0" in said, (page, part)
            assert "攸县 430223" in said, (page, part)
