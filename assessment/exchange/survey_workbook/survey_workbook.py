"""A filled survey workbook, read whole or refused whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import cells, sheet_notes, sheets
from assessment.exchange.sheets import Sheet, cell_name
from assessment.exchange.survey_workbook import (
    survey_cover,
    survey_layout,
    survey_sheet,
)
from assessment.exchange.survey_workbook.expected import Expected
from assessment.exchange.survey_workbook.survey_cover import Cover
from assessment.exchange.survey_workbook.survey_sheet import Gathered
from assessment.framework.model import Framework, Strength
from assessment.framework.values import field_values
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.answers import Answer


@dataclass(frozen=True, slots=True)
class FiledSurvey:
    """One unit's answers for one period: every question is in it, the unanswered as missing."""

    file_name: str
    unit: str
    period: str
    answers: Mapping[str, Answer]
    places: Mapping[str, Place]
    """By field: the cell the answer stands in."""

    demonstration: bool = False
    """Whether it says of itself that its data are invented."""

    notes: tuple[Problem, ...] = ()
    """What was read in a way of its own, or not taken along."""


def read(data: bytes, file_name: str, framework: Framework, expected: Expected) -> FiledSurvey:
    """What the workbook says. `Rejected`, with every problem there is, if anything is wrong."""
    opened = sheets.opened(data, file_name)
    covers = [sheet for sheet in opened if sheet.name in survey_layout.cover_names()]
    if not covers:
        raise Rejected([Problem("workbook.no_cover", Place(file_name))])
    cover, problems = survey_cover.read(covers[0], file_name, framework, expected)
    if any(problem.code == "workbook.other_edition" for problem in problems):
        # Other questions on other rows: all else that would follow is noise.
        raise Rejected([*problems, *_not_asked(opened, file_name, framework, cover)])
    gathered = Gathered(file_name, framework, cover.period, cover.questions, problems=problems)
    _read_sheets(opened, gathered)
    _compare(gathered)
    if gathered.problems:
        raise Rejected(gathered.problems)
    return FiledSurvey(
        file_name,
        cover.unit,
        cover.period,
        gathered.answers,
        gathered.places,
        any(_is_marked(sheet) for sheet in opened),
        tuple(gathered.notes),
    )


def _is_marked(sheet: Sheet) -> bool:
    """Whether a sheet has the line that every sheet of a demonstration's workbook has."""
    marks = {field_values.normal(Messages(lang)("workbook.demonstration")) for lang in LANGUAGES}
    return field_values.normal(sheet.text(survey_layout.BANNER_ROW, 1)) in marks


def _not_asked(
    opened: list[Sheet], file_name: str, framework: Framework, cover: Cover
) -> Iterator[Problem]:
    """Answers to questions that the period does not ask, as an older template has them."""
    asked = {question.code for question in cover.questions}
    for sheet in opened:
        for row in range(survey_layout.FIRST_QUESTION_ROW, sheet.last_row + 1):
            question = framework.field_by_code.get(cells.code(sheet.raw(row, survey_layout.CODE)))
            if question is None or question.code in asked:
                continue
            if any(sheet.raw(row, column) is not None for column in survey_sheet.INPUTS):
                place = Place(file_name, sheet=sheet.name, cell=cell_name(row, survey_layout.CODE))
                yield survey_sheet.not_asked(question, cover.period, place)


def _read_sheets(opened: list[Sheet], gathered: Gathered) -> None:
    """Every strength's sheet, found by its name; those missing, renamed, doubled or unknown."""
    file_name = gathered.file_name
    strengths = [strength for strength, _ in gathered.sheets]
    named = {
        survey_layout.sheet_name(strength, lang): strength
        for lang in LANGUAGES
        for strength in strengths
    }
    left = [*strengths]
    strange: list[Sheet] = []
    covered = False
    for sheet in opened:
        if sheet.name in survey_layout.cover_names() and not covered:
            covered = True
        elif named.get(sheet.name) in left:
            left.remove(named[sheet.name])
            gathered.read(sheet, named[sheet.name])
        elif sheet.name != survey_layout.OPTIONS_SHEET:
            strange.append(sheet)
    ours = [sheet for sheet in opened if sheet not in strange]
    read = [sheet for sheet in ours if sheet.name != survey_layout.OPTIONS_SHEET]
    gathered.notes.extend(sheet_notes.of(read, file_name))
    for sheet in strange:
        place = Place(file_name, sheet=sheet.name)
        strength, code = _likely(sheet, gathered, left)
        if strength is None and sheet.hidden:
            gathered.notes.append(Problem("workbook.hidden_sheet", place))
            continue
        facts = {"expected": strength.title if strength else "—", "found": sheet.name}
        gathered.problems.append(Problem(code, place, facts))
        if strength in left:
            left.remove(strength)
            gathered.read(sheet, strength)
    for strength in left:
        facts = {"sheet": strength.title}
        gathered.problems.append(Problem("workbook.sheet_missing", Place(file_name), facts))


def _likely(sheet: Sheet, gathered: Gathered, left: list[Strength]) -> tuple[Strength | None, str]:
    """What an unexpected sheet must be: one that was renamed, the copy of another, or unknown."""
    codes = {cells.code(sheet.raw(row, 1)) for row in range(1, sheet.last_row + 1)}
    for strength, questions in gathered.sheets:
        if codes & {question.code for question in questions}:
            renamed = strength in left
            return strength, "workbook.sheet_renamed" if renamed else "workbook.sheet_duplicate"
    return None, "workbook.sheet_unknown"


def _compare(gathered: Gathered) -> None:
    """Parts with the wholes they belong to, across all sheets."""
    values = {
        code: answer.value for code, answer in gathered.answers.items() if answer.value is not None
    }
    for code, breach in field_values.parts_over_whole(gathered.framework, values):
        whole = gathered.places[str(breach.facts["whole_field"])]
        facts = {**breach.facts, "whole_cell": f"{whole.sheet}!{whole.cell}"}
        gathered.problems.append(Problem("workbook.part_over_whole", gathered.places[code], facts))
