"""What the server does for the database while it runs: folds in what was written, and closes it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assessment.errors import AssessmentError
from pages.kit import session

EVERY = 180.0
"""Seconds between two checkpoints; without a write between them the second does nothing."""

_LOG = logging.getLogger(__name__)


@contextmanager
def running() -> Iterator[None]:
    """From the start of the server to its end, however it is asked to stop."""
    ending = threading.Event()
    thread = threading.Thread(target=_until, args=(ending,), name="upkeep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()
        _close()


def _until(ending: threading.Event) -> None:
    while not ending.wait(EVERY):
        try:
            session.store().checkpoint()
        except Exception:
            _LOG.exception("what was written stays in the log beside the database")


def _close() -> None:
    try:
        session.close_store()
    except AssessmentError:
        _LOG.exception("the database was not open")
