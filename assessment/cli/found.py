"""`found`: begin a real database, or bring its units up to date, and open periods in it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assessment.cli import files
from assessment.framework.loader import load
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from assessment.survey.periods import period_opening
from assessment.units import setup


def found(
    database: Path,
    framework_file: Path,
    data: Path,
    periods: Sequence[str],
    deadline: date | None,
    t: Messages,
) -> int:
    """Record the units of the folder `data`, and open each period until `deadline`.

    Nothing is written while anything is wrong with the files. May be run again: what is so
    already is left alone, and nothing is ever taken away.
    """
    framework = load(framework_file)
    prefectures, units = setup.read_units(data, framework)
    opened = [(code, deadline or period_opening.usual_deadline(code)) for code in periods]
    with files.writing(database):
        database.parent.mkdir(parents=True, exist_ok=True)
    store = Store(database)
    try:
        founded = setup.found(store, OPERATOR, prefectures, units)
        counts = {"added": len(founded.added), "changed": len(founded.changed)}
        print(t("cli.founded", file=database, same=len(founded.same), **counts))
        for code, until in opened:
            period_opening.open_period(store, OPERATOR, code, until)
            print(t("cli.period_opened", period=code, deadline=until))
    finally:
        store.close()
    return 0
