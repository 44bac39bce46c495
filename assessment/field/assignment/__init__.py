"""Which team looks after which county 对口联系: links proposed and recorded."""

__all__ = ["assignment_data", "assignment_solver", "suggested_assignment"]
"""The door: the modules that others may import."""
