"""`import`: filled workbooks and long CSV files into the database."""

import sys
from collections.abc import Sequence
from pathlib import Path

from assessment.cli import files
from assessment.cli.report import Progress, report_problems
from assessment.framework.loader import load
from assessment.i18n import Messages
from assessment.services import survey
from assessment.services.people import OPERATOR
from assessment.services.survey import FilingResult
from assessment.store.database import Store


def import_files(database: Path, framework_file: Path, given: Sequence[Path], t: Messages) -> int:
    """File each; those that will not do are refused whole, with every problem, and exit code 2."""
    framework = load(framework_file)
    contents = [(file, files.content(file)) for file in given]
    store = Store(database)
    told = Progress()
    try:
        books = [(f.name, data) for f, data in contents if f.suffix.lower() != ".csv"]
        results = survey.file_workbooks(
            store,
            framework,
            OPERATOR,
            books,
            lambda done, _: told(t("cli.step_import"), done, len(books)),
        )
        for file, data in contents:
            if file.suffix.lower() == ".csv":
                results += survey.file_answers_csv(store, framework, OPERATOR, file.name, data)
    finally:
        store.close()
    for result in results:
        _say(result, t)
    refused = sum(result.outcome == "rejected" for result in results)
    filed = sum(result.outcome == "filed" for result in results)
    same = len(results) - refused - filed
    summary = t(
        "cli.import_summary", files=len(results), filed=filed, same=same, refused=refused
    )
    print(summary, file=sys.stderr)
    return 2 if refused else 0


def _say(result: FilingResult, t: Messages) -> None:
    report_problems((*result.problems, *result.warnings), t)
    stream = sys.stderr if result.outcome == "rejected" else sys.stdout
    print(t(result.key, **result.facts), file=stream)
