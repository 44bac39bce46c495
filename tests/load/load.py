"""Many people at once on a real server: `make load`, or `python -m tests.load.load --people 60`.

Each signs in, then follows links, clicks and writes with pauses between. By the clock only an
otherwise idle machine says anything; the processor time of the server always does. Afterwards one
person alone clicks through the pages: that tells what each costs the processor.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import monotonic

from assessment.framework import loader
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods
from assessment.survey.review import review_queue
from assessment.units import directory
from pages.kit import site
from scripts import demonstration, serving
from tests.kit import signed_in
from tests.load import writes
from tests.load.visitor import View, Visitor, arrived

MIX = {
    "demo-county": 0.20,
    "demo-county-2": 0.20,
    "demo-team": 0.25,
    "demo-leader": 0.20,
    "demo-reviewer": 0.08,
    "demo-city": 0.05,
    "demo-publisher": 0.02,
}
"""The share of people with each account."""

HEADS = ("page", "role", "n", "p50", "p95", "most", "KB", "server", "failed")

LINKS = 0.3
"""Of actions that read, those that open another page; the others click where one is."""

ALONE = 10
"""Clicks on each page by one person alone: the processor's time is counted in hundredths."""


@dataclass(frozen=True, slots=True)
class Plan:
    people: int
    seconds: float
    pause: float
    """Seconds between two actions of a person, in the mean."""

    writing: float
    """The share of actions that write."""

    waiting: Mapping[str, Sequence[str]]
    """By account, the units whose submission waits for it."""


@dataclass(slots=True)
class Log:
    views: dict[tuple[str, str], list[View]] = field(default_factory=dict)
    """By page and role."""

    def add(self, page: str, role: str, view: View) -> None:
        self.views.setdefault((page, role), []).append(view)

    def __len__(self) -> int:
        return sum(map(len, self.views.values()))


def actor_of(account: str) -> Actor:
    role, scope = signed_in.ROLES[account]
    kind, _, code = scope.partition(":")
    return Actor(account, role, frozenset({code}) if kind == "unit" else None, live=True)


async def visit(address: str, account: str, plan: Plan, log: Log, random: Random) -> None:
    actor = actor_of(account)
    pages = [page.name for folder in site.offered(actor).values() for page in folder]
    writers = sum(share for each, share in MIX.items() if actor_of(each).role in writes.WRITERS)
    writing = plan.writing / writers if actor.role in writes.WRITERS else 0
    end = monotonic() + plan.seconds
    await asyncio.sleep(random.uniform(0, plan.pause))
    async with arrived(address, account) as visitor:
        page = ""
        while monotonic() < end:
            if random.random() < writing:
                unit = random.choice([*plan.waiting.get(account, ()), ""])
                async for done, view in writes.write(visitor, actor.role, unit, random):
                    log.add(done, actor.role, view)
                    page = done.partition(":")[0]
            elif not page or random.random() < LINKS:
                page = random.choice(pages)
                log.add(page, actor.role, await visitor.open(page))
            else:
                log.add(page, actor.role, await visitor.click())
            await asyncio.sleep(random.expovariate(1 / plan.pause))


async def visit_all(address: str, plan: Plan) -> Log:
    log, random = Log(), Random(1)  # noqa: S311  whom and when, not a secret
    accounts = random.choices(list(MIX), list(MIX.values()), k=plan.people)
    async with asyncio.TaskGroup() as people:
        for number, account in enumerate(accounts):
            people.create_task(visit(address, account, plan, log, Random(number)))  # noqa: S311
    return log


async def alone(address: str, process: int) -> dict[str, float]:
    """Processor milliseconds of the server for a click on each page, nobody else being there."""
    taken = {}
    for page in site.PAGES:
        async with arrived(address, signed_in.opener_of(page)) as visitor:
            await visitor.open(page)
            taken[page] = await _clicked(visitor, process)
    return taken


async def _clicked(visitor: Visitor, process: int) -> float:
    await visitor.click()
    start = processor(process)
    for _ in range(ALONE):
        await visitor.click()
    return (processor(process) - start) / ALONE * 1000


def processor(process: int) -> float:
    """Seconds of the processor that a process has used, of all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _server() -> int:
    """The one process that this one has begun and that still runs."""
    threads = Path("/proc/self/task").glob("*/children")
    (child,) = " ".join(each.read_text("utf-8") for each in threads).split()
    return int(child)


def waiting(file: Path) -> dict[str, list[str]]:
    """By account, the units whose submission of the newest period it may decide on now."""
    store = Store(file)
    try:
        found = {}
        for account in MIX:
            actor = actor_of(account)
            if actor.role in ("reviewer", "city"):
                offered = directory.every_period(store, actor)
                newest = next(each.period for each in offered if each.answered)
                framework = periods.framework_of(store, actor, newest, loader.load(loader.DEFAULT))
                queue = review_queue.queue(store, framework, actor, newest)
                mine = [each.unit for each in queue if each.is_mine]
                _, _, own = signed_in.ROLES[account][1].partition(":")
                found[account] = [each.unit for each in mine if own in ("", each.prefecture)]
        return found
    finally:
        store.close()


def table(log: Log, costs: Mapping[str, float]) -> None:
    print(f"| {' | '.join(HEADS)} |\n|{'---:|' * len(HEADS)}")
    every = [view for views in log.views.values() for view in views]
    for (page, role), views in [*sorted(log.views.items()), (("all", ""), every)]:
        taken = [view.seconds for view in views]
        late = quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
        size = median(view.size for view in views) / 1024
        cost = f"{costs[page]:.0f} ms" if page in costs else "—"
        failed = sum(view.failed for view in views)
        cells = f"{median(taken):.2f} s | {late:.2f} s | {max(taken):.2f} s | {size:.0f}"
        print(f"| {page} | {role} | {len(views)} | {cells} | {cost} | {failed} |")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.load", description=__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--pause", type=float, default=8)
    parser.add_argument(
        "--writing", type=float, default=0.2, help="the share of actions that write"
    )
    parser.add_argument("--database", type=Path, help="a demonstration to copy")
    asked = parser.parse_args(arguments)
    with demonstration.built(asked.database) as file:
        plan = Plan(asked.people, asked.seconds, asked.pause, asked.writing, waiting(file))
        with serving.serve(file) as (address, _):
            process = _server()
            begun, busy = processor(process), monotonic()
            log = asyncio.run(visit_all(address, plan))
            spent, lasted = processor(process) - begun, monotonic() - busy
            load = os.getloadavg()
            costs = asyncio.run(alone(address, process))
    table(log, costs)
    print(f"\n{len(log) / lasted:.1f} pages a second; {spent:.0f} s of processor time, sign-ins")
    print(f"included: {1000 * spent / len(log):.0f} ms a page, {len(log) / spent:.1f} pages a")
    print(f"processor second. Load of the machine at the end: {load[0]:.1f}.")


if __name__ == "__main__":
    main(sys.argv[1:])
