"""Scoring of frames, without a database file: what the command line and experts' cases use."""

import duckdb
import pandas as pd

from assessment.framework.model import Framework
from assessment.scoring import engine
from assessment.scoring.scores import Scores

ANSWER = ("unit", "period", "field", "value")
UNIT = ("unit", "prefecture", "peer_group")


def score_frames(
    framework: Framework, answers: pd.DataFrame, units: pd.DataFrame, period: str
) -> Scores:
    """Score `period` from frames with the columns `ANSWER` and `UNIT`.

    As in every `answer` relation, a null value is *not applicable* and a missing answer has no
    row.
    """
    with duckdb.connect() as connection:
        connection.register("given_answers", answers)
        connection.register("given_units", units)
        connection.execute(
            "create table answer as select unit::varchar as unit, period::varchar as period,"
            " field::varchar as field, value::double as value from given_answers"
        )
        connection.execute(
            "create table unit as select unit::varchar as unit, prefecture::varchar as prefecture,"
            " peer_group::varchar as peer_group from given_units"
        )
        return engine.score(connection, framework, period)
