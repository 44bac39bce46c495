"""The list of findings: counts, filters, and a table or, for who has few units, cards."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.kernel import clock
from assessment.rectification.findings import cases, deadlines, finding_list, finding_workflow
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.deadlines import Light
from assessment.rectification.findings.finding_list import Row
from pages.kit import actions, inline_forms, session, tables, url_widgets
from pages.rectification.findings import rectification_forms
from pages.rectification.findings.rectification_forms import Action

ALL = "all"

FEW_UNITS = 5
"""Whoever has no more gets cards, which a phone shows whole."""

MOST_CARDS = 30

WORD = "rectification"
"""What is said after an event."""

FILTERS = ("part", "where", "stage", "asked", "light")


def show(rows: Sequence[Row], today: date) -> str | None:
    """The number of the finding that was chosen, or None; what is asked of many is done here."""
    t = session.messages()
    if not rows:
        st.info(t("rectification.nothing"))
        return None
    notice = said()
    _lead(rows)
    units = session.actor().units
    few = units is not None and len(units) <= FEW_UNITS
    shown = _filtered(rows, few=few)
    if not shown:
        st.success(t("rectification.none_here"))
        return None
    wanted = _together(shown, today)
    opened = None
    if few:
        _cards(shown)
    else:
        st.caption(t("rectification.open_hint"))
        columns = _columns() | {"light": _chips()}
        chips = _table(shown)
        chips["light"] = pd.Series([_chip(row.light) for row in shown], dtype=object)
        opened = tables.pick_row(
            chips, columns, key="rectification_rows", code="finding", tallest=15
        )
    _download(shown)
    if wanted:
        session.leave_word(WORD, actions.attempt(wanted, notice))
    return opened


def said() -> DeltaGenerator:
    """What was done by the last press; returns the place for what went wrong with this one."""
    if (done := session.word_left(WORD)) is not None:
        st.success(session.plain(done))
    return st.container()


def _lead(rows: Sequence[Row]) -> None:
    t = session.messages()
    lit = {light: sum(row.light == light for row in rows) for light in deadlines.LIGHTS}
    counted = cases.counts(row.case for row in rows)
    done = sum(counted[stage] for stage in ("closed", "revisited", "consolidated"))
    groups = cases.open_counts(row.case for row in rows)
    mine = sum(row.is_mine for row in rows)
    with st.container(horizontal=True):
        for label, number in (
            *([(t("rectification.mine"), mine)] if mine else []),
            (t("rectification.open_now"), sum(groups.values())),
            *((t.code("course.open_group", group), groups[group]) for group in groups),
            *(
                (t.code("course.light", light), lit[light])
                for light in deadlines.LIGHTS
                if light != "none"
            ),
            (t("rectification.done"), done),
        ):
            st.metric(label, number, width="content", border=True)
    st.caption(t("rectification.adds_up"))


def _filtered(rows: Sequence[Row], *, few: bool) -> list[Row]:
    """Those of a part and of what else is picked; on a phone the pickers are folded away."""
    t = session.messages()
    parts = {
        "mine": [row for row in rows if row.is_mine],
        "open": [row for row in rows if not row.case.is_closed],
        "late": [row for row in rows if row.light in ("red", "yellow")],
        "all": list(rows),
    }
    titles = {
        "mine": t("rectification.part.mine", count=len(parts["mine"])),
        "open": t("rectification.part.open", count=len(parts["open"])),
        "late": t("rectification.part.late", count=len(parts["late"])),
        "all": t("rectification.part.all", count=len(parts["all"])),
    }
    if not parts["mine"]:
        titles = {code: titles[code] for code in ("open", "late", "all", "mine")}
    shown = parts[url_widgets.part(t("rectification.part.which"), titles)]
    place = st.expander(t("rectification.filters")) if few else st.container()
    with place:
        return _picked(shown)


def _picked(rows: Sequence[Row]) -> list[Row]:
    t, framework = session.messages(), session.framework()
    strengths = {each.code: t.of(each.title) for each in framework.strengths}
    lights: dict[str, str] = {
        code: t.code("course.light", code) for code in deadlines.LIGHTS if code != "none"
    }
    units = {row.case.unit: row.unit.said_in(t.lang) for row in rows}
    stages: dict[str, str] = {
        stage: t("rectification.counted", what=t.code("course.stage", stage), count=count)
        for stage, count in cases.counts(row.case for row in rows).items()
        if count
    }
    first, second, third, fourth = st.columns(4)
    with first:
        here = dict(sorted(units.items()))
        unit = ALL
        if len(units) > 1 or session.in_link("where"):
            unit = _pick("where", t("rectification.column.unit"), here)
    with second:
        stage = _pick("stage", t("rectification.column.stage"), stages)
    with third:
        strength = _pick("asked", t("picker.strength"), strengths)
    with fourth:
        light = _pick("light", t("rectification.column.light"), lights)
    return [
        row
        for row in rows
        if unit in (ALL, row.case.unit)
        and stage in (ALL, row.case.stage)
        and strength in (ALL, row.case.strength)
        and light in (ALL, row.light)
    ]


def _pick(name: str, label: str, titles: dict[str, str]) -> str:
    """One of them, or all. What another filter took away is no longer chosen."""
    offered = {ALL: session.messages()("rectification.all")} | titles
    wanted = session.in_link(name)
    if wanted and wanted not in offered:
        session.show(name, "")
    return url_widgets.pick(name, label, offered, ALL, keep=session.show)


def _together(rows: Sequence[Row], today: date) -> Action | None:
    """What may be done to all that are shown at once; a form is about those it was opened for."""
    t, actor = session.messages(), session.actor()
    seen = {row.case.finding: row.case.entry for row in rows}
    event = finding_list.together(actor, rows, today) if len(rows) > 1 else None
    if event is not None:
        told = t.code("course.event", event)
        with st.container(horizontal=True):
            inline_forms.button(
                f"together_{event}_{inline_forms.digest(seen)}",
                t("rectification.together", event=told, count=len(rows)),
            )
    for each in finding_list.TOGETHER:
        name = f"together_{each}_"
        if inline_forms.opened(name) is not None and actor.has(finding_workflow.EVENTS[each].verb):
            changed = inline_forms.stale(name, seen)
            return rectification_forms.together(each, seen, today, changed=changed)
    return None


def filters() -> dict[str, str]:
    """What is picked here, for the way to a finding and back."""
    picked = {name: session.in_link(name) for name in FILTERS}
    return {name: code for name, code in picked.items() if code}


def _cards(rows: Sequence[Row]) -> None:
    t, framework = session.messages(), session.framework()
    for row in rows[:MOST_CARDS]:
        case = row.case
        strength = framework.strength_by_code.get(case.strength)
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                session.within(
                    "rectification",
                    t("rectification.open", number=case.finding),
                    key=f"card_{case.finding}",
                    finding=str(case.finding),
                    **filters(),
                )
                st.markdown(badges(case, row.light, is_mine=row.is_mine), width="content")
            st.markdown(session.plain(short(case.description)))
            facts = [row.unit.said_in(t.lang), t.of(strength.short) if strength else case.strength]
            if row.next_day is not None:
                facts.append(t("rectification.until", day=row.next_day.isoformat()))
            st.caption(session.plain(" · ".join(facts)))
    if len(rows) > MOST_CARDS:
        st.info(t("rectification.more", shown=MOST_CARDS, count=len(rows)))


def badges(case: Case, light: Light, *, is_mine: bool = False) -> str:
    """Stage, light and whether it waits for who looks: words with a colour behind, as Markdown."""
    t = session.messages()
    colours = {"red": "red", "yellow": "orange", "blue": "blue"}
    told = [f":gray-badge[{session.plain(t.code('course.stage', case.stage))}]"]
    if light in colours:
        said = session.plain(t.code("course.light", light))
        told.append(f":{colours[light]}-badge[{said}]")
    if is_mine:
        told.append(f":green-badge[{session.plain(t('rectification.waits'))}]")
    if case.reopened:
        said = session.plain(t("rectification.reopened", count=case.reopened))
        told.append(f":violet-badge[{said}]")
    return " ".join(told)


def short(text: str, most: int = 60) -> str:
    """The beginning of a text, on one line.

    >>> short("a b " * 3, 5)
    'a b a…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"


