"""The framework as people read it."""

import pytest

from assessment.i18n import LANGUAGES, Messages
from tests.pages.conftest import Opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_is_there_with_its_rule(open_page: Opener, lang: str) -> None:
    app = open_page("framework", period="2024", lang=lang)
    assert not app.exception
    table = app.dataframe[0].value
    assert len(table) == 48
    assert (table[["title", "formula", "rule", "evidence", "source"]] != "").all(axis=None)
    signs = {Messages(lang)("framework.document"), Messages(lang)("framework.proposal")}
    assert set(table["basis_said"]) == signs


def test_the_counts_of_documents_and_proposals_are_said(open_page: Opener) -> None:
    app = open_page("framework", period="2024", lang="zh")
    documents = (app.dataframe[0].value["basis_said"] == "■ D 有文件依据").sum()
    lead = app.markdown[0].value
    assert "48 个指标、89 个填报项" in lead
    assert f"{documents} 个指标的标准有文件依据" in lead
    assert f"{48 - documents} 个为建议值" in lead


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
    assert len(app.dataframe[0].value) == 48
