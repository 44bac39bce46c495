"""Rectification: one problem in one unit, from a clue to the second look after it was closed."""

__all__ = [
    "cases",
    "checks",
    "deadlines",
    "effect",
    "finding_list",
    "finding_workflow",
    "findings_table",
    "measures",
    "rectification_table",
    "relapse",
    "rules",
    "transitions",
]
"""The door: the modules that others may import."""
