"""Common problems: candidates are derived, people decide, every unit of the scope is looked at."""

__all__ = [
    "candidates",
    "common_problem_words",
    "decision_scope",
    "decisions",
    "lists",
    "problems",
    "progress",
    "sweep",
]
"""The door: the modules that others may import."""
