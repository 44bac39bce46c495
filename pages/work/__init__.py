"""Pages that record."""
