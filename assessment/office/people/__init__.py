"""Accounts, what each may see, passwords, sign-in and sessions."""

__all__ = ["account_scope", "accounts", "demonstration_accounts", "passwords", "session_manager"]
"""The door: the modules that others may import."""
