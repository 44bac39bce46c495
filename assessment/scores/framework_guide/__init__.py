"""The framework 指标体系 in words, and what differs between two versions of it."""

__all__ = [
    "difference_in_words",
    "framework_difference",
    "framework_guide",
    "framework_scheme",
    "levels_in_words",
    "rules_in_words",
]
"""The door: the modules that others may import."""
