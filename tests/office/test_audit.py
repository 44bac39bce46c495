"""The audit is found by whatever one looks for, tells of refusals and exports, and is verified."""

import ast
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from assessment.errors import NotAllowed
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock, refusal_words
from assessment.kernel.actors import Actor
from assessment.kernel.answers import VALUE
from assessment.kernel.roles import ROLES
from assessment.office.audit_trail import audit, verified_in_words
from assessment.office.audit_trail import audit_facts_in_words as words
from assessment.office.audit_trail.audit import AuditFilter, AuditRecord
from assessment.store.database import Store
from assessment.store.row_seals import ChangedRows
from assessment.survey.evidence import evidence
from assessment.survey.filing import answers_table
from assessment.survey.periods import submission_workflow, submissions
from assessment.units import settings_table
from tests import takers
from tests.kit.province.three_counties import BAISHI, YUNLU
from tests.survey.test_evidence import attach

ROOT = Path(__file__).parents[2]
KEEPER = Actor("admin", "administrator")
TODAY = clock.today()


def note(
    store: Store, subject: str, actor: str = "li", action: str = "draft.save", **facts
) -> None:
    with store.writing(actor=actor, action=action, subject=subject, facts=facts) as cursor:
        settings_table.record(cursor, settings_table.Setting("motto", subject))


def subjects(store: Store, **wanted: object) -> list[str]:
    return [row.subject for row in audit.search(store, KEEPER, AuditFilter(**wanted)).records]


