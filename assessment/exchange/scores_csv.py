"""Scores as CSV files at full precision, for whoever computes on."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from assessment.exchange import whole_file


def write(frames: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write `<name>.csv` for each frame and return the paths; unknown is an empty cell.

    All of them appear or none. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        folder / f"{name}.csv": frame.to_csv(index=False, lineterminator="\n").encode()
        for name, frame in frames.items()
    }
    whole_file.write(texts)
    return list(texts)
