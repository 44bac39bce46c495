"""Accounts, what each may see, passwords, sign-in and sessions."""
