"""Pages: backups."""
