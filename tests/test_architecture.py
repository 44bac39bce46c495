"""The shape of the code, held in place: what may be where.

Which package may import which is import-linter's, in `pyproject.toml`; the rest is read off the
files here.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.api import use_cases

from tests.takers import BELOW, FOR_NOBODY, SERVICES, takers

ROOT = Path(__file__).parents[1]
ASSESSMENT = sorted((ROOT / "assessment").rglob("*.py"))
PAGES = sorted([ROOT / "app.py", *(ROOT / "pages").rglob("*.py")])
PAGE_FILES = sorted((ROOT / "pages").rglob("page_*.py"))

SQL = re.compile(
    r"\b(select\s+.+\s+from|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+(temp|table|view))\b",
    re.IGNORECASE | re.DOTALL,
)
MACHINE = re.compile(r"(?<![\w.{}/])/(?:tmp|work|root|home/\w+|Users/\w+)/\w")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|npmjs|aliyun\.com|tuna\.tsinghua|index-url", re.I)


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def relative(file: Path) -> Path:
    return file.relative_to(ROOT)


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def names_used(file: Path) -> Iterator[str]:
    """Every name and attribute read or written, and every keyword given."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def texts(file: Path) -> Iterator[str]:
    """String literals, but for docstrings."""
    module = tree(file)
    documents = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in documents:
                yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield ast.unparse(node)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    files = (ROOT / path for path in listed.stdout.decode("utf-8").split("\0") if path)
    return [file for file in files if file.is_file()]


def test_every_package_imports_only_what_is_below_it() -> None:
    use_cases_passed = use_cases.lint_imports(
        config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, is_debug_mode=False
    )
    assert use_cases_passed


@pytest.mark.parametrize("file", ASSESSMENT, ids=name)
def test_the_domain_has_no_screen(file: Path) -> None:
    assert not {module.partition(".")[0] for module in imported(file)} & {"streamlit", "plotly"}


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_no_page_writes_html(file: Path) -> None:
    assert not set(names_used(file)) & {"unsafe_allow_html", "html_body", "components"}


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_only_the_session_remembers(file: Path) -> None:
    """Links hold choices and the database holds facts; three modules keep the rest."""
    keepers = {"pages/kit/session.py", "pages/kit/pickers.py", "pages/kit/url_widgets.py"}
    if name(file) not in keepers:
        remembered = {"session_state", "query_params", "cache_data", "cache_resource"}
        # The server reads a request's query before there is a session.
        serving = {
            "server.py",
            "index_page.py",
            "gate.py",
            "sign_in_page.py",
            "sign_in_form.py",
            "oidc_routes.py",
        }
        allowed = {"query_params"} if file.name in serving else set()
        assert set(names_used(file)) & remembered <= allowed


@pytest.mark.parametrize("file", [*ASSESSMENT, *PAGES], ids=name)
def test_sql_is_in_tables_the_store_and_the_engine_only(file: Path) -> None:
    if file.relative_to(ROOT).parts[1:2] not in {("store",), ("scoring",)}:
        assert file.stem.endswith("_table") or not [t for t in texts(file) if SQL.search(t)]


def test_no_two_queries_have_one_name() -> None:
    """A query is asked by its name alone, wherever its capability keeps it."""
    every = [file.stem for file in (ROOT / "assessment").rglob("queries/*.sql")]
    assert len(every) == len(set(every)) > 100


def test_no_page_lies_directly_in_the_folder_streamlit_looks_into() -> None:
    """It would run without the main script when it is the first link after a start."""
    assert [file.name for file in (ROOT / "pages").glob("*.py")] == ["__init__.py"]
    main = ROOT / "pages" / "shell" / "main.py"
    assert main.is_file()
    assert not (main.parent / "pages").exists()


@pytest.mark.parametrize("file", PAGE_FILES, ids=name)
def test_a_page_picks_asks_and_draws(file: Path) -> None:
    """A function in a page is a rule that no test can reach without a browser."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    assert [node for node in ast.walk(tree(file)) if isinstance(node, kinds)] == []


def test_no_service_module_is_overlooked() -> None:
    """Tables are looked at by what calls them: they take a cursor, never the store."""
    below = ROOT / "assessment"
    capabilities = {file.parts[1] for file in map(relative, ASSESSMENT) if len(file.parts) > 2}
    named = {module.split(".")[1] for module in SERVICES}
    assert named == capabilities - set(BELOW)
    tables = [file for file in below.rglob("*_table.py") if "Store" in names_used(file)]
    assert tables == []


def test_nothing_is_read_or_written_for_nobody() -> None:
    """A service that takes the store also takes who is asking."""
    every = [each for module in SERVICES for each in takers(module)]
    assert {name for name, takes in every if "actor" not in takes} == set(FOR_NOBODY)


def test_nothing_but_the_clock_reads_what_time_it_is() -> None:
    """Or a test could not say what time it is, and would fail at midnight."""
    machine = re.compile(
        r"\b(datetime|date)\.(now|today|utcnow|fromtimestamp)\b|\btime\.(time|localtime|gmtime)\("
    )
    tests = (ROOT / "tests").rglob("*.py")
    readers = {
        f"{name(file)}: {call.group()}"
        for file in (*ASSESSMENT, *PAGES, *tests)
        for call in machine.finditer(ast.unparse(tree(file)))
        if file not in {ROOT / "assessment" / "kernel/clock.py", Path(__file__)}
    }
    assert readers == set()


@pytest.mark.parametrize("file", [*ASSESSMENT, *PAGES], ids=name)
def test_every_module_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(tree(file))


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What is committed must work on any machine, behind any mirror."""
    found = []
    for file in tracked():
        if file.suffix in {".py", ".toml", ".yaml", ".yml", ".md", ".txt", ".sql", ".sh", ""}:
            text = file.read_text("utf-8", errors="ignore")
            if file != Path(__file__):
                found += [f"{name(file)}: {hit.group()}" for hit in MACHINE.finditer(text)]
                found += [f"{name(file)}: {hit.group()}" for hit in REGISTRY.finditer(text)]
    assert found == []
