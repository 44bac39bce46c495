"""Runs the application on a free port of this machine, for the pictures and the browser tests."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
STREAMLIT = (sys.executable, "-m", "streamlit")


@contextmanager
def serve(
    database: Path, program: Sequence[str] = STREAMLIT, **environment: str
) -> Iterator[tuple[str, list[str]]]:
    """Its address and the lines of its log, as `streamlit run app.py` starts it.

    Raises `RuntimeError` with the log when it does not start, and afterwards for a traceback in it.
    """
    port = free_port()
    process = subprocess.Popen(
        [*program, "run", "app.py", f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, "SIX_STRENGTHS_DB": str(database), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None  # noqa: S101  a pipe was asked for
    log: list[str] = []
    for line in process.stdout:
        log.append(line)
        if f":{port}" in line:
            break
    rest = threading.Thread(target=lambda: log.extend(process.stdout or ()), daemon=True)
    rest.start()
    try:
        if process.poll() is not None:
            raise RuntimeError("".join(log))
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.terminate()
        process.wait()
        rest.join()
    if "Traceback" in "".join(log):
        raise RuntimeError("".join(log))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
