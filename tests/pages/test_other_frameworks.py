"""Pages under a framework that has left out what the recorded data still speak of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.framework.loader import DEFAULT, load
from tests.pages.conftest import Opener

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Lets the app use the shipped framework, changed."""

    def changed(change: Change) -> None:
        entries = yaml.safe_load(DEFAULT.read_text("utf-8"))
        change(entries)
        file = tmp_path / "framework.yaml"
        file.write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
        load(file)
        monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(file))

    return changed


def without(entries: dict[str, Any], name: str, code: str) -> None:
    entries[name] = [each for each in entries[name] if each["code"] != code]


def test_without_problems_the_page_says_so(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    def change(entries: dict[str, Any]) -> None:
        del entries["problems"]

    use(change)
    app = open_page("problems", lang="zh")
    assert not app.exception
    assert "没有列出共性问题" in app.info[0].value
    assert not open_page("overview", lang="zh").exception


def test_a_peer_group_without_a_name_is_called_by_its_code(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    use(lambda entries: without(entries, "peer_groups", "county"))
    app = open_page("county", unit="430626", lang="zh")
    assert not app.exception
    assert any("county" in caption.value for caption in app.caption)


def test_an_honour_that_no_longer_counts_is_worth_a_dash(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    use(lambda entries: without(entries["bonus"], "items", "provincial_honour"))
    app = open_page("county", unit="430626", period="2024", lang="zh")
    assert not app.exception
    assert any("provincial_honour" in str(table.value) for table in app.table)


def test_without_bonus_and_veto_every_page_opens(
    use: Callable[[Change], None], open_page: Opener
) -> None:
    def change(entries: dict[str, Any]) -> None:
        del entries["bonus"], entries["veto"]

    use(change)
    for page in ("overview", "rankings", "framework", "coverage"):
        assert not open_page(page, lang="en").exception, page
    assert not open_page("county", unit="430581", period="2024", lang="en").exception
