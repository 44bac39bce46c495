"""What one should know of the data's health, in sentences."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.framework.model import Indicator
from assessment.framework.values import figures
from assessment.scores.analysis.data_health.statistics import (
    Statistics,
)
from pages.kit import session

NAMED = 5
"""Titles in a sentence before it says that there are others."""


def summary(rows: pd.DataFrame, stats: Statistics, far: pd.DataFrame, *, reviewed: bool) -> None:
    """What one should know, in sentences; no lights, because these are questions, not faults."""
    sentences = [*_on_reliability(rows, reviewed=reviewed), *_on_indicators(stats), _on_far(far)]
    st.markdown("\n".join(f"* {sentence}" for sentence in sentences))


def _on_reliability(rows: pd.DataFrame, *, reviewed: bool) -> list[str]:
    t, known = session.messages(), rows.dropna(subset=["reliability"])
    said = []
    if len(known):
        said.append(
            t(
                "health.said_reliable",
                median=figures.percent(float(known["reliability"].median())),
                unit=session.plain(str(known["said"].iloc[0])),
                lowest=figures.percent(float(known["reliability"].iloc[0])),
            )
        )
        causes = {
            name: figures.percent(float(known[name].mean()))
            for name in ("missing", "imputed", "contradicted", "disputed", "old", "low_agreement")
        }
        said.append(t("health.said_causes", **causes))
    if reviewed and len(known):
        unverified = figures.percent(float(known["unverified"].mean()))
        said.append(t("health.reviewed", unverified=unverified))
    elif not reviewed:
        said.append(t("health.not_reviewed"))
    return said


def _on_indicators(stats: Statistics) -> list[str]:
    t = session.messages()
    said = []
    if not stats.judged:
        said.append(t("health.said_unknown", units=stats.units))
    elif stats.flat:
        titles = _named(stats.flat)
        said.append(
            t("health.said_flat", judged=stats.judged, count=len(stats.flat), titles=titles)
        )
    else:
        said.append(t("health.said_no_flat", judged=stats.judged))
    if stats.against:
        titles = _named(stats.against)
        said.append(t("health.said_against", count=len(stats.against), titles=titles))
    elif stats.judged:
        said.append(t("health.said_no_against"))
    said += _on_weights(stats)
    if stats.thin:
        said.append(t("health.said_thin", count=len(stats.thin), titles=_named(stats.thin)))
    else:
        said.append(t("health.said_no_thin"))
    return said


def _on_weights(stats: Statistics) -> list[str]:
    t = session.messages()
    said = []
    if stats.heavy:
        said.append(t("health.said_heavy", count=len(stats.heavy), titles=_named(stats.heavy)))
    if stats.light:
        said.append(t("health.said_light", count=len(stats.light), titles=_named(stats.light)))
    if not said and stats.indicators["ratio"].notna().any():
        said.append(t("health.said_balanced"))
    return said


def _on_far(far: pd.DataFrame) -> str:
    t = session.messages()
    if far.empty:
        return t("health.said_no_far")
    return t("health.said_far", count=len(far), units=far["unit"].nunique())


def _named(codes: Sequence[str]) -> str:
    indicators = session.framework().indicator_by_code
    return titles([indicators[code] for code in codes])


def titles(indicators: Sequence[Indicator]) -> str:
    t = session.messages()
    titles = t("health.list").join(t.of(each.title) for each in indicators[:NAMED])
    if len(indicators) > NAMED:
        titles = t("health.more", titles=titles)
    return session.plain(titles)
