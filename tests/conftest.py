"""Fixtures many tests share. Stores are in memory unless a test is about the file."""

from collections.abc import Iterator

import pytest

from assessment.store.database import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    opened = Store()
    yield opened
    opened.close()
