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
    batch.insert(
        cursor,
        """
        insert into prefecture_entry (prefecture, name, name_en, lon, lat)
        select unnest($prefecture::varchar[]), unnest($name::varchar[]),
               unnest($name_en::varchar[]), unnest($lon::double[]), unnest($lat::double[])
        """,
        prefectures,
    )


def record(cursor: batch.Cursor, units: Sequence[Unit]) -> None:
    batch.insert(
        cursor,
        """
        insert into unit_entry (
            unit, name, name_en, kind, prefecture, peer_group, statutory, assumed, lon, lat
        )
        select unnest($unit::varchar[]), unnest($name::varchar[]), unnest($name_en::varchar[]),
               unnest($kind::varchar[]), unnest($prefecture::varchar[]),
               unnest($peer_group::varchar[]), unnest($statutory::boolean[]),
               unnest($assumed::boolean[]), unnest($lon::double[]), unnest($lat::double[])
        """,
        units,
    )
