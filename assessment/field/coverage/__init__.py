"""Coverage 联系覆盖: which counties have a team, and which were not visited."""
