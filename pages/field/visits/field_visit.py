"""写日志: a visit in a few words, or a day of a stay as a diary; with photos and findings."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from assessment.field.visits import visit_checks, visit_form, visit_log
from assessment.field.visits.visit_drafts import Form
from assessment.field.visits.visit_form import STAY, TEXTS, VISIT
from assessment.field.visits.visit_log import Where
from assessment.kernel import clock
from pages.field.visits import field_form, field_memory
from pages.kit import session

FORM: Final = "visit"
HEAD = ("where", "kind", "starts", "ends", "place", "method")
DETAILS = ("from_time", "until_time", "visited", "visited_kind", "attended", "workers")
FOUND = ("description", "strength", "severity", "problem")
COUNT = "findings"
DIGITS = ("from_time", "until_time", "workers")
"""Boxes for a time or a number."""


def names() -> tuple[str, ...]:
    """Every box there may be now."""
    texts = {name for each in TEXTS.values() for name in each}
    found = [f"f{place}_{name}" for place in range(_count()) for name in FOUND]
    return (*HEAD, *DETAILS, *sorted(texts), *found)


def _count() -> int:
    return int(field_memory.draft(FORM).boxes.get(COUNT) or 0)


def show(places: Sequence[Where]) -> None:
    t = session.messages()
    place = field_form.where(FORM, places, names())
    kind = _head(place)
    st.info(t("visit.no_names"))
    _texts(kind)
    _details(kind)
    field_form.photos(FORM, names())
    _findings()
    # At the end, where whoever has just pressed is looking.
    field_form.status(FORM)
    field_form.send_button(FORM, _send)


def _head(place: Where | None) -> str:
    t = session.messages()
    kinds = {VISIT: t("visit.kind_visit"), STAY: t("visit.kind_stay")}
    usual = STAY if place and place.link == "stay_in" else VISIT
    kind = st.segmented_control(
        t("visit.kind"),
        list(kinds),
        format_func=kinds.__getitem__,
        key=field_memory.starts_as(FORM, "kind", usual),
        required=True,
        on_change=field_memory.keep,
        args=(FORM, names()),
    )
    left, right = st.columns(2)
    with left:
        _day("starts", t("visit.day") if kind == VISIT else t("visit.starts"))
    with right:
        if kind == STAY:
            _day("ends", t("visit.ends"))
        else:
            _text("place", t("visit.place"), t("visit.place_hint"))
    if kind == STAY:
        _text("place", t("visit.place"), t("visit.place_hint"))
    methods = {code: t.code("visit.method", code) for code in visit_checks.METHODS}
    st.pills(
        t("visit.method"),
        list(methods),
        format_func=methods.__getitem__,
        key=field_memory.starts_as(FORM, "method", None),
        on_change=field_memory.keep,
        args=(FORM, names()),
    )
    return str(kind)


def _day(name: str, label: str) -> None:
    st.date_input(
        label,
        key=field_memory.starts_as(FORM, name, clock.today()),
        max_value=clock.today(),
        format="YYYY-MM-DD",
        on_change=field_memory.keep,
        args=(FORM, names()),
    )
    field_form.fault(FORM, "field_log.in_future", about="ends" if name == "starts" else name)


def _text(name: str, label: str, hint: str = "") -> None:
    st.text_input(
        label,
        # A telephone's keys are digits.
        type="phone" if name in DIGITS else "default",
        icon="",
        autocomplete="off",
        key=field_memory.starts_as(FORM, name),
        placeholder=hint,
        max_chars=400,
        on_change=field_memory.keep,
        args=(FORM, names()),
    )
    field_form.fault(FORM, *field_form.WRONG_LINE, about=name)


def _texts(kind: str) -> None:
    t = session.messages()
    for name in TEXTS[kind]:
        st.text_area(
            t.code("visit.part", name),
            key=field_memory.starts_as(FORM, name),
            height=140 if name in ("diary", "together") else 90,
            max_chars=visit_checks.LONGEST,
            placeholder=t.code("visit.hint", name),
            on_change=field_memory.keep,
            args=(FORM, names()),
        )
        if name == TEXTS[kind][0]:
            field_form.fault(FORM, "field_log.nothing_written")


def _details(kind: str) -> None:
    """When, whom, how many: one press away for a visit, at hand for a diary."""
    t = session.messages()
    with st.expander(t("visit.details"), expanded=kind == STAY):
        # A row at a time: on a phone the columns follow each other.
        begins, ends = st.columns(2)
        with begins:
            _text("from_time", t("visit.from_time"), "0700")
        with ends:
            _text("until_time", t("visit.until_time"), "1330")
        whom, of_kind = st.columns(2)
        with whom:
            _text("visited", t("visit.visited"), t("visit.visited_hint"))
        with of_kind:
            _visited_kind()
        with_whom, how_many = st.columns(2)
        with with_whom:
            _text("attended", t("visit.attended"), t("visit.attended_hint"))
        with how_many:
            _text("workers", t("visit.workers"))


def _visited_kind() -> None:
    t = session.messages()
    places = {code: t.code("visit.place", code) for code in visit_checks.PLACES}
    st.selectbox(
        t("visit.visited_kind"),
        ["", *places],
        format_func=lambda code: places.get(code, t("visit.not_said")),
        key=field_memory.starts_as(FORM, "visited_kind"),
        on_change=field_memory.keep,
        args=(FORM, names()),
    )


def _last_day() -> date:
    """Of the visit as it is typed now: what was found is of the period of that day."""
    said = field_memory.boxes(FORM, names())
    text = said.get("ends" if said.get("kind") == STAY else "starts")
    return date.fromisoformat(text) if text else clock.today()


def _findings() -> None:
    t, count = session.messages(), _count()
    st.subheader(t("visit.findings", count=count))
    with session.explaining():
        rules = field_form.framework(_last_day())
    for place in range(count):
        with st.container(border=True):
            st.markdown(f"**{t('visit.finding_number', number=place + 1)}**")
            field_form.finding(FORM, f"f{place}_", rules, names(), place + 1)
            st.button(
                t("visit.drop_finding"),
                key=f"drop_finding_{place}_{session.turn(FORM)}",
                type="tertiary",
                on_click=_drop,
                args=(place,),
            )
    if count < visit_log.MOST_FINDINGS:
        st.button(
            t("visit.add_finding"),
            key="add_finding",
            on_click=_set_count,
            args=(count + 1,),
        )


def _set_count(count: int) -> None:
    field_memory.saved(FORM, names(), **{COUNT: str(count)})


def _drop(place: int) -> None:
    """Without one finding: those after it move up, into boxes that are filled anew."""
    said, count = field_memory.boxes(FORM, names()), _count()
    left = {COUNT: str(count - 1)}
    for number in range(place, count):
        for name in FOUND:
            left[f"f{number}_{name}"] = said.get(f"f{number + 1}_{name}", "")
    if field_memory.saved(FORM, names(), **left):
        session.begin_anew(FORM)


def _send(form: Form, turn: int) -> None:
    """Save, then send what was saved; a second press of a button that is gone does nothing."""
    if turn != session.turn(FORM) or not field_form.take_photos(FORM, names()):
        return
    with field_memory.attempting(FORM):
        store, actor, draft = session.store(), session.actor(), field_memory.draft(FORM)
        place = field_form.chosen(FORM, visit_log.places(store, actor))
        visit = visit_form.visit(place, draft.boxes)
        unreadable = list(visit_form.unreadable(draft.boxes))
        rules = field_form.framework(visit.ends)
        found = [visit_form.found(rules, draft.boxes, f"f{number}_") for number in range(_count())]
        visit_log.log(store, rules, actor, visit, found, draft.photos, draft, unreadable)
        field_memory.was_sent(FORM, field_form.name_of(place), len(found))
