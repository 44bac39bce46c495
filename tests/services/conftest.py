"""The province of `three_counties`, answered, honoured, visited."""

import pytest
import yaml

from assessment.framework.model import Framework
from assessment.store.database import Store
from tests.services import three_counties


@pytest.fixture(scope="session")
def framework() -> Framework:
    return Framework.model_validate(yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8")))


@pytest.fixture
def province(store: Store, framework: Framework) -> Store:
    """Everything the docstring of `three_counties` says. Nothing may be written to it."""
    three_counties.settle(store)
    three_counties.answer(store, framework)
    three_counties.honour(store)
    three_counties.send_teams(store)
    three_counties.visit(store)
    return store
