"""Pages: team results."""
