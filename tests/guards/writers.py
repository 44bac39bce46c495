"""The services that write: those from which a write to the database or to the disk is reached."""

from functools import cache

from tests.guards import graph
from tests.guards.references import Reference

SERVICES, PAGES = "assessment.", "pages."


def _writes(reference: Reference) -> bool:
    """`store.writing(...)`, or `store.blobs.keep(...)`, whatever the store is called."""
    return "writing" in reference[1:] or reference[-2:] == ("blobs", "keep")


@cache
def writing_themselves() -> frozenset[str]:
    """Nodes whose own code writes."""
    return frozenset(node for node, found in graph.referred().items() if any(map(_writes, found)))


@cache
def writers() -> frozenset[str]:
    found = graph.leading_to(writing_themselves())
    return frozenset(node for node in found if node.startswith(SERVICES))


def entered(*starts: str) -> set[str]:
    """The writing services that code of the pages refers to, on any way from `starts`."""
    return {short(node) for node in graph.reached(starts, within=PAGES) & writers()}


def short(node: str) -> str:
    """`survey.filing.submit.submit` for `assessment.survey.filing.submit:submit`."""
    return node.removeprefix(SERVICES).replace(":", ".")
