"""Who asks, the framework, the period's rules and the language are resolved once in a run."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework import loader
from assessment.office.people.session_manager import SessionManager
from assessment.scores.basis import basis
from pages.kit import session, site
from tests.kit import signed_in
from tests.pages import under_review
from tests.pages.conftest import Opener, opener

PART = """
from pages.kit import session
from pages.scores.analysis import what_if_form
what_if_form.answers.__wrapped__('{unit}', '2024')
"""
"""What a browser runs again when a number is typed: the fragment, and nothing around it."""

IN_THE_MIDST = """
import streamlit as st
from pages.kit import session
st.write(session.actor().name)
session.door().leave(session.cookie())
with session.explaining():
    st.write("still " + session.actor().name)
"""
"""Somebody signs out elsewhere while a page of theirs is being drawn."""


@pytest.fixture
def open_reviewed(
    reviewed_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    yield from opener(reviewed_database, tmp_path, monkeypatch)


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each was resolved, at the bottom, whoever asked for it."""
    counts: Counter[str] = Counter()

    def count(holder: Any, name: str) -> None:
        whole: Callable[..., object] = getattr(holder, name)

        def counted(*given: Any, **named: Any) -> object:
            counts[name] += 1
            return whole(*given, **named)

        monkeypatch.setattr(holder, name, counted)

    count(SessionManager, "resume")
    count(basis, "fingerprint_of")
    count(loader, "fingerprint")
    for name in ("Messages", "_read", "_opened"):
        count(session, name)
    return counts


@pytest.mark.parametrize("page", site.PAGES)
def test_a_run_of_a_page_resolves_each_at_most_once(
    open_reviewed: Opener, resolved: Counter[str], page: str
) -> None:
    shown = open_reviewed(page, as_=signed_in.opener_of(page))
    for _ in range(2):
        resolved.clear()
        shown.run()
        assert not shown.exception
        assert resolved["resume"] == resolved["Messages"] == 1
        assert set(resolved.values()) == {1}, resolved


def test_a_run_of_a_part_resolves_each_once_and_anew(
    open_reviewed: Opener, resolved: Counter[str]
) -> None:
    open_reviewed()
    script = PART.format(unit=under_review.APPROVED)
    shown = AppTest.from_string(script, default_timeout=60).run()
    for _ in range(2):
        resolved.clear()
        shown.run()
        assert not shown.exception
        assert resolved["resume"] == 1
        assert set(resolved.values()) == {1}, resolved


def test_who_is_signed_out_in_the_midst_of_a_run_does_no_more(open_reviewed: Opener) -> None:
    open_reviewed()
    shown = AppTest.from_string(IN_THE_MIDST, default_timeout=60).run()
    assert [text.value for text in shown.markdown] == [signed_in.REVIEWER]
    assert shown.info
