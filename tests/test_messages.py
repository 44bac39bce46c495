"""The catalogues hold exactly what is asked for, in every language.

A key is always a whole literal in the code, and so is the kind of a code, so these tests can read
the code instead of running it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from assessment.i18n import LANGUAGES, catalogue, code_words

ROOT = Path(__file__).parents[1]
CODE = sorted(
    [ROOT / "app.py", *(ROOT / "assessment").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
)
TREES = {file: ast.parse(file.read_text("utf-8")) for file in CODE}
TEMPLATES = sorted((ROOT / "pages").rglob("*.html"))
FIRST = next(iter(LANGUAGES))
KEYS = set(catalogue(FIRST))
PROBLEM = "problem_"


@dataclass(frozen=True)
class Asked:
    """One call such as `t("rankings.caption", count=3)`."""

    place: str
    key: ast.expr
    facts: frozenset[str]
    open_ended: bool
    """Given `**facts`, which only running can tell."""


@cache
def literals() -> tuple[tuple[Path, str], ...]:
    """Every text in the code and the templates, by its file."""
    in_code = (
        (file, node.value)
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return (*in_templates(), *in_code)


def in_templates() -> Iterator[tuple[Path, str]]:
    """What the pages before sign-in say, which are templates and no code."""
    for file in TEMPLATES:
        for key in re.findall(r't\("([a-z_.]+)"', file.read_text("utf-8")):
            yield file, key


def asked() -> Iterator[Asked]:
    """Every call of a `Messages`: `t(…)`, `messages()(…)`, `Messages(lang)(…)`."""
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _speaks(node.func):
                names = [keyword.arg for keyword in node.keywords]
                yield Asked(
                    f"{file.relative_to(ROOT)}:{node.lineno}",
                    node.args[0],
                    frozenset(name for name in names if name is not None),
                    None in names,
                )


def _speaks(function: ast.expr) -> bool:
    if isinstance(function, ast.Call):
        return ast.unparse(function.func).rpartition(".")[2] in {"messages", "Messages"}
    return ast.unparse(function) in {"t", "self.t", "self._t"}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_language_says_the_same_things() -> None:
    for lang in LANGUAGES:
        assert set(catalogue(lang)) ^ KEYS == set()


def test_every_language_fills_in_the_same_facts() -> None:
    for lang in LANGUAGES:
        for key, sentence in catalogue(lang).items():
            assert placeholders(sentence) == placeholders(catalogue(FIRST)[key]), (lang, key)


def test_no_sentence_is_empty_or_left_in_the_other_language() -> None:
    for key, sentence in catalogue("en").items():
        words = re.sub(r"\{[^}]*\}", "", sentence)
        assert sentence, key
        assert not re.search(r"[\u4e00-\u9fff]", words) or re.search(r"[a-z]{2}", words), key


def test_a_key_is_a_literal_or_an_error_s_own() -> None:
    for call in asked():
        literal = isinstance(call.key, ast.Constant)
        own = isinstance(call.key, ast.Attribute) and call.key.attr == "key"
        assert literal or own, f"{call.place}: {ast.unparse(call.key)} cannot be checked"


def test_every_key_asked_for_is_there() -> None:
    wanted = {call.place: call.key.value for call in asked() if isinstance(call.key, ast.Constant)}
    assert {place: key for place, key in wanted.items() if key not in KEYS} == {}


def test_every_key_a_template_asks_for_is_there() -> None:
    wanted = {f"{file.name}: {key}" for file, key in in_templates() if key not in KEYS}
    assert TEMPLATES
    assert wanted == set()


def test_every_call_gives_the_facts_its_sentence_needs() -> None:
    for call in asked():
        if isinstance(call.key, ast.Constant) and not call.open_ended:
            needed = placeholders(catalogue(FIRST)[str(call.key.value)])
            assert needed - call.facts == set(), call.place


def test_every_error_has_its_sentence() -> None:
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                for key in _own_key(node):
                    assert key in KEYS, f"{file.name}: {node.name}"


def _own_key(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if (
            isinstance(statement, ast.Assign)
            and ast.unparse(statement.targets[0]) == "key"
            and isinstance(statement.value, ast.Constant)
        ):
            yield str(statement.value.value)


def test_every_problem_reported_has_its_sentence() -> None:
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).lower().endswith("problem"):
                for code in _codes(node, file.parent.name):
                    assert PROBLEM + code in KEYS, f"{file.name}:{node.lineno}: {code}"


def _codes(call: ast.Call, package: str) -> Iterator[str]:
    """A problem's code is `area.name`; the package `framework` leaves its own area away."""
    for given in call.args[:2]:
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            if re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", given.value):
                yield given.value
            elif package == "framework":
                yield f"framework.{given.value}"


def test_every_kind_of_code_asked_for_is_there() -> None:
    asked_for = [
        node.args[0]
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"code", "codes"}
        and re.search(r"\bt$|messages\(\)$|Messages\(.*\)$", ast.unparse(node.func.value))
    ]
    kinds = {kind.value for kind in asked_for if isinstance(kind, ast.Constant)}
    assert len(kinds) > 30
    assert {str(kind) for kind in kinds} <= set(code_words())


def test_every_kind_of_code_is_used() -> None:
    assert set(code_words()) - {text for _, text in literals()} == set()


@pytest.mark.parametrize("area", sorted({key.partition(".")[0] for key in KEYS}))
def test_every_sentence_is_used(area: str) -> None:
    said = {text for _, text in literals()}
    short = {text for file, text in literals() if file.parent.name == area.removeprefix(PROBLEM)}
    unused = []
    coded = {f"{kind}.{code}" for kind, words in code_words().items() for code in words[FIRST]}
    for key in sorted(key for key in KEYS - coded if key.partition(".")[0] == area):
        code = key.removeprefix(PROBLEM)
        if not {key, code} & said and code.partition(".")[2] not in short:
            unused.append(key)
    assert unused == []
