"""Pages: explanation."""
