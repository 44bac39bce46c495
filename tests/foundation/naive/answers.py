"""What units said, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessment.framework.period import Period

Row = tuple[str, str, str, float | None]
"""Unit, period, field, value; None is an answer too: not applicable."""


@dataclass(frozen=True)
class Unit:
    unit: str
    prefecture: str
    peer_group: str


class Answers:
    def __init__(self, rows: Iterable[Row], fields: Iterable[str]) -> None:
        self.said = {(unit, period, field): value for unit, period, field, value in rows}
        self.fields = set(fields)

    def has(self, unit: str, period: str, field: str) -> bool:
        return (unit, period, field) in self.said

    def number(self, unit: str, period: str, field: str) -> float | None:
        if field == "period_end":
            return float((Period.of(period).end - date(1970, 1, 1)).days)
        return self.said.get((unit, period, field))

    def periods_up_to(self, period: str) -> list[str]:
        """This period, and the earlier ones of its length in which anything was filed."""
        last = Period.of(period)
        filed = {p for _, p, field in self.said if field in self.fields} | {period}
        return sorted(
            (
                p
                for p in filed
                if len(p) == len(period)
                and p[4:5] == period[4:5]
                and Period.of(p).start <= last.start
            ),
            key=lambda p: Period.of(p).start,
        )
