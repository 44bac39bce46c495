"""`snapshot`: list what was published, and compute it again to see that it is the same."""

import sys
from pathlib import Path

from assessment.cli import files
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.office.documents.exporting import FINGERPRINT_SHOWN
from assessment.scores.basis import basis_in_words
from assessment.survey.publishing import snapshots
from assessment.survey.publishing.snapshots import Verified

SAME, DIFFERENT = 0, 1


def listed(database: Path, t: Messages) -> int:
    """A line for each, newest first."""
    with files.looked_into(database) as store:
        for each in snapshots.listed(store, OPERATOR):
            print(
                t(
                    "snapshots.cli.row",
                    number=each.snapshot,
                    period=each.period,
                    day=basis_in_words.day(each.published_at),
                    answered=each.answered,
                    units=each.units,
                    content=each.content[:FINGERPRINT_SHOWN],
                    note=each.note,
                )
            )
    return SAME


def verify(database: Path, number: int | None, t: Messages) -> int:
    """Say of one snapshot, or of all, whether it comes out the same; the exit code says so too."""
    with files.looked_into(database) as store, store.telling_damage():
        known = [each.snapshot for each in snapshots.listed(store, OPERATOR)]
        found = [
            snapshots.verified(store, OPERATOR, each)
            for each in (sorted(known) if number is None else [number])
        ]
    for each in found:
        _say(each, t)
    return SAME if all(each.same for each in found) else DIFFERENT


def _say(verified: Verified, t: Messages) -> None:
    if verified.same:
        print(t("snapshots.same", number=verified.snapshot))
    if verified.differing:
        names = ", ".join(verified.differing)
        print(t("snapshots.differs", number=verified.snapshot, names=names), file=sys.stderr)
    if not verified.sealed:
        print(t("snapshots.unsealed", number=verified.snapshot), file=sys.stderr)
