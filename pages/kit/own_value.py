"""A value of one's own beside a reported one: typed as a county types it, chosen from a list."""

from typing import Literal

import streamlit as st

from assessment.framework.model import SurveyField
from pages.kit import session


def ask(question: SurveyField, label: str, key: str) -> str | None:
    """Typed as a county types it; chosen where there is a list. None: nothing chosen."""
    t = session.messages()
    if question.type == "yes_no":
        offered = {"1": t("figure.yes"), "0": t("figure.no")}
    elif question.type == "level" and question.options:
        offered = {
            str(level): t("figure.level", level=level, meaning=t.of(meaning))
            for level, meaning in question.options.items()
        }
    else:
        measure = t.of(question.measure) if question.measure else ""
        hint = t("review.date_hint") if question.type == "date" else measure
        # A telephone's keys are digits.
        kind: Literal["phone", "default"] = "default" if question.type == "date" else "phone"
        return st.text_input(
            label, key=key, placeholder=hint, type=kind, icon="", autocomplete="off"
        )
    return st.selectbox(
        label,
        list(offered),
        index=None,
        format_func=offered.__getitem__,
        key=key,
        placeholder=t("review.choose"),
    )
