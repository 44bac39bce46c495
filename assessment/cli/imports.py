"""`import`: filled workbooks and long CSV files into the database."""

import sys
from collections.abc import Sequence
from pathlib import Path

from assessment.cli import files
from assessment.cli.report import Progress, report_problems
from assessment.errors import Rejected
from assessment.framework.loader import load
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from assessment.survey.filing import survey_files
from assessment.survey.filing.filing_result import FilingResult


def import_files(database: Path, framework_file: Path, paths: Sequence[Path], t: Messages) -> int:
    """File each; those that will not do are refused whole, with every problem, and exit code 2."""
    framework = load(framework_file)
    contents = [(file.name, files.content(file)) for file in paths]
    told = Progress()
    files.must_exist(database)
    store = Store(database)
    try:
        workbooks = [each for each in contents if not _is_csv(each[0])]
        results = survey_files.file_workbooks(
            store,
            framework,
            OPERATOR,
            workbooks,
            lambda done, _: told(t("cli.step_import"), done, len(workbooks)),
        )
        for name, data in contents:
            if _is_csv(name):
                results += _csv(store, framework, name, data)
    finally:
        store.close()
    return _said(results, t)


def _is_csv(name: str) -> bool:
    return name.lower().endswith(".csv")


def _csv(store: Store, framework: Framework, name: str, data: bytes) -> list[FilingResult]:
    """A refused CSV as a result like any other, so that the files after it are still filed."""
    try:
        return survey_files.file_answers_csv(store, framework, OPERATOR, name, data)
    except Rejected as error:
        return [FilingResult(name, "rejected", problems=error.problems)]


def _said(results: Sequence[FilingResult], t: Messages) -> int:
    for result in results:
        report_problems((*result.problems, *result.warnings), t)
        stream = sys.stderr if result.outcome == "rejected" else sys.stdout
        print(t(result.key, **result.facts), file=stream)
    refused = sum(result.outcome == "rejected" for result in results)
    filed = sum(result.outcome == "filed" for result in results)
    same = len(results) - refused - filed
    print(
        t("cli.import_summary", files=len(results), filed=filed, same=same, refused=refused),
        file=sys.stderr,
    )
    return 2 if refused else 0
