"""Pages: filing."""
