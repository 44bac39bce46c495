"""Backups 备份: made while people work, kept, restored, and rehearsed."""

__all__ = [
    "artefact",
    "backup_folder",
    "backup_history",
    "backup_plan",
    "backups",
    "operator_socket",
    "passphrase",
    "restoring",
    "verification",
]
"""The door: the modules that others may import."""
