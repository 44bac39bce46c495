"""A line between a browser and a server that can be cut, and led to another server."""

import socket
import threading
from contextlib import suppress
from typing import Literal

State = Literal["whole", "swallows", "dead"]
"""Bytes arrive; nothing arrives, and nobody is told; or nobody answers at all."""


class Line:
    """Listens on a port of its own; leads to whatever port `target` is."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.state: State = "whole"
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        """End every connection there is."""
        for each in [end for pair in self._pairs for end in pair]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def close(self) -> None:
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            try:
                if self.state == "dead":
                    raise OSError
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                browser.close()
                continue
            self._pairs.append((browser, server))
            for ends in ((browser, server), (server, browser)):
                threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while sent := source.recv(65536):
                if self.state != "swallows":
                    sink.sendall(sent)
        for each in (source, sink):
            each.close()
