"""Periods 评估周期, and how far each submission in one has come."""
