"""Reads the command line and hands over to the command.

Exit codes: 0 done; 1 refused or nothing to do it with; 2 the file given is wrong, with every
problem listed, or the command was not understood; 130 stopped with Ctrl-C or a signal. Results go
to stdout or files, everything else to stderr.
"""

import errno
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from assessment.cli.commands import parser
from assessment.cli.report import report
from assessment.errors import AssessmentError, Rejected
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import places, refusal_words

DONE, REFUSED, WRONG, STOPPED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    t = Messages(_language(arguments))
    _write_what_it_can()
    options = parser(t).parse_args(arguments)
    places.keep_private()
    try:
        with _stopped_in_order():
            code: int = options.run(options, t)
        print(end="", flush=True)
    except Rejected as error:
        report(error, t)
        return WRONG
    except AssessmentError as error:
        print(t(error.key, **refusal_words.facts(error, t)), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _say_no_more()
        return DONE
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(t("cli.disk_full"), file=sys.stderr)
        _say_no_more()
        return REFUSED
    except KeyboardInterrupt:
        print(t("cli.stopped"), file=sys.stderr)
        return STOPPED
    return code


@contextmanager
def _stopped_in_order() -> Iterator[None]:
    """Let every way of being stopped be a KeyboardInterrupt, so that what is half done goes."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except RuntimeError as error:
        # What becomes of a KeyboardInterrupt that comes while DuckDB answers.
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error
    finally:
        signal.signal(signal.SIGTERM, before)


def _write_what_it_can() -> None:
    """A character the terminal's encoding does not have is written by its number."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _say_no_more() -> None:
    """Python would try once more to print what is left, and complain, at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language(arguments: Sequence[str]) -> str:
    """Of `--lang`, else of the environment, else the first. Needed before help can be printed."""
    for word, following in pairwise([*arguments, ""]):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return os.environ.get("SIX_STRENGTHS_LANG", next(iter(LANGUAGES)))
