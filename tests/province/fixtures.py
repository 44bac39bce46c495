"""The province of `three_counties`, answered, honoured, visited."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from assessment.framework.model import Framework
from assessment.store.database import Store
from tests import stores
from tests.services import three_counties


@pytest.fixture(scope="session")
def framework() -> Framework:
    return Framework.model_validate(yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8")))


@pytest.fixture(scope="session")
def province_database(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Path:
    """Everything the docstring of `three_counties` says, in a file."""
    file = tmp_path_factory.mktemp("province") / "province.duckdb"
    store = Store(file)
    three_counties.settle(store)
    three_counties.answer(store, framework)
    three_counties.honour(store)
    three_counties.send_teams(store)
    three_counties.visit(store)
    store.close()
    return file


@pytest.fixture
def province(province_database: Path) -> Iterator[Store]:
    """A store that holds what `province_database` does."""
    with stores.beginning_as(province_database) as store:
        yield store
