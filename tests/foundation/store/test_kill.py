"""Killed in the middle of writing, forty times: what was acknowledged is there, and holds.

The process writes as the application does, drafts of a form and evidence files beside them. It
tells a number when a write has returned to it, and is killed after so many numbers as a die says;
never after so much time.
"""

import random
import signal
from pathlib import Path

from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.store.database import Store
from assessment.survey.evidence import evidence
from tests.foundation.store import forked, writer
from tests.kit.province import three_counties

KILLS = 40


def written_until_killed(database: Path, first: int, count: int) -> int:
    """The last number that was acknowledged."""
    process, listening = forked.started(writer.write_on, database, first)
    last = first - 1
    for _ in range(count):
        last = listening.recv()
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    # Whatever it told before it died was acknowledged too.
    try:
        while True:
            last = listening.recv()
    except EOFError:
        return last


def what_is_there(database: Path) -> tuple[set[int], set[str]]:
    """Numbers of the drafts and names of the files on record; everything verified."""
    store = Store(database)
    try:
        assert audit.verify(store, OPERATOR).holds
        for held in evidence.of_unit(store, writer.CLERK, three_counties.YUNLU, "2023"):
            assert store.blobs.read(held.hash)
        with store.reading() as cursor:
            numbers = cursor.execute("select value from draft_entry").fetchall()
            names = cursor.execute("select file_name from evidence_entry").fetchall()
    finally:
        store.close()
    return {int(value) for (value,) in numbers}, {name for (name,) in names}


def test_nothing_acknowledged_is_lost_in_forty_kills(tmp_path: Path) -> None:
    database = tmp_path / "six.duckdb"
    store = Store(database)
    three_counties.settle(store)
    store.close()
    die = random.Random(4)  # noqa: S311  a die, not a secret
    acknowledged: set[int] = set()
    for _ in range(KILLS):
        first = max(acknowledged, default=-1) + 1
        last = written_until_killed(database, first, die.randint(1, 7))
        acknowledged |= set(range(first, last + 1))
        drafts, files = what_is_there(database)
        assert {number for number in acknowledged if number % 4 != 3} <= drafts
        assert {f"{number}.png" for number in acknowledged if number % 4 == 3} <= files
    assert len(acknowledged) >= KILLS
