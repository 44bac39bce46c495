"""Prefectures and the units assessed."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Prefecture:
    prefecture: str
    name: str
    name_en: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Unit:
    unit: str
    name: str
    name_en: str
    kind: str
    prefecture: str
    peer_group: str
    statutory: bool
    assumed: bool
    lon: float
    lat: float


def record_prefectures(cursor: batch.Cursor, prefectures: Sequence[Prefecture]) -> None:
    batch.insert(cursor, "prefecture_entry", prefectures)


def record(cursor: batch.Cursor, units: Sequence[Unit]) -> None:
    batch.insert(cursor, "unit_entry", units)
