"""Honours and vetoes 荣誉与一票否决."""

__all__ = ["honours", "honours_table"]
"""The door: the modules that others may import."""
