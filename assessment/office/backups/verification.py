"""Whether a database holds: its audit, its evidence files, and every snapshot computed again."""

from dataclasses import dataclass

from assessment.kernel.actors import Actor
from assessment.office.audit_trail import audit
from assessment.office.audit_trail.audit import Verified
from assessment.store.database import Store
from assessment.survey.publishing import snapshots


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found; `holds` where there is nothing to say."""

    audit: Verified
    snapshots: int
    differing: tuple[int, ...]
    """Numbers of the snapshots that come out differently, or are not what was frozen."""

    @property
    def holds(self) -> bool:
        return self.audit.holds and not self.differing


def verify(store: Store, actor: Actor) -> Verification:
    """Look at all there is; takes as long as publishing every snapshot once more."""
    actor.must(audit.READ)
    numbers = sorted(each.snapshot for each in snapshots.listed(store, actor))
    differing = [each for each in numbers if not snapshots.verified(store, actor, each).same]
    return Verification(audit.verify(store, actor), len(numbers), tuple(differing))
