"""How a period is scored, counted: so that a page can say it in a sentence or two."""

from dataclasses import dataclass

from assessment.framework.model import Framework, Indicator

FIXED = frozenset({"target", "goalposts", "bands", "linear"})
"""Methods whose score rests on the unit's own value alone."""


@dataclass(frozen=True, slots=True)
class Method:
    """What is asked in one period, and how it is scored."""

    strengths: int
    fixed: tuple[Indicator, ...]
    relative: tuple[Indicator, ...]
    """Scored by comparison with other units."""

    treated: tuple[Indicator, ...]
    imputed: tuple[Indicator, ...]

    @property
    def indicators(self) -> int:
        return len(self.fixed) + len(self.relative)


def method(framework: Framework, period: str) -> Method:
    """Only what is asked in `period`."""
    pairs = list(framework.indicators(period))
    asked = [indicator for _, indicator in pairs]
    return Method(
        strengths=len({strength.code for strength, _ in pairs}),
        fixed=tuple(each for each in asked if each.scoring.method in FIXED),
        relative=tuple(each for each in asked if each.scoring.method not in FIXED),
        treated=tuple(each for each in asked if each.treatment is not None),
        imputed=tuple(each for each in asked if each.imputation is not None),
    )
