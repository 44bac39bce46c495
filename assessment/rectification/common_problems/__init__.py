"""Common problems: candidates are derived, people decide, every unit of the scope is looked at."""
