"""Pages: assignment."""
