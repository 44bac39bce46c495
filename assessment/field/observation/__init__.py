"""Observation visits 观摩: what a county saw elsewhere and what came of it."""
