"""Files that are not a framework, or mean harm, and ways of reading that must not matter."""

import ast
import gzip
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import assessment.framework
from assessment.errors import Rejected
from assessment.framework.loader import fingerprint, load, loads
from assessment.i18n import LANGUAGES, Messages, catalogue

GOOD = Path(__file__).with_name("good.yaml").read_text("utf-8")
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "billion laughs": (LAUGHS, "alias", 2, 8),
    "itself": ("a: &a [*a]", "alias", 1, 8),
    "five megabytes": ("title: x\n" + "# " + "x" * 5_000_000, "file_too_large", 1, 1),
    "deep brackets": ("a: " + "[" * 100_000, "too_deep", 1, 24),
    "deep braces": ("{a: " * 100_000, "too_deep", 1, 85),
    "deep indentation": (
        "".join(" " * n + f"k{n}:\n" for n in range(500)),
        "too_deep",
        22,
        22,
    ),
    "binary": (bytes(range(256)) * 4, "not_utf8", 3, 115),
    "compressed": (gzip.compress(GOOD.encode(), mtime=0), "not_utf8", 1, 2),
    "nul": (b"title: \0", "bad_character", 1, 8),
    "UTF-16": (GOOD.encode("utf-16"), "not_utf8", 1, 1),
    "GBK": ("title: 县级工会".encode("gbk"), "not_utf8", 1, 8),
    "empty": ("", "empty_file", 1, 1),
    "blank": (" \n\n", "empty_file", 1, 1),
    "only comments": ("# nothing\n", "empty_file", 1, 1),
    "a list": ("- title: x\n", "top_not_a_mapping", 1, 1),
    "a word": ("\n\nframework\n", "top_not_a_mapping", 3, 1),
    "an object": ("title: !!python/object/apply:os.system [x]", "tag", 1, 8),
    "merge": ("x: &x {a: 1}\ny:\n  <<: *x", "alias", 3, 7),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_problem_with_a_place(name: str) -> None:
    text, code, line, column = HOSTILE[name]
    with pytest.raises(Rejected) as caught:
        loads(text, "hostile.yaml")
    places = [(p.code, p.place.line, p.place.column) for p in caught.value.problems]
    assert (f"framework.{code}", line, column) in places


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + GOOD,
        ("\ufeff" + GOOD).encode(),
        GOOD.replace("\n", "\r\n"),
        GOOD.rstrip("\n"),
        "---\n" + GOOD + "...\n",
    ],
    ids=["byte order mark", "byte order mark in bytes", "Windows lines", "no last line", "markers"],
)
def test_how_a_file_was_saved_does_not_matter(content: str | bytes) -> None:
    assert loads(content, "good.yaml") == loads(GOOD, "good.yaml")


def test_the_same_text_is_the_same_framework_from_a_file_and_from_a_database() -> None:
    assert loads(GOOD, "good.yaml") is loads(GOOD.encode(), "good.yaml")


def test_half_a_character_is_refused_as_any_other_mistake() -> None:
    with pytest.raises(Rejected):
        loads(GOOD + "# \ud83d", "good.yaml")


def test_windows_lines_are_counted_as_an_editor_does() -> None:
    text = GOOD.replace("    weight: 40", "    weight: x").replace("\n", "\r\n")
    with pytest.raises(Rejected) as caught:
        loads(text, "good.yaml")
    line = GOOD[: GOOD.index("    weight: 40")].count("\n") + 1
    assert caught.value.problems[0].place.line == line


def test_yes_and_no_are_words() -> None:
    text = GOOD.replace("{zh: 无, en: None}", "{zh: 否, en: No}").replace("On paper", "yes")
    options = loads(text, "good.yaml").field_by_code["plan_level"].options
    assert options is not None
    assert (options[0].en, options[1].en) == ("No", "yes")


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Rejected) as caught:
        load(tmp_path / "none.yaml")
    assert caught.value.problems[0].code == "framework.no_file"
    with pytest.raises(Rejected) as caught:
        load(tmp_path)
    assert caught.value.problems[0].code == "framework.unreadable_file"


