"""What both field forms have: where one is, photos, and a line that says whether it was sent."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from assessment.errors import Place, Problem, Rejected
from assessment.field.visits import visit_checks, visit_drafts, visit_log
from assessment.field.visits.visit_drafts import Form
from assessment.field.visits.visit_log import Where
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.survey.periods import periods
from pages.field.visits import field_memory
from pages.kit import photos_shown, refusals, session

WRONG_LINE = (
    "field_log.no_time",
    "field_log.no_number",
    "field_log.ends_before_begins",
    "field_log.workers",
)
"""What may be wrong with what stands in a line."""

LARGEST = 10
"""Megabytes of one photo, as the server takes them."""


def framework(day: date) -> Framework:
    """The one of the period a day's findings belong to."""
    store, actor, otherwise = session.store(), session.actor(), session.framework()
    period = visit_log.period_of(store, actor, day)
    return otherwise if period is None else periods.framework_of(store, actor, period, otherwise)


def status(form: Form) -> None:
    """Sent or not sent, and why not; never anything in between."""
    t = session.messages()
    trouble, sent, draft = (
        field_memory.trouble(form),
        field_memory.sent(form),
        field_memory.draft(form),
    )
    if trouble is not None:
        refusals.standing(trouble, t("visit.not_sent_refused"), field_memory.times(form))
    elif sent is not None:
        when = clock.short(sent.at)
        facts = {"when": when, "unit": sent.unit_name, "count": sent.findings}
        st.success(session.plain(f"✔ {t('visit.sent', **facts)}"))
    elif draft.saved_at is not None and (draft.boxes or draft.photos):
        when = clock.short(draft.saved_at)
        st.caption(session.plain(f"◔ {t('visit.not_sent_draft', when=when)}"))
        with st.popover(t("visit.discard"), type="tertiary"):
            st.caption(t("visit.discard_caption"))
            st.button(
                t("visit.discard"),
                key=f"discard_{form}",
                on_click=field_memory.discard,
                args=(form,),
            )
    else:
        st.caption(f"○ {t('visit.not_sent_empty')}")


def fault(form: Form, *codes: str, about: str | None = None, line: int | None = None) -> None:
    """Under the box just drawn, what it was refused for: see `refusals.below`."""
    refusals.standing_below(
        field_memory.trouble(form), codes, field_memory.times(form), about=about, line=line
    )


def where(form: Form, places: Sequence[Where], names: Sequence[str]) -> Where | None:
    """As which team, and where; whoever has one place only is told and not asked.

    A draft of a place that is linked no more, or of none, is never of another by itself: whoever
    wrote it says of which it is. None until they have.
    """
    t, draft = session.messages(), field_memory.draft(form)
    by_code = {place.code: place for place in places}
    begun = bool(draft.boxes or draft.photos)
    box = field_memory.starts_as(form, "where", None if begun else places[0].code)
    if session.typed(box, None) not in by_code:
        session.retype(box, None)
        st.warning(f"⚠ {t('visit.place_gone')}")
    elif len(places) == 1 and draft.boxes.get("where") in (None, places[0].code):
        st.markdown(f"**{session.plain(_said(places[0]))}**")
        return places[0]
    code = st.selectbox(
        t("visit.where"),
        list(by_code),
        # Where one is chosen there is no cross to empty it by: that is easily touched on a phone.
        index=0 if session.typed(box, None) else None,
        placeholder=t("visit.where_hint"),
        format_func=lambda code: _said(by_code[code]),
        key=box,
        on_change=field_memory.keep,
        args=(form, names),
    )
    fault(form, "field_log.no_place", "field_work.not_assigned")
    return by_code[code] if code else None


def chosen(form: Form, places: Sequence[Where]) -> Where:
    """The place the form is about. Raises `Rejected` where it says none that is linked now."""
    code = field_memory.draft(form).boxes.get("where")
    for place in places:
        if code == place.code:
            return place
    raise Rejected([Problem("field_log.no_place", Place("visit"), {})])


def _said(place: Where) -> str:
    return session.messages()("visit.place_of", unit=_name(place), team=place.team_name)


def _name(place: Where) -> str:
    return session.messages().named({"name": place.name, "name_en": place.name_en})


def name_of(place: Where) -> str:
    return _name(place)


