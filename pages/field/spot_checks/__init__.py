"""Pages: spot checks."""
