"""Prints the tables of docs/performance.md: `make bench`."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version

from tests.benchmarks import assigning, robustness, scoring, trying, viewing

PACKAGES = ("duckdb", "streamlit", "pandas", "numpy", "plotly")

SCORING = (
    "units",
    "answers",
    "SQL",
    "SQL and frames",
    "numpy",
    "SQL ÷ numpy",
    "frames ÷ numpy",
    "engine MiB",
    "numpy MiB",
)

ROBUSTNESS = (
    "units × indicators",
    "missing",
    "product and argsort",
    "1,000 draws with ranks",
    "÷",
    "usual intervals",
)


ASSIGNING = (
    "109 teams × 123 units",
    "assignment",
    "gap of the load",
    "gap of the cost",
    "plain min–max",
    "its gap",
    "÷",
)


def main() -> None:
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), end="\n\n")
    table(
        SCORING,
        (_scoring_row(count, rounds) for count, rounds in scoring.SIZES.items()),
    )
    print()
    table(
        ROBUSTNESS,
        (_robustness_row(count, rounds) for count, rounds in robustness.SIZES.items()),
    )
    print()
    table(ASSIGNING, (_assigning_row(measured) for measured in assigning.measure()))
    print()
    table(
        ("page", "first view", "a click after that", "÷ an empty page"),
        (
            [
                seen.page,
                f"{seen.first:.2f} s",
                f"{seen.again * 1000:.0f} ms",
                f"{seen.times_empty:.1f}",
            ]
            for seen in viewing.measure()
        ),
    )
    print()
    table(
        ("what if", "script", "÷ an empty page", "÷ our page with nothing on it"),
        (
            [
                tried.change,
                f"{tried.taken * 1000:.0f} ms",
                f"{tried.times_empty:.1f}",
                f"{tried.times_shell:.1f}",
            ]
            for tried in trying.measure()
        ),
    )


def _assigning_row(measured: assigning.Assigning) -> list[str]:
    plain = "—" if measured.plain_gap is None else f"{measured.plain_gap:.1%}"
    return [
        "within prefectures" if measured.own_prefecture else "anywhere",
        f"{measured.ours:.1f} s",
        f"{measured.ours_gap:.1%}",
        f"{measured.cost_gap:.1%}",
        f"{measured.plain:.1f} s",
        plain,
        f"{measured.times_plain:.1f}",
    ]


def _scoring_row(count: int, rounds: int) -> list[str]:
    timing = scoring.measure(count, rounds)
    return [
        f"{timing.units:,}",
        f"{timing.answers:,}",
        *(f"{timing.seconds[way]:.3f} s" for way in scoring.WAYS),
        f"{timing.times_numpy('sql'):.1f}",
        f"{timing.times_numpy('frames'):.1f}",
        *(f"{timing.memory[way]:,}" for way in ("frames", "numpy")),
    ]


def _robustness_row(count: int, rounds: int) -> list[str]:
    timing = robustness.measure(count, rounds)
    return [
        f"{timing.units:,} × {timing.indicators}",
        f"{timing.missing:.0%}",
        f"{timing.bare * 1000:.1f} ms",
        f"{timing.ours * 1000:.1f} ms",
        f"{timing.times:.1f}",
        f"{timing.usual * 1000:.0f} ms",
    ]


def table(heads: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    """As Markdown, a row as soon as it is known."""
    print(f"| {' | '.join(heads)} |")
    print("|" + "---:|" * len(heads), flush=True)
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
