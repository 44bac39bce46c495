"""Evidence of answers 佐证, and files beside visits and findings."""
