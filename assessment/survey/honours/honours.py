"""Honours and vetoes: what adds points, and what caps a grade. The province records them.

Each function records everything it is given in one go, or refuses it whole with every problem in
it. Nothing recorded is changed: a withdrawal, a lifting is a new entry beside the old one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from assessment.errors import Place, Problem, refuse
from assessment.framework.model import Framework
from assessment.kernel import permissions, row_checks
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.honours import honours_table
from assessment.survey.honours.honours_table import Honour, VetoDeclaration
from assessment.survey.periods.periods_table import PeriodRow

REGISTERS: Final = "register.record"
"""Honours and vetoes: they decide what a unit's score is."""


def record_honours(
    store: Store, framework: Framework, actor: Actor, honours: Sequence[Honour]
) -> list[int]:
    """Record honours, and return their numbers. One achievement counts once, at its best level."""
    units = permissions.permitted(REGISTERS, actor, (row.unit for row in honours))
    if not honours:
        return []
    refuse(_of_honours(store, framework, honours))
    # A stray blank must not make two achievements of one.
    tidy = [replace(row, achievement=" ".join(row.achievement.split())) for row in honours]
    with store.writing(
        actor=actor.name,
        action="honour.record",
        subject=permissions.subject(units),
        facts={"count": len(honours)},
    ) as cursor:
        return honours_table.record(cursor, tidy)


def withdraw_honour(store: Store, actor: Actor, honour: int, reason: str) -> None:
    """Take back an honour recorded in error; it no longer counts, and the record of it stays."""
    found = store.ask("honour", Honour, honour=honour)
    units = permissions.numbered(REGISTERS, actor, "honour", honour, found)
    refuse(row_checks.of_reason("honours", reason))
    facts = {"honour": honour, "reason": reason}
    with store.writing(
        actor=actor.name,
        action="honour.withdraw",
        subject=permissions.subject(units),
        facts=facts,
    ) as cursor:
        found = store.ask("honour", Honour, honour=honour)
        permissions.numbered(REGISTERS, actor, "honour", honour, found)
        honours_table.record(cursor, [replace(row, withdrawn=True) for row in found])


def declare_veto(
    store: Store, framework: Framework, actor: Actor, veto_declaration: VetoDeclaration
) -> int:
    """Declare a veto item against a unit for a period, and return the number of the declaration."""
    units = permissions.permitted(REGISTERS, actor, [veto_declaration.unit])
    facts = {
        "period": veto_declaration.period,
        "item": veto_declaration.item,
        "reason": veto_declaration.reason,
    }
    with store.writing(
        actor=actor.name,
        action="veto.declare",
        subject=permissions.subject(units),
        facts=facts,
    ) as cursor:
        refuse(_of_veto(store, framework, veto_declaration))
        (number,) = honours_table.record_vetoes(cursor, [veto_declaration])
    return number


def lift_veto(store: Store, actor: Actor, declaration: int, lifted: date, reason: str) -> None:
    """Lift a veto; its declaration stays on record. One already lifted is as good as unknown."""
    found = _in_force(store, declaration)
    units = permissions.numbered(REGISTERS, actor, "veto", declaration, found)
    (veto,) = [replace(row, lifted=lifted, lift_reason=reason) for row in found]
    refuse(_of_lifting(veto))
    facts = {"declaration": declaration, "item": veto.item, "reason": reason}
    with store.writing(
        actor=actor.name,
        action="veto.lift",
        subject=permissions.subject(units),
        facts=facts,
    ) as cursor:
        permissions.numbered(REGISTERS, actor, "veto", declaration, _in_force(store, declaration))
        honours_table.record_vetoes(cursor, [veto])


def _of_honours(store: Store, framework: Framework, rows: Sequence[Honour]) -> Iterator[Problem]:
    items = {item.code: item for item in framework.bonus.items} if framework.bonus else {}
    periods = _periods(store)
    yield from row_checks.words("honours", rows, ("achievement",))
    yield from row_checks.codes("honours", "unit", [row.unit for row in rows], _units(store))
    yield from row_checks.codes("honours", "period", [row.period for row in rows], periods)
    yield from row_checks.codes("honours", "item", [row.item for row in rows], items)
    for place, row in row_checks.numbered("honours", rows):
        if row.item in items and row.level not in items[row.item].points:
            yield row_checks.bad_choice(place, "level", row.level, items[row.item].points)
        period = periods.get(row.period)
        if period and row.awarded_on and not period.starts <= row.awarded_on <= period.ends:
            facts = {"day": row.awarded_on, "period": row.period}
            yield Problem("field_work.outside_period", place, facts)


def _of_veto(store: Store, framework: Framework, row: VetoDeclaration) -> Iterator[Problem]:
    items = {item.code for item in framework.veto.items} if framework.veto else set()
    yield from row_checks.words("vetoes", [row], ("reason",))
    yield from row_checks.codes("vetoes", "unit", [row.unit], _units(store))
    yield from row_checks.codes("vetoes", "period", [row.period], _periods(store))
    yield from row_checks.codes("vetoes", "item", [row.item], items)
    key = (row.unit, row.period, row.item)
    if any(
        v.lifted is None and (v.unit, v.period, v.item) == key
        for v in store.ask("veto_declaration", VetoDeclaration)
    ):
        facts = {"unit": row.unit, "period": row.period, "item": row.item}
        yield Problem("field_work.already_declared", Place("vetoes", 1), facts)


def _of_lifting(row: VetoDeclaration) -> Iterator[Problem]:
    yield from row_checks.of_reason("vetoes", row.lift_reason or "")
    if row.lifted and row.lifted < row.declared_on:
        facts = {"starts": row.declared_on, "ends": row.lifted}
        yield Problem("field_work.ends_before_starts", Place("vetoes", 1), facts)


def _units(store: Store) -> frozenset[str]:
    return frozenset(store.frame("unit")["unit"])


def _periods(store: Store) -> dict[str, PeriodRow]:
    return {row.period: row for row in store.ask("period", PeriodRow)}


def _in_force(store: Store, declaration: int) -> list[VetoDeclaration]:
    """The veto of that number, unless it was lifted."""
    vetoes = store.ask("veto_declaration", VetoDeclaration)
    return [row for row in vetoes if row.declaration == declaration and row.lifted is None]
