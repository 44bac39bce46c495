"""记一笔: one finding in a minute on a phone: what, of which strength, how bad, and a photo."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from assessment.field.visits import visit_form, visit_log
from assessment.field.visits.visit_drafts import Form
from assessment.field.visits.visit_log import Where
from assessment.kernel import clock
from pages.field.visits import field_form, field_memory
from pages.kit import session

FORM: Final = "note"
NAMES = ("where", "description", "strength", "severity", "problem")


def show(places: Sequence[Where]) -> None:
    t = session.messages()
    field_form.where(FORM, places, NAMES)
    with session.explaining():
        rules = field_form.framework(clock.today())
    field_form.finding(FORM, "", rules, NAMES)
    field_form.photos(FORM, NAMES)
    # At the end, where whoever has just pressed is looking.
    field_form.status(FORM)
    field_form.send_button(FORM, _send)
    st.caption(t("visit.note_caption"))


def _send(form: Form, turn: int) -> None:
    """Save, then send what was saved; a second press of a button that is gone does nothing."""
    if turn != session.turn(FORM) or not field_form.take_photos(FORM, NAMES):
        return
    with field_memory.attempting(FORM):
        store, actor = session.store(), session.actor()
        places = visit_log.places(store, actor)
        rules = field_form.framework(clock.today())
        place = field_form.chosen(FORM, places)
        draft = field_memory.draft(FORM)
        found = visit_form.found(rules, draft.boxes)
        visit_log.note(store, rules, actor, (place.team, place.unit), found, draft.photos, draft)
        field_memory.was_sent(FORM, field_form.name_of(place), 1)
