"""What an audit record's facts are called, for whoever reads them on the page.

The record itself keeps codes, which are what is sealed. A name or value we have no word for, such
as a newer version's, is shown as it is recorded; a survey question's code by the title given here.
"""

from collections.abc import Mapping

from assessment.i18n import Messages
from assessment.services import audit, results_in_words, roles_in_words, verbs_in_words
from assessment.services.audit import AuditRecord

Titles = Mapping[str, str]
"""Of survey questions and other codes, as the framework has them."""

ANSWER = 4
"""State, value, evidence and note: an answer as a draft's record has it."""

BRIEF = 200
"""Characters of the facts on one line."""

LISTED = 3
"""Elements of a list that are still named one by one."""


def name(code: str, t: Messages, titles: Titles) -> str:
    return _names(t).get(code) or titles.get(code, code)


def value(said: object, t: Messages, titles: Titles) -> str:
    """One fact as text; nothing where there is none."""
    if isinstance(said, bool):
        return t("audit.fact_value.yes") if said else t("audit.fact_value.no")
    if isinstance(said, str):
        return _values(t).get(said) or titles.get(said, said)
    if isinstance(said, list) and len(said) == ANSWER and said[0] in _ANSWERS:
        return _answer(said, t)
    if isinstance(said, list):
        return t("audit.fact_list").join(value(each, t, titles) for each in said)
    if isinstance(said, dict):
        return t("audit.fact_list").join(
            t("audit.fact", name=name(code, t, titles), value=value(each, t, titles))
            for code, each in said.items()
            if each is not None
        )
    return audit.said(said)


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


def _short(said: object, t: Messages, titles: Titles) -> str:
    if isinstance(said, dict | list) and len(said) > LISTED:
        return t("audit.fact_count", count=len(said))
    return value(said, t, titles)


def _answer(said: list[object], t: Messages) -> str:
    state, number, evidence, note = said
    first = audit.said(number) if state == "value" else _values(t)[str(state)]
    parts = [first, *(audit.said(each) for each in (evidence, note) if each)]
    return t("audit.fact_list").join(parts)


_ANSWERS = ("value", "missing", "not_applicable")


