"""Teams by workbook: fetched with what is on record, handed in, looked at, then taken over."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from assessment.field.teams.register import roster_file
from assessment.field.teams.register.reading import MANAGE, Register
from assessment.field.teams.register.roster_file import Kind, Preview, Row
from assessment.i18n import Messages
from assessment.kernel import clock
from pages.field.teams import teams_rules
from pages.field.teams.teams_links import NEWS
from pages.kit import session, tables
from pages.kit.audited_downloads import XLSX, recorded

UPLOAD = "team_upload"
PRESSED = "roster_previewed"
"""The preview on the screen when the button under it was pressed."""
KINDS: tuple[Kind, ...] = ("added", "changed", "unchanged")


def show() -> None:
    t = session.messages()
    store, actor = session.store(), session.actor()
    if not actor.may(MANAGE):
        st.info(t("teams.import_everywhere"))
        return
    st.caption(t("teams.import_how"))
    st.download_button(
        t("teams.import_download"),
        recorded("export.template", "*", lambda: roster_file.template(store, actor, t.lang)),
        file_name=t("teams.import_file_name"),
        mime=XLSX,
        key="download_roster",
        on_click="ignore",
    )
    given = st.file_uploader(
        t("teams.import_upload", megabytes=roster_file.LARGEST),
        type=["xlsx"],
        key=f"{UPLOAD}_{session.turn(UPLOAD)}",
        max_upload_size=roster_file.LARGEST,
    )
    if given is None:
        return
    with session.explaining():
        shown = roster_file.preview(store, actor, given.name, given.getvalue(), clock.today())
    _counts(shown)
    for note in shown.notes:
        st.info(session.plain(f"{note.place} {t(note.key, **note.facts)}"))
    if not shown.changes:
        st.info(t("teams.import_nothing"))
        return
    _rows(shown)
    if shown.amiss:
        st.warning(t("teams.import_amiss", count=len(shown.amiss)))
        teams_rules.listed(shown.after, shown.amiss, key="import_amiss")
    label = t("teams.import_confirm", count=len(shown.changes))
    # The one above was made in this run; what is confirmed is the one whose button was pressed.
    if st.button(
        label, type="primary", key="confirm_roster", on_click=session.retype, args=(PRESSED, shown)
    ):
        with session.explaining():
            count = roster_file.confirm(store, actor, session.typed(PRESSED, shown))
        session.retype(PRESSED, None)
        session.begin_anew(UPLOAD)
        session.leave_word(NEWS, t("teams.imported", count=count))


def _counts(preview: Preview) -> None:
    t = session.messages()
    titles = t.codes("roster.sheet")
    told = pd.DataFrame(
        [
            (titles[sheet], *(preview.count(sheet, kind) for kind in KINDS))
            for sheet in ("teams", "people", "members", "links")
        ],
        columns=["sheet", *KINDS],
    )
    st.markdown(t("teams.import_counts"))
    columns = {
        "sheet": tables.text(t("teams.import_sheet")),
        "added": tables.number(t("teams.import_added")),
        "changed": tables.number(t("teams.import_changed")),
        "unchanged": tables.number(t("teams.import_unchanged")),
    }
    tables.show(told, columns, key="roster_counts")


def _rows(preview: Preview) -> None:
    t = session.messages()
    titles, units = t.codes("roster.sheet"), teams_rules.unit_names()
    kinds = {"added": t("teams.import_added"), "changed": t("teams.import_changed")}
    told = pd.DataFrame(
        [
            (
                kinds[row.kind],
                titles[row.sheet],
                _what(row, preview.after, units, t),
                *_before_and_after(row, units, t),
            )
            for row in preview.changes
        ],
        columns=["kind", "sheet", "what", "before", "after"],
    )
    st.markdown(t("teams.import_rows"))
    columns = {
        "kind": tables.text(t("teams.state"), width="small"),
        "sheet": tables.text(t("teams.import_sheet"), width="small"),
        "what": tables.text(t("teams.import_what")),
        "before": tables.text(t("teams.import_before")),
        "after": tables.text(t("teams.import_after")),
    }
    tables.show(told, columns, key="roster_rows", tallest=14)


def _what(row: Row, register: Register, units: dict[str, str], t: Messages) -> str:
    """What the line is about, by name."""
    if row.sheet == "people":
        return str(row.new.name)
    team = register.team_names.get(row.new.team, row.new.team)
    if row.sheet == "members":
        return t("teams.gap").join([register.person_names.get(row.new.person, ""), team])
    if row.sheet == "links":
        return t("teams.gap").join([units.get(row.new.unit, row.new.unit), team])
    return str(team)


def _before_and_after(row: Row, units: dict[str, str], t: Messages) -> tuple[str, str]:
    """Of a new line what it says; of a changed one only what differs."""
    names = [field.name for field in fields(row.new) if field.name in _SHOWN]
    if row.old is None:
        names = [name for name in names if name == "ends" or getattr(row.new, name) is not None]
        return "", _joined(row.new, names, units, t)
    names = [name for name in names if getattr(row.old, name) != getattr(row.new, name)]
    return _joined(row.old, names, units, t), _joined(row.new, names, units, t)


_SHOWN = frozenset(
    {"name", "kind", "sending_body", "sending_level", "batch", "contact_leader"}
    | {"body", "post", "home", "is_leader", "starts", "ends"}
)


def _joined(thing: Any, names: Sequence[str], units: dict[str, str], t: Messages) -> str:
    kind = "link.kind" if hasattr(thing, "unit") else "team.kind"
    said = [
        t.code(kind, thing.kind) if name == "kind" else _said(name, getattr(thing, name), units, t)
        for name in names
    ]
    return t("teams.gap").join(said)


def _said(name: str, value: object, units: dict[str, str], t: Messages) -> str:
    if value is None:
        return t("teams.still") if name == "ends" else tables.UNKNOWN
    if isinstance(value, date):
        day, until = value.isoformat(), name == "ends"
        return t("teams.until_said", until=day) if until else t("teams.since_said", since=day)
    if isinstance(value, bool):
        return t("teams.is_leader") if value else t("teams.is_member")
    if name == "sending_level":
        return t.code("team.sending_level", str(value))
    return units.get(str(value), str(value)) if name == "home" else str(value)
