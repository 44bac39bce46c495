"""Every command that a document names is run as it stands there, in a copy of this checkout."""

import argparse
import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from assessment.cli.commands import parser
from assessment.i18n import LANGUAGES, Messages, catalogue
from scripts.checkout import ROOT
from tests.commands import walk
from tests.commands.checkout import Checkout
from tests.commands.named import DOCUMENTS, OURS, commands, targets
from tests.commands.test_make import RUN_BY
from tests.commands.walk import Walk

WALKS: Mapping[str, Walk] = {
    "README.md": Walk(),
    "docs/audit.md": Walk(
        frozenset({"审计.csv"}), says={"audit verify": "审计链完整", "audit list --sub": "430626"}
    ),
    "docs/framework.md": Walk(
        frozenset({"旧.yaml"}), {"diff": walk.keep_an_older_framework}, {"diff": "旧.yaml"}
    ),
    "docs/guides/administrator.md": Walk(says={"user": "/invite?token="}),
    "docs/user-guide.md": Walk(
        frozenset(
            {
                *("data/正式.duckdb", "填报表/", "排名.xlsx", "重算.xlsx", "得分/", "填报.csv"),
                *("旧.yaml", "answers.csv", "结果/", "备份.tar", "恢复/"),
            }
        ),
        {
            "found": walk.keep_few_units,
            "import": walk.fill_in,
            "diff": walk.keep_an_older_framework,
            "score": walk.keep_answers,
        },
        {
            **{"import": "导入 3", "export answers": "填报.csv", "score": "3 个单位"},
            **{"backup": "备份.tar", "verify": "审计链完整", "restore": "已恢复到"},
        },
    ),
}

BY_HAND = {
    ".venv/bin/python tests/foundation/store/old/make.py COMMIT": "runs the code of an old commit",
    "pip install -r data/requirements-build.txt": "downloads the outlines of all of China",
    "scripts/environment requirements.txt": "what `make run` runs first, tested in test_make.py",
    "python -m scripts.workflows": "writes what tests/guards/test_workflows.py compares",
    "python -m tests.load.form_kills": "kills a server for twenty minutes",
    "python data/build_boundaries.py": "tests/foundation/units looks at what came of it",
}
"""Commands no test runs, and why."""


@pytest.mark.parametrize("document", WALKS)
def test_the_commands_of_a_document_do_what_it_says(document: str, ready: Checkout) -> None:
    before = ready.changed()
    wrong = walk.take(WALKS[document], ready, of_ours(document))
    assert wrong == []
    assert ready.changed() - before == WALKS[document].leaves


def of_ours(document: str) -> list[str]:
    """All but those of make, which have tests of their own."""
    return [command for command in commands(document) if command.startswith((OURS, "export "))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_is_named_is_run(document: str) -> None:
    by_ci = targets((ROOT / ".ci" / "run").read_text("utf-8"))
    assert [
        command
        for command in commands(document)
        if not targets(command) & {*RUN_BY, *by_ci} and command not in {*walked(), *BY_HAND}
    ] == []


@cache
def walked() -> frozenset[str]:
    return frozenset(command for document in WALKS for command in of_ours(document))


def test_what_is_left_to_hand_is_named_somewhere() -> None:
    named = {command for document in DOCUMENTS for command in commands(document)}
    assert set(BY_HAND) <= named
    assert not set(BY_HAND) & walked()


def test_every_command_of_the_command_line_is_run() -> None:
    """All but `demo` stand in a document; that one is what `make database` runs."""
    assert {" ".join(path) for path in paths(parser(Messages("en")))} == {
        *("demo", *(path_of(command) for command in walked() if path_of(command))),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_that_our_own_words_name_is_understood(lang: str) -> None:
    """As it would have to be typed, and its comment two spaces after it."""
    lines = "\n".join(map(str, catalogue(lang).values()))
    named = re.findall(r"([\w./]+ -m assessment)(.*?)(?:\s{2,}|$)", lines, re.MULTILINE)
    assert len(named) > 5
    for begins, rest in named:
        assert begins == OURS
        parser(Messages(lang)).parse_args(shlex.split(rest))


def paths(top: argparse.ArgumentParser) -> Iterator[tuple[str, ...]]:
    """The words of each command that does something."""
    inner = [each for each in top._actions if isinstance(each, argparse._SubParsersAction)]
    if not inner:
        yield ()
    for action in inner:
        for name, below in action.choices.items():
            yield from ((name, *rest) for rest in paths(below))


def path_of(command: str) -> str:
    words = command.removeprefix(OURS).split()
    known = {" ".join(path) for path in paths(parser(Messages("en")))}
    return next((" ".join(words[:n]) for n in (1, 2) if " ".join(words[:n]) in known), "")
