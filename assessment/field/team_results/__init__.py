"""What a team achieved: its monthly figures, and everything of one team together."""
