"""The whole server killed while people sign in, forty times: whoever was let in has a session.

Several sign in at once, so that the server is killed in the middle of one.
"""

import random
import signal
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import pytest

from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.office.people.accounts import digest
from assessment.store.database import Store
from tests.foundation.store import forked, serving

KILLS, AT_ONCE = 40, 3


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "six.duckdb"
    serving.begin(file)
    return file


def let_in_until_killed(database: Path, count: int) -> Iterator[str]:
    """The cookie of everybody who was let in before the server died."""
    process, listening = forked.started(serving.serve, database)
    port = listening.recv()
    let_in: SimpleQueue[str] = SimpleQueue()
    people = [Thread(target=serving.sign_in, args=(port, let_in)) for _ in range(AT_ONCE)]
    for each in people:
        each.start()
    for _ in range(count):
        yield let_in.get(timeout=120)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    for each in people:
        each.join()
    while not let_in.empty():
        yield let_in.get()


@pytest.mark.thorough
def test_whoever_was_let_in_has_a_session_after_forty_kills(database: Path) -> None:
    die = random.Random(7)  # noqa: S311  a die, not a secret
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        acknowledged |= {
            digest(cookie) for cookie in let_in_until_killed(database, die.randint(1, 6))
        }
        store = Store(database)
        assert audit.verify(store, OPERATOR).holds
        with store.reading() as cursor:
            kept = {name for (name,) in cursor.execute("select session from session").fetchall()}
        store.close()
        assert acknowledged <= kept
    assert len(acknowledged) >= KILLS
