"""Decide on a common problem: confirm it and look for it everywhere, merge, dismiss, close it.

Nothing is decided by itself. Whoever confirms one puts it on record in those units they choose of
what the sweep proposes, and from there it is rectified like any other finding. Each decision is
bound to what had been decided in the scope when the page was read (`seen`), and what is on record
is read again under the write lock: of two who sweep at once, the second is told.

One module: every decision passes the same checks under the lock and is written by the same lines.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assessment.errors import NotAllowed, Place, Problem, Rejected, refuse
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import (
    common_problem_workflow,
    decision_scope,
    problems,
    progress,
    sweep,
)
from assessment.rectification.common_problems import common_problems_table as table
from assessment.rectification.common_problems.common_problem_workflow import Event
from assessment.rectification.common_problems.progress import Decided, State
from assessment.rectification.common_problems.sweep import Look, Sweep
from assessment.rectification.findings import transitions
from assessment.rectification.findings.findings_table import Finding
from assessment.scores.basis.basis import DataSource
from assessment.store.batch import Cursor
from assessment.store.database import Store

LONGEST_REASON = 500

SEVERITY = "medium"
"""Of what figures tell: whoever goes there may find it worse."""


class CommonRefused(Rejected):
    """A decision on a common problem that will not do; everything is as it was."""

    key = "common.refused"


@dataclass(frozen=True, slots=True)
class About:
    """What is decided on, and by which figures."""

    period: str
    scope: str
    problem: str
    seen: int
    """The last decision in the scope as the page showed it; see `seen`."""


def seen(store: Store, actor: Actor, scope: str) -> int:
    """The last decision in a scope: what one made now is bound to."""
    actor.must_somewhere(decision_scope.READ)
    rows = [row.entry for row in progress.decided(store, actor) if row.scope == scope]
    return max(rows, default=0)


def confirm(
    source: DataSource,
    actor: Actor,
    about: About,
    units: Collection[str],
    reason: str = "",
) -> int:
    """Confirm a common problem, put it on record in `units`, and return its number.

    What carries the code already is worked as part of it; `units` are of what the sweep proposes.
    """
    store = source.live_store
    decision_scope.must_decide(store, actor, about.scope)
    framework = source.at(actor, about.period).framework
    looked = sweep.look(source, actor, about.period, about.scope, [about.problem])
    before = _before(store, actor, about)
    if not _may("confirm", before):
        raise _refused("common.confirmed_already", about.problem)
    if not looked.holding:
        raise _refused("common.holds_nowhere", about.problem)
    chosen = _chosen(looked, units, about.problem)
    refuse([*_length(about.problem, reason)], CommonRefused)
    facts = _facts(about, before, "confirmed", looked, reason) | {"units": sorted(units)}
    with store.writing(
        actor=actor.name, action="common.confirm", subject=about.scope, facts=facts
    ) as cursor:
        _unchanged(cursor, about)
        number = _decided(cursor, actor, about, before, "confirmed", looked, reason=reason)
        _take(store, cursor, framework, actor, about, number, looked, chosen)
    return number


def merge(source: DataSource, actor: Actor, about: About, into: int, reason: str) -> None:
    """Let another common problem of the scope stand for this one: one cause, two codes.

    Its findings are worked as the other's, and the other is looked for by both codes from now on.
    """
    store = source.live_store
    decision_scope.must_decide(store, actor, about.scope)
    framework = source.at(actor, about.period).framework
    looked = sweep.look(source, actor, about.period, about.scope, [about.problem])
    before = _before(store, actor, about)
    target = next((row for row in progress.decided(store, actor) if row.common == into), None)
    if target is None or (target.scope, target.state) != (about.scope, "confirmed"):
        raise _refused("common.merge_where", about.problem)
    if target.problem == about.problem:
        raise _refused("common.merge_where", about.problem)
    if not _may("merge", before):
        raise _refused("common.merged_already", about.problem)
    refuse(_reason(about.problem, reason), CommonRefused)
    rows = progress.decided(store, actor)
    follow = [row for row in rows if before is not None and _is_into(row, before)]
    facts = _facts(about, before, "merged", looked, reason) | {"target": target.problem}
    with store.writing(
        actor=actor.name, action="common.merge", subject=about.scope, facts=facts
    ) as cursor:
        _unchanged(cursor, about)
        number = _decided(
            cursor, actor, about, before, "merged", looked, reason=reason, target=into
        )
        _take(store, cursor, framework, actor, about, number, looked, ())
        # What had been merged into this one goes along.
        table.record(cursor, [_again(row, actor, row.state, row.reason, into) for row in follow])


def dismiss(source: DataSource, actor: Actor, about: About, reason: str) -> None:
    """Decide that a candidate is no common problem; it comes back only when it has grown."""
    store = source.live_store
    decision_scope.must_decide(store, actor, about.scope)
    looked = sweep.look(source, actor, about.period, about.scope, [about.problem])
    before = _before(store, actor, about)
    if not _may("dismiss", before):
        raise _refused("common.confirmed_already", about.problem)
    refuse(_reason(about.problem, reason), CommonRefused)
    facts = _facts(about, before, "dismissed", looked, reason)
    with store.writing(
        actor=actor.name, action="common.dismiss", subject=about.scope, facts=facts
    ) as cursor:
        _unchanged(cursor, about)
        _decided(cursor, actor, about, before, "dismissed", looked, reason=reason)


def sweep_again(source: DataSource, actor: Actor, about: About, units: Collection[str]) -> int:
    """Look for a confirmed problem once more, put it on record in `units`, and return how many."""
    store = source.live_store
    decision_scope.must_decide(store, actor, about.scope)
    framework = source.at(actor, about.period).framework
    before = _confirmed(store, actor, about, "sweep")
    refuse(_too_old(store, about, before), CommonRefused)
    codes = progress.merged_into(store, actor, before)
    looked = sweep.look(source, actor, about.period, about.scope, codes)
    chosen = _chosen(looked, units, about.problem)
    facts: dict[str, object] = {
        "problem": about.problem,
        "period": about.period,
        "holding": looked.holding,
        "units": sorted(units),
    }
    with store.writing(
        actor=actor.name, action="common.sweep", subject=about.scope, facts=facts
    ) as cursor:
        _unchanged(cursor, about)
        refuse(_too_old(store, about, before), CommonRefused)
        _take(store, cursor, framework, actor, about, before.common, looked, chosen)
    return len(chosen)


def close(source: DataSource, actor: Actor, about: About, reason: str = "") -> None:
    """Close a common problem: every finding of it is closed, and a sweep finds it nowhere.

    Raises `CommonRefused` with the units that stand in the way, each by its name, and for figures
    that are older than those it was decided or looked for by.
    """
    store = source.live_store
    decision_scope.must_decide(store, actor, about.scope)
    framework = source.at(actor, about.period).framework
    before = _confirmed(store, actor, about, "close")
    codes = progress.merged_into(store, actor, before)
    looked = sweep.look(source, actor, about.period, about.scope, codes)
    breaches = _in_the_way(store, actor, about, before, looked)
    refuse([*_length(about.problem, reason), *breaches], CommonRefused)
    facts = _facts(about, before, "closed", looked, reason)
    with store.writing(
        actor=actor.name, action="common.close", subject=about.scope, facts=facts
    ) as cursor:
        _unchanged(cursor, about)
        refuse(_in_the_way(store, actor, about, before, looked), CommonRefused)
        _take(store, cursor, framework, actor, about, before.common, looked, ())
        _decided(cursor, actor, about, before, "closed", looked, reason=reason)


def withdraw(
    store: Store, actor: Actor, about: About, reason: str, *, together: bool = False
) -> None:
    """Take back what was confirmed by mistake: it waits for a decision again.

    Its findings stay on record and are worked as findings of their own. Where others were merged
    into it, `together` takes those back as well; without, it is refused.
    """
    decision_scope.must_decide(store, actor, about.scope)
    before = _confirmed(store, actor, about, "withdraw")
    refuse(_reason(about.problem, reason), CommonRefused)
    follow = [row for row in progress.decided(store, actor) if _is_into(row, before)]
    if follow and not together:
        codes = " ".join(row.problem for row in follow)
        raise CommonRefused([_problem("common.merged_here", about.problem, codes=codes)])
    facts: dict[str, object] = {
        "problem": about.problem,
        "period": before.period,
        "before": {"state": before.state},
        "after": {"state": "withdrawn"},
        "merged": [row.problem for row in follow],
        "reason": reason.strip(),
    }
    with store.writing(
        actor=actor.name, action="common.withdraw", subject=about.scope, facts=facts
    ) as cursor:
        _unchanged(cursor, about)
        taken_back = [_again(row, actor, "withdrawn", reason.strip()) for row in (before, *follow)]
        table.record(cursor, taken_back)


def _before(store: Store, actor: Actor, about: About) -> Decided | None:
    """What was decided last of the problem in the scope, as it counts."""
    rows = [row for row in progress.decided(store, actor) if row.scope == about.scope]
    mine = [row for row in rows if row.problem == about.problem]
    return progress.in_force(max(mine, key=lambda row: row.entry), rows) if mine else None


def _may(event: Event, before: Decided | None) -> bool:
    state = common_problem_workflow.FIRST if before is None else before.state
    return common_problem_workflow.WORKFLOW.step(event, state) is not None


def _confirmed(store: Store, actor: Actor, about: About, event: Event) -> Decided:
    before = _before(store, actor, about)
    if before is None or not _may(event, before):
        raise _refused("common.not_confirmed", about.problem)
    return before


def _is_into(row: Decided, other: Decided) -> bool:
    return row.state == "merged" and row.target == other.common


def _unchanged(cursor: Cursor, about: About) -> None:
    """Raise where somebody decided in the scope since the page was read."""
    if table.newest(cursor, about.scope) != about.seen:
        raise _refused("common.overtaken", about.problem)


def _chosen(looked: Sweep, units: Collection[str], problem: str) -> Sequence[Look]:
    """What is to be put on record. Refuses what the sweep did not propose."""
    proposed = {each.unit.unit: each for each in looked.proposed}
    if set(units) - set(proposed):
        raise _refused("common.not_proposed", problem)
    return [look for unit, look in proposed.items() if unit in units]


def _decided(
    cursor: Cursor,
    actor: Actor,
    about: About,
    before: Decided | None,
    state: State,
    looked: Sweep,
    *,
    reason: str,
    target: int | None = None,
) -> int:
    row = table.CommonProblem(
        scope=about.scope,
        problem=about.problem,
        state=state,
        period=about.period,
        units=looked.holding,
        with_data=looked.with_data,
        findings=looked.findings,
        decided_by=actor.name,
        target=target,
        reason=reason.strip() or None,
        # What was withdrawn is over, with its findings: it begins anew, under another number.
        common=None if before is None or before.state == "withdrawn" else before.common,
    )
    (number,) = table.record(cursor, [row])
    return number


def _again(
    row: Decided, actor: Actor, state: State, reason: str | None, target: int | None = None
) -> table.CommonProblem:
    """Another decision about the same, at the size it had: who decides is told that."""
    units, with_data, findings = row.units, row.with_data, row.findings
    if units is None or with_data is None or findings is None:
        raise NotAllowed(actor=actor.name, verb=common_problem_workflow.DECIDE, subject=row.scope)
    return table.CommonProblem(
        scope=row.scope,
        problem=row.problem,
        state=state,
        period=row.period,
        units=units,
        with_data=with_data,
        findings=findings,
        decided_by=actor.name,
        target=target,
        reason=reason,
        common=row.common,
    )


def _take(
    store: Store,
    cursor: Cursor,
    framework: Framework,
    actor: Actor,
    about: About,
    common: int,
    looked: Sweep,
    chosen: Sequence[Look],
) -> None:
    """Record a sweep, a finding for each unit chosen, and that all of them are part of it.

    What is open is read again: the sweep looked before the lock was taken.
    """
    now = sweep.on_record(store, actor, looked.codes)
    overtaken = (
        _problem("common.taken_meanwhile", about.problem, unit=each.unit, name=each.name)
        for each in (look.unit for look in chosen)
        if each.unit in now
    )
    refuse(overtaken, CommonRefused)
    found = transitions.log(
        cursor,
        actor.name,
        [_finding(framework, looked.period, each) for each in chosen],
        verified=True,
    )
    number = table.record_sweep(
        cursor,
        table.Sweep(
            common=common,
            period=looked.period,
            units=len(looked.looks),
            holding=looked.holding,
            without_data=len(looked.looks) - looked.with_data,
            taken=len(found),
            swept_by=actor.name,
        ),
    )
    worked = [finding for look in looked.looks for finding in now.get(look.unit.unit, ())]
    instances = [table.Instance(number, common, each) for each in (*worked, *found)]
    table.record_instances(cursor, instances)


def _finding(framework: Framework, period: str, look: Look) -> Finding:
    """What a sweep puts on record: the problem's name and what signalled it, in its own words."""
    problem = problems.problem_named(framework, str(look.problem))
    t = Messages(next(iter(LANGUAGES)))
    return Finding(
        unit=look.unit.unit,
        period=period,
        strength=problem.strength,
        severity=SEVERITY,
        description=t(
            "common.found_by_sweep", title=t.of(problem.title), signal=t.of(problem.signal_text)
        ),
        found_on=clock.today(),
        problem=problem.code,
        indicator=next(iter(problem.indicators), None),
        source=problems.SWEEP,
    )


