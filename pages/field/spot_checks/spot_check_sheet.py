"""The answers of a county as cards a team goes through on a phone: one press where they agree."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assessment.field.spot_checks import spot_checks
from assessment.field.spot_checks.spot_checks import Checked, Look, ToCheck
from assessment.field.teams.team_offers import TeamOffer
from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from pages.kit import inline_forms, own_value, refusals, session, url_widgets, words
from pages.kit.actions import Press


def show(framework: Framework, unit: str, period: str) -> Press | None:
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
    wanted: Press | None = None
    for item in _of_strength(framework, items):
        card = _Card(framework, unit, period, item, here)
        wanted = card.show() or wanted
    return wanted


def _team_and_day(actor: Actor, unit: str) -> tuple[TeamOffer, date] | None:
    """For whom and when; None for who only looks."""
    t = session.messages()
    if not actor.may(spot_checks.RECORD, unit):
        st.caption(t("spot_check.only_looking"))
        return None
    st.caption(t("spot_check.lead"))
    today = clock.today()
    day = st.date_input(
        t("spot_check.day"),
        value=today,
        max_value=today,
        format="YYYY-MM-DD",
        key="spot_check_day",
    )
    offers = {offer.team: offer for offer in spot_checks.teams(session.store(), actor, unit, day)}
    if not offers:
        st.warning(t("spot_check.no_team"))
        return None
    if len(offers) == 1:
        (only,) = offers.values()
        st.caption(session.plain(t("spot_check.for_team", team=only.name)))
        return only, day
    named = {code: offer.name for code, offer in offers.items()}
    team = url_widgets.pick("team", t("spot_check.team"), named, keep=session.show)
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
    chosen = url_widgets.pick("asked", t("picker.strength"), titles, first, keep=session.show)
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
        self.name = f"{unit}_{period}_{item.question.code}"
        # Another answer has other buttons: nobody agrees to what they have not seen.
        self.key = f"{self.name}_{item.reported.entry}"

    def show(self) -> Press | None:
        t, question, answer = self.t, self.item.question, self.item.answer
        with st.container(border=True, gap="xsmall"):
            said = figures.of_answer(question, answer.state, answer.value, t)
            st.markdown(f"**{session.plain(t.of(question.title))}**")
            st.markdown(t("spot_check.reported", value=session.plain(said)))
            if answer.note:
                st.caption(session.plain(t("review.county_note", note=answer.note)))
            for check in self.item.checks:
                told = session.plain(words.spot_check(check, question, t))
                (st.markdown if check.holds else st.caption)(told)
            # What stands in the way is said where it was pressed.
            self.place = st.container()
            return None if self.here is None else self._buttons() or self._form()

    def _own(self) -> Checked | None:
        """What the team whose turn it is said of the answer as it stands."""
        team = self.here[0].team if self.here else None
        return next((check for check in self.item.standing if check.team == team), None)

    def _buttons(self) -> Press | None:
        with st.container(horizontal=True, gap="xsmall"):
            agrees = st.button(self.t.code("spot_check.outcome", "agree"), key=f"agree_{self.key}")
            for outcome in ("differ", "could_not"):
                inline_forms.button(
                    f"{outcome}_{self.key}", self.t.code("spot_check.outcome", outcome)
                )
            if own := self._own():
                inline_forms.button(f"withdraw_{own.spot_check}", self.t("spot_check.withdraw"))
        if not agrees:
            return None
        entry = self.item.reported.entry
        return self._recording(Look(self.item.question.code, entry, "agree"))

    def _form(self) -> Press | None:
        own = self._own()
        if own and inline_forms.is_open(f"withdraw_{own.spot_check}"):
            return self._withdraw_form(own)
        for outcome, form in (("differ", self._differ_form), ("could_not", self._could_not_form)):
            seen = inline_forms.opened(f"{outcome}_{self.name}_")
            if seen is not None:
                return form(seen)
        return None

    def _differ_form(self, revision: int) -> Press | None:
        t, key = self.t, f"{self.name}_{revision}"
        with st.form(f"differ_form_{key}"):
            value = own_value.ask(self.item.question, t("spot_check.value"), f"value_{key}")
            refusals.below("cell.", "spot_check.no_value", "spot_check.same_as_reported")
            none = st.checkbox(t("spot_check.not_applicable"), key=f"na_{key}")
            note = self._note(t("spot_check.differ_note"), key)
            pressed = self._submit(key)
        if not pressed:
            return None
        said = Look(self.item.question.code, revision, "differ", value, none, note)
        return self._recording(said)

    def _could_not_form(self, revision: int) -> Press | None:
        key = f"{self.name}_{revision}"
        with st.form(f"could_not_form_{key}"):
            note = self._note(self.t("spot_check.why_not"), key)
            pressed = self._submit(key)
        if not pressed:
            return None
        return self._recording(Look(self.item.question.code, revision, "could_not", note=note))

    def _note(self, label: str, key: str) -> str:
        note = st.text_area(
            label,
            key=f"note_{key}",
            max_chars=spot_checks.LONGEST,
            help=self.t("spot_check.no_names"),
            height=80,
        )
        refusals.below("spot_check.no_why_not", "spot_check.note_too_long")
        return note

    def _submit(self, key: str) -> bool:
        return inline_forms.ends(f"save_{key}", self.t("spot_check.save"))

    def _recording(self, look: Look) -> Press | None:
        if self.here is None:
            return None
        (team, day), store, actor = self.here, session.store(), session.actor()
        return Press(
            self.place,
            lambda: spot_checks.record(
                store, self.framework, actor, self.unit, self.period, team.team, day, [look]
            ),
        )

    def _withdraw_form(self, check: Checked) -> Press | None:
        name = f"withdraw_{check.spot_check}"
        with st.form(f"form_{name}"):
            reason = st.text_input(self.t("spot_check.withdraw_reason"), key=f"reason_{name}")
            refusals.below("spot_check.no_reason")
            pressed = inline_forms.ends(f"now_{name}", self.t("spot_check.withdraw"))
        if not pressed:
            return None
        store, actor = session.store(), session.actor()
        return Press(
            self.place, lambda: spot_checks.withdraw(store, actor, check.spot_check, reason)
        )
