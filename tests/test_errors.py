"""Errors are sentences in the reader's language."""

import re

import pytest

from assessment.errors import Unknown, What
from assessment.i18n import Messages

WORDS = re.compile(r"[A-Za-z]+")


@pytest.mark.parametrize("what", Unknown.SENTENCES)
def test_what_is_unknown_is_said_in_chinese_too(what: What) -> None:
    error = Unknown(what=what, code="4306")
    assert WORDS.findall(Messages("zh")(error.key, **error.facts)) == []
    assert "4306" in Messages("en")(error.key, **error.facts)
