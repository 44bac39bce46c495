"""The profile of one county 县级画像, and the overview of all."""

__all__ = ["county", "overview"]
"""The door: the modules that others may import."""
