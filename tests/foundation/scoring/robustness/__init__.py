"""Rank intervals and what they rest on."""
