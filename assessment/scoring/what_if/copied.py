"""One period's relations copied into memory, where the engine's own steps may run on other numbers.

`Copy.rescored` is a whole run of the engine over changed answers or another framework. It is what
any prediction must agree with. `Copy.outcomes` asks for a hundred such runs at once and shares the
work between them: an indicator's scores depend on nothing but that indicator's values (and, where a
missing one is given its strength's mean, on its strength's), so one pass of the steps scores a
move on every indicator; and from there on units do not meet until they are ranked, so scenarios
can stand beside each other as units under other names. No step is replaced, only what it reads.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pandas as pd

from assessment.framework.formula import parse_condition, parse_number
from assessment.framework.model import Framework, Indicator
from assessment.scoring import engine, statements
from assessment.scoring.framework_rules import rows_of
from assessment.scoring.scores import Scores

SQL = Path(__file__).parent / "sql"
RULE, VALUE, SCORE, TOTAL, RANKING = (
    "rule",
    "indicator_value",
    "indicator_score",
    "total_score",
    "ranking",
)
"""The engine's relations at which a run can be taken up again."""

MAKES = re.compile(r"(create temporary table|insert into) \"?(\w+)", re.IGNORECASE)
"""How a step of a run begins: with the relation it makes or fills."""

REFUSED = "refused"
"""What a run asks last before its results are read: which of them cannot exist."""


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
    """As `Scores.totals`; but the ranks in prefecture and peer group."""

    strengths: pd.DataFrame
    """Grain strength, of one unit: `strength score`."""


class Copy:
    """The relations of one period, and a finished run over them."""

    def __init__(self, framework: Framework, period: str, connection: Any) -> None:
        """Copy from a connection that has `answer` and `unit`, and score."""
        self.framework, self.period = framework, period
        self._taking_turns = Lock()
        # One thread: these relations are small, and a second one only costs.
        self._connection = duckdb.connect(config={"threads": 1})
        for relation in ("answer", "unit"):
            self._connection.register("copied", connection.execute(_query(f"copy_{relation}")).df())
            self._connection.execute(f"create table {relation} as from copied")
        self._connection.unregister("copied")
        run = _Recorded(self._connection)
        self.scores = engine.score(run, framework, period)
        self._steps = tuple(run.steps)

    def answers(self, unit: str) -> dict[str, float | None]:
        """What a unit said in the period, by field; None for not applicable, and no entry for
        missing."""
        with self._taking_turns:
            question = {"unit": unit, "period": self.period}
            rows = self._connection.execute(_query("said_by_unit"), question).fetchall()
        return dict(rows)

    def compared_with(self, unit: str, indicator: str) -> pd.Series:
        """The known values of an indicator among those the unit is compared with, its own too."""
        with self._taking_turns:
            units = self._connection.execute("from unit").df().set_index("unit")
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

        `answers` has `unit field state value`; a `missing` one takes away what was answered.
        """
        with self._taking_turns, self._trying(self._connection.cursor()) as cursor:
            if answers is not None:
                cursor.register("said", answers)
                for statement in ("take_away", "put_in"):
                    cursor.execute(_query(statement), {"period": self.period})
            return engine.score(cursor, framework or self.framework, self.period)

    def tried(self, unit: str, answers: pd.DataFrame, framework: Framework | None = None) -> Tried:
        """What `rescored` says of totals and of the unit's strengths, for a person who waits.

        Only what the change bears on is run again: the indicators that read the answers, the units
        whose scores that moves, the ranks of totals.
        """
        with self._taking_turns, self._trying(self._connection) as connection:
            # Relations are tiny here, and planning them well takes longer than running them badly.
            connection.execute("pragma disable_optimizer")
            bench = _Bench(connection, self._steps, self.period)
            if len(answers):
                bench.answer(self.framework, unit, answers)
            if framework is not None:
                bench.weigh(framework)
            bench.add_up_changed()
            if not bench.is_refused():
                strengths = connection.execute(_query("own_strength"), {"unit": unit}).df()
                bench.rank_changed()
                return Tried(connection.execute(engine.reading("totals")).df(), strengths)
        # Who is to blame for what is for the whole run to say.
        whole = self.rescored(answers, framework)
        own = whole.strengths["unit"] == unit
        return Tried(whole.totals, whole.strengths.loc[own, ["strength", "score"]])

    def outcomes(self, unit: str, moves: Sequence[Move]) -> pd.DataFrame:
        """Grain move: `indicator goal value score base total rank_all`, as after a whole run.

        Null where there is none: a total that stays unknown. A move is left out where its answer
        gives no value, or where the scores could not exist.
        """
        with self._taking_turns, self._trying(self._connection) as connection:
            bench = _Bench(connection, self._steps, self.period)
            bench.lay_out(self.framework, unit, moves)
            bench.reach()
            bench.score()
            bench.add_up()
            bench.rank()
            outcome: pd.DataFrame = connection.execute(_query("outcome")).df()
            return outcome

    @contextmanager
    def _trying(self, connection: Any) -> Iterator[Any]:
        """Whatever is done to the relations meanwhile is undone."""
        connection.execute("begin transaction")
        try:
            yield connection
        finally:
            connection.execute("rollback")
            connection.execute("pragma enable_optimizer")
            if connection is not self._connection:
                connection.close()


@dataclass(frozen=True, slots=True)
class _Step:
    """One statement of a run."""

    relation: str
    """Empty where it only asks."""

    makes: bool
    """Whether it makes the relation, or fills one that is there."""

    text: str


class _Recorded:
    """A connection that remembers what a run did, so that parts of it can be done again."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.steps: list[_Step] = []

    def execute(self, query: str) -> Any:
        begins = MAKES.match(query)
        relation, makes = (begins[2], begins[1].lower() != "insert into") if begins else ("", False)
        self.steps.append(_Step(relation, makes, query))
        return self._connection.execute(query)


