"""Common problems of the demonstration that somebody has decided on, in the newest full year.

What is left over are candidates, for a visitor to decide on. Decided as the page does it, by people
who do not exist.
"""

from collections.abc import Sequence

from assessment.demonstration.demo_people import LEADER
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import candidates, decision_scope, decisions, sweep
from assessment.rectification.common_problems.candidates import Candidate
from assessment.rectification.common_problems.decisions import About
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.units import scopes

SCOPES = (scopes.PROVINCE, "prefecture:431200")
"""The province, and the prefecture whose federation listed 32 common problems."""

PUT_ON_RECORD = 8
"""Units of those a sweep proposes, at most."""

REASON = "面上普遍存在，列入本年度重点整改。（演示）"
DISMISSED = "口径调整造成，已在填报说明中明确，不作为共性问题。（演示）"


def begin(store: Store, framework: Framework, actor: Actor, period: str) -> None:
    """In each scope the problem most often found is confirmed, and the lightest is dismissed."""
    actor.must("setup.write")
    source = DataSource(store, framework)
    for scope in SCOPES:
        if decision_scope.may_decide(store, LEADER, scope):
            _decide(source, period, scope)


def _decide(source: DataSource, period: str, scope: str) -> None:
    found = candidates.candidates(source, LEADER, period, scope)
    if len(found) < 3:
        return
    *heavier, lightest = found
    _confirm(source, period, scope, heavier)
    decisions.dismiss(source, LEADER, _about(source, period, scope, lightest), DISMISSED)


def _confirm(source: DataSource, period: str, scope: str, candidates: Sequence[Candidate]) -> None:
    chosen = max(candidates, key=lambda each: each.now.findings)
    looked = sweep.look(source, LEADER, period, scope, [chosen.problem])
    units = [each.unit.unit for each in looked.proposed[:PUT_ON_RECORD]]
    about = _about(source, period, scope, chosen)
    decisions.confirm(source, LEADER, about, units, REASON)


def _about(source: DataSource, period: str, scope: str, of: Candidate) -> About:
    return About(period, scope, of.problem, decisions.seen(source.live_store, LEADER, scope))
