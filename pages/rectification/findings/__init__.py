"""Pages: findings."""
