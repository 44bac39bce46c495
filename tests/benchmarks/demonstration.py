"""The demonstration province, opened as the pages open it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from assessment.office.people import demonstration_accounts
from pages.kit import session
from tests.kit import signed_in

COUNTY = "430626"
"""The one whose pages are opened."""


@contextmanager
def opened(file: Path) -> Iterator[Mapping[str, str]]:
    """Everybody is signed in while what is inside runs: the token of each account."""
    with patch.dict(os.environ, SIX_STRENGTHS_DB=str(file)):
        store, door = session.store(), session.door()
        yield {
            row.account: signed_in.token(store, row.account, door)
            for row in demonstration_accounts.offered(store)
        }
        store.close()
        session.let_go()


@contextmanager
def visited(token: str) -> Iterator[None]:
    """Pages are asked for by whoever has this token; `AppTest` knows no cookies."""
    with patch.object(session, "cookie", lambda: token):
        yield
