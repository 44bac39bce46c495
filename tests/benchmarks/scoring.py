"""The engine against plain numpy, in turns.

Processor seconds of all threads together: other work on the machine moves them least.
"""

import gc
import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time

import duckdb
import pandas as pd

from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.scoring import engine
from tests.benchmarks import plain_numpy, synthetic
from tests.benchmarks.synthetic import PERIOD

WAYS = ("sql", "frames", "numpy")
"""The engine's SQL alone; the same with reading its four frames; plain numpy to arrays."""


@dataclass(frozen=True, slots=True)
class Timing:
    units: int
    answers: int
    seconds: dict[str, float]
    """By way, the median."""

    memory: dict[str, int]
    """By way, MiB at its highest on top of holding the answers; the two engine ways are one."""

    def times_numpy(self, way: str) -> float:
        return self.seconds[way] / self.seconds["numpy"]


class Survey:
    """Answers ready to be scored either way."""

    def __init__(self, count: int) -> None:
        # Neither way tests for common problems, which plain numpy does not know.
        self.framework: Framework = load(DEFAULT).model_copy(update={"problems": ()})
        self.units = synthetic.units(count)
        self.answers: pd.DataFrame = synthetic.answers(self.framework, self.units)
        self.connection = duckdb.connect()
        for name, frame in (("unit", self.units), ("answer", self.answers)):
            self.connection.register(f"given_{name}", frame)
            self.connection.execute(f"create table {name} as select * from given_{name}")
            self.connection.unregister(f"given_{name}")

    def sql(self) -> None:
        with self.connection.cursor() as cursor:
            engine.run(cursor, self.framework, PERIOD)

    def frames(self) -> None:
        with self.connection.cursor() as cursor:
            engine.score(cursor, self.framework, PERIOD)

    def numpy(self) -> None:
        plain_numpy.score(self.framework, self.answers, self.units, PERIOD)

    def way(self, name: str) -> Callable[[], None]:
        return {"sql": self.sql, "frames": self.frames, "numpy": self.numpy}[name]


def measure(count: int, rounds: int) -> Timing:
    survey = Survey(count)
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for number in range(rounds + 1):
        for way in WAYS:
            taken = _timed(survey.way(way))
            if number:  # The first round warms up what is cached and compiled.
                seconds[way].append(taken)
    return Timing(
        units=count,
        answers=len(survey.answers),
        seconds={way: median(taken) for way, taken in seconds.items()},
        memory={way: _in_a_process_of_its_own(count, way) for way in ("frames", "numpy")},
    )


def _timed(work: Callable[[], None]) -> float:
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def _in_a_process_of_its_own(count: int, way: str) -> int:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_memory, count, way).result()


def _memory(count: int, way: str) -> int:
    survey = Survey(count)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the highest so far
    before = _status("VmRSS")
    survey.way(way)()
    return (_status("VmHWM") - before) // 1024


def _status(name: str) -> int:
    """A line of this process's status, in KiB."""
    found = re.search(rf"^{name}:\s+(\d+)", Path("/proc/self/status").read_text("ascii"), re.M)
    return int(found[1]) if found else 0
