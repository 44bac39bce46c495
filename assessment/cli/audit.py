"""`audit`: verify the chain of what was recorded, and list it."""

import csv
import io
import sys
from pathlib import Path

from assessment.cli import files
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.kernel.spreadsheet_text import neutral
from assessment.office.audit_trail import audit, verified_in_words
from assessment.office.audit_trail.audit import AuditFilter
from assessment.store.database import Store

HOLDS, BROKEN = 0, 1
SHOWN = 50
"""Records listed on the screen when nobody says how many."""


def verify(database: Path, noted: str | None, read_files: bool, t: Messages) -> int:
    """Say whether everything recorded is as it was; the exit code says so too."""
    with files.looked_into(database) as store:
        found = audit.verify(store, OPERATOR, noted, files=read_files)
    for sentence in verified_in_words.sentences(found, t):
        print(sentence, file=sys.stdout if found.holds else sys.stderr)
    return HOLDS if found.holds else BROKEN


def listed(database: Path, audit_filter: AuditFilter, out: Path | None, t: Messages) -> int:
    """The newest records on the screen, or all of them in a CSV."""
    files.must_exist(database)
    store = Store(database)
    try:
        rows = audit.listed(store, OPERATOR, audit_filter, t, most=None if out else SHOWN)
        if out:
            facts = {"rows": len(rows), "file": out.name}
            audit.exported(store, OPERATOR, "export.audit", "*", facts)
    finally:
        store.close()
    records: list[dict[str, object]] = [
        {str(name): value for name, value in row.items()} for row in rows.to_dict("records")
    ]
    if out:
        files.save(out, _csv(records))
        files.written(out, t)
        return HOLDS
    for row in records:
        said = t.code("audit_action", str(row["action"]), str(row["action"]))
        print(f"{row['audit']}  {row['at']}  {row['actor']}  {said}  {row['subject']}")
    return HOLDS


def _csv(rows: list[dict[str, object]]) -> bytes:
    """With every hash, so that the chain can be made again from it; text never a formula."""
    target = io.StringIO(newline="")
    columns = ("audit", "utc", "actor", "action", "subject", "facts", "hash")
    writer = csv.DictWriter(target, columns, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        told = {name: neutral(str(row[name] or "")) for name in columns if name != "audit"}
        writer.writerow({**told, "audit": row["audit"]})
    return target.getvalue().encode("utf-8-sig")
