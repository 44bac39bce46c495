"""Pages: coverage."""
