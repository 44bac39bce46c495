"""What is kept between two writes is never what was true before the last of them."""

from pathlib import Path

import pytest

from assessment.store.database import Store
from assessment.store.query_cache import EVERYTHING, QueryCache


def write(store: Store) -> None:
    with store.writing(actor="test", action="setting.write", subject="*", facts={}) as cursor:
        cursor.execute(
            "insert into setting_entry (name, value) values ('title', ?)",
            [f"at {store.revision}"],
        )


def test_a_write_is_seen_by_the_next_question(store: Store) -> None:
    before = store.revision
    assert store.revision == before
    write(store)
    assert store.revision == before + 1


def test_a_write_through_another_opening_of_the_file_is_seen_too(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "a.duckdb"), Store(tmp_path / "a.duckdb")
    before = one.revision
    write(other)
    assert one.revision == before + 1
    one.close()
    other.close()


def test_a_write_that_fails_forgets_nothing_and_shows_nothing(store: Store) -> None:
    before = store.revision
    with (
        pytest.raises(ZeroDivisionError),
        store.writing(actor="test", action="x.write", subject="*", facts={}),
    ):
        raise ZeroDivisionError
    assert store.revision == before


def test_what_somebody_does_to_a_frame_stays_with_them(store: Store) -> None:
    frame = store.frame("unit_described")
    frame["name"] = "changed"
    frame["more"] = 1
    assert "more" not in store.frame("unit_described").columns


def test_a_question_may_name_a_list(store: Store) -> None:
    for _ in range(2):
        assert store.frame("answer_relation", periods=["2023", "2024"]).empty


def test_an_answer_overtaken_by_a_write_is_not_kept() -> None:
    answered, tables = QueryCache(), frozenset({"unit_entry"})

    def overtaken() -> str:
        answered.forget({"unit_entry"})
        return "old"

    assert answered.once(("q",), tables, overtaken) == "old"
    assert answered.once(("q",), tables, lambda: "new") == "new"
    assert answered.once(("q",), tables, lambda: "not asked") == "new"


def test_a_write_forgets_what_was_answered_from_its_tables_and_nothing_else() -> None:
    answered = QueryCache()
    units, people = frozenset({"unit_entry", "filing"}), frozenset({"account_entry"})
    for question, tables in (("units", units), ("people", people), ("any", EVERYTHING)):
        answered.once((question,), tables, lambda: "before")
    answered.forget({"filing", "audit"})
    assert answered.once(("units",), units, lambda: "after") == "after"
    assert answered.once(("people",), people, lambda: "after") == "before"
    assert answered.once(("any",), EVERYTHING, lambda: "after") == "after"


def test_an_opening_of_the_file_forgets_everything() -> None:
    answered, tables = QueryCache(), frozenset({"unit_entry"})
    answered.once(("q",), tables, lambda: "before")
    answered.forget_all()
    assert answered.once(("q",), tables, lambda: "after") == "after"
