"""The whole application served by a process of its own, until it is killed; for `test_kill`."""

import os
import socket
from multiprocessing.connection import Connection
from pathlib import Path

import uvicorn

import app


def serve(database: Path, told: Connection) -> None:
    """Tells the port once anybody can connect to it."""
    os.environ["SIX_STRENGTHS_DB"] = str(database)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told.send(listening.getsockname()[1])
        config = uvicorn.Config(app.app, log_level="error")
        uvicorn.Server(config).run(sockets=[listening])
