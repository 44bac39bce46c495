"""`score`: from files to files, without a database, for any framework of the schema."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from assessment.cli import files
from assessment.cli.report import Progress
from assessment.errors import AssessmentError
from assessment.framework.loader import load
from assessment.i18n import Messages
from assessment.scores.basis import score_files, score_tables


class SeveralPeriods(AssessmentError):
    """The answers hold more than one period and none was named."""

    key = "cli.score_several"

    def __init__(self, *, file: str, periods: str) -> None:
        super().__init__(file=file, periods=periods)


class NoAnswers(AssessmentError):
    """There is nothing to score."""

    key = "cli.score_empty"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


def score(
    framework_file: Path,
    answers_file: Path,
    units_file: Path | None,
    period: str | None,
    out: Path,
    t: Messages,
) -> int:
    """Score one period and write its tables. Nothing is written unless all of it can be."""
    progress = Progress()
    framework = load(framework_file)
    data = files.content(answers_file)
    answers = score_files.answers(data, answers_file.name, framework)
    wanted = period or only_period(answers, answers_file)
    units = (
        score_files.units(files.content(units_file), units_file.name, framework)
        if units_file
        else None
    )
    progress(t("cli.step_score"), 0, 1)
    scores = score_files.score(framework, answers, units, wanted)
    progress(t("cli.step_score"), 1, 1)
    save(score_tables.tables(scores, demonstration=score_files.is_demonstration(data)), out, t)
    ranked = int(scores.totals["total"].notna().sum())
    print(t("cli.scored", units=len(scores.totals), ranked=ranked, folder=out), file=sys.stderr)
    return 0


def save(tables: Mapping[str, pd.DataFrame], out: Path, t: Messages) -> None:
    """Write each table as a CSV file in the folder `out`, and name it on stdout."""
    with files.writing(out):
        written = score_files.write(tables, out)
    for file in written:
        files.written(file, t)


def only_period(answers: pd.DataFrame, file: Path) -> str:
    periods = sorted(answers["period"].unique())
    if not periods:
        raise NoAnswers(file=file.name)
    if len(periods) > 1:
        raise SeveralPeriods(file=file.name, periods=", ".join(periods))
    return str(periods[0])
