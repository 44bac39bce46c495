"""Whether the columns of a survey sheet are the ones we laid out, each in its place.

A column is known by its header, never by where it stands: values read from a column that moved
would look right and be wrong.
"""

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter

from assessment.errors import Place, Problem
from assessment.exchange.sheets import Sheet, cell_name
from assessment.exchange.survey_workbook import survey_layout
from assessment.exchange.survey_workbook.survey_layout import HEADER_ROW
from assessment.framework.values import field_values
from assessment.i18n import LANGUAGES, Messages


def problems(sheet: Sheet, file_name: str) -> list[Problem]:
    """Everything wrong with the header row, one problem a mistake; empty when it is as laid out."""
    found = _row(sheet, HEADER_ROW)
    expected = _expected(found)
    if not set(expected) & set(found):
        return [_not_found(sheet, file_name)]
    if found[: len(expected)] == expected and not any(found[len(expected) :]):
        return []
    return [
        Problem(code, Place(file_name, sheet=sheet.name, cell=cell_name(HEADER_ROW, column)), facts)
        for column, code, facts in _differences(found, expected)
    ]


def _row(sheet: Sheet, row: int) -> list[str]:
    width = max(sheet.last_column, survey_layout.GUIDANCE)
    return [field_values.normal(sheet.text(row, column)) for column in range(1, width + 1)]


def _expected(texts: Sequence[str]) -> list[str]:
    """The headers in the language that most of those found are in."""
    spoken = [
        [field_values.normal(words) for words in survey_layout.headers(Messages(lang))]
        for lang in LANGUAGES
    ]
    return max(spoken, key=lambda words: len(set(words) & set(texts)))


def _not_found(sheet: Sheet, file_name: str) -> Problem:
    """No header stands where they belong; they may stand elsewhere."""
    place = Place(file_name, sheet=sheet.name, cell=cell_name(HEADER_ROW, 1))
    for row in range(1, sheet.last_row + 1):
        found = _row(sheet, row)
        if len(set(_expected(found)) & set(found)) > 2:
            return Problem("workbook.headers_moved", place, {"row": HEADER_ROW, "found": row})
    return Problem("workbook.headers_missing", place, {"row": HEADER_ROW})


def _differences(
    texts: Sequence[str], expected: Sequence[str]
) -> Iterator[tuple[int, str, dict[str, object]]]:
    """Column, problem and facts for each way in which the row is not as laid out."""
    named = [words for words in texts if words]
    if named == list(expected):
        gap = list(texts).index("") + 1
        yield gap, "workbook.column_inserted", {"column": get_column_letter(gap)}
        return
    missing = [words for words in expected if words not in texts]
    renamed = {
        column
        for column, words in enumerate(expected)
        if words in missing and texts[column] and texts[column] not in expected
    }
    for column in sorted(renamed):
        facts: dict[str, object] = {"expected": expected[column], "found": texts[column]}
        yield column + 1, "workbook.column_renamed", facts
    for words in missing:
        column = expected.index(words)
        if column not in renamed:
            yield column + 1, "workbook.column_missing", {"expected": words}
    in_order = [words for words in expected if words in texts]
    unknown = False
    for column, words in enumerate(texts):
        if words and words in texts[:column]:
            yield column + 1, "workbook.column_duplicate", {"found": words}
        elif words and words not in expected and column not in renamed:
            unknown = True
            yield column + 1, "workbook.column_unknown", {"found": words}
    kept = [words for words in dict.fromkeys(named) if words in expected]
    if kept != in_order and not unknown:
        for words, due in zip(kept, in_order, strict=True):
            if words != due:
                facts = {"expected": due, "found": words}
                yield texts.index(words) + 1, "workbook.column_moved", facts
