"""Pages that govern: who takes part, when, and what was done."""
