"""Which page may write what, held to `pages_may_write.yaml` through everything a page refers to."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from pages.kit import site
from tests.guards import graph, writers
from tests.guards.leaks.test_writes import WRITES
from tests.guards.writers import PAGES, SERVICES
from tests.takers import SERVICES as SERVICE_MODULES
from tests.takers import takers

TABLE = Path(__file__).parent / "pages_may_write.yaml"
EVERY_PAGE, SERVER = "every page", "server"

RECORDS_OF_READING = {
    "office.audit_trail.audit.exported",
    "office.audit_trail.audit.refused",
    "office.audit_trail.audit.workbook",
    "survey.evidence.attachments.content",
    "survey.evidence.evidence.content",
}
"""What writes nothing but who was given, or refused, something to read."""

BY_TEXT = {"__import__", "eval", "exec", "globals", "importlib"}
"""What reaches a function by a text."""


def granted() -> Mapping[str, set[str]]:
    table = yaml.safe_load(TABLE.read_text("utf-8"))
    return {
        page: {f"{module}.{name}" for module, names in modules.items() for name in names}
        for page, modules in table.items()
    }


def needed() -> Mapping[str, set[str]]:
    everywhere = writers.entered(f"{PAGES}shell.main:")
    return {
        EVERY_PAGE: everywhere,
        SERVER: writers.entered(*graph.edges()["app:"]),
        **{page: writers.entered(_node(page)) - everywhere for page in _pages()},
    }


def _pages() -> list[str]:
    return [f"{page.folder}/{page.name}" for page in site.PAGES.values()]


def _node(page: str) -> str:
    shown = site.PAGES[page.partition("/")[2]]
    return f"{PAGES}{shown.room.replace('/', '.')}.page_{shown.name}:"


def test_a_page_writes_what_the_table_grants_and_nothing_else() -> None:
    table = granted()
    too_much = {page: found - table.get(page, set()) for page, found in needed().items()}
    assert {page: found for page, found in too_much.items() if found} == {}


def test_nothing_is_granted_that_no_page_needs() -> None:
    found = needed()
    left_over = {page: names - found.get(page, set()) for page, names in granted().items()}
    assert {page: names for page, names in left_over.items() if names} == {}
    assert set(granted()) == {page for page, names in found.items() if names}


def test_whatever_writes_in_the_pages_belongs_to_one_of_them() -> None:
    """Nothing lies about in `pages` that writes and that no page leads to."""
    starts = {f"{PAGES}shell.main:", *graph.edges()["app:"], *map(_node, _pages())}
    reached = graph.reached(starts, within=PAGES)
    writing = {
        node
        for node, targets in graph.called().items()
        if node.startswith(PAGES) and targets & writers.writers()
    }
    assert writing - reached == set()


def test_only_services_write() -> None:
    themselves = writers.writing_themselves()
    assert {node for node in themselves if not node.startswith(SERVICES)} == set()


def test_what_writes_is_what_the_leak_matrix_tries_to_write() -> None:
    """Two ways to know the same: read from the code here, and listed by hand there."""
    public = {name for module in SERVICE_MODULES for name, _ in takers(module)}
    found = {writers.short(node) for node in writers.writers()} & public
    assert found == {*WRITES, *RECORDS_OF_READING}


def test_no_page_reaches_a_function_past_its_name() -> None:
    """A module that is assigned or handed on, such as to `getattr`, would hide what is called."""
    found = set()
    for node, references in graph.referred().items():
        module, _, _ = node.partition(":")
        if module.startswith(PAGES):
            imported = graph.modules()[module].imported
            found |= {(node, each[0]) for each in references if each[0] in BY_TEXT}
            found |= {
                (node, each[0])
                for each in references
                if len(each) == 1 and imported.get(each[0]) in graph.modules()
            }
    assert found == set()
