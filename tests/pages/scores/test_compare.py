"""Two scores side by side as a reader sees them."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework.loader import DEFAULT, load
from assessment.i18n import LANGUAGES, Messages
from pages.kit import session
from tests.pages.conftest import Opener

PINGJIANG, SHAODONG, SILENT = "430626", "430582", "431382"


def drawn(app: AppTest, key: str) -> dict[str, Any]:
    charts = app.get("plotly_chart")
    (found,) = [each for each in charts if each.proto.id.rpartition("-")[2] == key]
    return dict(json.loads(found.proto.spec))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_first_a_county_is_compared_with_itself_a_period_before(
    open_page: Opener, lang: str
) -> None:
    app = open_page("compare", unit=PINGJIANG, period="2024", lang=lang)
    assert not app.exception
    assert (app.selectbox(key="other_unit").value, app.selectbox(key="other_period").value) == (
        "same",
        "2023",
    )
    t = Messages(lang)
    assert any(t("bridge.method") == each.label for each in app.expander), "why it moved"


def test_another_county_is_compared_in_the_same_period(open_page: Opener) -> None:
    app = open_page("compare", unit=PINGJIANG, period="2024", lang="zh")
    app.selectbox(key="other_unit").select(SHAODONG).run()
    assert not app.exception
    assert app.selectbox(key="other_period").value == "2024"
    assert app.header[0].value == "平江县 与 邵东市"


def test_the_sentence_below_the_bars_adds_up_to_the_difference_that_is_told(
    open_page: Opener,
) -> None:
    app = open_page("compare", unit=PINGJIANG, period="2024", other_unit=SHAODONG, lang="zh")
    (told,) = [each.value for each in app.metric if each.label.startswith("相差")]
    (sentence,) = [each.value for each in app.caption if "按原定权重合计" in each.value]
    difference, own, bonus, reweighted = map(number, re.findall(r"[+−]?\d+\.\d\d", sentence))
    assert difference == number(str(told))
    assert own + bonus + reweighted == pytest.approx(difference, abs=0.015)


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_the_bars_of_the_strengths_are_drawn_from_the_longest_on(open_page: Opener) -> None:
    app = open_page("compare", unit=PINGJIANG, period="2024", other_unit=SHAODONG, lang="zh")
    (bars,) = drawn(app, "differences")["data"]
    drawn_from = [
        abs(x) for x, text in zip(bars["x"], bars["text"], strict=True) if "总分" not in text
    ]
    assert drawn_from == sorted(drawn_from, reverse=True)


def test_without_a_total_scores_are_compared_and_no_points(open_page: Opener) -> None:
    app = open_page("compare", unit=PINGJIANG, period="2024", other_unit=SILENT, lang="zh")
    assert not app.exception
    assert any("涟源市没有总分" in each.value for each in app.info)
    assert not app.get("plotly_chart")
    cells = "".join(str(table.value) for table in app.table)
    assert "缺数据" in cells
    assert "得 0" not in cells


def test_the_same_county_in_the_same_period_is_a_sentence(open_page: Opener) -> None:
    app = open_page("compare", unit=PINGJIANG, period="2024", other_period="2024", lang="zh")
    assert not app.exception
    assert [each.value for each in app.info] == [Messages("zh")("compare.with_itself")]


def test_a_link_with_all_four_codes_shows_just_that(open_page: Opener) -> None:
    app = open_page(
        "compare",
        unit=PINGJIANG,
        period="2023",
        other_unit=SHAODONG,
        other_period="2022",
        lang="zh",
    )
    assert app.header[0].value == "平江县 2023 与 邵东市 2022"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_strength_without_a_score_is_marked_and_not_drawn_as_a_difference_from_zero(
    open_page: Opener, lang: str
) -> None:
    """湘乡 filed too little of the leadership team in 2024, and yet enough for a total."""
    app = open_page(
        "compare",
        unit=PINGJIANG,
        period="2024",
        other_unit="430382",
        other_period="2024",
        lang=lang,
    )
    assert not app.exception
    t = Messages(lang)
    (strength,) = [each for each in load(DEFAULT).strengths if each.short.zh == "班子队伍"]
    told = session.plain(t("compare.one_side", strengths=t.of(strength.short)))
    assert told in [each.value for each in app.caption]
    assert t.of(strength.short) not in drawn(app, "differences")["data"][0]["y"]
    (line,) = [each.label for each in app.expander if t.of(strength.title) in each.label]
    assert t("explained.uncounted") in line
