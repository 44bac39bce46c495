"""Evidence of answers 佐证, and files beside visits and findings."""

__all__ = ["attachments", "evidence"]
"""The door: the modules that others may import."""
