"""Full-width letters, digits and signs, as an input method types them, in their plain form.

Nothing else is folded. What Unicode calls compatible is not the same: the footnote sign in `9000②`
would become a digit, and the number another one.
"""

import re
import unicodedata

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0x00A0, 0x2007, 0x202F, 0x3000), " ")
"""The full-width blank, and those at which no line may break."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_NO_LETTERS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_SAME_HAN = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Copies of Han characters that a text pasted from a PDF may hold in their place."""


def folded(written: str) -> str:
    """
    >>> folded("１２，３４５ "), folded("9000②"), folded("张　三")
    ('12,345', '9000②', '张 三')
    """
    plain = _INVISIBLE.sub("", written).translate({**_PLAIN, **_BLANKS})
    return _SAME_HAN.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), plain).strip()


def name(written: str) -> str:
    """A name with each run of blanks made one, of whatever kind they are.

    >>> name(" 张　三 "), name("平江县总工会\u00a0办公室")
    ('张 三', '平江县总工会 办公室')
    """
    return " ".join(_INVISIBLE.sub("", written).split())


def is_same_name(one: str, other: str) -> bool:
    """Whether two names differ by nothing but blanks and full-width forms.

    >>> is_same_name("张　三", "张三"), is_same_name("张三", "张三丰")
    (True, False)
    """
    return "".join(folded(one).split()).casefold() == "".join(folded(other).split()).casefold()


def is_line(text: str) -> bool:
    """Whether a text holds no sign that breaks the line, turns it or cannot be seen. Signs that
    this Python does not know yet, as rare Han characters, are signs like any other.

    >>> is_line("李\\U0003158e"), is_line("a\\u202eb"), is_line("a\\nb")
    (True, False, False)
    """
    return not any(unicodedata.category(sign) in _NO_LETTERS for sign in text)


def numeral(written: str) -> str | None:
    """The first sign that stands for a number and is none of 0 to 9: raised, lowered, circled, in
    brackets, a fraction, a Roman numeral, a digit of another script.

    >>> numeral("12²"), numeral("⑴"), numeral("Ⅳ"), numeral("㊀"), numeral("1２ 万㎡")
    ('²', '⑴', 'Ⅳ', '㊀', None)
    """
    return next(filter(_is_numeral, folded(written)), None)


def _is_numeral(sign: str) -> bool:
    if sign.isascii() or sign == "〇" or unicodedata.category(sign) == "Lo":
        return False
    if unicodedata.numeric(sign, None) is not None:
        return True
    same = unicodedata.normalize("NFKC", sign)
    return any(c.isdigit() for c in same) and not any(c.isalpha() and c.isascii() for c in same)
