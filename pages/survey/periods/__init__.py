"""Pages: periods."""
