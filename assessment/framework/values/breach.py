"""A rule that one cell breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Breach:
    """The problem's code and facts, still without its place."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
