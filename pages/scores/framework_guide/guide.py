"""The framework drawn: weights as rings, each indicator as people read it, the rest as lists."""

import math
from collections.abc import Hashable, Iterable, Mapping
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.colors import hex_to_rgb

from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.kernel.codes import TOTAL
from assessment.units import directory
from pages.kit import badges, pickers, session, tables, url_widgets
from pages.kit.drawings import charts, colours

EVERY = "every"
"""Stands beside `document` and `proposal`."""

MAY_BE_UNUSED = ("group", "treatment", "imputation", "control")
"""What a framework need not use for any indicator."""

PALER = 0.55
"""How far a proposal's colour goes towards white."""


def period() -> str:
    """The period whose numbers are shown; before there is one, this year."""
    with session.explaining():
        offers = directory.periods(session.store(), session.actor())
    if offers:
        return pickers.period()
    return str(clock.today().year)


def strength() -> str | None:
    """One strength's code, or None for all of them."""
    t = session.messages()
    titles = {TOTAL: t("framework.all_strengths")}
    titles |= {each.code: t.of(each.title) for each in session.framework().strengths}
    code = url_widgets.pick("strength", t("picker.strength"), titles)
    return None if code == TOTAL else code


def basis() -> str | None:
    """Which thresholds to show: those that rest on a document, the proposals, or None for all."""
    t = session.messages()
    titles = {
        EVERY: t("framework.every_basis"),
        "document": said_basis("document"),
        "proposal": said_basis("proposal"),
    }
    code = url_widgets.pick("basis", t("framework.basis"), titles)
    return None if code == EVERY else code


def said_basis(code: str) -> str:
    t = session.messages()
    return t("framework.document") if code == "document" else t("framework.proposal")


def basis_sign(code: str) -> str:
    """D or P, where there is no room for the words."""
    t = session.messages()
    return t("framework.document_sign") if code == "document" else t("framework.proposal_sign")


def lead(indicators: pd.DataFrame, fields: int) -> None:
    t = session.messages()
    counts = indicators["basis"].value_counts()
    st.markdown(
        t(
            "framework.lead",
            strengths=len(session.framework().strengths),
            indicators=len(indicators),
            fields=fields,
            documents=counts.get("document", 0),
            proposals=counts.get("proposal", 0),
        )
    )


def scheme(steps: Iterable[str]) -> None:
    """How the total comes about, step by step."""
    st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)))


def levels(rows: pd.DataFrame) -> None:
    """How each level is put together, where that is not everywhere the mean."""
    t = session.messages()
    if rows.empty:
        return
    st.header(t("framework.levels_header"))
    # Lines rather than a table, which on a phone would be a column of single words.
    st.markdown("\n".join(f"- {_level(row)}" for row in rows.to_dict("records")))


def _level(row: Mapping[Hashable, Any]) -> str:
    t = session.messages()
    title, weight = session.plain(row["title"]), figures.known(row["weight"])
    if weight is None:
        return t("framework.line", name=title, said=row["said"])
    named = t("framework.level", title=title, weight=figures.plain(weight))
    return t("framework.line", name=named, said=row["said"])


def rings_caption(weights: pd.DataFrame) -> str:
    """What the rings are; groups lie between strengths and indicators where there are any."""
    t = session.messages()
    if set(weights["parent"]) - {"", *weights["strength"]}:
        return t("framework.weights_caption_groups")
    return t("framework.weights_caption")


def rings(weights: pd.DataFrame) -> go.Figure:
    """Strengths within, indicators without; a proposal is paler than what rests on a document."""
    t, framework = session.messages(), session.framework()
    fills = dict(zip(framework.strength_by_code, cycle(colours.SERIES), strict=False))
    told = [t("framework.weight_of", weight=figures.plain(weight)) for weight in weights["weight"]]
    return charts.sunburst(
        weights.assign(
            label=[
                t.of(framework.strength_by_code[code].short) if not parent else title
                for code, parent, title in weights[["code", "parent", "title"]].to_numpy()
            ],
            value=_summed(weights),
            told=[
                f"{said}　{said_basis(basis)}" if basis else said
                for said, basis in zip(told, weights["basis"], strict=True)
            ],
            fill=[
                _paler(fills[strength]) if basis == "proposal" else fills[strength]
                for strength, basis in weights[["strength", "basis"]].to_numpy()
            ],
        )
    )


def _summed(weights: pd.DataFrame) -> list[float]:
    """Each weight as the sum of its parts: parts that exceed their whole in the last digit are not
    drawn at all."""
    parts: dict[str, list[float]] = {}
    values = []
    for code, parent, weight in reversed(weights[["code", "parent", "weight"]].to_numpy().tolist()):
        value = math.fsum(parts[code]) if code in parts else weight
        parts.setdefault(parent, []).append(value)
        values.append(value)
    return values[::-1]


def _paler(fill: str) -> str:
    red, green, blue = (round(part + (255 - part) * PALER) for part in hex_to_rgb(fill))
    return f"rgb({red}, {green}, {blue})"


def cards(indicators: pd.DataFrame) -> None:
    """One to open for each indicator, under its strength and its groups."""
    t = session.messages()
    for title, rows in indicators.groupby("strength", sort=False):
        st.subheader(session.plain(str(title)))
        for path, inner in rows.groupby("group", sort=False):
            if (rows["group"] != "").any():
                st.markdown(f"**{session.plain(str(path) or t('framework.in_no_group'))}**")
            with st.container(gap="xxsmall"):
                for row in inner.to_dict("records"):
                    _card(row)


