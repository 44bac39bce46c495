"""The engine: answers in, scores out, in SQL that several databases read the same way."""
