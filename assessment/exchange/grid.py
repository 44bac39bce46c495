"""Cells by row and column, and by the name people know them under. Both count from 1."""

import re


def column_letter(column: int) -> str:
    """
    >>> column_letter(1), column_letter(26), column_letter(27)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """
    >>> cell_name(4, 4)
    'D4'
    """
    return f"{column_letter(column)}{row}"


def position(name: str) -> tuple[int, int]:
    """Row and column of a cell; ValueError where no spreadsheet has one.

    >>> position("D12"), position("aa1")
    ((12, 4), (1, 27))
    """
    found = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", name.upper())
    if not found:
        raise ValueError(name)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
