"""One survey workbook taken in: read, compared with what is recorded, what differs written."""

import hashlib
from collections.abc import Mapping

from assessment.errors import Place, Problem, Rejected
from assessment.exchange.survey_workbook import survey_workbook
from assessment.framework.period import Period
from assessment.kernel.answers import MISSING
from assessment.survey.filing import answer_changes, filing_result
from assessment.survey.filing.answers_table import Filing
from assessment.survey.filing.bulk_writer import Desk, undisturbed
from assessment.survey.filing.filing_result import FilingResult
from assessment.units.setup import is_demonstration


def take(
    desk: Desk, file_name: str, data: bytes, taken: Mapping[tuple[str, str], str]
) -> FilingResult:
    """`taken` says which file of the same batch filed for whom before."""
    return undisturbed(lambda: _attempt(desk, file_name, data, taken))


def _attempt(
    desk: Desk, file_name: str, data: bytes, taken: Mapping[tuple[str, str], str]
) -> FilingResult:
    revision = desk.store.revision
    file_hash = hashlib.sha256(data).hexdigest()
    for known in desk.filed_before(file_hash):
        return filing_result.already_filed(known, file_name)
    try:
        filed = survey_workbook.read(data, file_name, desk.framework, desk.expected())
    except Rejected as error:
        return FilingResult(file_name, "rejected", problems=error.problems)
    unit, period = filed.unit, filed.period
    if filed.demonstration and not is_demonstration(desk.store):
        # Invented numbers would count as a county's own.
        problem = Problem("workbook.demonstration_refused", Place(file_name))
        return FilingResult(file_name, "rejected", unit, period, problems=(problem,))
    first = taken.get((unit, period))
    if first is not None:
        facts = {"first": first, "second": file_name, "unit": unit, "period": period}
        problem = Problem("workbook.duplicate_in_batch", Place(file_name), facts)
        return FilingResult(file_name, "rejected", unit, period, problems=(problem,))
    blank = [code for code, answer in filed.answers.items() if answer.state == MISSING]
    if blank and desk.refuses_blanks(period):
        questions = desk.framework.field_by_code
        return FilingResult(
            file_name,
            "rejected",
            unit,
            period,
            problems=tuple(
                Problem("form.blank", filed.places[code], {"title": questions[code].title})
                for code in blank
            ),
        )
    changes = answer_changes.between(desk.current(unit, period), filed.answers)
    filing = Filing(unit, period, file_name, file_hash, desk.actor.name)
    desk.record(revision, [(filing, changes)])
    previous = desk.current(unit, Period.of(period).previous)
    odd = answer_changes.large(desk.framework, previous, filed.answers, filed.places)
    return filing_result.filed(filing, changes, (*filed.notes, *odd))