@pytest.mark.parametrize("role", [r for r in ROLES if "audit.read" not in ROLES[r].verbs])
def test_nobody_else_reads_the_audit(store: Store, role: str) -> None:
    other = Actor("other", role)
    for ask in (
        lambda: audit.search(store, other, AuditFilter()),
        lambda: audit.offered(store, other),
        lambda: audit.verify(store, other),
        lambda: audit.listed(store, other, AuditFilter(), Messages("zh")),
        lambda: audit.workbook(
            store, other, AuditFilter(), "f", demonstration=False, t=Messages("zh")
        ),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_records_are_found_by_person_action_subject_and_text(province: Store) -> None:
    note(province, f"{YUNLU}/2024", reason="名册有误")
    note(province, f"{BAISHI}/2024", actor="wang", action="review.return")
    assert subjects(province, actor="wang") == [f"{BAISHI}/2024"]
    assert subjects(province, action="review.return") == [f"{BAISHI}/2024"]
    assert subjects(province, subject=YUNLU)[0] == f"{YUNLU}/2024"
    assert subjects(province, text="名册") == [f"{YUNLU}/2024"]
    assert subjects(province, actor="wang", text="名册") == []
    assert subjects(province, text="' or 1=1 --") == []


def test_a_unit_is_found_by_its_name_in_either_language(province: Store) -> None:
    note(province, f"{YUNLU}/2024")
    for name in ("云路", "yunlu"):
        assert f"{YUNLU}/2024" in subjects(province, text=name)


def test_records_are_found_by_the_days_where_the_server_stands(store: Store) -> None:
    note(store, "a")
    day = timedelta(days=1)
    assert subjects(store, since=TODAY, until=TODAY) == ["a"]
    assert subjects(store, since=TODAY + day) == []
    assert subjects(store, until=TODAY - day) == []


def test_pages_follow_each_other_without_a_gap(store: Store) -> None:
    for number in range(audit.PAGE + 3):
        note(store, str(number))
    pages = [audit.search(store, KEEPER, AuditFilter(), page) for page in (1, 2, 9)]
    assert [page.page for page in pages] == [1, 2, 2]
    assert (pages[0].total, pages[0].pages) == (audit.PAGE + 3, 2)
    seen = [row.subject for page in pages[:2] for row in page.records]
    assert seen == [str(number) for number in reversed(range(audit.PAGE + 3))]


def test_an_empty_audit_has_one_empty_page(store: Store) -> None:
    found = audit.search(store, KEEPER, AuditFilter())
    assert (found.records, found.total, found.pages) == ([], 0, 1)


def test_what_changed_stands_side_by_side() -> None:
    facts = {"before": {"a": 1, "b": 2}, "after": {"a": 1, "b": 3, "c": "x"}, "reason": "错"}
    record = _record(json.dumps(facts))
    assert words.changed(record, Messages("en"), {"b": "Bees"}) == [
        ("Bees", "2", "3"),
        ("c", "", "x"),
    ]
    assert words.others(record, Messages("en"), {}) == [("reason", "错")]
    alone = _record('{"before": null, "after": "x"}')
    assert words.changed(alone, Messages("en"), {}) == [("", "", "x")]


def test_facts_are_told_in_words_and_what_has_none_as_it_is_recorded() -> None:
    zh, titles = Messages("zh"), {"members_n": "工会会员数"}
    signed = _record('{"way": "demonstration", "address": "127.0.0.1", "newer": "thing"}')
    assert words.brief(signed, zh, titles) == "方式 演示账号；来自地址 127.0.0.1；newer thing"
    states = _record('{"before": "in_review", "due": "2026-01-31", "locked": true}')
    assert words.brief(states, zh, titles) == "变更前 审核中；修改期限 2026-01-31；锁定 是"
    before, after = ["missing", None, None, None], ["value", 12, "花名册", None]
    draft = _record(json.dumps({"before": {"members_n": before}, "after": {"members_n": after}}))
    assert words.changed(draft, zh, titles) == [("工会会员数", "未填", "12、花名册")]
    many = _record(json.dumps({"verdicts": [{"field": "members_n"}] * 9, "added": 0}))
    assert words.brief(many, zh, titles) == "逐项结论 9 项；新增 0"


@pytest.mark.parametrize("facts", ["", "[1]", "not json", "{}", "null", "3"])
def test_strange_facts_are_shown_and_break_nothing(facts: str) -> None:
    record = _record(facts)
    assert isinstance(words.brief(record, Messages("en"), {}), str)
    assert words.changed(record, Messages("en"), {}) == []
    assert words.others(record, Messages("en"), {}) is not None


def _record(facts: str) -> AuditRecord:
    return AuditRecord(1, clock.now(), "li", "x.y", "*", facts, None)


def test_a_refusal_is_recorded_once_a_minute_for_the_same(store: Store) -> None:
    stranger = Actor("stranger 1", "leader")
    for _ in range(5):
        audit.refused(store, stranger, NotAllowed(actor="s", verb="survey.file", subject="430121"))
    audit.refused(store, stranger, NotAllowed(actor="s", verb="survey.file", subject="430122"))
    rows = audit.search(store, KEEPER, AuditFilter(action="access.refused")).records
    assert [row.subject for row in rows] == ["430122", "430121"]
    assert rows[0].actor == "stranger 1"
    assert rows[0].told() == {"verb": "survey.file"}


def test_whoever_tries_number_after_number_does_not_flood_the_audit(store: Store) -> None:
    stranger = Actor("stranger 2", "leader")
    for number in range(500):
        error = NotAllowed(actor="s", verb="survey.read", subject=str(number))
        audit.refused(store, stranger, error)
    rows = audit.search(store, KEEPER, AuditFilter(action="access.refused")).records
    assert len(rows) == 31
    assert rows[0].told() == {"more_than_in_a_minute": 30}


def test_a_refusal_that_cannot_be_recorded_is_still_a_refusal(tmp_path: Path) -> None:
    closed = Store(tmp_path / "six.duckdb")
    closed.close()
    error = NotAllowed(actor="s", verb="survey.read", subject="1")
    audit.refused(closed, Actor("stranger 3", "leader"), error)


def test_who_looks_through_another_s_eyes_is_named_by_their_own(store: Store) -> None:
    looking = Actor("li", "county", frozenset(), viewed_by="admin")
    audit.exported(store, looking, "export.ranking", "2024", {})
    (row,) = audit.search(store, KEEPER, AuditFilter()).records
    assert (row.actor, row.told()) == ("admin", {"viewing_as": "li"})


def test_taking_the_audit_out_is_itself_in_it(store: Store) -> None:
    note(store, "=1+1", reason="@x")
    data = audit.workbook(
        store, KEEPER, AuditFilter(text="1+1"), "f" * 64, demonstration=False, t=Messages("zh")
    )
    cells = [
        str(cell.value)
        for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    (row, _) = audit.search(store, KEEPER, AuditFilter()).records
    assert (row.action, row.told()) == ("export.audit", {"text": "1+1", "rows": 1})


def test_what_stands_as_it_was_recorded_is_verified(province: Store, framework: Framework) -> None:
    attach(province, framework)
    found = audit.verify(province, KEEPER)
    assert found.holds
    assert audit.verify(province, KEEPER, found.chain.newest).holds
    assert not audit.verify(province, KEEPER, "ab").holds


def test_answers_changed_after_they_were_submitted_are_found(province: Store) -> None:
    """Past every service, as somebody would who writes to the tables."""
    actor = Actor("op", "operator")
    seen = submissions.of_unit(province, actor, BAISHI, "2024")
    with province.writing(actor="op", action="survey.import", subject="*", facts={}) as cursor:
        submissions.moved(cursor, seen, "import", "op")
    assert audit.verify(province, KEEPER).contents_changed == ()
    with province.writing(actor="op", action="survey.import", subject="*", facts={}) as cursor:
        filing = answers_table.Filing(BAISHI, "2024", "x", "1" * 64, "op")
        answers_table.record(cursor, filing, [answers_table.AnswerEntry("members_n", VALUE, 7)])
    assert audit.verify(province, KEEPER).contents_changed == (f"{BAISHI}/2024",)


def test_an_evidence_file_that_is_gone_is_found(province: Store, framework: Framework) -> None:
    attach(province, framework)
    (file,) = (each for each in province.blobs.folder.rglob("*") if each.is_file())
    file.unlink()
    found = audit.verify(province, KEEPER)
    assert found.evidence_gone == (file.name,)
    assert not found.holds
    assert audit.verify(province, KEEPER, files=False).holds


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_verifying_finds_is_said(store: Store, lang: str) -> None:
    whole = audit.verify(store, KEEPER)
    (said,) = verified_in_words.sentences(whole, Messages(lang))
    assert whole.chain.newest in said
    bad = audit.Verified(
        chain=audit.Walked(4, "ab", 5, "changed"),
        rows_of_nobody={"unit_entry": 2},
        rows_changed=(ChangedRows(3, "visit_entry"),) * 12,
        definitions_changed=("view main.unit",),
        texts_changed=("f",),
        contents_changed=("u/p",),
        evidence_gone=("h",) * 12,
        noted_is_missing=True,
    )
    told = verified_in_words.sentences(bad, Messages(lang))
    assert len(told) == 7 + 10 + 1 + 1
    assert "+2" in told[-1]


def test_taking_evidence_is_recorded(province: Store, framework: Framework) -> None:
    number = attach(province, framework)
    evidence.content(province, Actor("zhao", "reviewer", live=True), number)
    row = audit.search(province, KEEPER, AuditFilter()).records[0]
    assert (row.action, row.actor, row.subject) == ("export.evidence", "zhao", f"{YUNLU}/2023")


# What is recorded anywhere in the code has words.


def _actions() -> Iterator[tuple[str, str]]:
    """What each `writing(…)` records: a text, or the beginning of one that ends in a word."""
    for file in takers.files():
        tree = ast.parse(file.read_text("utf-8"))
        given = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".writing"):
                (action,) = [word.value for word in node.keywords if word.arg == "action"]
                yield from ((file.name, text) for text in _texts(action, given))


def _texts(action: ast.expr, given: set[str]) -> Iterator[str]:
    if isinstance(action, ast.Constant):
        yield str(action.value)
    elif isinstance(action, ast.JoinedStr):
        begins = str(action.values[0].value)
        ends = {*submission_workflow.EVENTS, "extend", "lock", "unlock", "change"}
        yield from (begins + end for end in ends & given)
    else:
        # Handed on: whichever text of this file looks like an action and is no verb or key.
        known = Messages("zh").codes("audit_action")
        yield from (text for text in given if text in known)


def test_whatever_is_recorded_has_words_in_every_language() -> None:
    found = set(_actions())
    assert len(found) > 30
    for lang in LANGUAGES:
        known = Messages(lang).codes("audit_action")
        assert {(file, action) for file, action in found if action not in known} == set()
        assert set(audit.EXPORTS) <= set(known)
    assert Messages("zh").code("audit_action", "newer.thing", "newer.thing") == "newer.thing"


def test_every_verb_has_words_in_every_language() -> None:
    verbs = {verb for role in ROLES.values() for verb in role.verbs}
    for lang in LANGUAGES:
        t = Messages(lang)
        assert verbs - set(t.codes("verb")) == set()
        error = NotAllowed(actor="li", verb="survey.file", subject="*")
        sentence = t(error.key, **refusal_words.facts(error, t))
        assert "survey.file" not in sentence
        assert "*" not in sentence
