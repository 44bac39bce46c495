"""`demo`: build the demonstration province where there is no database yet."""

from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from assessment.cli import files
from assessment.cli.report import Progress
from assessment.demonstration import demo as demonstration
from assessment.demonstration.invention import YEARS
from assessment.i18n import Messages


def demo(
    database: Path, prefectures: Sequence[str] | None, periods: Sequence[str] | None, t: Messages
) -> int:
    """Build it, or those prefectures and periods of it, and say what is in it."""
    told, started = Progress(), monotonic()

    def progress(step: str, done: int, total: int) -> None:
        told(t.code("demo.step", step), done, total)

    with files.writing(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        built = demonstration.build(
            database, progress, prefectures=prefectures, periods=sorted(set(periods or YEARS))
        )
    seconds = round(monotonic() - started)
    print(
        t(
            "cli.demo_done",
            file=database,
            units=built.units,
            periods=built.periods,
            filings=built.filings,
            teams=built.teams,
            people=built.people,
            seconds=seconds,
        )
    )
    return 0
