"""The moment at which a test run takes place: the same for every test and every process it starts.

The clock stands still, so no test sees midnight pass between what it expects and what it gets. It
stands at the moment the run began, or where `pytest --moment 2028-02-29T23:59:58` puts it, in the
zone of the office. A program started by a test stands there too:

    python -m tests.kit.standing_clock 2028-02-29T23:59:58+08:00 streamlit run app.py
"""

import runpy
import sys
from datetime import UTC, date, datetime, timedelta

from assessment.kernel import clock


def stand(moment: str) -> None:
    """Stop this process's clock at an ISO moment; without a zone, in the office's."""
    read = datetime.fromisoformat(moment)
    read = read if read.tzinfo else read.replace(tzinfo=clock.zone())
    standing = read.astimezone(UTC).replace(tzinfo=None)
    clock.use(lambda: standing)


def here() -> str:
    """The moment the clock shows, for a process that is to stand there too."""
    return clock.now().replace(tzinfo=UTC).isoformat()


def noon(day: date) -> datetime:
    """The middle of a day in the office, as tables keep it."""
    return clock.day_start(day) + timedelta(hours=12)


def standing(module: str, *arguments: str) -> list[str]:
    """The command that runs `python -m module …` at the moment of this run."""
    return [sys.executable, "-m", "tests.kit.standing_clock", here(), module, *arguments]


if __name__ == "__main__":
    _, moment, module, *arguments = sys.argv
    stand(moment)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
