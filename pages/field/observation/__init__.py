"""Pages: observation."""
