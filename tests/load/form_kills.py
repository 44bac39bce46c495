"""Writes that a page said are saved, under kills, with a backup being made: none is lost.

    .venv/bin/python -m tests.load.form_kills --kills 42 --writes 24

Two tabs of a county type into boxes of its form and a team sends notes of findings, as their
browsers do, over the socket of Streamlit. A write is acknowledged once the page has said so.
Meanwhile the command line makes a backup; then the server is told to stop, interrupted or killed.
"""

import argparse
import asyncio
import itertools
import os
import signal
import sys
from asyncio import Barrier
from asyncio.subprocess import DEVNULL
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import httpx
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import WebSocketException

from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.office.backups import restoring
from assessment.store.database import Store
from scripts import demonstration
from tests.foundation.store import forked, serving
from tests.load.form_visitor import FormVisitor
from tests.load.visitor import arrived

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
SMALL = ("--prefecture", "430600", "--period", "2024")
"""The part of the demonstration that is built."""

COUNTY, UNIT, PERIOD, PART = "demo-county", "430626", "2025", "organisation"
TEAM, STRENGTH = "demo-team", "组织功能"
TABS, BOXES = 2, 3
"""Of the county, and which of the form's boxes each fills in turn."""

PATIENCE = 180.0

T = Messages("zh")
SAVED = T("filing.saved", state="", when="", who="").split()[0]
SENT = T("visit.sent", when="", unit="", count=1).split()[0]

GONE = (OSError, httpx.HTTPError, WebSocketException)
"""What a browser meets when the server dies."""

WRITTEN = """
select field || ' ' || cast(cast(value as bigint) as varchar) from draft_entry
where unit = $unit and period = $period and value >= 10000 and field like '%_n'
union all select description from finding_entry where description like 'note %'
"""

Log = list[str]
"""What was acknowledged: a box and its number, or the words of a note."""

Numbers = Iterator[int]
"""Every write is told from every other by one."""


async def fill(address: str, tab: int, ready: Barrier, numbers: Numbers, log: Log) -> None:
    """Type one number after the other into some boxes of the form, for as long as there is one."""
    async with arrived(address, COUNTY, FormVisitor) as visitor:
        await visitor.open("survey", period=PERIOD, part=PART)
        await ready.wait()
        begins = f"value_{UNIT}_{PERIOD}_"
        for turn in itertools.count(tab * BOXES):
            boxes = [box for box in visitor.widgets(begins) if box.endswith("_n_0")]
            box, number = boxes[tab * BOXES + turn % BOXES], next(numbers)
            await visitor.put(WidgetState(id=box, string_value=str(number)))
            place = visitor.widgets(begins)[box]
            if SAVED in visitor.words(place[:-1]):
                question = box.partition(begins)[2].removesuffix("_0")
                log.append(f"{question} {number}")


async def send(address: str, ready: Barrier, numbers: Numbers, log: Log) -> None:
    """Send one note of a finding after the other."""
    async with arrived(address, TEAM, FormVisitor) as visitor:
        await visitor.open("visit")
        await ready.wait()
        for number in numbers:
            note = f"note {number}"
            (box,) = visitor.widgets("note_description")
            (strength,) = visitor.widgets("note_strength")
            await visitor.put(
                WidgetState(id=box, string_value=note),
                WidgetState(id=strength, string_array_value=StringArray(data=[STRENGTH])),
            )
            (button,) = visitor.widgets("send_note")
            await visitor.put(WidgetState(id=button, trigger_value=True))
            if SENT in visitor.words() and box not in visitor.widgets("note_description"):
                log.append(note)


async def until_gone(work: Awaitable[None]) -> None:
    with suppress(*GONE):
        await work


async def one_round(
    database: Path, backup: Path, writes: int, sent: signal.Signals, numbers: Numbers
) -> Log:
    """What was acknowledged before the server died of `sent`."""
    process, listening = forked.started(serving.serve, database)
    address = f"http://127.0.0.1:{await asyncio.to_thread(listening.recv)}"
    log: Log = []
    ready = Barrier(TABS + 1)
    people = [fill(address, tab, ready, numbers, log) for tab in range(TABS)]
    working = asyncio.gather(*map(until_gone, [*people, send(address, ready, numbers, log)]))
    await _reached(log, writes // 2, working)
    command = [sys.executable, "-m", "assessment", "backup", str(backup)]
    asking = await asyncio.create_subprocess_exec(
        *command, "--database", str(database), stdout=DEVNULL, stderr=DEVNULL
    )
    await _reached(log, writes, working)
    if process.pid is not None:
        os.kill(process.pid, sent)
    await working
    await asyncio.to_thread(process.join)
    await asking.wait()
    return log


async def _reached(log: Log, count: int, working: asyncio.Future[list[None]]) -> None:
    """Wait for so many; an error of those who write ends it all."""
    end = monotonic() + PATIENCE
    while len(log) < count and not working.done():
        if monotonic() > end:
            raise TimeoutError(f"{len(log)} of {count}")
        await asyncio.sleep(0.02)
    if working.done():
        working.result()
        raise RuntimeError("the server ended by itself")


def compared(database: Path, acknowledged: Log) -> tuple[int, int]:
    """How many acknowledged writes are not there, and how many writes are there more than once."""
    store = Store(database)
    try:
        if not audit.verify(store, OPERATOR).holds:
            raise SystemExit("the audit does not hold")
        with store.reading() as cursor:
            rows = cursor.execute(WRITTEN, {"unit": UNIT, "period": PERIOD}).fetchall()
    finally:
        store.close()
    there = Counter(write for (write,) in rows)
    return (
        sum(not there[each] for each in acknowledged),
        sum(count > 1 for count in there.values()),
    )


def main(kills: int, writes: int, seconds: float, ready: Path | None) -> int:
    """The exit code: 0 where nothing was lost, doubled or left unrestorable."""
    numbers, acknowledged, done = itertools.count(10_000), [], 0
    end = monotonic() + seconds
    with demonstration.built(ready, SMALL) as database:
        backups = database.parent / "kept"
        backups.mkdir()
        while done < kills and monotonic() < end:
            sent = SIGNALS[done % len(SIGNALS)]
            acknowledged += asyncio.run(
                one_round(database, backups / f"{done}.tar", writes, sent, numbers)
            )
            done += 1
            print(f"{done} {sent.name}: {len(acknowledged)} acknowledged", flush=True)
        lost, doubled = compared(database, acknowledged)
        notes = sum(each.startswith("note ") for each in acknowledged)
        print(f"kills {done}, acknowledged {len(acknowledged)}, of them {notes} notes")
        print(f"lost {lost}, doubled {doubled}", flush=True)
        made = sorted(backups.glob("*.tar"))
        bad = [each.name for each in made if not restoring.rehearse(each).verification.holds]
    print(f"backups {len(made)}, that do not restore {len(bad)} {bad}")
    return int(bool(lost or doubled or bad))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=42)
    parser.add_argument("--writes", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=1800, help="at most")
    parser.add_argument("--database", type=Path, help="a demonstration to copy")
    asked = parser.parse_args()
    sys.exit(main(asked.kills, asked.writes, asked.seconds, asked.database))
