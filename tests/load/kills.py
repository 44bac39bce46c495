"""Writes that the server acknowledged, under kills, with a backup being made: none is lost.

    .venv/bin/python -m tests.load.kills --kills 42 --writes 50

Signing in is the write: a browser has seen it done when it has its cookie. Several people sign in
at once while the command line makes a backup; then the server is told to stop, interrupted or
killed, in turn. Afterwards each cookie has one session, and each backup that has a name restores.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from queue import SimpleQueue

from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.office.backups import restoring
from assessment.office.people.accounts import digest
from assessment.store.database import Store
from tests.foundation.store import forked, serving

AT_ONCE = 4
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)


def main(kills: int, writes: int) -> int:
    """The exit code: 0 where nothing was lost, doubled or left unrestorable."""
    with tempfile.TemporaryDirectory() as folder:
        database, backups = Path(folder, "six.duckdb"), Path(folder, "kept")
        backups.mkdir()
        serving.begin(database)
        acknowledged: list[str] = []
        for number in range(kills):
            sent = SIGNALS[number % len(SIGNALS)]
            acknowledged += _round(database, backups / f"{number}.tar", writes, sent)
            print(f"{number + 1} {sent.name}: {len(acknowledged)} acknowledged", flush=True)
        lost, doubled = _compared(database, acknowledged)
        made = sorted(backups.glob("*.tar"))
        bad = [each.name for each in made if not restoring.rehearse(each).verification.holds]
    print(f"kills {kills}, acknowledged {len(acknowledged)}, lost {lost}, doubled {doubled}")
    print(f"backups {len(made)}, that do not restore {len(bad)} {bad}")
    return int(bool(lost or doubled or bad))


def _round(database: Path, backup: Path, writes: int, sent: signal.Signals) -> list[str]:
    """The sessions that were acknowledged before the server died of `sent`."""
    process, listening = forked.started(serving.serve, database)
    port = listening.recv()
    cookies: SimpleQueue[str] = SimpleQueue()
    people = [
        threading.Thread(target=serving.sign_in, args=(port, cookies)) for _ in range(AT_ONCE)
    ]
    for each in people:
        each.start()
    found = [cookies.get(timeout=120) for _ in range(writes // 2)]
    command = [sys.executable, "-m", "assessment", "backup", str(backup)]
    asking = subprocess.Popen(
        [*command, "--database", str(database)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found += [cookies.get(timeout=120) for _ in range(writes - len(found))]
    if process.pid is not None:
        os.kill(process.pid, sent)
    process.join()
    for each in people:
        each.join()
    asking.wait()
    while not cookies.empty():
        found.append(cookies.get())
    return [digest(cookie) for cookie in found]


def _compared(database: Path, acknowledged: list[str]) -> tuple[int, int]:
    """How many acknowledged sessions are not there, and how many are there more than once."""
    store = Store(database)
    try:
        if not audit.verify(store, OPERATOR).holds:
            raise SystemExit("the audit does not hold")
        with store.reading() as cursor:
            kept = Counter(
                name
                for (name,) in cursor.execute(
                    "select session from session_entry where ended_at is null"
                ).fetchall()
            )
    finally:
        store.close()
    return (
        sum(not kept[each] for each in acknowledged),
        sum(kept[each] > 1 for each in acknowledged),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=42)
    parser.add_argument("--writes", type=int, default=50)
    asked = parser.parse_args()
    sys.exit(main(asked.kills, asked.writes))
