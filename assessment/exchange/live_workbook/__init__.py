"""A workbook that computes the scores anew, step by step, from the answers and the rules.

Whoever doubts a score opens it in Excel, WPS or LibreOffice, follows a number from the total to
the answers, and changes what they like: every step is a formula over the cells of the step before.
The formulas follow docs/methods.md and keep to functions that all three know in the same way.

The units are rows and the indicators columns on every sheet, a sheet a step. One module a step;
`layout` knows where everything is, `book` how it is written.
"""

from collections.abc import Mapping

from assessment.exchange.live_workbook import (
    answers_sheets,
    filling,
    layout,
    readme_sheet,
    value_sheets,
)
from assessment.exchange.live_workbook.book import Book
from assessment.exchange.live_workbook.check_sheet import Check
from assessment.exchange.live_workbook.filling import Filling
from assessment.exchange.live_workbook.inputs import ANSWER, UNIT, Inputs, Ours
from assessment.exchange.live_workbook.levels_sheet import Levels
from assessment.exchange.live_workbook.nodes import Tree
from assessment.exchange.live_workbook.parameters import Parameters
from assessment.exchange.live_workbook.pool_sheets import Pools
from assessment.exchange.live_workbook.ranks_sheets import Ranks
from assessment.exchange.live_workbook.scoring_sheets import RANKED, Scoring
from assessment.exchange.live_workbook.totals_sheet import Totals
from assessment.exchange.live_workbook.weighted_sheets import Weighted
from assessment.framework.model import Bands, WinsorisePoints
from assessment.i18n import Messages

__all__ = ["ANSWER", "UNIT", "Inputs", "Ours", "written"]


def written(inputs: Inputs, lang: str) -> bytes:
    """The workbook's bytes."""
    t = Messages(lang)
    book = Book(inputs, t, _sheets(inputs, t))
    tree = Tree(book.layout)
    parameters = Parameters(book, tree)
    pools = Pools(book, parameters)
    fill = Filling(book, pools)
    levels = Levels(book, parameters, tree)
    ranks = Ranks(book, parameters, levels)
    check = Check(book, levels, ranks)
    answers_sheets.write_units(book)
    answers_sheets.write_answers(book)
    if book.has("records"):
        answers_sheets.write_records(book)
    parameters.write()
    value_sheets.write(book, parameters)
    pools.write()
    fill.write()
    Scoring(book, parameters, pools, fill, tree).write()
    levels.write()
    Totals(book, parameters, levels).write()
    Weighted(book, parameters, tree, levels).write()
    ranks.write()
    check.write()
    readme_sheet.write(book)
    return book.bytes()


def _sheets(inputs: Inputs, t: Messages) -> Mapping[str, str]:
    """The sheets there is a use for, in the order of the steps."""
    framework = inputs.framework
    every = [indicator for _, indicator in inputs.indicators]
    compared = any(layout.is_compared(each) for each in every)
    ranked = any(isinstance(each.scoring, RANKED) for each in every)
    named = t.codes("live.sheet")
    wanted = {
        "records": framework.bonus is not None or framework.veto is not None,
        "bands": any(isinstance(each.scoring, Bands) for each in every),
        "pool_keys": compared,
        "pools": compared,
        "extremes": any(isinstance(each.treatment, WinsorisePoints) for each in every),
        "treated": any(layout.winsorises(each) for each in every),
        "filled": any(filling.fills_values(each) for each in every),
        "below": ranked,
        "equal": ranked,
        "scored": any(each.imputation == "own_mean" for each in every),
    }
    return {key: name for key, name in named.items() if wanted.get(key, True)}