def _facts(
    about: About, before: Decided | None, state: State, looked: Sweep, reason: str
) -> dict[str, object]:
    """A decision as the audit keeps it."""
    return {
        "problem": about.problem,
        "period": about.period,
        "before": {"state": None if before is None else before.state},
        "after": {"state": state},
        "holding": looked.holding,
        "with_data": looked.with_data,
        "reason": reason.strip() or None,
    }


def _in_the_way(
    store: Store, actor: Actor, about: About, before: Decided, looked: Sweep
) -> Iterator[Problem]:
    """Everything a common problem is still open for."""
    yield from _too_old(store, about, before)
    today = clock.today()
    (here,) = [
        each
        for each in progress.standings(store, actor, today, about.scope)
        if each.decided.common == before.common
    ]
    open_here = [each for each in here.concerned if each.status not in ("closed", "unfounded")]
    names = {each.unit.unit: each.unit.name for each in open_here}
    for code, name in names.items():
        yield _problem("common.instance_open", about.problem, unit=code, name=name)
    now = sweep.on_record(store, actor, looked.codes)
    still = {unit.unit for unit in looked.open} | now.keys()
    for unit in (look.unit for look in looked.looks if look.unit.unit in still):
        if unit.unit not in names:
            yield _problem("common.still_there", about.problem, unit=unit.unit, name=unit.name)
    if not looked.with_data:
        yield _problem("common.nobody_knows", about.problem, period=about.period)


def _too_old(store: Store, about: About, before: Decided) -> Iterator[Problem]:
    """Figures older than those it was decided by, or looked for by since, speak for nothing."""
    swept = [row.period for row in store.ask("common_sweep", table.Sweep, common=before.common)]
    newest = max((before.period, *swept), key=lambda period: Period.of(period).end)
    if progress.is_before(about.period, newest):
        yield _problem("common.older_period", about.problem, period=about.period, newest=newest)


def _reason(problem: str, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield _problem("common.no_reason", problem)
    yield from _length(problem, reason)


def _length(problem: str, reason: str) -> Iterator[Problem]:
    if len(reason) > LONGEST_REASON:
        facts = {"length": len(reason), "longest": LONGEST_REASON}
        yield _problem("common.reason_too_long", problem, **facts)


def _refused(code: str, problem: str) -> CommonRefused:
    return CommonRefused([_problem(code, problem)])


def _problem(code: str, problem: str, /, **facts: object) -> Problem:
    return Problem(code, Place("common", path=problem), facts)