def finding(
    form: Form, prefix: str, rules: Framework, names: Sequence[str], number: int | None = None
) -> None:
    """Four boxes: what was seen, of which strength, how bad, and which common problem it is; of
    the finding of that `number`."""
    t = session.messages()
    st.text_area(
        t("visit.description"),
        key=field_memory.starts_as(form, f"{prefix}description"),
        height=110,
        max_chars=visit_checks.LONGEST,
        placeholder=t("visit.description_hint"),
        on_change=field_memory.keep,
        args=(form, names),
    )
    fault(form, "field_log.no_description", "field_log.note_not_described", line=number)
    strengths = {each.code: t.of(each.short) for each in rules.strengths}
    box = field_memory.starts_as(form, f"{prefix}strength", None)
    st.pills(
        t("visit.strength"),
        list(strengths),
        format_func=strengths.__getitem__,
        key=box,
        on_change=field_memory.keep,
        args=(form, names),
    )
    fault(form, "field_log.no_strength", "field_log.note_no_strength", line=number)
    chosen = session.typed(box, None)
    severities = {code: t.code("finding.severity", code) for code in ("low", "medium", "high")}
    st.segmented_control(
        t("visit.severity"),
        list(severities),
        format_func=severities.__getitem__,
        key=field_memory.starts_as(form, f"{prefix}severity", "medium"),
        required=True,
        on_change=field_memory.keep,
        args=(form, names),
    )
    _problem(form, prefix, rules, chosen, names)


def _problem(
    form: Form, prefix: str, rules: Framework, strength: str | None, names: Sequence[str]
) -> None:
    t = session.messages()
    titles = {
        each.code: f"{each.code} {t.of(each.title)}"
        for each in rules.problems
        if each.strength == strength
    }
    if not titles:
        return
    box = field_memory.starts_as(form, f"{prefix}problem", "")
    if session.typed(box, "") not in titles:
        session.retype(box, "")
    st.selectbox(
        t("visit.problem"),
        ["", *titles],
        format_func=lambda code: titles.get(code, t("visit.no_problem")),
        key=box,
        on_change=field_memory.keep,
        args=(form, names),
    )


def photos(form: Form, names: Sequence[str]) -> None:
    """The photos of the draft, and one more."""
    t, draft = session.messages(), field_memory.draft(form)
    st.file_uploader(
        t("visit.photo", megabytes=LARGEST),
        type=["jpg", "jpeg", "png"],
        key=_photo_box(form),
        max_upload_size=LARGEST,
        accept_multiple_files=True,
        on_change=_add,
        args=(form, names),
    )
    if not draft.photos:
        return
    with st.container(horizontal=True):
        for number, photo in enumerate(draft.photos, 1):
            with st.container(width=150, gap="xxsmall"):
                shown = partial(visit_drafts.preview, session.store(), session.actor(), form)
                photos_shown.one(partial(shown, photo.hash), t("visit.photo_number", number=number))
                st.button(
                    t("visit.drop_photo"),
                    key=f"drop_{form}_{photo.hash}",
                    type="tertiary",
                    on_click=_drop,
                    args=(form, photo.hash),
                )


def _photo_box(form: Form) -> str:
    """Of this draft alone: what arrives after it was sent goes to no other."""
    return f"photo_{form}_{session.turn(form)}_{session.turn(f'{form}_photo')}"


def _add(form: Form, names: Sequence[str]) -> None:
    """Photos are kept as soon as they have arrived."""
    take_photos(form, names)


def take_photos(form: Form, names: Sequence[str]) -> bool:
    """Keep the photos that have arrived, with what is typed by then; whether all were taken."""
    given = session.typed(_photo_box(form), None) or ()
    if not field_memory.saved(form, names):
        return False
    for each in given:
        with field_memory.attempting(form):
            store, actor, draft = session.store(), session.actor(), field_memory.draft(form)
            kept = visit_drafts.add_photo(store, actor, draft, each.name, each.getvalue())
            field_memory.remember(form, kept)
    if given:
        session.begin_anew(f"{form}_photo")
    return field_memory.trouble(form) is None


def _drop(form: Form, hash: str) -> None:
    with field_memory.attempting(form):
        store, actor, draft = session.store(), session.actor(), field_memory.draft(form)
        field_memory.remember(form, visit_drafts.drop_photo(store, actor, draft, hash))


def send_button(form: Form, send: Callable[[Form, int], None]) -> None:
    st.button(
        session.messages()("visit.send"),
        key=f"send_{form}",
        type="primary",
        width="stretch",
        on_click=send,
        args=(form, session.turn(form)),
    )
