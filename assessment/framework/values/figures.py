"""Numbers as people read them: with their unit of measure, a level with its meaning.

What is not known is a dash, never a 0; and a number that is not 0 is never rounded to one.
"""

from decimal import Decimal
from typing import Any

import pandas as pd

from assessment.framework.model import Framework, Indicator, SurveyField
from assessment.framework.values.field_values import as_date
from assessment.i18n import Messages

BLANK = "—"
"""Stands where nothing is known. The reason stands beside it."""


def known(value: Any) -> float | None:
    """A frame's cell as a number, or None for any of the ways a frame says null."""
    return None if pd.isna(value) else float(value)


def plain(value: float) -> str:
    """At most two decimals, and no needless ones.

    >>> plain(12000.0), plain(3.5), plain(0.333), plain(0.004), plain(0.00001), plain(-2.0)
    ('12,000', '3.5', '0.33', '0.004', '0.00001', '-2')
    """
    if value and abs(value) < 0.01:
        return f"{Decimal(f'{value:.1g}'):f}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def exact(value: float) -> str:
    """Every decimal: a number that is part of a rule, which rounding would make another rule.

    >>> exact(12000.0), exact(0.125), exact(-0.0015), exact(0.0)
    ('12,000', '0.125', '−0.0015', '0')
    """
    return f"{Decimal(repr(value or 0)).normalize():,f}".replace("-", "−")


def exact_percent(share: float) -> str:
    """A share as a percentage with every decimal.

    >>> exact_percent(0.07), exact_percent(0.1234)
    ('7%', '12.34%')
    """
    return f"{(Decimal(repr(share)) * 100).normalize():,f}%".replace("-", "−")


def added(term: str, number: float) -> str:
    """A sum as one writes it.

    >>> added("x", 1.0), added("x", -0.5), added("x", 0.0)
    ('x + 1', 'x − 0.5', 'x')
    """
    sign = "+" if number > 0 else "−"
    return f"{term} {sign} {exact(abs(number))}" if number else term


def percent(share: float) -> str:
    """A share as a percentage with at most one decimal, or what it takes not to say 0.

    >>> percent(0.63), percent(0.7777), percent(1), percent(0), percent(0.0004)
    ('63%', '77.8%', '100%', '0%', '0.04%')
    """
    if share and abs(share) < 0.001:
        return f"{plain(share * 100)}%"
    return f"{share * 100:.1f}".removesuffix(".0") + "%"


def of_field(field: SurveyField, value: Any, t: Messages) -> str:
    """One answer, as the person who gave it would say it."""
    number = known(value)
    if number is None:
        return BLANK
    if field.type == "yes_no":
        return t("figure.yes") if number else t("figure.no")
    if field.type == "date":
        return as_date(number).isoformat()
    meaning = (field.options or {}).get(int(number))
    if field.type == "level" and meaning is not None:
        return t("figure.level", level=int(number), meaning=t.of(meaning))
    return measured(plain(number), t.of(field.measure) if field.measure else "")


def of_answer(field: SurveyField, state: object, value: object, t: Messages) -> str:
    """An answer in any of its states; of what nobody said, a dash."""
    if state == "not_applicable":
        return t("review.not_applicable")
    if state == "unavailable":
        return t("review.unavailable")
    return of_field(field, value, t) if state == "value" else BLANK


def bare(field: SurveyField, value: float) -> str:
    """An answer as a formula takes it: a number, save that a date is a date."""
    if field.type == "date":
        return as_date(value).isoformat()
    return plain(value)


def of_indicator(framework: Framework, indicator: Indicator, value: Any, t: Messages) -> str:
    """One indicator's value; where it is simply a survey field, as that field."""
    number = known(value)
    if number is None:
        return BLANK
    if indicator.formula in framework.field_by_code:
        return of_field(framework.field_by_code[indicator.formula], number, t)
    if indicator.kind == "yes_no":
        return t("figure.yes") if number else t("figure.no")
    if indicator.shown_as == "percent":
        return percent(number)
    return measured(plain(number), t.of(indicator.measure))


def measured(number: str, measure: str) -> str:
    """A number with its unit of measure, which stays away where it says only percent."""
    return number if measure in ("", "%") else f"{number} {measure}"