def test_a_file_is_read_as_its_text_is(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(GOOD, "utf-8")
    assert load(file) == loads(GOOD, "good.yaml")
    assert fingerprint(GOOD) == fingerprint(file.read_bytes())
    assert fingerprint(GOOD) != fingerprint(GOOD + " ")


def test_escape_codes_never_reach_a_terminal() -> None:
    with pytest.raises(Rejected) as caught:
        loads(GOOD.replace("smallest_pool: 5", 'smallest_pool: "\\e[31m\\u202e"'), "good.yaml")
    assert all(fact.isprintable() for fact in caught.value.problems[0].facts.values())


def _broken(text: str) -> Iterator[str]:
    """Every line gone once, every value replaced once, and cuts in the middle of things."""
    lines = text.splitlines(keepends=True)
    chance = random.Random(1)  # noqa: S311 - chosen once, so that a failure can be repeated
    for number in range(len(lines)):
        yield "".join(lines[:number] + lines[number + 1 :])
    values = [
        event
        for event in yaml.parse(text, Loader=yaml.CSafeLoader)
        if isinstance(event, yaml.ScalarEvent)
    ]
    for event in values:
        new = chance.choice(["[]", "{}", "-1", "x", "", "{2024: 1}", "[[1]]", "'", ":", "2024H3"])
        yield text[: event.start_mark.index] + new + text[event.end_mark.index :]
    for _ in range(50):
        yield text[: chance.randrange(len(text))]


def test_whatever_is_broken_only_a_rejection_comes_of_it() -> None:
    """And every problem can be said: its place is in the file, its facts fill its sentence."""
    rejected = 0
    for text in _broken(GOOD):
        try:
            loads(text, "good.yaml")
        except Rejected as error:
            rejected += 1
            for problem in error.problems:
                assert problem.place.line is not None
                assert 1 <= problem.place.line <= text.count("\n") + 1
                for lang in LANGUAGES:
                    assert Messages(lang)(problem.key, **problem.facts)
    assert rejected > 600


def _codes(file: Path) -> Iterator[str]:  # noqa: PLR0912 - one per place
    """What a module may report: words in the places where codes stand."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Yield(value=ast.Tuple(elts=[_, code, _])):
                yield from _words(code)
            case ast.Return(value=ast.Tuple(elts=[_, code, _])):
                yield from _words(code)
            case ast.Call(func=ast.Attribute(attr="problem"), args=[_, code, *_]):
                yield from _words(code)
            case ast.Call(func=ast.Attribute(attr="_fault" | "_fault_at"), args=[code, *_]):
                yield from _words(code)
            case ast.Call(func=ast.Name(id="BadFormula" | "Problem"), args=[code, *_]):
                yield from _words(code)
            case ast.AnnAssign(target=ast.Name(id="_CODES"), value=ast.Dict(values=values)):
                for value in values:
                    yield from _words(value)
            case ast.Assign(targets=[ast.Name(id="_PATTERNS" | "_UNCLOSED")]):
                for value in getattr(node.value, "values", []):
                    yield from _words(value)
            case ast.FunctionDef(name="_code"):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value is not None:
                        yield from _words(inner.value)


def _words(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(code)):
            yield code.removeprefix("framework.")
        case ast.IfExp(body=body, orelse=orelse):
            yield from _words(body)
            yield from _words(orelse)


def test_every_code_has_a_sentence_in_every_language() -> None:
    folder = Path(assessment.framework.__file__).parent
    codes = {code for file in folder.glob("*.py") for code in _codes(file)}
    assert len(codes) > 70
    for lang in LANGUAGES:
        assert [code for code in codes if f"problem_framework.{code}" not in catalogue(lang)] == []
