"""Text on its way into a spreadsheet, and out of one again: never taken for a formula."""

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(written: str) -> str:
    """Text that a spreadsheet will not take for a formula; `plain` takes the mark off again.

    >>> neutral("=1+1"), neutral("平江县"), plain(neutral("@x"))
    ("'=1+1", '平江县', '@x')
    """
    return f"'{written}" if written.startswith(_RISKY) else written


def plain(written: str) -> str:
    return written[1:] if written.startswith(tuple(f"'{mark}" for mark in _RISKY)) else written
