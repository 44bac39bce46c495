"""How the command line asks the running application for a backup: DuckDB lets in one process.

A socket beside the database, for its owner alone. The command opens the file that is to be written
and hands it over, so it needs no right of the application's, and the application none of its:

    application  {"passphrase_file": "…"}, the one it encrypts its own backups with, or null
    command      {"ask": "backup", "passphrase": "…"} and the open file; null: not encrypted
    application  {"backup": {…}}, or {"error": "…", "facts": {…}}
    command      {"file": "…"}, once the file has its name
    application  {"recorded": true}
"""

import json
import logging
import os
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import IO, Any

from assessment.errors import AssessmentError
from assessment.kernel.actors import OPERATOR
from assessment.office.backups import backups, passphrase
from assessment.office.backups.backups import Backup
from assessment.store.database import Store

_LOG = logging.getLogger(__name__)
_LONGEST = 1 << 16
_LONGEST_ADDRESS = 100
_LOOKS_AGAIN = 0.5
_PATIENCE = 60.0
"""Seconds that the application waits for a command that has connected."""


class ApplicationGone(AssessmentError):
    """The application ended, or was stopped, before the backup was whole."""

    key = "backup.application_gone"


class ApplicationRefused(AssessmentError):
    """The application could not make the backup; its own reason, as it said it."""

    def __init__(self, key: str, facts: Mapping[str, object]) -> None:
        self.key = key
        super().__init__(**facts)


@dataclass(frozen=True, slots=True)
class Application:
    """The running application, at the other end."""

    connection: socket.socket
    passphrase_file: Path | None
    """What it encrypts its own backups with."""


def beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.socket")


@contextmanager
def _address(database: Path) -> Iterator[str]:
    """The socket's path; by way of its folder where it is longer than a socket's may be."""
    path = beside(database.resolve())
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def serve(database: Path, opened: Callable[[], Store], framework: Path, ending: Event) -> None:
    """Answer commands, one after the other, until `ending`. Who has the database open has the
    socket: one that is left of a killed process is taken away."""
    with socket.socket(socket.AF_UNIX) as listening:
        beside(database).unlink(missing_ok=True)
        with _address(database) as address:
            listening.bind(address)
        beside(database).chmod(0o600)
        listening.listen()
        listening.settimeout(_LOOKS_AGAIN)
        try:
            while not ending.is_set():
                with suppress(TimeoutError):
                    connection, _ = listening.accept()
                    with connection:
                        _attend(connection, opened, framework)
        finally:
            beside(database).unlink(missing_ok=True)


def _attend(connection: socket.socket, opened: Callable[[], Store], framework: Path) -> None:
    """Whatever one command does or leaves undone, the next one is answered."""
    try:
        connection.settimeout(_PATIENCE)
        if _is_ours(connection):
            _answer(connection, opened(), framework)
    except Exception:
        _LOG.exception("a command was not answered to its end")


def _is_ours(connection: socket.socket) -> bool:
    """Whether the other end is of our own account, or the machine's administrator."""
    size = struct.calcsize("3i")
    peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _, account, _ = struct.unpack("3i", peer)
    return account in {os.geteuid(), 0}


def _answer(connection: socket.socket, store: Store, framework: Path) -> None:
    ours = passphrase.setting()
    _send(connection, {"passphrase_file": str(ours) if ours else None})
    data, files, _, _ = socket.recv_fds(connection, _LONGEST, 1)
    if not files:
        return
    with os.fdopen(files[0], "wb") as out:
        request = json.loads(data)
        if request["ask"] != "backup":
            return
        try:
            made = backups.write(store, OPERATOR, framework, out, request["passphrase"])
        except AssessmentError as error:
            _send(connection, {"error": error.key, "facts": error.facts})
            return
        except OSError as error:
            detail = {"detail": error.strerror or str(error)}
            _send(connection, {"error": "backup.not_written", "facts": detail})
            return
    _send(connection, {"backup": asdict(made)})
    backups.record(store, OPERATOR, made, str(_received(connection)["file"]))
    _send(connection, {"recorded": True})


@contextmanager
def asking(database: Path) -> Iterator[Application | None]:
    """The running application; None where none answers. Raises `ApplicationGone`."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            with _address(database) as address:
                connection.connect(address)
        except OSError:
            yield None
        else:
            named = _received(connection)["passphrase_file"]
            yield Application(connection, Path(named) if named else None)


def backup(application: Application, out: IO[bytes], passphrase: str | None) -> Backup:
    """Have the application write a backup to `out`, until it is on the disk.

    Raises `ApplicationGone` and `ApplicationRefused`.
    """
    request = json.dumps({"ask": "backup", "passphrase": passphrase})
    socket.send_fds(application.connection, [request.encode()], [out.fileno()])
    answer = _received(application.connection)
    if "error" in answer:
        raise ApplicationRefused(str(answer["error"]), answer["facts"])
    return Backup(**answer["backup"])


def record(application: Application, file: str) -> None:
    """Have it recorded, now that it is whole and has its name. Raises `ApplicationGone`."""
    _send(application.connection, {"file": file})
    _received(application.connection)


def _send(connection: socket.socket, message: Mapping[str, object]) -> None:
    connection.sendall(json.dumps(message, ensure_ascii=False, default=str).encode())


def _received(connection: socket.socket) -> dict[str, Any]:
    data = connection.recv(_LONGEST)
    if not data:
        raise ApplicationGone
    message = json.loads(data)
    return message if isinstance(message, dict) else {}
