"""The report of `make bench`; `tests/commands` runs its miniature."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pages.kit import session
from tests.benchmarks import demonstration, report, viewing
from tests.benchmarks.scale import MINIATURE, Scale
from tests.load import load

ROOT = Path(__file__).parents[2]


def test_what_cannot_be_measured_is_known_before_the_whole_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[Scale] = []

    def sound(scale: Scale, file: Path) -> report.Rows:
        measured.append(scale)
        yield ["1"]

    def broken(scale: Scale, file: Path) -> report.Rows:
        yield [str(1 / 0)]

    monkeypatch.setattr(report, "PARTS", [report.Part(("one",), sound), report.Part((), broken)])
    with pytest.raises(ZeroDivisionError):
        report.main(["--database", str(an_empty_file(tmp_path))])
    assert measured == [MINIATURE]


def test_the_whole_begins_as_if_no_page_had_run_in_the_miniature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs: list[ModuleType] = []

    def page(scale: Scale, file: Path) -> report.Rows:
        programs.append(sys.modules["__main__"])
        sys.modules["__main__"] = ModuleType("a page")
        yield ["1"]

    monkeypatch.setitem(sys.modules, "__main__", own := ModuleType("the report"))
    monkeypatch.setattr(report, "PARTS", [report.Part(("one",), page)])
    report.main(["--database", str(an_empty_file(tmp_path))])
    assert programs == [own, own]


def an_empty_file(folder: Path) -> Path:
    file = folder / "demonstration.duckdb"
    file.touch()
    return file


def test_a_page_that_asks_to_sign_in_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(tmp_path / "empty.duckdb"))
    with (
        demonstration.visited("the token of nobody"),
        pytest.raises(RuntimeError, match="overview was not shown"),
    ):
        viewing.opened("overview")
    session.store().close()


def test_every_table_of_the_document_is_one_that_is_printed_again() -> None:
    text = (ROOT / "docs" / "performance.md").read_text("utf-8")
    tables = re.findall(r"^\| (.+) \|\n\|(?:---:\|)+$", text, re.MULTILINE)
    assert tables
    printed = [*(part.heads for part in report.PARTS), load.HEADS]
    assert set(tables) <= {" | ".join(heads) for heads in printed}
