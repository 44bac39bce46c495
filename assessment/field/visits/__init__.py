"""Visits and stays 走访与蹲点: diaries, notes, photos, corrections."""

__all__ = [
    "bulk_log",
    "diary",
    "visit_checks",
    "visit_corrections",
    "visit_drafts",
    "visit_form",
    "visit_log",
    "visits_in_words",
    "visits_table",
]
"""The door: the modules that others may import."""
