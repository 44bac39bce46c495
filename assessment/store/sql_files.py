"""Queries, each in a file of its own, found by its name."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assessment.kernel.places import ROOT


@cache
def queries() -> Mapping[str, Path]:
    """Every query by its name. A capability keeps its queries; no two have one name."""
    return {file.stem: file for file in (ROOT / "assessment").rglob("queries/*.sql")}


@cache
def statement(name: str) -> str:
    """The text of a query, as its file had it when it was first asked."""
    return queries()[name].read_text("utf-8")
