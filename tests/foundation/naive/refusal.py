"""A scoring that cannot exist."""

from collections import defaultdict
from collections.abc import Iterable


class Refused(Exception):
    """`parts` is every indicator, group or strength with the units it cannot be scored for."""

    def __init__(self, parts: dict[str, set[str]]) -> None:
        self.parts = parts
        super().__init__(str({code: sorted(units) for code, units in parts.items()}))


class Refusals:
    """Collects, so that all are told at once."""

    def __init__(self) -> None:
        self.parts: dict[str, set[str]] = defaultdict(set)

    def add(self, code: str, units: Iterable[str]) -> None:
        for unit in units:
            self.parts[code].add(unit)

    def tell(self) -> None:
        if self.parts:
            raise Refused(dict(self.parts))
