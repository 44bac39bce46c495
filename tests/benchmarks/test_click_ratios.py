"""No click gets dearer by half unnoticed; `make bench` writes what is expected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.kit import session, site
from pages.shell import menu
from tests.benchmarks import click_ratios


@pytest.fixture(autouse=True)
def _nothing_open() -> Iterator[None]:
    session.let_go()
    yield
    session.let_go()


def test_every_page_has_an_expected_value() -> None:
    assert set(click_ratios.expected()) == set(site.PAGES)


def test_no_click_costs_half_as_much_again_as_expected(demo_database: Path) -> None:
    assert click_ratios.too_dear(demo_database, click_ratios.expected()) == {}


def test_a_page_that_got_dearer_is_named(
    demo_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = menu.links

    def slowly() -> None:
        for _ in range(20):
            sum(range(100_000))
        drawn()

    monkeypatch.setattr(menu, "links", slowly)
    pages = ["people"]
    assert set(click_ratios.too_dear(demo_database, click_ratios.expected(), pages)) == {"people"}


def test_what_was_kept_is_what_is_expected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click_ratios, "FILE", tmp_path / "ratios.yaml")
    click_ratios.keep({"overview": 12.34, "people": 4.0}, click_ratios.FILE)
    assert click_ratios.expected() == {"overview": 12.3, "people": 4.0}
