"""The administrator sees how it stands with the backups, and makes one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.i18n import LANGUAGES, Messages
from assessment.office.backups import backup_plan
from tests.pages.conftest import Opener, file_opener

KEEPER = "demo-administrator"


@pytest.fixture
def open_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    yield from file_opener(tmp_path / "own.duckdb", monkeypatch)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_button_makes_a_backup_which_is_green_then(
    open_file: Opener, tmp_path: Path, lang: str
) -> None:
    t = Messages(lang)
    app = open_file("audit", as_=KEEPER, lang=lang)
    # Streamlit takes the sign before a sentence for an icon.
    never, unrehearsed = (
        t(key).removeprefix("✖ ") for key in ("backup.never", "backup.never_rehearsed")
    )
    assert [each.value for each in app.error] == [never, unrehearsed]
    app.button(key="backup_now").click().run()
    assert not app.exception
    (file,) = (tmp_path / "backups").iterdir()
    assert f"{file.stat().st_size / 1e6:.1f} MB" in app.success[0].value
    assert [each.value for each in app.error] == [unrehearsed]
    app.button(key="backup_rehearse").click().run(timeout=600)
    assert not app.error
    assert len(app.success) == 2


def test_where_there_is_no_room_it_is_said_before_anybody_tries(
    open_file: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(backup_plan.FOLDER, str(tmp_path / "no" / "where"))
    app = open_file("audit", as_=KEEPER, lang="en")
    assert "no/where" in app.error[-1].value
    app.button(key="backup_now").click().run()
    assert not app.exception
    assert any("cannot be written" in each.value for each in app.error)


def test_who_looks_through_an_administrator_s_eyes_makes_none(open_file: Opener) -> None:
    assert "backup_now" not in {each.key for each in open_file("audit", lang="zh").button}
