"""Every target of the Makefile, run as somebody types it, in a copy of this checkout.

The long ones in miniature. Each says what it leaves behind: no file but that has changed.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from PIL import Image

from scripts import serving
from scripts.checkout import ROOT
from tests.benchmarks import report
from tests.commands.checkout import Checkout, clean_environment
from tests.commands.conftest import DATABASE
from tests.commands.named import targets
from tests.kit.copies import copied

PART = "--prefecture 430600 --period 2024"
BUILT = {DATABASE, f"{DATABASE}.evidence/"}
PATIENCE = 600.0
"""Seconds until we give up waiting: machines that run tests are often busy."""


def test_help_lists_every_target_that_is_meant_for_people(here: Checkout) -> None:
    listed = here.run("make help")
    assert listed.returncode == 0
    said = dict(line.split(maxsplit=1) for line in listed.stdout.splitlines())
    makefile = (here.folder / "Makefile").read_text("utf-8")
    assert set(said) == set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert here.run("make").stdout == listed.stdout
    assert here.changed() == set()


@pytest.mark.thorough
def test_check_runs_the_style_of_everything_and_the_tests_it_is_given(checked: Checkout) -> None:
    done = checked.run("make check ARGS=tests/test_errors.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Success: no issues found" in done.stdout
    assert "0 broken" in done.stdout
    assert "[100%]" in done.stdout
    assert checked.changed() == set()


@pytest.mark.thorough
def test_check_stops_at_what_is_not_as_it_should_be(checked: Checkout) -> None:
    with (checked.folder / "app.py").open("a") as file:
        file.write("import   os\n")
    assert checked.run("make check ARGS=tests/test_errors.py").returncode != 0


@pytest.mark.thorough
def test_fast_runs_what_a_change_touches_and_nothing_twice(here: Checkout) -> None:
    command = "make fast ARGS='tests/test_errors.py tests/test_glossary.py'"
    assert "tests/test_errors.py" in here.run(command).stdout
    assert "tests/test_errors.py" not in here.run(command).stdout
    errors = here.folder / "assessment" / "errors.py"
    text = errors.read_text("utf-8")
    errors.write_text(text.replace("self.facts = facts", "self.facts = dict(facts)"))
    again = here.run(command).stdout
    assert "tests/test_errors.py" in again
    assert "tests/test_glossary.py" not in again
    with (here.folder / "indicators.yaml").open("a") as rules:
        rules.write("# a word\n")
    assert "tests/test_errors.py" in here.run(command).stdout


def test_clean_removes_what_was_made_and_keeps_the_data(here: Checkout) -> None:
    ignored = (here.folder / ".gitignore").read_text("utf-8").split()
    made = [name for name in ignored if name.endswith("/") and name.startswith(".")]
    places = [here.folder / name for name in (*made, "__pycache__", "pages/__pycache__")]
    for place in places:
        place.mkdir(exist_ok=True)
    (here.folder / DATABASE).write_bytes(b"years of work")
    assert here.run("make clean").returncode == 0
    assert [place for place in places if place.exists()] == []
    assert (here.folder / DATABASE).read_bytes() == b"years of work"
    assert here.changed() == {DATABASE}


@pytest.mark.thorough
def test_run_builds_the_demonstration_and_serves_it_until_it_is_stopped(here: Checkout) -> None:
    with running(here, f'ARGS="{PART}"') as address:
        assert "demo-reviewer" in read(f"{address}/login")
    assert here.changed() == BUILT
    database = here.folder / DATABASE
    before = database.read_bytes()
    assert here.run("make database").returncode == 0
    assert database.read_bytes() == before
    assert here.changed() == BUILT


def test_run_opens_the_database_it_is_pointed_to(here: Checkout, small_demo: Path) -> None:
    with running(
        here, SIX_STRENGTHS_DB=str(copied(small_demo, here.folder.parent / "elsewhere.duckdb"))
    ) as address:
        assert "demo-reviewer" in read(f"{address}/login")
    assert here.changed() == set()


def test_bench_measures_every_part(here: Checkout, small_demo: Path) -> None:
    done = here.run(f'make bench ARGS="--miniature --database {small_demo}"')
    assert done.returncode == 0, done.stderr
    tables = [table.splitlines() for table in done.stdout.split("\n\n")[1:]]
    assert [table[0] for table in tables] == [f"| {' | '.join(p.heads)} |" for p in report.PARTS]
    assert all(len(table) > 2 for table in tables)
    assert here.changed() == set()


@pytest.mark.thorough
def test_load_lets_people_in_and_counts_what_they_look_at(here: Checkout, small_demo: Path) -> None:
    few = "--people 2 --seconds 5 --pause 1"
    done = here.run(f'make load ARGS="{few} --database {small_demo}"')
    assert done.returncode == 0, done.stderr
    (everything,) = [line for line in done.stdout.splitlines() if line.startswith("| all |")]
    count, *_, failed = everything.strip("| ").split(" | ")[2:]
    assert int(count) > 0
    assert int(failed) == 0


@pytest.mark.thorough
def test_mutants_break_a_copy_and_name_the_test_that_fails(here: Checkout) -> None:
    done = here.run("make mutants ARGS=\"'the day is the one in Greenwich'\"")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| killed | tests/test_clock.py::test_today_is_the_day" in done.stdout
    assert here.changed() == set()


@pytest.mark.browser
def test_screenshot_replaces_the_pictures_it_is_asked_for(here: Checkout, small_demo: Path) -> None:
    name = "docs/images/guides/city-desk.png"
    done = here.run(f'make screenshot ARGS="guides/city-desk --database {small_demo}"')
    assert done.returncode == 0, done.stderr
    assert Image.open(here.folder / name).width > 800
    assert here.changed() == {name}


@pytest.mark.browser
def test_screenshot_changes_nothing_where_a_picture_cannot_be_taken(
    here: Checkout, small_demo: Path
) -> None:
    """The county of the second picture is not in this part of the province."""
    names = "guides/sign-in guides/county-form"
    done = here.run(f'make screenshot ARGS="{names} --database {small_demo}"')
    assert done.returncode != 0
    assert "sign-in.png" in done.stdout
    assert "demo-county-2" in done.stderr
    assert here.changed() == set()


RUN_BY = {
    "help": test_help_lists_every_target_that_is_meant_for_people,
    "check": test_check_runs_the_style_of_everything_and_the_tests_it_is_given,
    "fast": test_fast_runs_what_a_change_touches_and_nothing_twice,
    "clean": test_clean_removes_what_was_made_and_keeps_the_data,
    "run": test_run_builds_the_demonstration_and_serves_it_until_it_is_stopped,
    "database": test_run_builds_the_demonstration_and_serves_it_until_it_is_stopped,
    "mutants": test_mutants_break_a_copy_and_name_the_test_that_fails,
    "bench": test_bench_measures_every_part,
    "load": test_load_lets_people_in_and_counts_what_they_look_at,
    "screenshot": test_screenshot_replaces_the_pictures_it_is_asked_for,
}
"""Which test runs a target; the rest are what `.ci/run` itself types, from a bare machine on."""


def test_every_target_of_the_makefile_is_run() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    by_ci = targets((ROOT / ".ci" / "run").read_text("utf-8"))
    assert set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) == {*RUN_BY, *by_ci}


@contextmanager
def running(here: Checkout, words: str = "", **environment: str) -> Iterator[str]:
    """The address of what `make run` opened, until Ctrl-C is pressed; it ends in order."""
    port = serving.free_port()
    log = here.folder.parent / "run.log"
    with log.open("w") as out:
        make = subprocess.Popen(
            ["bash", "-c", f"make run PORT={port} {words}"],
            cwd=here.folder,
            env=clean_environment() | environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", make, log)
        yield address
    finally:
        os.killpg(make.pid, signal.SIGINT)
        make.wait(PATIENCE)
    assert "Traceback" not in log.read_text("utf-8")
    with pytest.raises(URLError):
        urlopen(f"{address}/healthz")


def wait_for(address: str, make: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while make.poll() is None and time.monotonic() < end:
        try:
            urlopen(address).close()
            return
        except URLError:
            time.sleep(0.5)
    raise AssertionError(log.read_text("utf-8"))


def read(address: str) -> str:
    with urlopen(address) as page:
        return page.read().decode("utf-8")
