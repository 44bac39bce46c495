"""What a team achieved: its monthly figures, and everything of one team together."""

__all__ = ["results", "team"]
"""The door: the modules that others may import."""
