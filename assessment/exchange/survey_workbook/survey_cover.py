"""The cover of a survey workbook: whose it is, for when, and whether we may take it."""

from dataclasses import dataclass

from assessment.errors import Place, Problem
from assessment.exchange import cells
from assessment.exchange.sheets import Sheet, cell_name
from assessment.exchange.survey_workbook import survey_layout
from assessment.exchange.survey_workbook.expected import Expected
from assessment.framework.model import Framework, SurveyField
from assessment.framework.values import field_values
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import spreadsheet_text


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says; empty where it says nothing."""

    unit: str
    period: str
    questions: tuple[SurveyField, ...]
    """What its period asks."""


def read(
    sheet: Sheet, file_name: str, framework: Framework, expected: Expected
) -> tuple[Cover, list[Problem]]:
    """The cover's contents and everything wrong with it."""
    found, problems = _contents(sheet, file_name)
    unit, period, edition = (found.get(name) for name in ("unit", "period", "edition"))
    for content, ask in ((unit, expected.unit), (period, expected.period)):
        breach = ask(content[0]) if content else None
        if content and breach:
            problems.append(Problem(breach.code, content[1], breach.facts))
    questions = expected.questions(framework, period[0] if period else "")
    ours = survey_layout.edition(questions)
    if edition and edition[0] != ours:
        facts = {"found": edition[0], "edition": ours}
        problems.append(Problem("workbook.other_edition", edition[1], facts))
    cover = Cover(unit[0] if unit else "", period[0] if period else "", questions)
    return cover, problems


def _contents(sheet: Sheet, file_name: str) -> tuple[dict[str, tuple[str, Place]], list[Problem]]:
    """Each label's content with its place, and what is absent or calculated."""
    found: dict[str, tuple[str, Place]] = {}
    problems: list[Problem] = []
    rows = {sheet.text(row, 1): row for row in range(sheet.last_row, 0, -1)}
    spoken = [survey_layout.labels(Messages(lang)) for lang in LANGUAGES]
    for same in zip(*spoken, strict=True):
        row = next((rows[label.words] for label in same if label.words in rows), None)
        facts = {"label": same[0]}
        if row is None:
            place = Place(file_name, sheet=sheet.name)
            problems.append(Problem("workbook.cover_label_missing", place, facts))
            continue
        place = Place(file_name, sheet=sheet.name, cell=cell_name(row, 2))
        content = cells.code(spreadsheet_text.plain(field_values.text(sheet.raw(row, 2))))
        if cell_name(row, 2) in sheet.formulas:
            problems.append(Problem("workbook.formula", place))
        elif not content:
            problems.append(Problem("workbook.cover_value_missing", place, facts))
        else:
            found[same[0].name] = (content, place)
    return found, problems
