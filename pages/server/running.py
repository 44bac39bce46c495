"""How many pages are computed at once for one person; a further one waits for its turn.

Every tab has a script of its own, so that ten could keep every processor busy, and all others
waiting. Whoever opens ten waits as long as before for the last: the processors are the same.
"""

from collections import defaultdict

import anyio
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

AT_ONCE = 3
"""Of one person."""

PATIENCE = 60.0
"""Seconds that a tab waits for its turn, before it is told so."""

LONGEST = 8192
"""Bytes of a message that may say that a script began or ended."""


class Running:
    """The tabs whose scripts run now, by person."""

    def __init__(self) -> None:
        self._tabs: defaultdict[str, set[object]] = defaultdict(set)
        self._waiting: defaultdict[str, list[anyio.Event]] = defaultdict(list)

    async def begin(self, person: str, tab: object) -> bool:
        """Wait until a script of the tab may run; whether it may, or there was no end to waiting.

        A tab whose script runs already need not wait: the new one takes its place.
        """
        with anyio.move_on_after(PATIENCE):
            while tab not in self._tabs[person] and len(self._tabs[person]) >= AT_ONCE:
                turn = anyio.Event()
                self._waiting[person].append(turn)
                await turn.wait()
            self._tabs[person].add(tab)
            return True
        return False

    def follow(self, person: str, tab: object, message: bytes) -> None:
        """Learn from what Streamlit says to a tab whether its script began or ended."""
        if len(message) > LONGEST:
            return
        answer = ForwardMsg.FromString(message)
        kind = answer.WhichOneof("type")
        is_over = answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if kind == "new_session":
            self._tabs[person].add(tab)
        elif kind == "script_finished" and is_over:
            self.end(person, tab)

    def end(self, person: str, tab: object) -> None:
        """The tab's script ended, or the tab is closed: whoever waits looks again."""
        self._tabs[person].discard(tab)
        for turn in self._waiting.pop(person, ()):
            turn.set()
        if not self._tabs[person]:
            del self._tabs[person]


RUNNING = Running()
