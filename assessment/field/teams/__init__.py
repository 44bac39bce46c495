"""The register of teams 联系组: teams, people, members, links."""

__all__ = ["columns_in_words", "register", "team_offers", "teams_table"]
"""The door: the modules that others may import."""
