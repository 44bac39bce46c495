"""What may be put right about an entry of a diary: words and days, photos, that it is there at all.

One button opens all of it below the entry, for whoever may; on a phone nothing else is in the way.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.field.visits import diary, visit_checks, visit_corrections, visit_form
from assessment.field.visits.diary import Entry
from assessment.field.visits.visit_form import STAY, TEXTS
from assessment.kernel import clock
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import AttachmentShown
from pages.field.visits import field_form
from pages.kit import inline_forms, refusals, session
from pages.kit.actions import Press

LARGEST = 10
"""Megabytes of one photo, as the server takes them."""

WRONG_DAY = ("field_log.in_future", "field_work.ends_before_starts")
"""What may be wrong with a day."""

LINES = ("place", "from_time", "until_time", "visited", "attended", "workers")


def of(entry: Entry, photos: Sequence[AttachmentShown]) -> Press | None:
    """A button, and what it opens; what was pressed there, if anything was."""
    t = session.messages()
    if not visit_corrections.may_correct(session.actor(), entry.team, entry.unit):
        return None
    beginning = f"amend_{entry.visit}_"
    seen = inline_forms.opened(beginning)
    if seen is None:
        inline_forms.button(f"{beginning}{entry.entry}", t("diary.amend"))
        return None
    name = f"{beginning}{seen}"
    forms = (_correcting(entry, name, seen), _photos(entry, photos, name), _voiding(entry, name))
    return next((pressed for pressed in forms if pressed), None)


def _correcting(entry: Entry, name: str, revision: int) -> Press | None:
    t, place = session.messages(), st.container()
    with st.form(f"correct_form_{name}"):
        st.markdown(f"**{t('diary.correct')}**")
        st.caption(t("diary.correct_caption"))
        boxes = {**_days(entry, name), **_boxes(entry, name)}
        pressed = inline_forms.ends(f"correct_{name}", t("diary.correct"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return Press(
        place,
        lambda: visit_corrections.correct(
            store,
            actor,
            visit_form.corrected(entry, boxes),
            revision,
            list(visit_form.unreadable(boxes)),
        ),
    )


def _days(entry: Entry, name: str) -> Mapping[str, str]:
    t = session.messages()
    is_stay = entry.kind == STAY
    days = {"starts": t("visit.starts") if is_stay else t("visit.day")}
    days |= {"ends": t("visit.ends")} if is_stay else {}
    said: dict[str, str] = {}
    for column, (code, label) in zip(st.columns(2), days.items(), strict=False):
        before: date = getattr(entry, code)
        chosen = column.date_input(
            label,
            value=before,
            max_value=max(before, clock.today()),
            format="YYYY-MM-DD",
            key=f"{code}_{name}",
        )
        with column:
            refusals.below(*WRONG_DAY, about=code)
        said[code] = (chosen or before).isoformat()
    return said


def _boxes(entry: Entry, name: str) -> Mapping[str, str]:
    """What has no box here, such as how one went about it, stays as it was said."""
    t = session.messages()
    said = {code: getattr(entry, code) or "" for code in ("method", "visited_kind")}
    lines = {
        "place": t("visit.place"),
        "from_time": t("visit.from_time"),
        "until_time": t("visit.until_time"),
        "visited": t("visit.visited"),
        "attended": t("visit.attended"),
        "workers": t("visit.workers"),
    }
    for first in range(0, len(LINES), 2):
        for column, code in zip(st.columns(2), LINES[first : first + 2], strict=True):
            said[code] = column.text_input(
                lines[code], value=_typed(entry, code), key=f"{code}_{name}", max_chars=400
            )
            with column:
                refusals.below(*field_form.WRONG_LINE, about=code)
    for code in diary.TEXTS:
        if code not in TEXTS[entry.kind] and not getattr(entry, code):
            continue
        said[code] = st.text_area(
            t.code("visit.part", code),
            value=_typed(entry, code),
            key=f"{code}_{name}",
            max_chars=visit_checks.LONGEST,
        )
    return said


def _typed(entry: Entry, code: str) -> str:
    said = getattr(entry, code)
    if isinstance(said, time):
        return f"{said:%H:%M}"
    return "" if said is None else str(said)


def _photos(entry: Entry, photos: Sequence[AttachmentShown], name: str) -> Press | None:
    t, place = session.messages(), st.container()
    with st.form(f"photos_form_{name}"):
        st.markdown(f"**{t('diary.add_photos')}**")
        given = st.file_uploader(
            t("visit.photo", megabytes=LARGEST),
            type=["jpg", "jpeg", "png"],
            key=f"photos_{name}",
            max_upload_size=LARGEST,
            accept_multiple_files=True,
        )
        pressed = inline_forms.ends(f"add_{name}", t("diary.add_photos"))
    if pressed and given:
        files = [(file.name, file.getvalue()) for file in given]
        store, actor = session.store(), session.actor()

        def add() -> None:
            kept = [attachments.keep(store, actor, file, data) for file, data in files]
            visit_corrections.add_photos(store, actor, entry.visit, kept)

        return Press(place, add)
    return _taking_back(entry, photos, name, st.container())


def _taking_back(
    entry: Entry, photos: Sequence[AttachmentShown], name: str, place: DeltaGenerator
) -> Press | None:
    t, actor = session.messages(), session.actor()
    own = {
        photo.attachment: photo.file_name
        for photo in photos
        if attachments.may_withdraw(actor, photo, entry.team)
    }
    if not own:
        return None
    with st.form(f"take_back_form_{name}"):
        st.markdown(f"**{t('diary.take_back')}**")
        st.caption(t("diary.take_back_caption"))
        number = st.selectbox(
            t("diary.which_photo"),
            list(own),
            index=None,
            placeholder=t("visit.where_hint"),
            format_func=own.__getitem__,
            key=f"which_{name}",
        )
        reason = _reason(f"why_{name}")
        pressed = inline_forms.ends(f"take_back_{name}", t("diary.take_back"))
    if not pressed or number is None:
        return None
    store = session.store()
    return Press(place, lambda: attachments.withdraw(store, actor, number, reason))


def _voiding(entry: Entry, name: str) -> Press | None:
    t, place = session.messages(), st.container()
    with st.form(f"void_form_{name}"):
        st.markdown(f"**{t('diary.void')}**")
        st.caption(t("diary.void_caption"))
        reason = _reason(f"void_why_{name}")
        pressed = inline_forms.ends(f"void_{name}", t("diary.void"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return Press(place, lambda: visit_corrections.void(store, actor, entry.visit, reason))


def _reason(key: str) -> str:
    reason = st.text_input(
        session.messages()("diary.reason"), key=key, max_chars=visit_corrections.LONGEST_REASON
    )
    refusals.below("field_log.no_reason")
    return reason
