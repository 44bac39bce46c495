"""The Excel files, as they arrive: somebody who holds only the file must know what it is."""

from pathlib import Path

import openpyxl
import pytest

from assessment.framework import loader
from assessment.i18n import Messages
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

FINGERPRINT = loader.fingerprint(loader.DEFAULT.read_bytes())

HUAIHUA = "怀化市"


@pytest.mark.parametrize("page", ["rankings", "problems", "coverage", "health", "framework"])
def test_a_file_says_of_what_and_from_what_it_is(visit: Visitor, page: str, tmp_path: Path) -> None:
    seen = visit(f"/{page}?lang=zh&period=2023&scope=prefecture:431200")
    with seen.page.expect_download() as arriving:
        seen.page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    name = arriving.value.suggested_filename
    arriving.value.save_as(tmp_path / name)
    assert "2023" in name
    for sheet in openpyxl.load_workbook(tmp_path / name):
        above = [str(row[0].value) for row in sheet.iter_rows(max_row=4)]
        assert "2023" in above[0]
        assert Messages("zh")("workbook.demonstration") in above
        assert any(FINGERPRINT[:12] in line for line in above)
        if page != "framework":
            assert HUAIHUA in name
            assert HUAIHUA in above[0]


def test_each_sheet_has_its_own_headers(visit: Visitor, tmp_path: Path) -> None:
    """The indicators' first column is not the fields'."""
    t = Messages("zh")
    seen = visit("/framework?lang=zh")
    with seen.page.expect_download() as arriving:
        seen.page.get_by_test_id("stDownloadButton").get_by_role("button").first.click()
    arriving.value.save_as(tmp_path / "framework.xlsx")
    heads = [
        {cell.value for cell in sheet["A"]}
        for sheet in openpyxl.load_workbook(tmp_path / "framework.xlsx")
    ]
    assert t("framework.indicator") in heads[0]
    assert t("framework.field") in heads[1]
