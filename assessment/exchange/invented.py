"""The mark that invented data carry from file to file, in both languages wherever it is read.

In a CSV it is a line before the header that begins with `#`; files without one are unmarked.
"""

from assessment.exchange import csv_text
from assessment.i18n import LANGUAGES, Messages

COLUMN = "mark"
"""Of tables that say it in every row, because rows get copied."""


def words() -> str:
    """
    >>> words()
    '演示数据 / demonstration data'
    """
    return " / ".join(_spoken())


def line() -> str:
    return f"{csv_text.REMARK} {words()}"


def is_marked(data: bytes | str) -> bool:
    """Whether a CSV says of itself that it is invented. One that can't be read does not."""
    return any(word in remark for remark in csv_text.remarks(data) for word in _spoken())


def _spoken() -> list[str]:
    return [Messages(lang)("workbook.demonstration_short") for lang in LANGUAGES]