class _Bench:
    """One pass over many moves, on a connection that forgets it afterwards."""

    def __init__(self, connection: Any, steps: Sequence[_Step], period: str) -> None:
        self._connection, self._steps, self._period = connection, steps, period

    def lay_out(self, framework: Framework, unit: str, moves: Sequence[Move]) -> None:
        """`move`: the moves as a relation, each with the batch it is scored in.

        No two of a batch bear on the same scores.
        """
        sets = _entangled(framework, self._period)
        move = pd.DataFrame(
            {
                "scenario": [str(number) for number in range(len(moves))],
                "unit": unit,
                "indicator": [each.indicator for each in moves],
                "entangled": [sets[each.indicator] for each in moves],
                "goal": [each.goal for each in moves],
                "value": pd.Series([each.value for each in moves], dtype=float),
                "field": pd.Series([each.field for each in moves], dtype=object),
                "answer": pd.Series([each.answer for each in moves], dtype=float),
            }
        )
        move["batch"] = move.groupby("entangled").cumcount()
        self._batches = int(move["batch"].max()) + 1 if len(move) else 0
        self._take("move", move)
        self._take("entangled", pd.DataFrame(sets.items(), columns=["indicator", "entangled"]))
        self._take("survey_field", pd.DataFrame({"field": list(framework.field_by_code)}))

    def reach(self) -> None:
        """Put the value each answer gives into `move`, by the engine's own formulas."""
        self._keep(VALUE, "usual_value")
        self._ask("unit", "scenario_unit")
        self._ask("answer", "scenario_answer", period=self._period)
        self._run(RULE, VALUE)
        self._ask("reached", "reached")
        for statement in ("take_reached", "drop_unreached"):
            self._connection.execute(_query(statement))
        self._forget("unit", "answer")
        self._keep("usual_value", VALUE)

    def score(self) -> None:
        """From values to indicators' scores, a batch a turn."""
        self._keep(SCORE, "usual_score")
        self._ask("moved_score", "moved_score_empty")
        for batch in range(self._batches):
            self._connection.execute(_query("set_values"), {"batch": batch})
            self._run(VALUE, SCORE)
            self._leave_out("refused_in_batch", batch=batch)
            self._connection.execute(_query("moved_score"), {"batch": batch})
            self._keep("usual_value", VALUE)

    def add_up(self) -> None:
        """From indicators' scores to totals, of the units a move makes any difference to."""
        self._keep(TOTAL, "usual_total")
        self._ask("affected", "affected")
        self._ask("scenario_score", "scenario_score")
        self._keep("scenario_score", SCORE)
        self._ask("unit", "scenario_affected_unit")
        self._ask("answer", "scenario_other_answer", period=self._period)
        self._run(SCORE, TOTAL)
        self._leave_out("refused_in_scenario")

    def rank(self) -> None:
        """Each scenario's totals on their own; nothing but totals is ranked."""
        self._ask("scenario_total", "scenario_total")
        for step in self._between(SCORE, TOTAL):
            if step.makes and step.relation != TOTAL:
                self._connection.execute(f"truncate {step.relation}")
        self._keep("scenario_total", TOTAL)
        self._ask("unit", "scenario_of_all")
        self._run(TOTAL, RANKING)

    def answer(self, framework: Framework, unit: str, answers: pd.DataFrame) -> None:
        """`score_now`: the scores of every indicator that reads one of these answers."""
        self._connection.register("said", answers)
        for statement in ("take_away", "put_in"):
            self._connection.execute(_query(statement), {"period": self._period})
        partial = _reading(framework, self._period, frozenset(answers["field"]))
        own = {"unit": unit}
        self._ask("unit", "own_unit", **own)
        self._forget("answer_wide")
        for text in _value_of(partial, self._period):
            self._connection.execute(text)
        self._ask("value_now", "value_now", **own)
        self._keep("value_now", VALUE)
        self._forget("unit")
        self._connection.execute(f"alter table {SCORE} rename to usual_score")
        self._run("earlier_value", SCORE)
        self._ask("changed", "changed", **own)
        self._ask("score_now", "score_now")
        self._keep("score_now", SCORE)

    def weigh(self, framework: Framework) -> None:
        """The rule under another framework, of the same indicators with other weights."""
        rows = pd.DataFrame([asdict(row) for row in rows_of(framework, self._period)])
        self._connection.register("told", rows)
        self._connection.execute(f"truncate {RULE}")
        self._connection.execute(_query("put_rule"))
        if self._there("score_now"):
            self._ask("everyone_now", "everyone_now")
            self._keep("everyone_now", SCORE)
            self._forget("changed")
        self._connection.execute(_query("weigh"))

    def add_up_changed(self) -> None:
        """Totals of the units whose scores are others now; of all, where weights are."""
        self._connection.execute(f"alter table {TOTAL} rename to usual_total")
        if self._there("changed"):
            self._ask("unit", "changed_unit")
        self._run(SCORE, TOTAL)

    def is_refused(self) -> bool:
        refused = next(step.text for step in self._steps if "log_of_nonpositive" in step.text)
        return bool(self._connection.execute(refused).fetchall())

    def rank_changed(self) -> None:
        """Everyone's totals, the unchanged ones as they were; nothing but totals is ranked."""
        if self._there("changed"):
            self._ask("total_now", "total_now")
            self._keep("total_now", TOTAL)
            self._forget("unit")
        self._connection.execute("truncate strength_score")
        self._run(TOTAL, RANKING)

    def _there(self, relation: str) -> bool:
        found = self._connection.execute(_query("is_there"), {"relation": relation}).fetchone()
        return found is not None

    def _leave_out(self, question: str, **named: object) -> None:
        """Forget the moves whose scores cannot exist, as a run that is refused would."""
        refused = next(step.text for step in self._steps if "log_of_nonpositive" in step.text)
        self._forget(REFUSED)
        self._connection.execute(f"create temporary table {REFUSED} as {refused}")
        self._connection.execute(_query(question), named)

    def _between(self, after: str, upto: str) -> Iterator[_Step]:
        names = [step.relation for step in self._steps]
        last = len(names) - 1 - names[::-1].index(after)
        first = len(names) - names[::-1].index(upto)
        yield from self._steps[last + 1 : first]

    def _run(self, after: str, upto: str) -> None:
        for step in self._between(after, upto):
            if step.makes:
                self._forget(step.relation)
            self._connection.execute(step.text)

    def _ask(self, relation: str, question: str, **named: object) -> None:
        self._forget(relation)
        self._connection.execute(f"create temporary table {relation} as {_query(question)}", named)

    def _take(self, relation: str, frame: pd.DataFrame) -> None:
        self._connection.register("taken", frame)
        self._connection.execute(f"create temporary table {relation} as from taken")
        self._connection.unregister("taken")

    def _keep(self, relation: str, name: str) -> None:
        self._forget(name)
        self._connection.execute(f"create temporary table {name} as from {relation}")

    def _forget(self, *relations: str) -> None:
        for relation in relations:
            self._connection.execute(f"drop table if exists temp.{relation}")


