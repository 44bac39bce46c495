"""What the suite costs: the slowest tests and each folder's total, printed after a run.

    python -m pytest -p tests.costs

With `--dear`, what cost too much for the quick part is added to `tests/dear.txt`.

Seconds of processor, of the test's process and of the processes it started and waited for: they
say the same on a busy machine. A fixture that several tests share costs the first of them.
"""

import resource
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping

import pytest

from tests import quick

SLOWEST = 20
"""Tests that are listed one by one."""

MOST_OF_A_TEST, MOST_OF_A_FUNCTION = 0.15, 1.0
"""Seconds that a test may cost, and a function with all its parameters, to be called quick."""

PROCESSOR = "processor_seconds"
"""The property of a report in which a worker hands over what it measured."""

_LAST = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--dear", action="store_true", help="add what is dear to tests/dear.txt")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    item.stash[_LAST] = _used()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Set-up, call and tear-down each cost what was used since the part before."""
    report = yield
    now = _used()
    report.user_properties.append((PROCESSOR, now - item.stash.get(_LAST, now)))
    item.stash[_LAST] = now
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = (each for kind in terminalreporter.stats.values() for each in kind)
    tests = _by_test(each for each in reports if isinstance(each, pytest.TestReport))
    terminalreporter.section("seconds of processor")
    for test, seconds in sorted(tests.items(), key=lambda pair: -pair[1])[:SLOWEST]:
        terminalreporter.line(f"{seconds:8.1f}  {test}")
    terminalreporter.line("")
    for folder, each in sorted(_by_folder(tests).items(), key=lambda pair: -sum(pair[1])):
        terminalreporter.line(f"{sum(each):8.1f}  {folder}  ({len(each)} tests)")
    terminalreporter.line(f"{sum(tests.values()):8.1f}  in all")
    if terminalreporter.config.option.dear:
        names = sorted({*quick.dear_functions(), *_dear(tests)})
        quick.DEAR.write_text("".join(f"{name}\n" for name in names), "utf-8")


def _used() -> float:
    """Processor seconds of this process and of its children that have ended."""
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _by_test(reports: Iterable[pytest.TestReport]) -> Mapping[str, float]:
    tests: defaultdict[str, float] = defaultdict(float)
    for report in reports:
        tests[report.nodeid] += sum(
            float(str(value)) for name, value in report.user_properties if name == PROCESSOR
        )
    return tests


def _dear(tests: Mapping[str, float]) -> Iterable[str]:
    functions: defaultdict[str, list[float]] = defaultdict(list)
    for test, seconds in tests.items():
        functions[quick.function_of(test)].append(seconds)
    for function, each in functions.items():
        if sum(each) > min(MOST_OF_A_FUNCTION, MOST_OF_A_TEST * len(each)):
            yield function


def _by_folder(tests: Mapping[str, float]) -> Mapping[str, list[float]]:
    folders: defaultdict[str, list[float]] = defaultdict(list)
    for test, seconds in tests.items():
        file = test.partition("::")[0]
        folders["/".join(file.split("/")[:2])].append(seconds)
    return folders
