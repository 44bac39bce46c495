"""Explanation of a score, down to the raw answer; two scores compared; why a score changed."""

__all__ = [
    "change_bridge",
    "compare",
    "explanation",
    "explanation_tables",
    "live_workbook",
    "worked_calculation",
]
"""The door: the modules that others may import."""
