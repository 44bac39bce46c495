"""Reviewing what a county submitted: the desk, the items, the verdicts, the decisions."""

__all__ = ["comparison", "decide", "flags", "items", "review_queue", "turns", "verdicts"]
"""The door: the modules that others may import."""
