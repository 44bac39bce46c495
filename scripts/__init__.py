"""What keeps the repository in order: its environment, its pictures."""
