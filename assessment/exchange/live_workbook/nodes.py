"""What lies between the indicators and the total: strengths and groups, at any depth.

Every one is a column; siblings stand side by side, so that a parent's formula is over at most two
ranges: its groups, and the indicators it has of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assessment.exchange.live_workbook.layout import FROM, Layout
from assessment.framework.model import Aggregation, Part, Strength


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring columns, from one to the other."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Node:
    part: Part
    parent: str | None
    """The code of what it is part of; None for a strength."""

    at: int
    """Its place among all nodes, and so in every block of columns."""

    groups: Span | None
    """Places of its groups."""

    indicators: Span | None
    """Columns of its own indicators."""

    @property
    def code(self) -> str:
        return self.part.code

    @property
    def aggregation(self) -> Aggregation:
        return self.part.aggregation


@dataclass(frozen=True)
class Tree:
    """The nodes of which something is asked in the period: strengths first, then their groups."""

    layout: Layout

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        period = self.layout.given.period
        strengths = [s for s in self.layout.given.framework.strengths if any(s.asked(period))]
        waiting: list[tuple[Part, str | None]] = [(strength, None) for strength in strengths]
        made: list[Node] = []
        while len(made) < len(waiting):
            part, parent = waiting[len(made)]
            groups = [group for group in part.groups if any(group.asked(period))]
            start = len(waiting)
            waiting += [(group, part.code) for group in groups]
            span = Span(start, start + len(groups) - 1) if groups else None
            made.append(Node(part, parent, len(made), span, self._indicators(part)))
        return tuple(made)

    def _indicators(self, part: Part) -> Span | None:
        columns = [
            self.layout.column_of[indicator.code]
            for indicator in part.indicators
            if indicator.code in self.layout.column_of
        ]
        return Span(columns[0], columns[-1]) if columns else None

    @property
    def strengths(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.parent is None)

    @cached_property
    def by_code(self) -> dict[str, Node]:
        return {node.code: node for node in self.nodes}

    @cached_property
    def above(self) -> dict[str, Node]:
        """By indicator: what it stands in."""
        found: dict[str, Node] = {}
        for node in self.nodes:
            for indicator in node.part.indicators:
                found[indicator.code] = node
        return found

    def block(self, number: int) -> int:
        """The first column of a block with a column for every node."""
        return FROM + number * (len(self.nodes) + 1)

    def whole(self, strength: Strength) -> Span:
        """Columns of all the indicators of a strength."""
        asked = strength.asked(self.layout.given.period)
        columns = [self.layout.column_of[indicator.code] for indicator in asked]
        return Span(columns[0], columns[-1])

    @property
    def is_straight(self) -> bool:
        """Whether every level is an arithmetic mean, so that points can simply be multiplied."""
        framework = self.layout.given.framework
        levels = [framework.aggregation, *(node.aggregation for node in self.nodes)]
        return all(level.method == "arithmetic" for level in levels)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)
