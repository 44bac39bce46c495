"""Coverage 联系覆盖: which counties have a team, and which were not visited."""

__all__ = ["coverage", "coverage_watch"]
"""The door: the modules that others may import."""
