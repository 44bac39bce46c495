"""A second implementation of docs/methods.md: plain Python, one number at a time.

It shares nothing with the engine but the framework's objects, not even the reading of formulas, and
does not care for speed. Where the two differ, one of them reads the page wrongly. None is unknown.
"""
