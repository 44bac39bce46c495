"""Every code there is has its word, and no word is left of a code that is gone."""

import ast
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from assessment.exchange.roster import roster_layout
from assessment.field.observation import observation
from assessment.field.team_results import results
from assessment.field.teams.register import watch
from assessment.field.visits import diary
from assessment.i18n import Messages, code_words
from assessment.kernel import codes, roles
from assessment.rectification.common_problems import candidates, progress
from assessment.rectification.findings import deadlines, finding_workflow, rules
from assessment.scores.analysis.data_health import reliability
from assessment.store import audit_chain
from assessment.survey.periods import submission_workflow
from assessment.survey.review import items, turns
from pages.kit import site

ROOT = Path(__file__).parents[1]

CODES: Mapping[str, Any] = {
    "people.role": roles.GrantedRole,
    "people.state": codes.AccountState,
    "verb": roles.Verb,
    "nav.page": site.PAGES,
    "nav.folder": roles.Folder,
    "lifecycle.state": submission_workflow.State,
    "course.stage": finding_workflow.Stage,
    "course.event": finding_workflow.Event,
    "course.kind": rules.Kind,
    "course.open_group": finding_workflow.OpenGroup,
    "course.way": rules.Way,
    "course.light": deadlines.Light,
    "course.source": ("team", "review", *get_args(codes.FindingSource)),
    "finding.severity": codes.Severity,
    "finding.state": codes.FindingState,
    "review.decision": codes.VerdictDecision,
    "review.level": codes.VerdictLevel,
    "review.turn": turns.Turn,
    "review.mark": items.Mark,
    "review.reason": codes.ReturnReason,
    "review.request": codes.ReplyKind,
    "review.reply": codes.ReplyKind,
    "periods.levels": codes.ReviewLevels,
    "periods.levels_told": codes.ReviewLevels,
    "periods.counts": codes.CountedAnswers,
    "periods.counts_told": codes.CountedAnswers,
    "periods.others": codes.OthersShown,
    "periods.others_told": codes.OthersShown,
    "results.figure": results.FIGURES,
    "common.state": progress.State,
    "common.status": progress.Status,
    "common.why": candidates.Why,
    "visit.kind": codes.VisitKind,
    "visit.method": codes.VisitMethod,
    "visit.place": codes.VisitPlace,
    "visit.part": diary.TEXTS,
    "visit.hint": diary.TEXTS,
    "observation.stage": observation.Stage,
    "team.kind": codes.TeamKind,
    "team.sending_level": codes.SendingLevel,
    "teams.remedy": watch.Rule,
    "link.kind": codes.AssignmentKind,
    "honour.level": codes.HonourLevel,
    "spot_check.outcome": codes.SpotCheckOutcome,
    "health.class": reliability.CLASSES,
    "audit.flaw": audit_chain.Flaw,
    "roster.sheet": roster_layout.SheetName,
}
"""What a kind's codes are: a Literal, or a collection of them."""

NAMED_IN = {
    "live.param": "assessment/exchange/live_workbook",
    "live.sheet": "assessment/exchange/live_workbook",
    "roster.column": "assessment/exchange/roster",
    "demo.step": "assessment/demonstration",
}
"""Kinds whose codes no type lists: each stands as a text in the code of this folder."""

OPEN = {
    "audit_action": "whatever a write records: tests/office/test_audit.py reads the code for it",
    "audit.fact_name": "whatever a record holds; what has no word is shown as it is recorded",
    "audit.fact_value": "whatever a record holds; what has no word is shown as it is recorded",
    "difference.aspect": "every key of the model: tests/scores/test_framework_difference.py",
}
"""Kinds that are held elsewhere, and why."""


def test_every_kind_is_held() -> None:
    assert {*CODES, *NAMED_IN, *OPEN} == set(code_words())


@pytest.mark.parametrize("kind", NAMED_IN)
def test_a_code_that_no_type_lists_is_named_in_the_code(kind: str) -> None:
    files = (ROOT / NAMED_IN[kind]).rglob("*.py")
    texts = {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert set(Messages("zh").codes(kind)) - texts == set()


@pytest.mark.parametrize("kind", CODES)
def test_a_kind_has_a_word_for_each_of_its_codes(kind: str) -> None:
    there = CODES[kind]
    expected = there if isinstance(there, Collection) else get_args(there)
    assert set(Messages("zh").codes(kind)) == set(expected)
