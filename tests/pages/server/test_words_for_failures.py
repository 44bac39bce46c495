"""A database that is busy, unreadable or on a full disk is told in words, and without a path."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assessment.errors import AssessmentError, DatabaseBusy, DatabaseUnreadable
from assessment.i18n import LANGUAGES, Messages
from assessment.office.people.session_manager import NotSignedIn
from assessment.store.database import Store
from assessment.store.database_errors import DatabaseDamaged, DatabaseNotWritten
from pages.kit import session
from tests.kit.signed_in import HERE, PASSWORD
from tests.pages.server import forms

FOLDER = "/srv/office/data"
FILE = f"{FOLDER}/six.duckdb"

FAILURES: list[Callable[[], AssessmentError]] = [
    lambda: DatabaseBusy(file=FILE),
    lambda: DatabaseUnreadable(file=FILE, detail=f"IO Error: cannot open {FILE}"),
    lambda: DatabaseDamaged(file=FILE, detail=f"{FILE} is short"),
    lambda: DatabaseNotWritten(file=FILE, detail=f"no space on {FILE}"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("path", ["/login", "/invite?token=x", "/password", "/rankings"])
def test_it_is_said_in_words_and_where_the_file_lies_is_not(
    reader: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    failure: Callable[[], AssessmentError],
    path: str,
    lang: str,
) -> None:
    def fail() -> Store:
        raise failure()

    monkeypatch.setattr(session, "store", fail)
    monkeypatch.setattr(session, "door", fail)
    mark = "&" if "?" in path else "?"
    answer = reader.get(f"{path}{mark}lang={lang}")
    assert answer.status_code in (200, 410, 503)
    assert "six.duckdb" in answer.text
    assert FOLDER not in answer.text
    assert "Internal Server Error" not in answer.text


@contextmanager
def full_disk() -> Iterator[None]:
    """Nothing can be written to any database, as DuckDB says it."""

    @contextmanager
    def writing(self: Store, **_: object) -> Iterator[None]:
        raise DatabaseNotWritten(file=FILE, detail="No space left on device")
        yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "writing", writing)
        yield


def test_on_a_full_disk_signing_out_ends_the_session_and_says_that_it_is_not_recorded(
    client: TestClient,
) -> None:
    token = session.door().enter("zhao", PASSWORD, HERE)
    client.cookies.set(session.COOKIE, token)
    page = client.get("/login?lang=en")
    with full_disk():
        answer = forms.submit(client, page)
        assert answer.status_code == 503
        assert Messages("en")("sign_in.left_unrecorded") in answer.text
        assert FOLDER not in answer.text
        with pytest.raises(NotSignedIn) as out:
            session.door().resume(token)
    assert out.value.reason == "sign_out"
    with pytest.raises(NotSignedIn):
        session.door().resume(token)


def test_health_says_when_nothing_can_be_written(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assessment.store.database.TemporaryFile", full)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["problem"] == "store.database_not_written"
