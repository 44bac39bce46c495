"""The audit trail 审计记录: searched, exported, verified, in words."""

__all__ = ["audit", "audit_facts_in_words", "verified_in_words"]
"""The door: the modules that others may import."""
