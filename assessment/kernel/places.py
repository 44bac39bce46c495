"""Where things are: the root of the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""Holds `app.py`, `indicators.yaml` and `data/`."""
