"""Pages: rankings."""
