"""One period's relations copied into memory, where the engine's own steps run on other numbers.

`Copy.rescored` is a whole run of the engine over changed answers or another framework: what any
prediction must agree with. `Copy.tried` says the same while a person waits. It runs the same
steps, but only over the indicators that read the answers and the units whose scores they move, and
on SQLite: the relations are tiny, and DuckDB takes longer to plan a step than SQLite to run it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
from sqlglot import exp

from assessment.errors import Unscorable
from assessment.framework.model import Framework
from assessment.kernel.answers import SILENT
from assessment.scoring import engine, rule
from assessment.scoring.engine import Step
from assessment.scoring.framework_rules import rows_of
from assessment.scoring.in_memory import ANSWER, score_frames
from assessment.scoring.scores import Scores
from assessment.scoring.what_if.pruned import bearing_on, pruned, with_entangled

SQL = Path(__file__).parent / "sql"
LITE = "sqlite"
OFFICIAL = (
    "rule",
    "indicator_value",
    "earlier_value",
    "pool",
    "pool_facts",
    "indicator_score",
    "node_score",
    "strength_score",
    "total_score",
)
"""The relations of the finished run that trials are held against. A trial's own are temporary and
stand before them under the same names, until it is undone."""


@dataclass(frozen=True, slots=True)
class Move:
    """One indicator's value becoming another, all else as it is."""

    indicator: str
    goal: str
    """What the value is to reach, in the asker's word; one move for each indicator and goal."""

    value: float | None
    """The value to reach; None where it follows from the answer."""

    field: str | None = None
    answer: float | None = None
    """The answer that brings the value there, where one does."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial shows."""

    totals: pd.DataFrame
    """As `Scores.totals`."""

    strengths: pd.DataFrame
    """Grain strength, of one unit: `strength score`."""


