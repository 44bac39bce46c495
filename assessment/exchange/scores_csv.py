"""Scores as CSV files at full precision, for whoever computes on."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd


def write(frames: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write `<name>.csv` for each frame and return the paths; unknown is an empty cell.

    Each file appears whole or not at all. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_whole(frame, folder / f"{name}.csv") for name, frame in frames.items()]


def _whole(frame: pd.DataFrame, file: Path) -> Path:
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=file.parent, suffix=".part", delete=False
    ) as part:
        frame.to_csv(part, index=False, lineterminator="\n")
    os.replace(part.name, file)
    return file
