"""Many people at once on a real server: `make load`, or `python -m tests.load.load --people 60`.

Each signs in, then follows links and clicks with pauses between. They read and do not write. By the
clock only an otherwise idle machine says anything; the processor time of the server always does.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median, quantiles
from time import monotonic

from assessment.kernel.actors import Actor
from pages.kit import site
from scripts import demonstration, serving
from tests.kit import signed_in
from tests.load.visitor import View, arrived

MIX = {
    "demo-county": 0.40,
    "demo-team": 0.25,
    "demo-leader": 0.20,
    "demo-reviewer": 0.08,
    "demo-city": 0.05,
    "demo-publisher": 0.02,
}
"""The share of people with each account."""

LINKS = 0.3
"""Of actions, those that open another page; the others click where one is."""


@dataclass(frozen=True, slots=True)
class Plan:
    people: int
    seconds: float
    pause: float
    """Seconds between two actions of a person, in the mean."""


@dataclass(slots=True)
class Log:
    views: dict[str, list[View]] = field(default_factory=dict)

    def add(self, page: str, view: View) -> None:
        self.views.setdefault(page, []).append(view)


async def visit(address: str, account: str, plan: Plan, log: Log, random: Random) -> None:
    role, scope = signed_in.ROLES[account]
    kind, _, code = scope.partition(":")
    actor = Actor(account, role, frozenset({code}) if kind == "unit" else None)
    pages = [page.name for folder in site.offered(actor).values() for page in folder]
    end = monotonic() + plan.seconds
    await asyncio.sleep(random.uniform(0, plan.pause))
    async with arrived(address, account) as visitor:
        page = ""
        while monotonic() < end:
            if not page or random.random() < LINKS:
                page = random.choice(pages)
                log.add(page, await visitor.open(page))
            else:
                log.add(page, await visitor.click())
            await asyncio.sleep(random.expovariate(1 / plan.pause))


async def visit_all(address: str, plan: Plan) -> Log:
    log, random = Log(), Random(1)  # noqa: S311  whom and when, not a secret
    accounts = random.choices(list(MIX), list(MIX.values()), k=plan.people)
    async with asyncio.TaskGroup() as people:
        for number, account in enumerate(accounts):
            people.create_task(visit(address, account, plan, log, Random(number)))  # noqa: S311
    return log


def table(log: Log) -> None:
    print("| page | n | p50 | p95 | most | KB | failed |\n|---:|---:|---:|---:|---:|---:|---:|")
    every = [view for views in log.views.values() for view in views]
    for page, views in [*sorted(log.views.items()), ("all", every)]:
        taken = [view.seconds for view in views]
        late = quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
        size = median(view.size for view in views) / 1024
        failed = sum(view.failed for view in views)
        cells = f"{median(taken):.2f} s | {late:.2f} s | {max(taken):.2f} s | {size:.0f} | {failed}"
        print(f"| {page} | {len(views)} | {cells} |")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.load", description=__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--pause", type=float, default=8)
    parser.add_argument("--database", type=Path, help="a demonstration to copy")
    asked = parser.parse_args(arguments)
    plan = Plan(asked.people, asked.seconds, asked.pause)
    with demonstration.built(asked.database) as file:
        before = getrusage(RUSAGE_CHILDREN)
        with serving.serve(file) as (address, _):
            log = asyncio.run(visit_all(address, plan))
        after = getrusage(RUSAGE_CHILDREN)
    table(log)
    count = sum(map(len, log.views.values()))
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"\n{count / plan.seconds:.1f} pages a second; {spent:.0f} s of processor time in all,")
    print(f"start and sign-ins included: {1000 * spent / count:.0f} ms a page")


if __name__ == "__main__":
    main(sys.argv[1:])
