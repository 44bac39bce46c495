"""A visitor who fills forms, keeps what was typed, and reads what the page then says."""

from collections.abc import Iterator
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Markdown_pb2 import Markdown
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection

from tests.load.visitor import View, Visitor

Place = tuple[int, ...]
"""Where an element stands on a page: its number in its container, and so on inwards."""


class FormVisitor(Visitor):
    def __init__(self, connection: ClientConnection) -> None:
        super().__init__(connection)
        self._states: dict[str, WidgetState] = {}
        self._elements: dict[Place, Element] = {}

    async def open(self, page: str, **codes: str) -> View:
        self._states.clear()
        self._elements.clear()
        return await super().open(page, **codes)

    def widgets(self, key: str) -> dict[str, Place]:
        """The names and places of the widgets whose key begins so, as the page has them."""
        return {
            drawn.id: place
            for place, drawn in self._drawn()
            if f"-{key}" in getattr(drawn, "id", "")
        }

    def words(self, place: Place = ()) -> str:
        """What is written there and below, as Markdown or in a coloured box."""
        return "\n".join(
            drawn.body
            for at, drawn in self._drawn()
            if at[: len(place)] == place and isinstance(drawn, Markdown | Alert)
        )

    def _drawn(self) -> Iterator[tuple[Place, Any]]:
        for place, element in self._elements.items():
            yield place, getattr(element, str(element.WhichOneof("type")))

    async def put(self, *states: WidgetState) -> View:
        """Type or press, and run the whole page as the browser does. A press is for once."""
        self._states |= {state.id: state for state in states}
        self._elements.clear()
        try:
            return await self._run(self._states.values())
        finally:
            for state in states:
                if state.trigger_value:
                    del self._states[state.id]

    def _note(self, answer: ForwardMsg) -> None:
        if answer.delta.HasField("new_element"):
            self._elements[tuple(answer.metadata.delta_path)] = answer.delta.new_element
