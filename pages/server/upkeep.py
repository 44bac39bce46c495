"""What the server does for the database while it runs: folds in what was written, answers the
command line, backs it up at night, and closes it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assessment.errors import AssessmentError
from assessment.office.backups import operator_socket
from pages.kit import session
from pages.server import backup_schedule

EVERY = 180.0
"""Seconds between two checkpoints; without a write between them the second does nothing."""

PATIENCE = 1.0
"""Seconds that the end waits for each, so that the socket is gone with the server."""

_LOG = logging.getLogger(__name__)


@contextmanager
def running() -> Iterator[None]:
    """From the start of the server to its end, however it is asked to stop."""
    ending = threading.Event()
    work = (_checkpoints, _commands, backup_schedule.run)
    threads = [threading.Thread(target=each, args=(ending,), daemon=True) for each in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            # A backup half made is given up: it has no name yet.
            thread.join(PATIENCE)
        _close()


def _checkpoints(ending: threading.Event) -> None:
    while not ending.wait(EVERY):
        try:
            session.store().checkpoint()
        except Exception:
            _LOG.exception("what was written stays in the log beside the database")


def _commands(ending: threading.Event) -> None:
    """From when the database is open: another process may have it still."""
    while not ending.is_set():
        try:
            file = session.store().file
            operator_socket.serve(file, session.store, session.framework_file(), ending)
        except Exception:
            _LOG.exception("the command line cannot ask for backups")
            ending.wait(EVERY)


def _close() -> None:
    try:
        session.close_store()
    except AssessmentError:
        _LOG.exception("the database was not open")
