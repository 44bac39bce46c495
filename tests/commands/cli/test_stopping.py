"""However a command ends, it ends in order: a sentence, an exit code, and nothing half done."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.cli.main import main
from assessment.i18n import LANGUAGES, Messages

ROOT = Path(__file__).parents[3]
FULL = Path("/dev/full")
"""What is written here meets a full disk."""


STOPPABLE = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("assessment", run_name="__main__", alter_sys=True)
"""
"""The command as a terminal starts it: what runs in the background has Ctrl-C ignored, and would
hand that on."""


def started(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STOPPABLE, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("progress", ["0/1", "/367"])
def test_a_build_that_is_stopped_says_so_and_leaves_nothing(
    tmp_path: Path, how: signal.Signals, progress: str
) -> None:
    building = started("demo", "--database", str(tmp_path / "x.duckdb"), "--lang", "en")
    assert building.stderr is not None
    for line in building.stderr:
        if progress in line:
            break
    building.send_signal(how)
    out, err = building.communicate()
    assert building.returncode == 130
    assert err.splitlines()[-1] == Messages("en")("cli.stopped")
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_results_that_find_no_room_are_told(lang: str) -> None:
    with FULL.open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "assessment", "check", "--lang", lang],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [Messages(lang)("cli.disk_full")]


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    checking = started("check")
    assert checking.stdout is not None
    checking.stdout.close()
    assert checking.stderr is not None
    assert checking.stderr.read() == ""
    assert checking.wait() == 0


def test_a_terminal_without_our_characters_stops_nothing() -> None:
    out, err = started("check", "--lang", "zh", PYTHONIOENCODING="ascii").communicate()
    assert err == ""
    assert "indicators.yaml" in out


def test_without_a_command_the_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--lang"], ["check", "--lang"]])
def test_a_language_left_out_is_told(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "--lang" in capsys.readouterr().err
