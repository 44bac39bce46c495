"""Filing the survey by form: drafts, the rules beside them, submitting, and by workbook."""

__all__ = [
    "answer_changes",
    "answers_table",
    "bulk_filing",
    "drafts",
    "drafts_table",
    "filing_result",
    "form",
    "proofs",
    "provisional_score",
    "rules",
    "submit",
    "survey_files",
    "workbook",
]
"""The door: the modules that others may import."""
