"""The register of teams 联系组: teams, people, members, links."""
