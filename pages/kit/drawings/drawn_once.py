"""Figures that are drawn again for the same numbers in the same words are described once.

Plotly checks every property it is given, which costs more than most of what leads to it. What a
figure is made of is the key, whoever asked: it holds all that is seen, and nobody is
shown what is another's.
"""

import pickle
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec

import plotly.graph_objects as go
from cachetools import LRUCache, cached

from pages.kit import session

Given = ParamSpec("Given")

KEPT = 256
"""Figures kept of each kind; the largest take 60 KB."""


class Drawn(go.Figure):  # type: ignore[misc]
    """A figure that is finished, and says what it is without being copied."""

    def __init__(self, figure: go.Figure) -> None:
        super().__init__(figure)
        self._finished: dict[str, Any] = figure.to_dict()

    def to_dict(self) -> dict[str, Any]:
        return self._finished


def drawn_once(draw: Callable[Given, go.Figure]) -> Callable[Given, go.Figure]:
    """`draw`, a function of its arguments and the language alone, called once for the same ones."""
    lock = Lock()

    @cached(LRUCache(KEPT), key=lambda made_of, *_, **__: made_of, lock=lock)
    def kept(made_of: bytes, *args: Given.args, **kwargs: Given.kwargs) -> go.Figure:
        return Drawn(draw(*args, **kwargs))

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> go.Figure:
        made_of = pickle.dumps((session.messages().lang, args, kwargs))
        return kept(made_of, *args, **kwargs)

    return drawn
