"""Teams, their people and their links: who there is, what is amiss, and what can be done to it."""
