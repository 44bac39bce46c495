"""The canary province as files: built once, copied by whoever changes or holds it."""

from pathlib import Path

import pytest

from assessment.framework import loader
from assessment.framework.model import Framework
from tests.guards.leaks import canaries


@pytest.fixture(scope="session")
def canary_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rules = tmp_path_factory.mktemp("rules") / "indicators.yaml"
    rules.write_text(canaries.framework_text(), "utf-8")
    return rules


@pytest.fixture(scope="session")
def canary_framework(canary_rules: Path) -> Framework:
    return loader.load(canary_rules)


@pytest.fixture(scope="module")
def canary_file(
    canary_rules: Path, canary_framework: Framework, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A file of a module's own."""
    file = tmp_path_factory.mktemp("leaks") / "canaries.duckdb"
    canaries.build(file, canary_framework, canary_rules.read_text("utf-8"))
    return file
