"""Rectification: one problem in one unit, from a clue to the second look after it was closed."""
