"""Pages: audit trail."""
