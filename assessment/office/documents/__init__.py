"""What is on a page, handed out as a file."""

__all__ = ["exporting"]
"""The door: the modules that others may import."""