class Copy:
    """The relations of one period, and a finished run over them."""

    def __init__(self, framework: Framework, period: str, connection: Any) -> None:
        """Copy from a DuckDB connection that has `answer` and `unit`, and score.

        Raises `Unscorable` where the period itself cannot be scored.
        """
        self.framework, self.period = framework, period
        self.given: pd.DataFrame = connection.execute(_query("copy_answer")).df()
        self.units: pd.DataFrame = connection.execute(_query("copy_unit")).df()
        self.scores: Scores = engine.score(connection, framework, period)
        self._taking_turns = Lock()
        self._parts: dict[frozenset[str], Framework] = {}
        self._before = tuple(engine.earlier(connection, framework, period))
        self._lite = _in_sqlite(self.given, self.units)
        for step in self.steps(framework):
            self._lite.execute(step.text)
        for relation in dict.fromkeys(step.relation for step in self.steps(framework)):
            if relation in OFFICIAL:
                self._lite.execute(_official(relation))
            self._lite.execute(f"drop table temp.{relation}")
        self._lite.execute(_query("index_score"))

    def answers(self, unit: str) -> dict[str, float | None]:
        """What a unit said in the period, by field; None for not applicable, and no entry for
        missing."""
        named = {"unit": unit, "period": self.period}
        with self._taking_turns:
            return dict(self._lite.execute(_query("said_by_unit"), named).fetchall())

    def compared_with(self, unit: str, indicator: str) -> pd.Series:
        """The known values of an indicator among those the unit is compared with, its own too."""
        units = self.units.set_index("unit")
        rows = self.scores.indicators
        rows = rows[rows["indicator"] == indicator]
        (pool,) = rows.loc[rows["unit"] == unit, "pool"]
        if pd.isna(pool):
            pool = self.framework.indicator_by_code[indicator].pool.within
        if pool != "all":
            rows = rows[rows["unit"].map(units[pool]) == units.at[unit, pool]]
        known: pd.Series = rows.loc[rows["state"] == "value", "value"]
        return known

    def rescored(
        self, answers: pd.DataFrame | None = None, framework: Framework | None = None
    ) -> Scores:
        """A whole run, with `answers` in place of those there, or over another framework.

        `answers` has `unit field state value`; a silent one takes away what was answered. Raises
        `Unscorable`.
        """
        given = self.given
        if answers is not None and len(answers):
            told = answers.assign(period=self.period)
            keys = ["unit", "period", "field"]
            old = given.merge(told[keys], on=keys, how="left", indicator="said")["said"] == "both"
            new = told[~told["state"].isin(SILENT)]
            new = new.assign(value=new["value"].where(new["state"] == "value"))
            given = pd.concat([given[~old.to_numpy()], new[list(ANSWER)]], ignore_index=True)
        return score_frames(framework or self.framework, given, self.units, self.period)

    def tried(self, unit: str, answers: pd.DataFrame, framework: Framework | None = None) -> Tried:
        """What `rescored` says of totals and of the unit's strengths, for a person who waits.

        `framework` may differ from the copy's in weights only. Raises `Unscorable`.
        """
        try:
            with self._trial(unit) as trial:
                if len(answers):
                    trial.answer(answers.to_dict("records"))
                trial.add_up(framework)
                strengths = trial.strengths()
                trial.rank()
                totals = trial.totals().astype(self.scores.totals.dtypes)
                return Tried(totals, strengths)
        except Unscorable:
            # Who is to blame for what is for the whole run to say.
            whole = self.rescored(answers, framework)
            own = whole.strengths["unit"] == unit
            return Tried(whole.totals, whole.strengths.loc[own, ["strength", "score"]])

    def outcomes(self, unit: str, moves: Sequence[Move]) -> pd.DataFrame:
        """Grain move: `indicator goal value score base total rank_all`, as after a whole run.

        Null where there is none: a total that stays unknown. A move is left out where its answer
        gives no value, or where the scores could not exist.
        """
        rows = [(move.indicator, move.goal, *found) for move, found in self._outcomes(unit, moves)]
        columns = ["indicator", "goal", "value", "score", "base", "total", "rank_all"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype(dict.fromkeys(columns[2:], float))

    def score_after(self, unit: str, move: Move) -> float | None:
        """The indicator's score after a move; None where it comes to none."""
        try:
            with self._trial(unit) as trial:
                return trial.move(move)[1]
        except Unscorable:
            return None

    def _outcomes(
        self, unit: str, moves: Iterable[Move]
    ) -> Iterator[tuple[Move, tuple[float | None, ...]]]:
        for move in moves:
            try:
                with self._trial(unit) as trial:
                    value, score = trial.move(move)
                    if value is None:
                        continue
                    trial.add_up()
                    trial.rank()
                    yield move, (value, score, *trial.row("own_total"))
            except Unscorable:
                continue

    @contextmanager
    def _trial(self, unit: str) -> Iterator["_Trial"]:
        """Whatever is done to the relations meanwhile is undone."""
        with self._taking_turns:
            self._lite.execute("begin")
            try:
                yield _Trial(self, self._lite, unit)
            finally:
                self._lite.execute("rollback")

    def part(self, codes: frozenset[str]) -> Framework:
        """The framework of some indicators, one object each time: plans are kept for objects."""
        if codes not in self._parts:
            self._parts[codes] = pruned(self.framework, codes)
        return self._parts[codes]

    def steps(self, framework: Framework) -> tuple[Step, ...]:
        return engine.plan(framework, self.period, LITE, self._before)


class _Trial:
    """One change, on a connection that forgets it afterwards."""

    def __init__(self, copy: Copy, lite: sqlite3.Connection, unit: str) -> None:
        self._copy, self._lite, self._unit = copy, lite, unit
        self._is_scored = False

    def answer(self, answers: Iterable[Mapping[Any, Any]]) -> None:
        """Score every indicator that reads one of these answers anew, of every unit."""
        read = set()
        for row in answers:
            read.add(str(row["field"]))
            self._say(str(row["field"]), row["state"], row["value"])
        self._score(bearing_on(self._copy.framework, self._copy.period, read))

    def move(self, move: Move) -> tuple[float | None, float | None]:
        """One value and its score, after the move; other indicators stay, whatever they read."""
        if move.field is not None:
            self._say(move.field, "value", move.answer)
        own = {move.indicator}
        codes = with_entangled(self._copy.framework, self._copy.period, own)
        self._score(codes, move if move.field is None else None)
        value, score = self.row("reached", indicator=move.indicator)
        return value, score

    def add_up(self, framework: Framework | None = None) -> None:
        """Totals of the units whose scores are others now; of all, where weights are."""
        self._do("changed" if self._is_scored and framework is None else "changed_everywhere")
        self._do("score_now" if self._is_scored else "score_as_it_was")
        if self._is_scored:
            self._forget("rule", "indicator_score")
        if framework is not None:
            self._put_rule(framework)
            self._do("weigh")
        self._lite.execute("alter table score_now rename to indicator_score")
        self._do("changed_unit")
        self._run(engine.ADDED_UP)
        engine.refuse(self._lite, self._copy.framework, LITE, since=engine.MEANS)

    def rank(self) -> None:
        """Everyone's totals, the unchanged ones as they were; nothing but totals is ranked."""
        self._do("total_now")
        self._forget("total_score", "unit")
        self._lite.execute("alter table total_now rename to total_score")
        self._lite.execute("delete from strength_score")
        self._run(("ranking",))

    def strengths(self) -> pd.DataFrame:
        """Grain strength: `strength score`, to be asked before ranking."""
        found = self._lite.execute(_query("own_strength"), {"unit": self._unit}).fetchall()
        return pd.DataFrame(found, columns=["strength", "score"]).astype({"score": float})

    def totals(self) -> pd.DataFrame:
        return pd.read_sql_query(engine.reading("totals", LITE), self._lite)

    def row(self, question: str, **named: object) -> tuple[float | None, ...]:
        """The one row a question has about the unit."""
        asked = self._lite.execute(_query(question), named | {"unit": self._unit})
        found: tuple[float | None, ...] = asked.fetchone()
        return found

    def _say(self, field: str, state: str, value: float | None) -> None:
        self._do("take_away", field=field, period=self._copy.period)
        if state not in SILENT:
            said = value if state == "value" else None
            self._do("put_in", field=field, period=self._copy.period, value=said)

    def _score(self, codes: frozenset[str], moved: Move | None = None) -> None:
        """Some indicators from their values on, one value moved; those of every unit."""
        part = self._copy.part(codes)
        for step in self._copy.steps(part):
            if step.relation == "node_score":
                break
            self._lite.execute(step.text)
            if step.relation == "indicator_value" and moved is not None:
                self._forget("indicator_value")
                self._do("value_now", indicator=moved.indicator, value=moved.value)
        self._is_scored = True
        engine.refuse(self._lite, part, LITE)

    def _put_rule(self, framework: Framework) -> None:
        for step in rule.relation(rows_of(framework, self._copy.period)):
            self._lite.execute(step.sql(LITE))

    def _run(self, relations: Sequence[str]) -> None:
        for step in self._copy.steps(self._copy.framework):
            if step.relation in relations:
                self._lite.execute(step.text)

    def _do(self, statement: str, **named: object) -> None:
        text = _query(statement)
        self._lite.execute(text, named | {"unit": self._unit} if "$" in text else {})

    def _forget(self, *relations: str) -> None:
        for relation in relations:
            self._lite.execute(f"drop table if exists temp.{relation}")


def _in_sqlite(frame: pd.DataFrame, units: pd.DataFrame) -> sqlite3.Connection:
    lite = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False, cached_statements=512
    )
    frame.to_sql("answer", lite, index=False)
    units.to_sql("unit", lite, index=False)
    for index in ("index_answer", "index_said"):
        lite.execute(_query(index))
    return lite


def _official(relation: str) -> str:
    """`create table main.relation as select * from temp.relation`: what was a run's stays."""
    table, made = exp.to_table(relation, db="main"), exp.to_table(relation, db="temp")
    query = exp.select("*").from_(made)
    return exp.Create(this=table, kind="TABLE", expression=query).sql(LITE)


@cache
def _query(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")
