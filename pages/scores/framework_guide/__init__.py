"""Pages: framework guide."""
