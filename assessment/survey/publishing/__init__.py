"""Publishing 发布: what counts is frozen under a number."""
