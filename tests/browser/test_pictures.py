"""Every picture of the documents can still be taken: what it shows is there to be pressed and cut.

On one prefecture in one year, which has all that most of them show.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from scripts import screenshot
from tests.browser.conftest import Server, serve
from tests.kit.copies import copied

pytestmark = pytest.mark.browser

ELSEWHERE = ("guides/county-form", "guides/county-evidence", "guides/reviewer-return")
"""Of counties in other prefectures; only `make screenshot` itself takes these."""


@pytest.fixture(scope="module")
def small_server(small_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    copy = copied(small_demo, tmp_path_factory.mktemp("pictured") / "small.duckdb")
    with serve(copy) as running:
        yield running


@pytest.fixture(scope="module")
def sized(chromium: Browser) -> Callable[[tuple[int, int]], BrowserContext]:
    return cache(partial(screenshot.context_of, chromium))


@pytest.mark.parametrize("name", [name for name in screenshot.PICTURES if name not in ELSEWHERE])
def test_a_picture_can_be_taken(
    name: str,
    small_server: Server,
    sized: Callable[[tuple[int, int]], BrowserContext],
    tmp_path: Path,
) -> None:
    file, shot = tmp_path / f"{name}.png", screenshot.PICTURES[name]
    screenshot.take(shot, sized(shot.size), small_server.url, file)
    assert Image.open(file).width > 300
