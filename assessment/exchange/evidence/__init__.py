"""Evidence files: what kind each is by its content, and what makes one unsafe."""
