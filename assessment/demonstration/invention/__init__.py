"""A believable province that does not exist: invented answers, teams, visits and honours.

Only generation: nothing here opens a database. `demo.py` puts what is made here through
the same services a real province uses. Everything follows from one seed, so two people who look
at the demonstration look at the same numbers. What is *not* invented is in `facts.yaml`,
with where it was published.
"""

SEED = 123
"""As many as the county federations of Hunan. Another seed is another province."""

YEARS = ("2022", "2023", "2024")
"""The demonstration's periods, oldest first."""