def _card(row: Mapping[Hashable, Any]) -> None:
    t = session.messages()
    label = t(
        "framework.card",
        basis=basis_sign(row["basis"]),
        title=session.plain(row["title"]),
        weight=figures.plain(row["weight"]),
    )
    lines = (
        (t("framework.basis"), said_basis(row["basis"])),
        (t("framework.formula"), row["formula"]),
        (t("framework.treatment"), row["treatment"]),
        (t("framework.rule"), row["rule"]),
        (t("framework.imputation"), row["imputation"]),
        (t("framework.exceptions"), row["exceptions"]),
        (t("framework.measure"), row["measure"]),
        (t("framework.direction"), row["direction"]),
        (t("framework.control"), row["control"]),
        (t("framework.evidence"), row["evidence"]),
        (t("framework.source"), row["source"]),
        (t("framework.code"), row["indicator"]),
    )
    said = [
        t("framework.line", name=name, said=session.plain(str(words)))
        for name, words in lines
        if words
    ]
    with st.expander(label):
        st.markdown("\n".join(f"- {line}" for line in said))


def indicator_columns(indicators: pd.DataFrame) -> dict[str, tables.Column]:
    """What the framework does not use, such as groups, has no column."""
    t = session.messages()
    columns: dict[str, tables.Column] = {
        "title": tables.text(t("framework.indicator"), width="medium", pinned=True),
        "strength": t("framework.strength"),
        "group": tables.text(t("framework.group"), width="medium"),
        "weight": tables.number(t("framework.weight"), digits=1),
        "basis_said": t("framework.basis"),
        "measure": t("framework.measure"),
        "formula": tables.text(t("framework.formula"), width="large"),
        "treatment": tables.text(t("framework.treatment"), width="large"),
        "rule": tables.text(t("framework.rule"), width="large"),
        "imputation": tables.text(t("framework.imputation"), width="large"),
        "exceptions": tables.text(t("framework.exceptions"), width="medium"),
        "control": tables.text(t("framework.control"), width="medium"),
        "evidence": tables.text(t("framework.evidence"), width="medium"),
        "source": tables.text(t("framework.source"), width="large"),
        "indicator": t("framework.code"),
    }
    unused = {name for name in MAY_BE_UNUSED if not (indicators[name] != "").any()}
    return {name: column for name, column in columns.items() if name not in unused}


def field_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "title": tables.text(t("framework.field"), width="medium", pinned=True),
        "strength": t("framework.strength"),
        "measure": tables.text(t("framework.measure"), width="medium"),
        "guidance": tables.text(t("framework.guidance"), width="large"),
        "part_of": tables.text(t("framework.part_of"), width="medium"),
        "field": t("framework.code"),
    }


def questions(fields: pd.DataFrame) -> None:
    """The survey fields by strength, each with what to answer and how to count."""
    t = session.messages()
    for title, rows in fields.groupby("strength", sort=False):
        with st.expander(session.plain(t("framework.sheet", title=title, fields=len(rows)))):
            st.markdown("\n".join(f"- {_question(row)}" for row in rows.to_dict("records")))


def _question(row: Mapping[Hashable, Any]) -> str:
    t = session.messages()
    said = t(
        "framework.question",
        title=session.plain(row["title"]),
        measure=session.plain(row["measure"]),
        guidance=session.plain(row["guidance"]),
    )
    if not row["part_of"]:
        return said.rstrip()
    return said + t("framework.not_above", whole=session.plain(row["part_of"]))


def told_basis(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` with `basis_said`."""
    return rows.assign(basis_said=[said_basis(code) for code in rows["basis"]])


def grades(rows: pd.DataFrame) -> None:
    t = session.messages()
    _listed(
        {
            t("framework.grade"): [badges.grade(code) for code in rows["grade"]],
            t("framework.at_least"): [figures.plain(cut) for cut in rows["at_least"]],
        }
    )


def peer_groups(rows: pd.DataFrame) -> None:
    t = session.messages()
    _listed({t("framework.peer_group"): rows["title"], t("framework.note"): rows["note"]})


def additions(rows: pd.DataFrame, period: str) -> None:
    t, bonus = session.messages(), session.framework().bonus
    if bonus is None:
        st.caption(t("framework.none"))
        return
    st.markdown(t("framework.bonus_rule", cap=figures.plain(bonus.cap.at(period))))
    items = rows.assign(
        said=[
            t("framework.level_points", level=t.code("honour.level", level), points=points)
            for level, points in zip(rows["level"], rows["points"].map(figures.plain), strict=True)
        ]
    ).groupby("item", sort=False)
    _listed(
        {
            t("framework.item"): items["title"].first(),
            t("framework.points"): items["said"].agg(t("rule.semicolon").join),
            t("framework.source"): items["source"].first(),
        }
    )


def vetoes(rows: pd.DataFrame) -> None:
    t, veto = session.messages(), session.framework().veto
    if veto is None:
        st.caption(t("framework.none"))
        return
    st.markdown(t("framework.veto_rule", grade=badges.grade(veto.grade_cap)))
    _listed(
        {
            t("framework.item"): rows["title"],
            t("framework.basis"): [basis_sign(code) for code in rows["basis"]],
            t("framework.source"): rows["source"],
        }
    )


def _listed(columns: dict[str, "pd.Series[str] | list[str]"]) -> None:
    """A short list whose lines break instead of being cut off."""
    rows = pd.DataFrame(columns).map(session.plain)
    st.table(rows, hide_index=True, border="horizontal")
