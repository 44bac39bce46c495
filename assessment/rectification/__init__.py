"""Rectification 整改: findings from clue to closing, and problems that many counties have."""
