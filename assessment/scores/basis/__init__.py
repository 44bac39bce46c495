"""The data source of scores 数据口径: live or published, and the scores computed from it."""

__all__ = [
    "basis",
    "basis_in_words",
    "refusals",
    "score_files",
    "score_tables",
    "scores",
    "snapshot_tables",
]
"""The door: the modules that others may import."""
