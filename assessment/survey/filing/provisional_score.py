"""What a form would score as it stands: the engine's own numbers, and not an official score.

The unit's working answers are tried against the others as they are counted now. Drafts move none of
the relations the copy is made of, so it is kept from one save to the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from assessment.errors import Unscorable
from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.kernel.actors import Actor
from assessment.kernel.answers import MISSING, SILENT, Answer
from assessment.scores.basis import refusals
from assessment.scoring import engine
from assessment.scoring.what_if.copied import Copy
from assessment.store.database import Store
from assessment.store.memo import Identity, Memo
from assessment.survey.filing.form import FILE, Form

KEPT = 2
"""Copies for each store; each is a whole period in memory."""


@dataclass(frozen=True, slots=True)
class Provisional:
    """None is unknown: the answers do not suffice yet."""

    total: float | None
    completeness: float | None
    strengths: Mapping[str, float | None]


_copies: Memo[Copy] = Memo(KEPT)
_scores: Memo[Provisional] = Memo(256)
"""Of each form as it is: whoever turns a leaf of it has typed nothing."""


def score(store: Store, framework: Framework, actor: Actor, form: Form) -> Provisional:
    """Of the form as it is, complete or not. Raises `Unscorable`, naming units the actor sees."""
    actor.must(FILE, form.unit)
    said = tuple((code, _read(item.said.answer)) for code, item in form.items.items())
    key = Identity(framework), form.unit, form.period, said

    def scored() -> Provisional:
        return _scored(_copy(store, framework, form.period), framework, form)

    try:
        return _scores.get(store, key, scored)
    except Unscorable as refused:
        raise refusals.told(store, actor, refused) from refused


def _scored(copy: Copy, framework: Framework, form: Form) -> Provisional:
    given = copy.answers(form.unit)
    changed = [
        (form.unit, code, item.said.state, item.said.value)
        for code, item in form.items.items()
        if _counted(given, code) != _read(item.said.answer)
    ]
    answers = pd.DataFrame(changed, columns=["unit", "field", "state", "value"])
    tried = copy.tried(form.unit, answers.astype({"value": float}))
    own = tried.totals[tried.totals["unit"] == form.unit].iloc[0]
    strengths = tried.strengths.set_index("strength")["score"]
    return Provisional(
        figures.known(own["total"]),
        figures.known(own["completeness"]),
        {code: figures.known(strengths.get(code)) for code in framework.strength_by_code},
    )


def _read(answer: Answer) -> tuple[str, float | None]:
    """As scoring reads it: what is unavailable is missing."""
    return (MISSING, None) if answer.state in SILENT else (answer.state, answer.value)


def _counted(typed_values: Mapping[str, float | None], code: str) -> tuple[str, float | None]:
    if code not in typed_values:
        return "missing", None
    value = typed_values[code]
    return ("not_applicable", None) if value is None else ("value", value)


def _copy(store: Store, framework: Framework, period: str) -> Copy:
    """The copy of what counts now; made when first asked for after that changed."""

    def made() -> Copy:
        with store.reading(*engine.READ) as cursor:
            return Copy(framework, period, cursor)

    return _copies.get(store, (Identity(framework), period), made)
