"""What a cell of the survey workbook takes: the drop-down, the limits, and the hint beside it."""

from assessment.exchange.survey_workbook.survey_book import SurveyBook
from assessment.framework.model import SurveyField
from assessment.framework.values import field_values
from assessment.framework.values.field_values import as_date
from assessment.i18n import Messages

LONGEST_INPUT_MESSAGE, LONGEST_INPUT_TITLE = 255, 32
"""Excel's limits; it repairs, and so frightens, where a workbook goes beyond."""

Rule = dict[str, object]
"""A data validation, as xlsxwriter takes it."""


def answer(book: SurveyBook, question: SurveyField) -> Rule:
    """What may be typed for an answer, and what is said before and after."""
    t = book.t
    offered = choices(t, question)
    kind = _kind(t, question)
    help_text = f"{kind}\n{guidance(book, question)}".strip()
    return {
        **(book.drop_down(tuple(offered.values())) if offered else _limits(question)),
        "ignore_blank": True,
        "input_title": t.of(question.title)[:LONGEST_INPUT_TITLE],
        "input_message": help_text[:LONGEST_INPUT_MESSAGE],
        "error_title": t("workbook.refused_title"),
        "error_message": kind[:LONGEST_INPUT_MESSAGE],
    }


def mark(book: SurveyBook) -> Rule:
    """Not applicable, unavailable, or nothing."""
    return book.drop_down((book.t("workbook.not_applicable"), book.t("workbook.unavailable")))


def text(book: SurveyBook) -> Rule:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": field_values.LONGEST,
        "error_message": book.t("workbook.at_most", longest=field_values.LONGEST),
    }


def choices(t: Messages, question: SurveyField) -> dict[int, str]:
    if question.type == "yes_no":
        return {1: t("workbook.yes"), 0: t("workbook.no")}
    options = question.options or {}
    return {level: f"{level} {t.of(title)}" for level, title in options.items()}


def guidance(book: SurveyBook, question: SurveyField) -> str:
    """What the framework explains, and the limit that is easily overlooked."""
    said = [book.t.of(question.guidance)] if question.guidance else []
    whole = book.framework.field_by_code.get(question.part_of or "")
    if whole:
        said.append(book.t("workbook.part_of", whole=whole.title))
    return "\n".join(said)


def _kind(t: Messages, question: SurveyField) -> str:
    """What kind of answer is wanted, in a sentence."""
    measure = t.of(question.measure) if question.measure else ""
    kinds = {
        "integer": t("workbook.wanted.integer", measure=measure),
        "decimal": t("workbook.wanted.decimal", measure=measure),
        "money": t("workbook.wanted.money", measure=measure),
        "yes_no": t("workbook.wanted.yes_no"),
        "level": t("workbook.wanted.level"),
        "date": t("workbook.wanted.date"),
    }
    return kinds[question.type]


def _limits(question: SurveyField) -> Rule:
    """What Excel lets one type; the reader asks again."""
    if question.type == "date":
        low = as_date(question.minimum) if question.minimum is not None else field_values.EARLIEST
        high = as_date(question.maximum) if question.maximum is not None else field_values.LATEST
        return {"validate": "date", "criteria": "between", "minimum": low, "maximum": high}
    low_number = -field_values.TOO_LARGE if question.minimum is None else question.minimum
    high_number = field_values.TOO_LARGE if question.maximum is None else question.maximum
    return {
        "validate": "integer" if question.type == "integer" else "decimal",
        "criteria": "between",
        "minimum": low_number,
        "maximum": high_number,
    }
