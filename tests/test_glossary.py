"""The glossary is complete: what stands in it is there, and what is there stands in it."""

import re
from pathlib import Path

from assessment.i18n import code_words
from tests.takers import SERVICES

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")


def test_every_path_exists() -> None:
    named = re.findall(r"`((?:assessment|pages)/[\w/.]+|indicators\.yaml)`", TEXT)
    assert len(named) > 50
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_capability_is_named() -> None:
    districts = {"survey", "scores", "field", "rectification", "office"}
    capabilities = {
        "/".join(parts[: 3 if parts[1] in districts else 2])
        for module in SERVICES
        if len(parts := module.split(".")) > (2 if module.split(".")[1] in districts else 1)
    }
    assert len(capabilities) > 20
    assert {each for each in capabilities if f"`{each}`" not in TEXT} == set()


def test_every_kind_of_code_is_named() -> None:
    assert {kind for kind in code_words() if f"`{kind}`" not in TEXT} == set()
