"""Rankings 排名, and the distribution shown to those who may not see names."""

__all__ = ["distribution", "rankings"]
"""The door: the modules that others may import."""
