"""What scores rest on, as it is said wherever they are."""

from datetime import datetime

from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.scores.basis.basis import BasisStatement


def said(standing: BasisStatement, t: Messages) -> str:
    """Such as: snapshot 3 · published 2026-11-22 · verified answers count."""
    counts = {
        "verified": t("basis.counts_verified"),
        "self_reported": t("basis.counts_self_reported"),
    }[standing.counts]
    if standing.snapshot is None or standing.published_at is None:
        return t("basis.live", counts=counts)
    return t(
        "basis.published",
        snapshot=standing.snapshot,
        day=day(standing.published_at),
        counts=counts,
    )


def day(moment: datetime) -> str:
    """The store keeps UTC; people read the day where the server stands."""
    return clock.local_day(moment).isoformat()
