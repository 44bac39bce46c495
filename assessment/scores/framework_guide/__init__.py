"""The framework 指标体系 in words, and what differs between two versions of it."""
