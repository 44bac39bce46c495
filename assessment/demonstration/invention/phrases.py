"""The words of `phrases.yaml`: what bodies are called, and what diaries and findings say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "phrases.yaml"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a day in a county was about."""

    strength: str
    places: Sequence[str]
    did: Sequence[str]
    heard: Sequence[str]
    thought: Sequence[str]
    problems: Sequence[str]
    """Of the catalogue: what such a day may bring to light."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A county's look at another: the question it brought, and what became of it."""

    host: str
    brought: str
    found: str
    adopt: str
    came_of_it: str


@dataclass(frozen=True, slots=True)
class Phrases:
    bodies: Mapping[str, Any]
    team: str
    earlier_team: str
    person: str
    leader: str
    openings: Sequence[str]
    themes: tuple[Theme, ...]
    findings: Mapping[str, Sequence[str]]
    seen: Mapping[str, Sequence[str]]
    """What a spot check says of an answer, by its outcome."""

    observations: tuple[Observed, ...]
    particular: Mapping[str, Sequence[str]]
    honours: Mapping[str, Mapping[str, Sequence[str]]]
    achievement: str
    twice_honoured: str
    vetoes: Mapping[str, str]
    reasons: Mapping[str, str]
    """Why a question does not apply, by the question whose answer is nought."""

    remarks: Mapping[str, str]
    evidence: str
    file_name: str
    taken_over: str
    """Where a file's name would stand, of surveys that came without one."""

    @property
    def provincial_bodies(self) -> Sequence[str]:
        bodies: Sequence[str] = self.bodies["province"]
        return bodies

    def federation(self, prefecture: str) -> str:
        """The municipal federation of a prefecture, by the prefecture's name."""
        return str(self.bodies["prefecture"]).format(prefecture=prefecture)


@cache
def phrases() -> Phrases:
    entries = yaml.safe_load(FILE.read_text("utf-8"))
    themes = tuple(Theme(**theme) for theme in entries.pop("themes"))
    observations = tuple(Observed(**each) for each in entries.pop("observations"))
    return Phrases(**entries, themes=themes, observations=observations)
