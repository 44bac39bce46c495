"""The units that are assessed, their prefectures, and the scopes they form."""

__all__ = ["directory", "scopes", "setup", "units_table"]
"""The door: the modules that others may import."""
