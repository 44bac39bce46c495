"""Where whoever is refused is told: at the button they pressed, and under each box that is wrong.

A form says under a box what may be wrong with it (`below`), and at its end where it was pressed
(`pressed_at`, which `inline_forms.ends` does). `refusals.js` scrolls to what is drawn here and puts
the cursor in the first box that is wrong.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.errors import AssessmentError, Problem, Rejected
from assessment.field.teams import columns_in_words
from assessment.kernel import refusal_words
from pages.kit import script_run, session

COUNT = "refused"
"""Counts refusals, so that the browser tells a new one from one that still stands there."""


@dataclass(slots=True)
class Box:
    """A place under a box, and which problems are told there."""

    place: DeltaGenerator
    codes: tuple[str, ...]
    about: str | None

    def tells(self, problem: Problem) -> bool:
        """A code that ends in a point stands for its whole area."""
        is_ours = any(
            problem.code.startswith(code) if code.endswith(".") else problem.code == code
            for code in self.codes
        )
        return is_ours and self.about in (None, problem.place.path, problem.facts.get("column"))


@dataclass(slots=True)
class Places:
    """The boxes of the form that is drawn now, and what was pressed in this run."""

    drawn: list[Box] = field(default_factory=list)
    pressed: list[Box] = field(default_factory=list)
    button: DeltaGenerator | None = None


def _places() -> Places:
    return script_run.once("refusals", (), Places)


def below(*codes: str, about: str | None = None) -> None:
    """A place under the box just drawn, for problems of these codes; only `about` that column."""
    _places().drawn.append(Box(st.empty(), codes, about))


def pressed_at(place: DeltaGenerator | None) -> None:
    """Ends a form. `place` is beside its button where that was pressed, and None elsewhere."""
    places = _places()
    if place is not None:
        places.button, places.pressed = place, places.drawn
    places.drawn = []


@contextmanager
def explaining(otherwise: DeltaGenerator | None = None) -> Iterator[None]:
    """As `session.explaining`, at the form that was pressed; `otherwise` where none was."""
    with session.explaining(partial(_tell, otherwise)):
        yield


def lacking(*boxes: tuple[str, object, str]) -> bool:
    """Whether a box of the pressed form holds nothing; says so. A box is a code for `below`, what
    it holds, and the sentence."""
    empty = [(code, sentence) for code, held, sentence in boxes if held is None]
    if empty:
        wrong = {
            place: [session.plain(sentence)]
            for code, sentence in empty
            for place, box in enumerate(_places().pressed)
            if code in box.codes
        }
        _draw("\n\n".join(session.plain(sentence) for _, sentence in empty), wrong)
    return bool(empty)


def tell(error: AssessmentError) -> None:
    """What a press that was answered before this run was refused for, here."""
    _draw(sentence(error), {})


def _tell(otherwise: DeltaGenerator | None, error: AssessmentError) -> None:
    problems = error.problems if isinstance(error, Rejected) else ()
    wrong: dict[int, list[str]] = {}
    for problem in problems:
        boxes = enumerate(_places().pressed)
        place = next((place for place, box in boxes if box.tells(problem)), None)
        if place is not None:
            wrong.setdefault(place, []).append(_said(problem))
    _draw(sentence(error), wrong, otherwise)


def _draw(text: str, wrong: dict[int, list[str]], otherwise: DeltaGenerator | None = None) -> None:
    """The sentences of each box under it, and everything at the button."""
    number, places = next_number(), _places()
    for place, sentences in wrong.items():
        with places.pressed[place].place:
            _fault(sentences, f"{number}_{place}")
    with (places.button or otherwise or st.container()).container(key=f"refused_{number}"):
        st.error(text)


def _fault(sentences: Sequence[str], number: str) -> None:
    with st.container(key=f"fault_{number}", gap="xxsmall"):
        for each in sentences:
            st.markdown(f":red[✖ {each}]")


def next_number() -> int:
    """Of a refusal that is told now, or stays on the page until what it is about is put right."""
    session.begin_anew(COUNT)
    return session.turn(COUNT)


def standing(error: AssessmentError, beginning: str, number: int) -> None:
    """A refusal that stays, beside the button."""
    with st.container(key=f"refused_{number}"):
        st.error(f"**✖ {session.plain(beginning)}**\n\n{sentence(error)}")


def standing_below(
    error: AssessmentError | None,
    codes: Sequence[str],
    number: int,
    *,
    about: str | None = None,
    line: int | None = None,
) -> None:
    """What a refusal that stays has against the box just drawn; of the thing in that `line`."""
    problems = error.problems if isinstance(error, Rejected) else ()
    told = [
        _said(problem)
        for problem in problems
        if problem.code in codes
        and about in (None, problem.place.path)
        and line in (None, problem.place.line)
    ]
    if told:
        _fault(told, f"{number}_{codes[0].replace('.', '_')}_{about or line or ''}")


def sentence(error: AssessmentError) -> str:
    """Why something was refused, with every reason there is, as Markdown."""
    t = session.messages()
    if not isinstance(error, Rejected):
        return session.plain(t(error.key, **refusal_words.for_readers(error, t)))
    reasons = list(dict.fromkeys(_said(problem) for problem in error.problems))
    # The sentence of any rejected file names one, and a form is none.
    told = (
        ""
        if error.key == Rejected.key
        else session.plain(t(error.key, **refusal_words.for_readers(error, t)))
    )
    return "\n".join([told, "", *(f"- {reason}" for reason in reasons)]).strip()


def _said(problem: Problem) -> str:
    t = session.messages()
    return session.plain(t(problem.key, **columns_in_words.facts(problem, t)))
