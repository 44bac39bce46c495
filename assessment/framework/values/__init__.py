"""Answers as they are written and as they are stored: numbers, dates, and what is refused."""
