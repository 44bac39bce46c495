"""What an audit record's facts are called, for whoever reads them on the page.

The record itself keeps codes, which are what is sealed. A name or value we have no word for, such
as a newer version's, is shown as it is recorded; a survey question's code by the title given here.
"""

from collections.abc import Mapping, Sequence
from typing import get_args

from assessment.i18n import Messages
from assessment.kernel.codes import AnswerState
from assessment.office.audit_trail import audit
from assessment.office.audit_trail.audit import AuditRecord

Titles = Mapping[str, str]
"""Of survey questions and other codes, as the framework has them."""

ANSWER = 4
"""State, value, evidence and note: an answer as a draft's record has it."""

BRIEF = 200
"""Characters of the facts on one line."""

LISTED = 3
"""Elements of a list that are still named one by one."""


def name(code: str, t: Messages, titles: Titles) -> str:
    return _word(_NAMES, code, t) or titles.get(code, code)


def value(fact: object, t: Messages, titles: Titles) -> str:
    """One fact as text; nothing where there is none."""
    if isinstance(fact, bool):
        return t("audit.fact_value.yes") if fact else t("audit.fact_value.no")
    if isinstance(fact, str):
        return _word(_VALUES, fact, t) or titles.get(fact, fact)
    if isinstance(fact, list) and len(fact) == ANSWER and fact[0] in get_args(AnswerState):
        return _answer(fact, t)
    if isinstance(fact, list):
        return t("audit.fact_list").join(value(each, t, titles) for each in fact)
    if isinstance(fact, dict):
        return t("audit.fact_list").join(
            t("audit.fact", name=name(code, t, titles), value=value(each, t, titles))
            for code, each in fact.items()
            if each is not None
        )
    return audit.said(fact)


def changed(record: AuditRecord, t: Messages, titles: Titles) -> list[tuple[str, str, str]]:
    """What was before and after, in words; what stayed as it was is left out."""
    told = record.told()
    before, after = told.get("before"), told.get("after")
    if not isinstance(before, dict) and not isinstance(after, dict):
        pairs = [("", before, after)] if {"before", "after"} & set(told) else []
    else:
        old, new = (side if isinstance(side, dict) else {} for side in (before, after))
        pairs = [(code, old.get(code), new.get(code)) for code in {**old, **new}]
    return [
        (name(code, t, titles), value(old, t, titles), value(new, t, titles))
        for code, old, new in pairs
        if old != new
    ]


def others(record: AuditRecord, t: Messages, titles: Titles) -> list[tuple[str, str]]:
    """Every other fact, in words."""
    return [
        (name(code, t, titles), value(said, t, titles))
        for code, said in record.told().items()
        if code not in ("before", "after")
    ]


def brief(record: AuditRecord, t: Messages, titles: Titles) -> str:
    """The facts on one line, as far as there is room; long lists are counted."""
    line = t("audit.fact_gap").join(
        t("audit.fact", name=name(code, t, titles), value=_short(said, t, titles)).strip()
        for code, said in record.told().items()
        if said is not None
    )
    return line if len(line) <= BRIEF else f"{line[: BRIEF - 1]}…"


def _short(fact: object, t: Messages, titles: Titles) -> str:
    if isinstance(fact, dict | list) and len(fact) > LISTED:
        return t("audit.fact_count", count=len(fact))
    return value(fact, t, titles)


def _answer(values: list[object], t: Messages) -> str:
    state, number, evidence, note = values
    first = audit.said(number) if state == "value" else t.code("audit.fact_value", str(state))
    parts = [first, *(audit.said(each) for each in (evidence, note) if each)]
    return t("audit.fact_list").join(parts)


_NAMES = ("audit.fact_name", "results.figure")

_VALUES = (
    "audit.fact_value",
    "lifecycle.state",
    "review.level",
    "spot_check.outcome",
    "common.state",
    "verb",
    "people.role",
)
"""The kinds of codes that a record's values are, the first that knows a code first."""


def _word(kinds: Sequence[str], code: str, t: Messages) -> str | None:
    """What a code is called, whichever of the kinds it is of; None for other text."""
    return next((word for kind in kinds if (word := t.code(kind, code, ""))), None)
