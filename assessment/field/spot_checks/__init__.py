"""Spot checks 抽查: whether what a team saw agrees with what a county answered."""