def _table(rows: Sequence[Row]) -> pd.DataFrame:
    t, framework = session.messages(), session.framework()
    titles = {each.code: t.of(each.short) for each in framework.strengths}
    return pd.DataFrame(
        [
            {
                "finding": row.case.finding,
                "unit": row.unit.said_in(t.lang),
                "city": row.unit.prefecture_said_in(t.lang),
                "light": t.code("course.light", row.light),
                "stage": t.code("course.stage", row.case.stage),
                "description": " ".join(row.case.description.split()),
                "problem": row.case.problem,
                "strength": titles.get(row.case.strength, row.case.strength),
                "severity": t.code("finding.severity", row.case.severity),
                "kind": rectification_forms.kind_said(row.case.kind),
                "next_day": row.next_day,
                "since": clock.local_day(row.case.since),
                "source": t.code("course.source", row.case.source, row.case.source),
            }
            for row in rows
        ]
    )


def _columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "unit": tables.unit(t("rectification.column.unit"), pinned=True),
        "light": tables.text(t("rectification.column.light")),
        "stage": tables.text(t("rectification.column.stage"), width="small"),
        "description": tables.text(t("rectification.column.description"), width="large"),
        "next_day": _day(t("rectification.column.next_day")),
        "problem": tables.text(t("rectification.column.problem"), width="small"),
        "strength": tables.text(t("rectification.column.strength"), width="small"),
        "severity": tables.text(t("rectification.column.severity"), width="small"),
        "kind": tables.text(t("rectification.column.kind"), width="small"),
        "since": _day(t("rectification.column.since")),
        "source": tables.text(t("rectification.column.source"), width="small"),
        "city": tables.prefecture(t("rectification.column.city")),
        "finding": tables.number(t("rectification.column.finding")),
    }


def _chips() -> tables.Column:
    """A light as a word with its colour behind."""
    t = session.messages()
    lights: tuple[Light, ...] = ("red", "yellow", "blue")
    return st.column_config.MultiselectColumn(
        t("rectification.column.light"),
        options=[t.code("course.light", light) for light in lights],
        color=["red", "orange", "blue"],
        width=105,
    )


def _chip(light: Light) -> list[str]:
    return [] if light == "none" else [session.messages().code("course.light", light)]


def _day(title: str) -> tables.Column:
    """Left to itself a grid measures the header, and a day is longer."""
    return st.column_config.DateColumn(title, format="YYYY-MM-DD", width=105)


def _download(rows: Sequence[Row]) -> None:
    t = session.messages()
    tables.download(
        {t("rectification.sheet"): (_table(rows), _columns())},
        title=t("rectification.book_title"),
        file_name=t("rectification.file_name"),
        key="rectification_download",
    )
