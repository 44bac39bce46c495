"""Streamlit's page made ours, and what happens when it is not the page we know."""

from pathlib import Path

import anyio
import pytest

from assessment.i18n import LANGUAGES, Messages
from pages.server import index_page, server
from pages.server.index_page import NO_SCRIPT, PIECES, PageChanged

STREAMLITS = index_page.FILE.read_text("utf-8")


def without(*pieces: str) -> str:
    """Streamlit's page with some of its pieces spelt otherwise."""
    page = STREAMLITS
    for piece in pieces:
        begins = "<noscript>" if piece == NO_SCRIPT else piece
        assert page.count(begins) == 1
        page = page.replace(begins, begins.upper())
    return page


def refused(page: str) -> str:
    with pytest.raises(PageChanged) as error:
        index_page.must_be_known(page)
    return str(error.value.facts["pieces"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_streamlit_s_page_is_in_our_name_and_in_the_language_of_the_link(lang: str) -> None:
    t = Messages(lang)
    page = index_page.ours(STREAMLITS, t)
    assert "./favicon.png" not in page
    assert "<title>Streamlit" not in page
    assert f'<html lang="{"zh-CN" if lang == "zh" else lang}">' in page
    assert f"<title>{t('app.title')}</title>" in page
    assert "./app/static/icon.png" in page
    assert f'<div id="root"><p class="opening">{t("app.opening")}</p></div>' in page
    assert f"<noscript><p>{t('app.needs_javascript')}</p></noscript>" in page
    assert "enable JavaScript" not in page
    first = page.index("<script")
    assert page[first:].startswith("<script>window.__streamlit = {BACKEND_BASE_URL")
    assert page.index("app/static/page.js") < page.index("./static/js/")


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_that_streamlit_writes_otherwise_is_named(piece: str) -> None:
    assert refused(without(piece)) == piece
    with pytest.raises(ValueError, match="not enough values"):
        index_page.ours(without(piece), Messages("zh"))


def test_all_pieces_that_are_gone_are_named_at_once() -> None:
    assert refused(without(*PIECES)) == ", ".join(PIECES)


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_that_stands_there_twice_is_named(piece: str) -> None:
    assert refused(f"{STREAMLITS}{piece}") == piece


def test_the_server_does_not_start_with_another_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "index.html"
    changed.write_text(without("<title>Streamlit</title>"), "utf-8")
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(tmp_path / "empty.duckdb"))
    monkeypatch.setattr(index_page, "FILE", changed)
    index_page.streamlits.cache_clear()

    async def started() -> None:
        async with server.lifespan(None):  # type: ignore[arg-type]  # what it is of is not asked
            pytest.fail("it started")

    with pytest.raises(SystemExit) as end:
        anyio.run(started)
    assert end.value.code == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == len(LANGUAGES)
    for sentence in said:
        assert "<title>Streamlit</title>" in sentence
        assert str(changed) in sentence
