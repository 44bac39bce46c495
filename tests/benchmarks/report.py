"""Prints the tables of docs/performance.md: `make bench`.

All parts run in miniature first: what is broken shows in seconds, and not after minutes of work.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from streamlit import logger

from scripts import demonstration
from tests.benchmarks import assigning, click_ratios, robustness, scoring, trying, viewing
from tests.benchmarks.scale import MINIATURE, WHOLE, Scale

PACKAGES = ("duckdb", "streamlit", "pandas", "numpy", "plotly")

Rows = Iterator[list[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the report."""

    heads: tuple[str, ...]
    rows: Callable[[Scale, Path], Rows]
    """Measured one by one, given a database with the demonstration."""


def main(arguments: Sequence[str]) -> None:
    asked = _parser().parse_args(arguments)
    logger.set_log_level("ERROR")  # it warns at every run that there is no server
    if not asked.miniature:
        program = sys.modules["__main__"]
        with Path(os.devnull).open("w") as nowhere:
            report(MINIATURE, asked.database, nowhere)
        # `AppTest` leaves a page's script there, which processes begun later would run.
        sys.modules["__main__"] = program
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    report(MINIATURE if asked.miniature else WHOLE, asked.database, sys.stdout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.report", description=__doc__)
    parser.add_argument(
        "--miniature", action="store_true", help="a little of everything, in seconds"
    )
    parser.add_argument(
        "--database", type=Path, help="a demonstration to copy, where none is to be built"
    )
    return parser


def report(scale: Scale, database: Path | None, out: TextIO) -> None:
    """Every part, one after the other."""
    with demonstration.built(database, scale.demonstration) as file:
        for part in PARTS:
            print(file=out)
            table(part.heads, part.rows(scale, file), out)


def table(heads: Sequence[str], rows: Rows, out: TextIO) -> None:
    """As Markdown, a row as soon as it is known."""
    print(f"| {' | '.join(heads)} |", file=out)
    print("|" + "---:|" * len(heads), file=out, flush=True)
    for row in rows:
        print(f"| {' | '.join(row)} |", file=out, flush=True)


def _scoring(scale: Scale, _: Path) -> Rows:
    for count, rounds in scale.scoring.items():
        timing = scoring.measure(count, rounds)
        yield [
            f"{timing.units:,}",
            f"{timing.answers:,}",
            *(f"{timing.seconds[way]:.3f} s" for way in scoring.WAYS),
            f"{timing.times_numpy('sql'):.1f}",
            f"{timing.times_numpy('frames'):.1f}",
            *(f"{timing.memory[way]:,}" for way in ("frames", "numpy")),
        ]


def _robustness(scale: Scale, _: Path) -> Rows:
    for count, rounds in scale.robustness.items():
        timing = robustness.measure(count, rounds)
        yield [
            f"{timing.units:,} × {timing.indicators}",
            f"{timing.missing:.0%}",
            f"{timing.bare * 1000:.1f} ms",
            f"{timing.ours * 1000:.1f} ms",
            f"{timing.times:.1f}",
            f"{timing.usual * 1000:.0f} ms",
        ]


def _assigning(scale: Scale, _: Path) -> Rows:
    for measured in assigning.measure(scale.teams, scale.units, scale.seconds):
        yield [
            f"{scale.teams} × {scale.units}",
            "within prefectures" if measured.own_prefecture else "anywhere",
            f"{measured.ours:.1f} s",
            f"{measured.ours_gap:.1%}",
            f"{measured.cost_gap:.1%}",
            f"{measured.plain:.1f} s",
            "—" if measured.plain_gap is None else f"{measured.plain_gap:.1%}",
            f"{measured.times_plain:.1f}",
        ]


def _viewing(scale: Scale, file: Path) -> Rows:
    for seen in viewing.measure(file, scale.pages, scale.clicks):
        yield [
            seen.page,
            f"{seen.first:.2f} s",
            f"{seen.again * 1000:.0f} ms",
            f"{seen.times_empty:.1f}",
        ]


def _ratios(scale: Scale, file: Path) -> Rows:
    """The whole measurement is what is expected from then on."""
    before, now = click_ratios.expected(), {}
    for page, ratio in click_ratios.measured(file, scale.pages):
        now[page] = ratio
        yield [page, f"{before[page]:.1f}" if page in before else "—", f"{ratio:.1f}"]
    if scale is WHOLE:
        click_ratios.keep(now)


def _trying(scale: Scale, file: Path) -> Rows:
    for tried in trying.measure(file, scale.clicks):
        yield [
            tried.change,
            f"{tried.taken * 1000:.0f} ms",
            f"{tried.times_empty:.1f}",
            f"{tried.times_shell:.1f}",
        ]


PARTS = (
    Part(
        (
            *("units", "answers", "SQL", "SQL and frames", "numpy"),
            *("SQL ÷ numpy", "frames ÷ numpy", "engine MiB", "numpy MiB"),
        ),
        _scoring,
    ),
    Part(
        (
            *("units × indicators", "missing", "product and argsort", "1,000 draws with ranks"),
            *("÷", "usual intervals"),
        ),
        _robustness,
    ),
    Part(
        (
            *("teams × units", "who may go where", "assignment", "gap of the load"),
            *("gap of the cost", "plain min–max", "its gap", "÷"),
        ),
        _assigning,
    ),
    Part(("page", "first view", "a click after that", "÷ an empty page"), _viewing),
    Part(("page", "expected so far", "÷ an empty page, all seen before"), _ratios),
    Part(("what if", "script", "÷ an empty page", "÷ our page with nothing on it"), _trying),
)


if __name__ == "__main__":
    main(sys.argv[1:])
