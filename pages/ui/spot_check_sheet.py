"""The answers of a county as cards a team goes through on a phone: one press where they agree."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from assessment.framework.model import Framework
from assessment.services import account_scope, spot_checks
from assessment.services.people import Actor
from assessment.services.spot_checks import Checked, Outcome, Seen, TeamOffer, ToCheck
from pages.ui import own_value, panels, pickers, review_case, session, spot_check_words

Wanted = Callable[[], object]
"""What a button that was pressed asks for; done when the page is drawn."""


def show(framework: Framework, unit: str, period: str) -> Wanted | None:
    """The cards of one strength; what was pressed, if anything was."""
    t = session.messages()
    store, actor = session.store(), session.actor()
    with session.explaining():
        items = spot_checks.of_unit(store, framework, actor, unit, period)
    if not items:
        st.info(t("spot_check.nothing_reported"))
        return None
    here = _team_and_day(actor, unit)
    looked = sum(bool(item.standing) for item in items)
    st.progress(looked / len(items), t("spot_check.progress", looked=looked, count=len(items)))
    wanted: Wanted | None = None
    for item in _of_strength(framework, items):
        card = _Card(framework, unit, period, item, here)
        wanted = card.show() or wanted
    return wanted


def done() -> None:
    """What was pressed is recorded: the form closes, and the page tells of it."""
    panels.close()
    st.rerun()


def _team_and_day(actor: Actor, unit: str) -> tuple[TeamOffer, date] | None:
    """For whom and when; None for who only looks."""
    t = session.messages()
    if not actor.may(spot_checks.RECORD, unit):
        st.caption(t("spot_check.only_looking"))
        return None
    st.caption(t("spot_check.lead"))
    today = account_scope.today()
    with st.container(horizontal=True):
        day = st.date_input(
            t("spot_check.day"),
            value=today,
            max_value=today,
            format="YYYY-MM-DD",
            key="spot_check_day",
        )
        offers = {
            offer.team: offer for offer in spot_checks.teams(session.store(), actor, unit, day)
        }
        if not offers:
            st.warning(t("spot_check.no_team"))
            return None
        named = {code: offer.name for code, offer in offers.items()}
        team = pickers.pick("team", t("spot_check.team"), named, keep=session.show)
    return offers[team], day


def _of_strength(framework: Framework, items: Sequence[ToCheck]) -> list[ToCheck]:
    t = session.messages()
    titles = {}
    for strength in framework.strengths:
        own = [item for item in items if item.question.strength == strength.code]
        if own:
            looked = sum(bool(item.standing) for item in own)
            titles[strength.code] = t(
                "spot_check.of_strength",
                strength=t.of(strength.short),
                looked=looked,
                count=len(own),
            )
    first = next(iter(titles))
    chosen = pickers.pick("asked", t("picker.strength"), titles, first, keep=session.show)
    return [item for item in items if item.question.strength == chosen]


class _Card:
    """One answer, what was seen of it, and what may be said of it."""

    def __init__(
        self,
        framework: Framework,
        unit: str,
        period: str,
        item: ToCheck,
        here: tuple[TeamOffer, date] | None,
    ) -> None:
        self.framework, self.unit, self.period = framework, unit, period
        self.item, self.here, self.t = item, here, session.messages()
        # Another answer is another card.
        self.key = f"{unit}_{item.question.code}_{item.reported.entry}"

    def show(self) -> Wanted | None:
        t, question, answer = self.t, self.item.question, self.item.answer
        with st.container(border=True, gap="xsmall"):
            said = review_case.said(answer.state, answer.value, question, t)
            st.markdown(f"**{session.plain(t.of(question.title))}**")
            st.markdown(t("spot_check.reported", value=session.plain(said)))
            if answer.note:
                st.caption(session.plain(t("review.county_note", note=answer.note)))
            wanted: Wanted | None = None
            for check in self.item.checks:
                wanted = self._check(check) or wanted
            if self.here is None:
                return wanted
            return self._buttons() or self._form() or wanted

    def _buttons(self) -> Wanted | None:
        with st.container(horizontal=True, gap="xsmall"):
            agrees = st.button(spot_check_words.outcome("agree", self.t), key=f"agree_{self.key}")
            for outcome in ("differ", "could_not"):
                panels.button(f"{outcome}_{self.key}", spot_check_words.outcome(outcome, self.t))
        return self._recording("agree") if agrees else None

    def _form(self) -> Wanted | None:
        if panels.is_open(f"differ_{self.key}"):
            return self._differ_form()
        if panels.is_open(f"could_not_{self.key}"):
            return self._could_not_form()
        return None

    def _differ_form(self) -> Wanted | None:
        t, key = self.t, self.key
        with st.form(f"differ_form_{key}"):
            value = own_value.ask(self.item.question, t("spot_check.value"), f"value_{key}")
            none = st.checkbox(t("spot_check.not_applicable"), key=f"na_{key}")
            note = self._note(t("spot_check.differ_note"))
            pressed = self._submit()
        if not pressed:
            return None
        return self._recording("differ", value=value, not_applicable=none, note=note)

    def _could_not_form(self) -> Wanted | None:
        with st.form(f"could_not_form_{self.key}"):
            note = self._note(self.t("spot_check.why_not"))
            pressed = self._submit()
        return self._recording("could_not", note=note) if pressed else None

    def _note(self, label: str) -> str:
        return st.text_area(
            label,
            key=f"note_{self.key}",
            max_chars=spot_checks.LONGEST,
            help=self.t("spot_check.no_names"),
            height=80,
        )

    def _submit(self) -> bool:
        with st.container(horizontal=True):
            pressed = st.form_submit_button(
                self.t("spot_check.save"), key=f"save_{self.key}", type="primary"
            )
            panels.cancel(f"check_{self.key}")
        return pressed

    def _recording(
        self,
        outcome: Outcome,
        *,
        value: str | None = None,
        not_applicable: bool = False,
        note: str | None = None,
    ) -> Wanted | None:
        if self.here is None:
            return None
        (team, day), store, actor = self.here, session.store(), session.actor()
        entry = self.item.reported.entry
        seen = Seen(self.item.question.code, entry, outcome, value, not_applicable, note)
        return lambda: spot_checks.record(
            store, self.framework, actor, self.unit, self.period, team.team, day, [seen]
        )

    def _check(self, check: Checked) -> Wanted | None:
        """What was said before, and taking it back for who said it."""
        told = session.plain(spot_check_words.told(check, self.item.question, self.t))
        mine = self.here is not None and self.here[0].team == check.team
        if not check.holds or not mine:
            st.caption(told)
            return None
        name = f"withdraw_{check.spot_check}"
        st.markdown(told)
        if not panels.is_open(name):
            panels.button(name, self.t("spot_check.withdraw"))
            return None
        with st.form(f"form_{name}"):
            reason = st.text_input(self.t("spot_check.withdraw_reason"), key=f"reason_{name}")
            with st.container(horizontal=True):
                pressed = st.form_submit_button(
                    self.t("spot_check.withdraw"), key=f"now_{name}", type="primary"
                )
                panels.cancel(name)
        if not pressed:
            return None
        store, actor = session.store(), session.actor()
        return lambda: spot_checks.withdraw(store, actor, check.spot_check, reason)
