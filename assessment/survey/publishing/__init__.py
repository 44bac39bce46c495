"""Publishing 发布: what counts is frozen under a number."""

__all__ = ["snapshots"]
"""The door: the modules that others may import."""
