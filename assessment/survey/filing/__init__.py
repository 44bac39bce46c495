"""Filing the survey by form: drafts, the rules beside them, submitting, and by workbook."""
