"""Observation visits 观摩: what a county saw elsewhere and what came of it."""

__all__ = ["observation"]
"""The door: the modules that others may import."""
