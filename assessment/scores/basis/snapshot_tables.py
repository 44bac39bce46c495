"""Frames as texts that do not depend on who writes them, and back again without losing a digit.

A snapshot keeps its scores so: what was published is read from there, and computing it again must
give the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from hashlib import sha256

import pandas as pd

from assessment.scoring.scores import Scores
from assessment.store.snapshots import Result


def text(frame: pd.DataFrame) -> str:
    """CSV in the frame's own order, unknown as nothing, and numbers with all their digits."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(_cells(frame[name]) for name in frame.columns), strict=True))
    return written.getvalue()


def _cells(column: pd.Series) -> list[str]:
    pairs = zip(column, column.isna(), strict=True)
    return ["" if unknown else _cell(value) for value, unknown in pairs]


def _cell(value: object) -> str:
    """
    >>> _cell(0.1 + 0.2), _cell(True), _cell(3), _cell(date(2024, 5, 6))
    ('0.30000000000000004', 'true', '3', '2024-05-06')
    """
    match value:
        case bool():
            return str(value).lower()
        case float():
            return repr(float(value))
        case date():
            return value.isoformat()
    return str(value).lower() if str(value) in ("True", "False") else str(value)


def results(scores: Scores) -> list[Result]:
    """Every frame of a run, by name."""
    made = []
    for name in _names():
        frame: pd.DataFrame = getattr(scores, name)
        written = text(frame)
        types = json.dumps({column: str(kind) for column, kind in frame.dtypes.items()})
        made.append(Result(name, types, written, digest([written])))
    return made


def scores(results: Iterable[Result], period: str) -> Scores:
    """The run again, as it was when it was published, whatever the engine would say today."""
    frames = {result.name: _frame(result) for result in results}
    return Scores(period=period, **frames)


def digest(texts: Sequence[str]) -> str:
    """SHA-256 in hex; where one text ends and the next begins counts."""
    made = sha256()
    for each in texts:
        data = each.encode()
        made.update(f"{len(data)}\n".encode())
        made.update(data)
    return made.hexdigest()


def _names() -> list[str]:
    return sorted(field.name for field in fields(Scores) if field.name != "period")


def _frame(result: Result) -> pd.DataFrame:
    frame: pd.DataFrame = pd.read_csv(
        io.StringIO(result.text),
        dtype=json.loads(result.types),
        keep_default_na=False,
        na_values=[""],
    )
    for name, kind in frame.dtypes.items():
        if str(kind) == "object":
            # As the database gives a column without a single value; a number would be no text.
            frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    return frame
