"""Analysis of scores: rank uncertainty, what-if, the health of the data."""
