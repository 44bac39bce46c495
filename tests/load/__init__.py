"""What is too long for a test: many writes, many people, many kills. Run by hand."""
