"""What the documents promise is there: commands, files, keys and pins."""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from pydantic import BaseModel

from assessment.cli.commands import parser
from assessment.framework import model
from assessment.i18n import Messages, catalogue
from assessment.kernel.roles import GRANTED
from scripts import screenshot
from tests.commands import named
from tests.commands.named import DOCUMENTS

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
ROLE_GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
OURS = {"assessment", "pages"}


def text_of(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def subcommands() -> set[str]:
    (commands,) = [
        action
        for action in parser(Messages("en"))._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return set(commands.choices)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    folder = (ROOT / document).parent
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(document))
    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


@pytest.mark.parametrize("document", READMES)
def test_the_table_of_commands_is_complete(document: str) -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \|", text_of(document), re.MULTILINE)) == subcommands()


def test_both_readmes_say_the_same_things() -> None:
    """As far as a machine can tell: the same headings, commands, paths and pictures."""
    shapes = [
        (
            re.findall(r"^#+(?= )", text, re.MULTILINE),
            re.findall(r"^([a-z0-9/]+) {2,}\S", text, re.MULTILINE),
            named.commands(document),
            sorted(named.in_code(document)),
            len(re.findall(r"!\[", text)),
        )
        for document in READMES
        for text in [text_of(document)]
    ]
    assert shapes[0] == shapes[1]


def test_every_role_a_person_can_be_given_has_a_guide() -> None:
    assert {file.stem for file in ROLE_GUIDES} == set(GRANTED)


@pytest.mark.parametrize("guide", ROLE_GUIDES, ids=lambda file: file.stem)
def test_a_guide_quotes_the_words_that_stand_on_the_page(guide: Path) -> None:
    """What stands in quotation marks, with N or a number for any and …… for what is left out."""
    words = "\n".join(catalogue("zh").values())
    quoted = re.findall(r"“([^”]+)”", guide.read_text("utf-8"))
    assert quoted
    assert [each for each in quoted if not re.search(sought(each), words)] == []


def sought(quoted: str) -> str:
    number = r"(?:\\d+|\\{\\w+\\})"
    pattern = re.sub(r"(?<![A-Za-z\d])(?:N|\d+)(?![A-Za-z\d])", number, re.escape(quoted))
    return pattern.replace("……", ".*")


def test_every_picture_is_taken_by_the_script_and_shown_in_a_document() -> None:
    folder = ROOT / "docs" / "images"
    there = {str(file.relative_to(folder)) for file in folder.rglob("*.*")}
    words = "\n".join(text_of(document) for document in DOCUMENTS)
    assert there == set(re.findall(r"\]\([^)]*?images/([^)]+)\)", words))
    assert there == {f"{name}.png" for name in screenshot.PICTURES}


def test_the_index_of_decisions_names_each_with_its_title() -> None:
    index = text_of("docs/decisions/README.md")
    for file in DECISIONS:
        number, _, title = file.read_text("utf-8").partition("\n")[0][2:].partition(" · ")
        assert f"| [{number}]({file.name}) | {title} |" in index


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(file.name[:4]) for file in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_what_why_what_else_and_when_it_is_wrong(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert text.startswith(f"# {decision.name[:4]} · ")
    places = [text.find(part) for part in ("**What.**", "**Why.**", "**What else", "**We would")]
    assert -1 not in places
    assert places == sorted(places)


def test_every_key_of_the_framework_is_explained_to_its_editors() -> None:
    explained = set(re.findall(r"`([a-z_]+)`", text_of("docs/framework.md")))
    examples = set(re.findall(r"\b([a-z_]+):", text_of("docs/framework.md")))
    assert {key for entry in entries() for key in keys_of(entry)} <= explained | examples


def entries() -> Iterator[type[BaseModel]]:
    for value in vars(model).values():
        if isinstance(value, type) and issubclass(value, model.Entry) and value is not model.Entry:
            yield value


def keys_of(entry: type[BaseModel]) -> Iterator[str]:
    for name, field in entry.model_fields.items():
        yield field.alias or name


def test_what_the_application_imports_is_pinned() -> None:
    """And named as ours to choose, rather than there because something else needs it."""
    chosen, _ = text_of("requirements.txt").split("# Needed by those.")
    pinned = {normal(name) for name in re.findall(r"^([\w.-]+)==", chosen, re.MULTILINE)}
    imported = {
        normal(distribution)
        for name in third_party()
        for distribution in packages_distributions()[name]
    }
    assert imported == pinned


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def third_party() -> set[str]:
    files = [ROOT / "app.py", *(f for folder in OURS for f in (ROOT / folder).rglob("*.py"))]
    return {
        name
        for file in files
        for name in imports_of(ast.parse(file.read_text("utf-8")))
        if name not in sys.stdlib_module_names and name not in OURS
    }


def imports_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("document", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_is_exact_and_names_no_index(document: str) -> None:
    lines = [line for line in text_of(document).splitlines() if line and line[0] != "#"]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] in (
        [],
        ["-r requirements.txt"],
    )


@pytest.mark.parametrize("document", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_its_hashes_and_nothing_else_is_installed(document: str) -> None:
    """`requirements-dev.txt` begins with all of `requirements.txt`."""
    with_hashes = text_of(document.replace(".txt", ".hashes.txt"))
    included = [name for name in ("requirements.txt",) if f"-r {name}" in text_of(document)]
    pins = "\n".join(map(text_of, [*included, document]))
    assert pinned(with_hashes) == pinned(pins)
    entries = re.split(r"^(?=\w)", with_hashes, flags=re.MULTILINE)[1:]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def pinned(text: str) -> dict[str, str]:
    pins = re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)
    return {normal(name): version for name, version in pins}
