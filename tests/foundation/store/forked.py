"""Processes to be killed: forked from one that has imported everything, so that none is slow."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from types import ModuleType

import pytest

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(
    ["tests.foundation.store.serving", "tests.foundation.store.writer"]
)


def started(
    target: Callable[..., object], *arguments: object
) -> tuple[ForkServerProcess, Connection]:
    """A process that runs `target(*arguments, told)`, and the end where it is heard.

    If it dies, hearing it raises `EOFError`: its end is open nowhere else.
    """
    heard, told = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=target, args=(*arguments, told))
    with pytest.MonkeyPatch.context() as patch:
        # `AppTest` leaves a page as the main module, which the process would run before its target.
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        process.start()
    told.close()
    return process, heard
