"""Analysis of scores: rank uncertainty, what-if, the health of the data."""

__all__ = ["data_health", "goals", "robustness", "what_if"]
"""The door: the modules that others may import."""
