"""Explanation of a score, down to the raw answer; two scores compared; why a score changed."""
