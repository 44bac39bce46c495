"""Runs the commands of a document one after the other, as its reader does in one terminal."""

import re
import shlex
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import openpyxl

from assessment.exchange.survey_workbook import survey_layout
from tests.commands.checkout import Checkout
from tests.commands.named import OURS

UNITS = ("430105", "430626", "430681")
"""The counties of a small real province."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What the reader of a document does besides, and what comes of it."""

    leaves: frozenset[str] = frozenset()
    """New files and folders."""

    before: Mapping[str, Callable[[Checkout], object]] = field(default_factory=dict)
    """What is done before a command that begins so."""

    says: Mapping[str, str] = field(default_factory=dict)
    """In what a command that begins so prints."""


def take(walk: Walk, here: Checkout, commands: list[str]) -> list[str]:
    """What went otherwise than it should, command by command."""
    wrong: list[str] = []
    environment: dict[str, str] = {}
    printed = ""
    for command in commands:
        if command.startswith("export "):
            environment |= dict(word.split("=", 1) for word in shlex.split(command)[1:])
            continue
        words = command.removeprefix(f"{OURS} ")
        for beginning, act in walk.before.items():
            if words.startswith(beginning):
                act(here)
        done = here.run(meant(command, printed), **environment)
        printed += done.stdout
        wanted = [text for start, text in walk.says.items() if words.startswith(start)]
        if done.returncode or any(text not in done.stdout + done.stderr for text in wanted):
            wrong.append(f"{command}\n{done.returncode} {done.stdout}{done.stderr}")
    return wrong


def meant(command: str, printed: str) -> str:
    """With the account that was added, and the hash that was printed last, in their places."""
    hashes = re.findall(r"\b[0-9a-f]{64}\b", printed)
    return command.replace("账号", "zhang.wei").replace("抄下的链值", hashes[-1] if hashes else "")


def keep_few_units(here: Checkout) -> None:
    """In the list from which a database is begun; committed, as whoever runs a province would."""
    file = here.folder / "data" / "units.csv"
    header, *lines = file.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.startswith(UNITS)]
    file.write_text("".join([header, *kept]), "utf-8")
    here.commit("our units")


def fill_in(here: Checkout) -> None:
    """One answer in each workbook."""
    for file in (here.folder / "填报表").iterdir():
        book = openpyxl.load_workbook(file)
        for sheet in book.worksheets:
            for row in range(survey_layout.FIRST_QUESTION_ROW, sheet.max_row + 1):
                if sheet.cell(row, survey_layout.CODE).value == "members_n":
                    sheet.cell(row, survey_layout.ANSWER).value = 9000
        book.save(file)


def keep_answers(here: Checkout) -> None:
    shutil.copy(here.folder / "填报.csv", here.folder / "answers.csv")


def keep_an_older_framework(here: Checkout) -> None:
    """Which named something otherwise."""
    text = (here.folder / "indicators.yaml").read_text("utf-8")
    (here.folder / "旧.yaml").write_text(text.replace("{zh: ", "{zh: 旧", 1), "utf-8")
