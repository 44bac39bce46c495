"""Nothing recorded is ever changed or taken away: a correction is one more row."""

import re
from datetime import date
from pathlib import Path

import pytest

from assessment.field.observation import observations_table
from assessment.field.spot_checks import spot_checks_table
from assessment.field.team_results import results_table
from assessment.field.teams import teams_table
from assessment.field.visits import visit_drafts_table, visits_table
from assessment.kernel import clock
from assessment.office.people import accounts_table
from assessment.rectification.common_problems import common_problems_table
from assessment.rectification.findings import findings_table, rectification_table
from assessment.store import row_seals, schema
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.evidence import attachments_table, evidence_table
from assessment.survey.filing import drafts_table
from assessment.survey.honours import honours_table
from assessment.survey.periods import periods_table, submissions_table
from assessment.units import settings_table, units_table

SOURCE = Path(schema.__file__).parent
DAY, LATER = date(2024, 3, 1), date(2024, 5, 1)

COMMENT = re.compile(r"--.*$", re.MULTILINE)
REBUILT = re.compile(
    r"insert into (\w+)_now by name select \* from \1;\n"
    r"drop table \1;\nalter table \1_now rename to \1;\n"
)
"""All rows of a table, put into a new one that takes its name: no row is lost."""

CHANGING = re.compile(
    r"\b(update\s+\w+\s+set|delete\s+from|truncate|drop\s|insert\s+or|on\s+conflict|merge\s+into)",
    re.IGNORECASE,
)


WRITTEN = sorted(
    file
    for file in (*SOURCE.parent.rglob("*.sql"), *SOURCE.parent.rglob("*.py"))
    if file.is_relative_to(SOURCE) or "queries" in file.parts or file.stem.endswith("_table")
)
"""What speaks to the database: the store, and the queries and tables of every capability."""


@pytest.mark.parametrize("file", WRITTEN, ids=str)
def test_no_statement_changes_or_deletes_a_row(file: Path) -> None:
    assert changing(file.read_text("utf-8")) == []


def test_the_search_for_such_statements_finds_them() -> None:
    for statement in (
        "update unit set name = 'x'",
        "DELETE\nFROM unit",
        "drop table unit",
        REBUILD.replace("select * from unit", "select * from unit where statutory"),
        REBUILD.replace("drop table unit", "drop table period"),
        REBUILD.replace("rename to unit", "rename to period"),
    ):
        assert changing(statement)
    assert changing(REBUILD) == []


REBUILD = """insert into unit_now by name select * from unit;
drop table unit;
alter table unit_now rename to unit;
"""


def changing(text: str) -> list[str]:
    """The statements of a source that take a row away or write over it."""
    return CHANGING.findall(REBUILT.sub("", COMMENT.sub("", text)))


def unit(cursor: Cursor, name: str) -> None:
    units_table.record(
        cursor,
        [
            units_table.Unit(
                "430626", name, name, "county", "430600", "county", True, False, 113.6, 28.7
            )
        ],
    )


def prefecture(cursor: Cursor, name: str) -> None:
    units_table.record_prefectures(
        cursor, [units_table.Prefecture("430600", name, name, 113.1, 29.4)]
    )


def period(cursor: Cursor, state: str) -> None:
    periods_table.record(cursor, [periods_table.PeriodRow("2024", DAY, LATER, LATER, state)])


def setting(cursor: Cursor, value: str) -> None:
    settings_table.record(cursor, settings_table.Setting("motto", value))


def team(cursor: Cursor, name: str) -> None:
    teams_table.record(
        cursor, [teams_table.Team("t1", name, "liaison", "省总工会", "province", "2024")]
    )


def person(cursor: Cursor, name: str) -> None:
    teams_table.record_people(cursor, [teams_table.Person("p1", name, "省总工会")])


def member(cursor: Cursor, ends: date | None) -> None:
    teams_table.record_members(cursor, [teams_table.TeamMember("t1", "p1", True, DAY, ends)])


def assignment(cursor: Cursor, ends: date | None) -> None:
    number = 1 if ends else None
    teams_table.record_assignments(
        cursor, [teams_table.Assignment("t1", "430626", "liaison", DAY, ends, number)]
    )


def visit(cursor: Cursor, diary: str) -> None:
    number = 1 if diary == "new" else None
    visits_table.record_visits(
        cursor, [visits_table.Visit("t1", "430626", "visit", DAY, DAY, "站", diary, number)]
    )


def finding(cursor: Cursor, state: str) -> None:
    number = 1 if state == "closed" else None
    row = findings_table.Finding(
        "430626", "2024", "organisation", "low", "x", DAY, state=state, finding=number
    )
    findings_table.record_findings(cursor, [row])


