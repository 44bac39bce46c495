"""What verifying the audit found, in sentences: first whether it holds, then what does not."""

from collections.abc import Iterator

from assessment.i18n import Messages
from assessment.office.audit_trail.audit import Verified

MOST_NAMED = 10
"""Of submissions or files; the rest is only counted."""


def sentences(verified: Verified, t: Messages) -> list[str]:
    """In the order of what to look at first."""
    return list(_sentences(verified, t))


def _sentences(verified: Verified, t: Messages) -> Iterator[str]:
    walked = verified.chain
    if walked.broken_at is not None and walked.flaw is not None:
        yield t("audit.broken", at=walked.broken_at, records=walked.records)
        yield t.code("audit.flaw", walked.flaw)
    elif verified.holds:
        yield t("audit.holds", records=walked.records, hash=walked.newest)
    else:
        yield t("audit.chain_holds", records=walked.records)
    if verified.noted_is_missing:
        yield t("audit.noted_missing")
    elif walked.found is not None:
        yield t("audit.noted_found", at=walked.found)
    for table, count in verified.rows_of_nobody.items():
        yield t("audit.rows_of_nobody", table=table, count=count)
    for rows in verified.rows_changed[:MOST_NAMED]:
        yield t("audit.rows_changed", at=rows.audit, table=rows.table)
    if len(verified.rows_changed) > MOST_NAMED:
        yield t("audit.more_rows_changed", count=len(verified.rows_changed) - MOST_NAMED)
    if verified.definitions_changed:
        yield t("audit.definitions_changed", names=_named(verified.definitions_changed))
    if verified.texts_changed:
        yield t("audit.texts_changed", names=_named(verified.texts_changed))
    if verified.contents_changed:
        yield t("audit.contents_changed", names=_named(verified.contents_changed))
    if verified.evidence_gone:
        yield t("audit.evidence_gone", names=_named(verified.evidence_gone))


def _named(names: tuple[str, ...]) -> str:
    """Some of them; then how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" +{more}" if more > 0 else "")
