"""Periods 评估周期, and how far each submission in one has come."""

__all__ = [
    "period_opening",
    "period_progress",
    "periods",
    "periods_in_words",
    "periods_table",
    "review_record",
    "submission_workflow",
    "submissions",
    "submissions_due",
    "submissions_table",
]
"""The door: the modules that others may import."""