def _entangled(framework: Framework, period: str) -> Mapping[str, str]:
    """Which indicators' scores bear on each other, by a name for the set: mostly on no other's.

    A missing value may be given the mean score of its strength, and then every move in it counts.
    """
    return {
        indicator.code: strength.code
        if any(each.imputation == "own_mean" for each in strength.asked(period))
        else indicator.code
        for strength, indicator in framework.indicators(period)
    }


def _reading(framework: Framework, period: str, fields: frozenset[str]) -> Framework:
    """Of the framework, what reads these fields; of entangled indicators all or none."""
    sets = _entangled(framework, period)
    read = {
        sets[indicator.code]
        for _, indicator in framework.indicators(period)
        if reads(indicator) & fields
    }
    kept = {code for code, name in sets.items() if name in read}
    return _only(framework, frozenset(kept))


def _only(framework: Framework, codes: frozenset[str]) -> Framework:
    indicators = [i for _, i in framework.indicators() if i.code in codes]
    names = frozenset().union(*(reads(indicator) for indicator in indicators))
    said = {name: getattr(framework, name) for name in Framework.model_fields}
    said["fields"] = tuple(field for field in framework.fields if field.code in names)
    strength = framework.strengths[0].model_copy(
        update={"groups": (), "indicators": tuple(indicators)}
    )
    return Framework.model_construct(**said | {"strengths": (strength,)})


def _value_of(framework: Framework, period: str) -> Iterator[str]:
    wide = statements.answer_wide(framework, period).sql("duckdb", copy=False)
    yield f"create temporary table answer_wide as {wide}"
    value = statements.indicator_value(framework, period)
    if value is not None:
        yield f"create temporary table own_value as {value.sql('duckdb', copy=False)}"


def reads(indicator: Indicator) -> frozenset[str]:
    """Every field an indicator's value depends on."""
    names = parse_number(indicator.formula).names
    for condition in (indicator.not_applicable_when, indicator.unknown_when):
        if condition is not None:
            names |= parse_condition(condition).names
    return names


@cache
def _query(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")