def honour(cursor: Cursor, level: str) -> None:
    number = 1 if level == "national" else None
    honours_table.record(
        cursor,
        [honours_table.Honour("430626", "2024", "honour", level, "模范职工之家", honour=number)],
    )


def veto(cursor: Cursor, lifted: date | None) -> None:
    row = honours_table.VetoDeclaration("430626", "2024", "integrity", DAY, "通报")
    if lifted:
        row = honours_table.VetoDeclaration(
            "430626", "2024", "integrity", DAY, "通报", lifted, "查否", declaration=1
        )
    honours_table.record_vetoes(cursor, [row])


def period_rule(cursor: Cursor, counts: str) -> None:
    period(cursor, "open")
    rule = periods_table.PeriodRule("2024", None, "province", counts, "", "anonymous")
    periods_table.record_rules(cursor, [rule])


def draft(cursor: Cursor, value: float) -> None:
    drafts_table.record(
        cursor, [drafts_table.Draft("430626", "2024", "members_n", "value", "li", value)]
    )


def proof(cursor: Cursor, file_name: str) -> None:
    number = 1 if file_name == "new" else None
    row = evidence_table.Evidence(
        "430626", "2024", "members", "ab", file_name, "li", evidence=number
    )
    evidence_table.record(cursor, evidence_table.EvidenceFile("ab", "pdf", 9), [row])


def submission(cursor: Cursor, state: str) -> None:
    unit(cursor, "平江县")
    period(cursor, "open")
    row = submissions_table.SubmissionEvent("430626", "2024", "begin", state, "li")
    submissions_table.record(cursor, [row])


def verdict(cursor: Cursor, decision: str) -> None:
    row = submissions_table.Verdict("430626", "2024", "members_n", "province", decision, None, "li")
    submissions_table.record_verdicts(cursor, [row])


def reply(cursor: Cursor, explanation: str) -> None:
    row = submissions_table.Reply(
        "430626", "2024", "members_n", 7, "explanation", "li", explanation
    )
    submissions_table.record_replies(cursor, [row])


def finding_event(cursor: Cursor, stage: str) -> None:
    if stage == "clue":
        finding(cursor, "open")
    rectification_table.record(cursor, [rectification_table.FindingEvent(1, "log", stage, "li")])


def measure(cursor: Cursor, text: str) -> None:
    number = 1 if text == "new" else None
    row = rectification_table.Measure("430626", text, "王", "组织部", "李", DAY, measure=number)
    rectification_table.record_measures(cursor, [row])


def attachment(cursor: Cursor, file_name: str) -> None:
    number = 1 if file_name == "new" else None
    row = attachments_table.Attachment(
        "visit", 1, "430626", "ab", file_name, "li", attachment=number
    )
    attachments_table.record(cursor, [evidence_table.EvidenceFile("ab", "jpeg", 9)], [row])


def field_draft(cursor: Cursor, content: str) -> None:
    number = 1 if content == "new" else None
    visit_drafts_table.record(cursor, visit_drafts_table.FieldDraft("li", "note", content, number))


def spot_check(cursor: Cursor, outcome: str) -> None:
    number = 1 if outcome == "differ" else None
    row = spot_checks_table.SpotCheck(
        "430626", "2024", "members_n", 7, outcome, "t1", DAY, spot_check=number
    )
    spot_checks_table.record(cursor, [row])


def result(cursor: Cursor, value: int) -> None:
    results_table.record(cursor, [results_table.Result("t1", "430626", DAY, "trainings", value)])


def observation(cursor: Cursor, host: str) -> None:
    number = 1 if host == "new" else None
    observations_table.record(
        cursor, [observations_table.Observation("430626", DAY, host, observation=number)]
    )


def observation_question(cursor: Cursor, found: str) -> None:
    number = 1 if found == "new" else None
    observations_table.record_questions(
        cursor, [observations_table.Question(1, "怎么建", found, question=number)]
    )


def common_problem(cursor: Cursor, state: str) -> None:
    number = 1 if state == "closed" else None
    row = common_problems_table.CommonProblem(
        "province", "ORG-01", state, "2024", 2, 3, 0, "li", common=number
    )
    common_problems_table.record(cursor, [row])


def account(cursor: Cursor, name: str) -> None:
    accounts_table.record(
        cursor, [accounts_table.Account("li", name, "", "county", "430626", "active")]
    )


def password(cursor: Cursor, hash: str) -> None:
    accounts_table.record_password(cursor, "li", hash)


def invitation(cursor: Cursor, hash: str) -> None:
    accounts_table.record_invitation(cursor, accounts_table.Invitation("li", hash, clock.now()))


def session(cursor: Cursor, viewing: str) -> None:
    row = accounts_table.SessionRow("s", "li", "password", clock.now(), viewing)
    accounts_table.record_session(cursor, row)