def _names(t: Messages) -> dict[str, str]:
    return {
        "account": t("audit.fact_name.account"),
        "action": t("audit.fact_name.action"),
        "actor": t("audit.fact_name.actor"),
        "added": t("audit.fact_name.added"),
        "address": t("audit.fact_name.address"),
        "adopt": t("observation.column.adopt"),
        "after": t("audit.fact_name.after"),
        "answer": t("audit.fact_name.answer"),
        "asked": t("audit.fact_name.asked"),
        "assignment": t("teams.fact_assignment"),
        "batch": t("teams.batch"),
        "before": t("audit.fact_name.before"),
        "body": t("audit.fact_name.body"),
        "came_of_it": t("observation.column.came_of_it"),
        "changed": t("audit.fact_name.changed"),
        "cleared": t("audit.fact_name.cleared"),
        "contact_leader": t("teams.contact_leader"),
        "content": t("audit.fact_name.content"),
        "count": t("audit.fact_name.count"),
        "counts": t("audit.fact_name.counts"),
        "day": t("audit.fact_name.day"),
        "deadline": t("audit.fact_name.deadline"),
        "decision": t("audit.fact_name.decision"),
        "demonstration": t("audit.fact_name.demonstration"),
        "due": t("audit.fact_name.due"),
        "ends": t("audit.fact_name.ends"),
        "field": t("audit.fact_name.field"),
        "file": t("audit.fact_name.file"),
        "file_name": t("audit.fact_name.file"),
        "filings": t("audit.fact_name.filings"),
        "found": t("observation.column.found"),
        "framework": t("audit.fact_name.framework"),
        "hash": t("audit.fact_name.sha256"),
        "home": t("teams.home"),
        "holding": t("audit.fact_name.holding"),
        "honour": t("audit.fact_name.honour"),
        "host": t("observation.host"),
        "identity": t("audit.fact_name.identity"),
        "indicator": t("audit.fact_name.indicator"),
        "is_leader": t("teams.leads"),
        "issuer": t("audit.fact_name.issuer"),
        "item": t("audit.fact_name.item"),
        "kind": t("teams.fact_kind"),
        "level": t("audit.fact_name.level"),
        "levels": t("audit.fact_name.levels"),
        "locked": t("audit.fact_name.locked"),
        "looked_on": t("observation.follow_day"),
        "member": t("teams.fact_member"),
        "members": t("audit.fact_name.members"),
        "month": t("results.month"),
        "more_than_in_a_minute": t("audit.fact_name.more_than_in_a_minute"),
        "name": t("audit.fact_name.name"),
        "not_approved": t("audit.fact_name.not_approved"),
        "note": t("audit.fact_name.note"),
        "observation": t("audit.fact_name.observation"),
        "others": t("audit.fact_name.others"),
        "outcome": t("audit.fact_name.outcome"),
        "people": t("audit.fact_name.people"),
        "period": t("audit.fact_name.period"),
        "person": t("teams.who"),
        "post": t("teams.post"),
        "problem": t("audit.fact_name.problem"),
        "question": t("audit.fact_name.question"),
        "questions": t("observation.questions"),
        "reason": t("audit.fact_name.reason"),
        "replied": t("audit.fact_name.replied"),
        "role": t("audit.fact_name.role"),
        "rows": t("audit.fact_name.rows"),
        "scope": t("audit.fact_name.scope"),
        "sending_body": t("teams.sending_body"),
        "sending_level": t("teams.sending_level"),
        "sha256": t("audit.fact_name.sha256"),
        "since": t("audit.fact_name.since"),
        "size": t("audit.fact_name.size"),
        "spot_check": t("audit.fact_name.spot_check"),
        "spot_checks": t("audit.fact_name.spot_checks"),
        "starts": t("teams.starts"),
        "state": t("audit.fact_name.state"),
        "subject": t("audit.fact_name.subject"),
        "succeeds": t("teams.fact_succeeds"),
        "team": t("teams.team"),
        "teams": t("audit.fact_name.teams"),
        "text": t("audit.fact_name.text"),
        "title": t("audit.fact_name.title"),
        "unchanged": t("audit.fact_name.unchanged"),
        "unit": t("teams.unit"),
        "units": t("audit.fact_name.units"),
        "until": t("audit.fact_name.until"),
        "value": t("audit.fact_name.value"),
        "verb": t("audit.fact_name.verb"),
        "verdicts": t("audit.fact_name.verdicts"),
        "viewing_as": t("audit.fact_name.viewing_as"),
        "way": t("audit.fact_name.way"),
        "withdrawn": t("teams.fact_withdrawn"),
        **results_in_words.figures(t),
        "with_data": t("audit.fact_name.with_data"),
    }


def _values(t: Messages) -> dict[str, str]:
    """Codes that mean the same wherever they stand."""
    return {
        "accepted": t("audit.fact_value.accepted"),
        "active": t("audit.fact_value.active"),
        "approved": t("lifecycle.state.approved"),
        "city": t("review.level.city"),
        "city_reviewed": t("lifecycle.state.city_reviewed"),
        "demonstration": t("audit.fact_value.demonstration"),
        "disabled": t("audit.fact_value.disabled"),
        "filling": t("lifecycle.state.filling"),
        "in_review": t("lifecycle.state.in_review"),
        "invited": t("audit.fact_value.invited"),
        "missing": t("audit.fact_value.missing"),
        "not_applicable": t("audit.fact_value.not_applicable"),
        "not_started": t("lifecycle.state.not_started"),
        "password": t("audit.fact_value.password"),
        "province": t("review.level.province"),
        "published": t("lifecycle.state.published"),
        "returned": t("lifecycle.state.returned"),
        "submitted": t("lifecycle.state.submitted"),
        "agree": t("spot_check.agree"),
        "could_not": t("spot_check.could_not"),
        "differ": t("spot_check.differ"),
        "confirmed": t("common.state.confirmed"),
        "dismissed": t("common.state.dismissed"),
        **verbs_in_words.known(t),
        **{role: roles_in_words.role(role, t) for role in ("county", "reviewer", "publisher")},
        **{role: roles_in_words.role(role, t) for role in ("leader", "team", "administrator")},
    }
