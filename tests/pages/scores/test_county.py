"""The county profile as a reader sees it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from assessment.units import setup
from assessment.units.units_table import Prefecture, Unit
from pages.kit import session
from tests.kit.copies import copied
from tests.pages.conftest import Opener, _links

PINGJIANG, VETOED, SILENT, ASSUMED = "430626", "430582", "431382", "431271"


def words(app: AppTest) -> str:
    """Everything in sentences on the page."""
    said = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(element.value for element in said)


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_names_the_county_its_total_and_its_places(open_page: Opener, lang: str) -> None:
    app = open_page("county", unit=PINGJIANG, period="2024", lang=lang)
    assert not app.exception
    t = Messages(lang)
    assert app.header[0].value == {"zh": "平江县", "en": "Pingjiang County"}[lang]
    told = metrics(app)
    assert float(told[t("county.total")]) > 0
    assert "/" in told[t("county.in_peer_group")]
    assert told[t("county.completeness")].endswith("%")


def chart(app: AppTest, key: str) -> dict[str, Any]:
    """What a chart was given to draw; `AppTest` itself knows no charts."""
    charts = app.get("plotly_chart")
    (found,) = [each for each in charts if each.proto.id.rpartition("-")[2] == key]
    return dict(json.loads(found.proto.spec))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_points_are_shown_to_sum_to_the_base_score(open_page: Opener, lang: str) -> None:
    app = open_page("county", unit=PINGJIANG, period="2024", lang=lang)
    earned, lost = chart(app, "steps")["data"]
    *strengths, base, bonus, total = earned["x"]
    assert len(strengths) == 6
    assert sum(strengths) == pytest.approx(base, abs=1e-9)
    assert base + bonus == pytest.approx(total, abs=1e-9)
    assert sum(lost["x"]) == pytest.approx(100 - base, abs=1e-9)
    assert f"{base:.2f}" in words(app)


def test_a_strength_that_is_opened_is_lit_and_its_indicators_sum_to_it(open_page: Opener) -> None:
    app = open_page("county", unit=PINGJIANG, period="2024", lang="zh")
    app.selectbox(key="opened").select("service_venues").run()
    whole, part = chart(app, "steps"), chart(app, "steps_of")
    *indicators, strength = part["data"][0]["x"]
    place = [each[0] for each in whole["data"][0]["customdata"]].index("service_venues")
    assert sum(indicators) == pytest.approx(strength, abs=1e-9)
    assert strength == pytest.approx(whole["data"][0]["x"][place], abs=1e-9)
    (lit,) = [shape for shape in whole["layout"]["shapes"] if "fillcolor" in shape]
    assert lit["y0"] < whole["data"][0]["y"][place] < lit["y1"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_indicator_opens_to_its_formula_numbers_and_answers(
    open_page: Opener, lang: str
) -> None:
    app = open_page(
        "county", unit=PINGJIANG, period="2024", lang=lang, strength="political_guidance"
    )
    t = Messages(lang)
    title = {"zh": "党建带工建同步率", "en": "Party-building-leads-union-building rate"}[lang]
    (opened,) = [each for each in app.expander if each.label.startswith(title)]
    said = "\n".join(each.value for each in opened.markdown)
    for part in ("county.formula", "county.numbers", "county.rule", "county.source"):
        assert f"**{t(part)}**" in said
    answers = opened.table[0].value
    assert len(answers) == 2
    assert answers[t("county.filing")].str.contains("430626").all()


def test_a_profile_opens_the_strength_that_lost_most(open_page: Opener) -> None:
    app = open_page("county", unit="431225", period="2024", lang="zh")
    lost = chart(app, "steps")["data"][1]
    most = max(range(6), key=lambda place: lost["x"][place])
    assert app.selectbox(key="opened").value == lost["customdata"][most][0]


def test_every_indicator_of_the_chosen_strength_is_listed(open_page: Opener) -> None:
    app = open_page("county", unit=PINGJIANG, period="2024", lang="zh", strength="role_played")
    lines = [each.label for each in app.expander if " 分" in each.label or " · — · " in each.label]
    assert len(lines) == 9


@pytest.mark.parametrize("lang", LANGUAGES)
def test_too_little_data_is_said_and_never_shown_as_zero(open_page: Opener, lang: str) -> None:
    app = open_page("county", unit=SILENT, period="2024", lang=lang)
    t = Messages(lang)
    told = metrics(app)
    assert told[t("county.total")] == "—"
    assert told[t("county.grade")] == "—"
    assert told[t("county.in_peer_group")].startswith("— / ")
    assert {"zh": "没有总分", "en": "No total"}[lang] in words(app)
    assert t("county.sums_to_nothing") in words(app)
    (bars,) = chart(app, "steps")["data"]
    assert None in bars["x"]
    assert 0 not in bars["x"]


def test_a_strength_without_a_score_in_a_known_total_has_a_reason_and_no_bar(
    open_page: Opener,
) -> None:
    app = open_page("county", unit="430321", period="2024", lang="zh", opened="institutions")
    earned, _ = chart(app, "steps")["data"]
    place = [each[0] for each in earned["customdata"]].index("institutions")
    assert earned["x"][place] is None
    assert "没有得分，不计入" in json.dumps(chart(app, "steps")["layout"], ensure_ascii=False)
    assert "没有得分（不等于 0 分）：有得分的部分占" in words(app)


def test_a_veto_is_shown_with_its_reason_and_day(open_page: Opener) -> None:
    app = open_page("county", unit=VETOED, period="2024", lang="zh")
    (veto,) = app.error
    assert veto.value.startswith("✘ 一票否决（未完成职工互助保障任务，2024-11-27）")
    assert "原因：" in veto.value


def test_what_nobody_can_tell_is_apart_from_what_does_not_hold(open_page: Opener) -> None:
    app = open_page("county", unit=SILENT, period="2024", lang="zh")
    (unknown,) = [each for each in app.expander if each.label.startswith("无法判断")]
    assert "不等于没有问题" in unknown.caption[0].value
    assert unknown.markdown[0].value.count("- ") > 0


def test_a_unit_no_official_list_names_says_so(open_page: Opener) -> None:
    app = open_page("county", unit=ASSUMED, period="2024", lang="zh")
    assert Messages("zh")("county.assumed") in words(app)


def test_no_name_is_read_as_markdown(
    demo_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture in a name would even be asked for at another host."""
    name, prefecture = "![x](http://stranger.example/x.png)", "**岳** $x$"
    database = copied(demo_database, tmp_path / "named.duckdb")
    store = Store(database)
    here = next(u for u in store.ask("unit", Unit) if u.unit == PINGJIANG)
    around = next(p for p in store.ask("prefecture", Prefecture) if p.prefecture == here.prefecture)
    setup.found(store, OPERATOR, [replace(around, name=prefecture)], [replace(here, name=name)])
    store.close()
    open_named = _links(database, monkeypatch, {})
    app = open_named("county", unit=PINGJIANG, lang="zh")
    assert not app.exception
    read = [words(app), *(header.value for header in app.header), *metrics(app)]
    read += [each.label for each in app.expander]
    read += [str(word) for table in app.table for word in table.value.columns]
    read += [str(word) for table in app.table for word in table.value.to_numpy().ravel()]
    assert session.plain(name) in read
    assert [text for text in read if name in text or prefecture in text] == []


def test_a_unit_that_is_not_there_is_named_in_a_sentence(open_page: Opener) -> None:
    app = open_page("county", unit="999999", lang="zh")
    assert not app.exception
    assert any("999999" in warning.value for warning in app.warning)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("county", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_unit")]
