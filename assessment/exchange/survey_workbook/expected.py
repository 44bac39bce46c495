"""What a file of answers may be about: which units, which periods, and for whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from assessment.framework.model import Framework, SurveyField
from assessment.framework.period import Period
from assessment.framework.questions import asked_in
from assessment.framework.values.field_values import Breach


@dataclass(frozen=True, slots=True)
class Expected:
    """None asks for nothing: a CSV scored without a database may name any unit and period."""

    units: Collection[str] | None = None
    """Every unit there is."""

    periods: Mapping[str, bool] | None = None
    """Every period there is, and whether it takes answers."""

    scope: Collection[str] | None = None
    """The units this person may file for."""

    strengths: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By period: the strengths it asks, where it does not ask all of them."""

    def questions(self, framework: Framework, period: str) -> tuple[SurveyField, ...]:
        """What a period asks; every question there is where its code is none."""
        try:
            Period.of(period)
        except ValueError:
            return framework.fields
        return asked_in(framework, period, self.strengths.get(period, ()))

    def unit(self, code: str) -> Breach | None:
        """What is wrong with a unit's code."""
        if self.units is not None and code not in self.units:
            return Breach("filing.unknown_unit", {"unit": code})
        if self.scope is not None and code not in self.scope:
            return Breach("filing.unit_not_yours", {"unit": code})
        return None

    def period(self, code: str) -> Breach | None:
        """What is wrong with a period's code."""
        try:
            Period.of(code)
        except ValueError:
            return Breach("filing.bad_period", {"period": code})
        if self.periods is None or self.periods.get(code):
            return None
        if code in self.periods:
            return Breach("filing.period_closed", {"period": code})
        known = ", ".join(sorted(self.periods)) or "—"
        return Breach("filing.unknown_period", {"period": code, "periods": known})
