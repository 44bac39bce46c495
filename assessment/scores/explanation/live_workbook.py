"""The workbook that recalculates: every step from answers to ranks as formulas, to check or try.

It holds every unit's raw answers, since comparisons and ranks are nothing without the others. So
it is only for those who may read all units.
"""

from assessment.errors import NotAllowed
from assessment.exchange import live_workbook
from assessment.exchange.live_workbook import ANSWER, Inputs, Ours
from assessment.exchange.live_workbook.layout import looks_back
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.office.documents import exporting
from assessment.scores.basis import basis, basis_in_words
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scores.framework_guide import rules_in_words
from assessment.survey.periods.periods_table import PeriodRow
from assessment.units import directory, scopes, setup


class EveryUnitNeeded(NotAllowed):
    """The asker sees some units only, and this cannot be made from some."""

    key = "live.book.needs_every_unit"


def may_be_made(actor: Actor) -> bool:
    """Whether to offer it at all."""
    return actor.may("score.read")


def workbook(source: DataSource, actor: Actor, period: str, fingerprint: str, t: Messages) -> bytes:
    """The workbook of a period as an .xlsx, in the language of `t`.

    Raises `EveryUnitNeeded` for whoever sees some units only, `Unknown` for a period that is not
    there, and `Unscorable` where the scores themselves cannot exist.
    """
    actor.must_somewhere("score.read")
    if not may_be_made(actor):
        raise EveryUnitNeeded(actor=actor.name, verb="score.read", subject="*")
    directory.must_be_period(source.live_store, actor, period)
    run = scores(source, actor, period)
    here = source.at(actor, period)
    framework = here.framework
    units = scopes.described(here.store, actor)
    if t.lang == "en":
        units = units.assign(name=units["name_en"], prefecture_name=units["prefecture_name_en"])
    given = Inputs(
        framework,
        period,
        units,
        here.store.frame("answer_relation", periods=_periods(source, framework, period))[
            list(ANSWER)
        ],
        Ours(run.indicators, run.strengths, run.totals),
        _rules(framework, period, t),
        t(
            "basis.book_made",
            made=exporting.made(fingerprint, t),
            basis=basis_in_words.said(basis.standing(source.live_store, actor, period), t),
        ),
        setup.is_demonstration(source.live_store, actor),
    )
    return live_workbook.written(given, t.lang)


def _periods(source: DataSource, framework: Framework, period: str) -> list[str]:
    """This one; all others too where an indicator looks back. Which of them, it knows itself."""
    if not any(looks_back(indicator) for _, indicator in framework.indicators(period)):
        return [period]
    return [row.period for row in source.live_store.ask("period", PeriodRow)]


def _rules(framework: Framework, period: str, t: Messages) -> dict[str, str]:
    said = {}
    for _, indicator in framework.indicators(period):
        formula = rules_in_words.formula_in_names(framework, indicator.formula, t)
        rule = rules_in_words.scoring(framework, indicator, period, t)
        exceptions = rules_in_words.exceptions(framework, indicator, t)
        said[indicator.code] = "\n".join((formula, rule, *exceptions))
    return said
