"""Scores as CSV files at full precision, for whoever computes on."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

from assessment.exchange import whole_file
from assessment.kernel.spreadsheet_text import neutral


def write(frames: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write `<name>.csv` for each frame and return the paths; unknown is an empty cell.

    All of them appear or none. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        folder / f"{name}.csv": _neutral(frame).to_csv(index=False, lineterminator="\n").encode()
        for name, frame in frames.items()
    }
    whole_file.write(texts)
    return list(texts)


def _neutral(frame: pd.DataFrame) -> pd.DataFrame:
    """With no text that a spreadsheet would take for a formula, or for the end of a line: pandas
    puts no quotes around a carriage return. Nor with a zero that has a sign."""
    texts = [name for name in frame if not is_numeric_dtype(frame[name])]
    floats = [name for name in frame if is_float_dtype(frame[name])]
    return frame.assign(
        **{str(name): frame[name] + 0.0 for name in floats},
        **{
            str(name): [
                neutral(said).replace("\r", "\n") if isinstance(said, str) else said
                for said in frame[name]
            ]
            for name in texts
        },
    )
