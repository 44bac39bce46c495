"""Somebody else is just before whoever wants to write next."""

from collections.abc import Callable
from typing import Any

import pytest

from assessment.store.database import Store


def meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` happen after all was asked for the next write, and before it has the lock."""
    writing = store.writing

    def behind(**facts: Any) -> Any:
        monkeypatch.setattr(store, "writing", writing)
        act()
        return writing(**facts)

    monkeypatch.setattr(store, "writing", behind)


def end_link(store: Store, link: int) -> None:
    """As if it had ended before anything here was done; what was made under it is not asked."""
    with store.writing(actor="test", action="assignment.end", subject="*", facts={}) as cursor:
        cursor.execute(
            """
            insert into assignment_entry (assignment, team, unit, kind, starts, ends)
            select assignment, team, unit, kind, starts, starts
            from assignment
            where assignment = $link
            """,
            {"link": link},
        )
