"""Reviewing what a county submitted: the desk, the items, the verdicts, the decisions."""
