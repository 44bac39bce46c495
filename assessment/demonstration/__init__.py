"""A made-up province, whole, so that one can look before one files."""

__all__ = ["demo", "invention"]
"""The door: the modules that others may import."""
