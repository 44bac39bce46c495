"""`export`: templates, answers, scores, rankings and the recalculation out of the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assessment.cli import files
from assessment.cli.report import Progress
from assessment.cli.score import save
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.scores.basis import score_tables
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scores.explanation import live_workbook
from assessment.scores.rankings import rankings
from assessment.store.database import Store
from assessment.survey.filing import survey_files
from assessment.units import directory, setup


@contextmanager
def _opened(database: Path, framework_file: Path) -> Iterator[tuple[Store, Framework]]:
    framework = loader.load(framework_file)
    files.must_exist(database)
    store = Store(database)
    try:
        yield store, framework
    finally:
        store.close()


def export_templates(
    database: Path, framework_file: Path, period: str, units: Sequence[str], out: Path, t: Messages
) -> int:
    """A survey workbook for each unit named, or for every unit, in the folder `out`."""
    progress = Progress()
    with _opened(database, framework_file) as (store, framework):
        wanted = units or [each.unit for each in directory.units(store, OPERATOR)]
        for done, unit in enumerate(wanted, start=1):
            name, data = survey_files.template(store, framework, OPERATOR, unit, period, t.lang)
            with files.writing(out):
                out.mkdir(parents=True, exist_ok=True)
            audit.exported(store, OPERATOR, "export.template", f"{unit}/{period}", {"file": name})
            files.save(out / name, data)
            progress(t("cli.step_template"), done, len(wanted))
    print(t("cli.templates_done", count=len(wanted), folder=out))
    return 0


def export_answers(
    database: Path, framework_file: Path, period: str, out: Path, t: Messages
) -> int:
    """A period's answers as the long CSV that `import` and `score` read."""
    with _opened(database, framework_file) as (store, framework):
        directory.must_be_period(store, OPERATOR, period)
        data = survey_files.export_answers(store, framework, OPERATOR, period)
        audit.exported(store, OPERATOR, "export.answers", period, {"file": out.name})
    files.save(out, data)
    files.written(out, t)
    return 0


def export_scores(database: Path, framework_file: Path, period: str, out: Path, t: Messages) -> int:
    """A period's scores as the tables that `score` writes."""
    with _opened(database, framework_file) as (store, framework):
        directory.must_be_period(store, OPERATOR, period)
        tables = score_tables.tables(
            scores(DataSource(store, framework), OPERATOR, period),
            demonstration=setup.is_demonstration(store, OPERATOR),
        )
        audit.exported(store, OPERATOR, "export.scores", period, {"file": out.name})
        save(tables, out, t)
    return 0


def export_ranking(
    database: Path, framework_file: Path, period: str, out: Path, t: Messages
) -> int:
    """A period's ranking by total, as the workbook the rankings page offers."""
    with _opened(database, framework_file) as (store, framework):
        directory.must_be_period(store, OPERATOR, period)
        fingerprint = loader.fingerprint(files.content(framework_file))
        view = rankings.View(period)
        data = rankings.workbook(DataSource(store, framework), OPERATOR, view, fingerprint, t)
        audit.exported(store, OPERATOR, "export.ranking", period, {"file": out.name})
    files.save(out, data)
    files.written(out, t)
    return 0


def export_recalculation(
    database: Path, framework_file: Path, period: str, out: Path, t: Messages
) -> int:
    """A period's whole calculation, as the workbook with live formulas."""
    with _opened(database, framework_file) as (store, framework):
        fingerprint = loader.fingerprint(files.content(framework_file))
        data = live_workbook.workbook(
            DataSource(store, framework), OPERATOR, period, fingerprint, t
        )
        audit.exported(store, OPERATOR, "export.recalculation", period, {"file": out.name})
    files.save(out, data)
    files.written(out, t)
    return 0
