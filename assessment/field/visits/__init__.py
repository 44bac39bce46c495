"""Visits and stays 走访与蹲点: diaries, notes, photos, corrections."""
