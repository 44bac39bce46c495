"""Spot checks 抽查: whether what a team saw agrees with what a county answered."""

__all__ = ["agreement", "spot_checks"]
"""The door: the modules that others may import."""
