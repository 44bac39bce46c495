"""The framework as people read it."""

import json
from pathlib import Path

import pytest

from assessment.framework.questions import asked_in
from assessment.i18n import LANGUAGES, Messages
from pages.kit import session
from tests.pages.conftest import Opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_is_there_with_its_rule(open_page: Opener, lang: str) -> None:
    app = open_page("framework", period="2024", lang=lang)
    assert not app.exception
    table = app.dataframe[0].value
    assert len(table) == len(list(session.framework().indicators("2024")))
    assert (table[["title", "formula", "rule", "evidence", "source"]] != "").all(axis=None)
    signs = {Messages(lang)("framework.document"), Messages(lang)("framework.proposal")}
    assert set(table["basis_said"]) == signs


def test_the_counts_of_documents_and_proposals_are_said(open_page: Opener) -> None:
    app = open_page("framework", period="2024", lang="zh")
    table = app.dataframe[0].value
    documents = (table["basis_said"] == "■ D 有文件依据").sum()
    lead = app.markdown[0].value
    fields = len(asked_in(session.framework(), "2024"))
    assert f"{len(table)} 个指标、{fields} 个填报项" in lead
    assert f"{documents} 个指标的标准有文件依据" in lead
    assert f"{len(table) - documents} 个为建议值" in lead


def test_a_link_shows_one_strength_s_proposals(open_page: Opener) -> None:
    app = open_page("framework", strength="service_venues", basis="proposal", lang="zh")
    table = app.dataframe[0].value
    assert set(table["strength"]) == {"服务阵地强"}
    assert set(table["basis_said"]) == {"□ P 建议值"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_framework_can_be_read_before_anything_is_recorded(
    open_empty: Opener, lang: str
) -> None:
    app = open_empty("framework", lang=lang)
    assert not app.exception
    assert not app.info
    assert not app.dataframe[0].value.empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_groups_treatments_and_means_are_shown_where_a_framework_has_them(
    open_empty: Opener, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    file = Path(__file__).parents[2] / "foundation" / "framework" / "good.yaml"
    monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(file))
    app = open_empty("framework", lang=lang)
    assert not app.exception
    t = Messages(lang)
    assert {"group", "treatment", "imputation", "control"} <= set(app.dataframe[0].value)
    assert t("framework.levels_header") in [header.value for header in app.header]
    assert any(t("framework.in_no_group") in each.value for each in app.markdown)
    (drawn,) = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    parents = dict(zip(drawn["ids"], drawn["parents"], strict=True))
    assert (parents["membership"], parents["size"], parents["people"]) == (
        *("size", "people", "growing"),
    )


def test_a_framework_without_groups_says_nothing_of_them(open_page: Opener) -> None:
    app = open_page("framework", period="2024", lang="zh")
    assert "group" not in app.dataframe[0].value
    assert "imputation" not in app.dataframe[0].value
    t = Messages("zh")
    assert t("framework.levels_header") not in [header.value for header in app.header]
    assert not any(t("framework.in_no_group") in each.value for each in app.markdown)