def identity(cursor: Cursor, who: str) -> None:
    accounts_table.record_identity(cursor, "issuer", "subject", who)


SEEN_IN = {"draft": "working_answer", "finding_event": "finding"}
"""Where the latest of an entry is seen, when that is not the view of its name."""

REVISED = [
    ("prefecture", "name", prefecture, "old", "new"),
    ("unit", "name", unit, "old", "new"),
    ("period", "state", period, "open", "locked"),
    ("setting", "value", setting, "old", "new"),
    ("team", "name", team, "old", "new"),
    ("person", "name", person, "old", "new"),
    ("team_member", "ends", member, None, LATER),
    ("assignment", "ends", assignment, None, LATER),
    ("visit", "diary", visit, "old", "new"),
    ("finding", "state", finding, "open", "closed"),
    ("honour", "level", honour, "municipal", "national"),
    ("veto_declaration", "lifted", veto, None, LATER),
    ("period_rule", "counts", period_rule, "self_reported", "verified"),
    ("draft", "value", draft, 1.0, 2.0),
    ("evidence", "file_name", proof, "old", "new"),
    ("submission", "state", submission, "filling", "submitted"),
    ("verdict", "decision", verdict, "accepted", "returned"),
    ("reply", "explanation", reply, "old", "new"),
    ("finding_event", "stage", finding_event, "clue", "verified"),
    ("measure", "text", measure, "old", "new"),
    ("attachment", "file_name", attachment, "old", "new"),
    ("field_draft", "content", field_draft, "old", "new"),
    ("spot_check", "outcome", spot_check, "agree", "differ"),
    ("result", "value", result, 0, 3),
    ("observation", "host", observation, "old", "new"),
    ("observation_question", "found", observation_question, "old", "new"),
    ("common_problem", "state", common_problem, "confirmed", "closed"),
    ("account", "name", account, "old", "new"),
    ("password", "hash", password, "old", "new"),
    ("invitation", "hash", invitation, "old", "new"),
    ("session", "viewing", session, "old", "new"),
    ("identity", "account", identity, "old", "new"),
]

WRITTEN_ONCE = {
    *("migration", "audit", "audit_link", "row_seal", "filing", "framework_text", "evidence_file"),
    *("snapshot", "snapshot_seal", "snapshot_prefecture", "snapshot_unit", "snapshot_answer"),
    *("snapshot_evidence", "snapshot_honour", "snapshot_veto", "snapshot_finding"),
    *("snapshot_visit", "snapshot_result", "common_sweep", "common_instance"),
}
"""Tables in which nothing is said twice of one thing."""


@pytest.mark.parametrize(
    ("noun", "column", "record", "old", "new"), REVISED, ids=[row[0] for row in REVISED]
)
def test_the_latest_entry_counts_and_the_old_one_stays(
    store: Store, noun: str, column: str, record, old: object, new: object
) -> None:
    for value in (old, new):
        with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
            record(cursor, value)
    with store.reading() as cursor:
        current = cursor.execute(f"select {column} from {SEEN_IN.get(noun, noun)}").fetchall()
        entries = cursor.execute(
            f"select {column}, audit from {noun}_entry order by entry"
        ).fetchall()
        assert row_seals.changed(cursor) == []
    assert current == [(new,)]
    assert entries == [(old, 1), (new, 2)]


def test_a_measure_that_no_longer_serves_a_finding_stays_on_record(store: Store) -> None:
    for withdrawn in (False, True):
        with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
            rectification_table.record_served(
                cursor, [rectification_table.MeasureFinding(1, 2, withdrawn)]
            )
    with store.reading() as cursor:
        assert cursor.execute("select * from measure_finding").fetchall() == []
        entries = cursor.execute(
            "select withdrawn, audit from measure_finding_entry order by entry"
        ).fetchall()
    assert entries == [(False, 1), (True, 2)]


def test_every_table_of_entries_is_tried_above(store: Store) -> None:
    with store.reading() as cursor:
        tables = cursor.execute("select table_name from duckdb_tables()").fetchall()
    entries = {name.removesuffix("_entry") for (name,) in tables if name.endswith("_entry")}
    assert entries - {"answer", "measure_finding"} == {row[0] for row in REVISED}
    others = {name for (name,) in tables if not name.endswith("_entry")}
    assert others == WRITTEN_ONCE


def test_every_row_that_is_revised_knows_its_audit_record(store: Store) -> None:
    with store.reading() as cursor:
        told = cursor.execute(
            """
            select table_name
            from duckdb_columns()
            where column_name = 'audit' and not is_nullable
            """
        ).fetchall()
        tables = cursor.execute("select table_name from duckdb_tables()").fetchall()
    entries = {name for (name,) in tables if name.endswith("_entry")}
    assert entries - {name for (name,) in told} == set()
