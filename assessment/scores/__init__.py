"""Scores: what they rest on, how they are ranked, explained and tested."""
