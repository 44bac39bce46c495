"""Diaries drawn as pages of one: day and weekday, place, what was done, heard and found, photos."""

from collections.abc import Callable, Sequence
from datetime import time
from functools import partial

import streamlit as st

from assessment.field.visits import diary, visits_in_words
from assessment.field.visits.diary import DiaryPage, Entry, FoundThere
from assessment.kernel import clock
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import AttachmentShown
from assessment.survey.evidence.evidence import MIME
from pages.field.visits import diary_corrections
from pages.kit import photos_shown, session
from pages.kit.actions import Press

Correct = Callable[[Entry, Sequence[AttachmentShown]], Press | None]
"""What stands under an entry and its photos to put them right; what was pressed there."""

PHOTO_WIDTH = 220
LEAF = "leaf"
"""In the URL: which page of a diary."""


def own(teams: Sequence[str]) -> None:
    """What one's own teams have on record: whatever is here was sent."""
    t = session.messages()
    st.caption(f"✔ {t('visit.sent_caption')}")
    for team in teams:
        with session.explaining():
            read = diary.read(session.store(), session.actor(), team=team)
        entries(read)
        if read.total:
            session.link("diary", t("diary.whole_and_correct"), team=team)


def of(team: str | None, unit: str | None) -> Press | None:
    """A page of a diary, and the way to older ones; what was pressed to put an entry right."""
    t = session.messages()
    number = session.whole(session.in_link(LEAF) or "") or 1
    with session.explaining():
        read = diary.read(session.store(), session.actor(), team=team, unit=unit, page=number)
    if read.total:
        st.caption(t("diary.counted", total=read.total, page=read.page, pages=read.pages))
    wanted = entries(read, correct=diary_corrections.of)
    codes = {name: code for name, code in (("team", team), ("unit", unit)) if code}
    with st.container(horizontal=True):
        if read.page > 1:
            session.within("diary", t("diary.newer"), key="newer", leaf=str(read.page - 1), **codes)
        if read.page < read.pages:
            session.within("diary", t("diary.older"), key="older", leaf=str(read.page + 1), **codes)
    return wanted


def latest(unit: str) -> None:
    """The newest few of one county, whatever the period looked at."""
    t = session.messages()
    with session.explaining():
        read = diary.read(session.store(), session.actor(), unit=unit, size=2)
    if not read.total:
        return
    st.markdown(f"**{t('diary.latest')}**")
    entries(read, with_unit=False)
    session.link("diary", t("diary.whole_of", total=read.total), unit=unit)


def of_team(team: str) -> None:
    """The newest few of one team."""
    t = session.messages()
    with session.explaining():
        read = diary.read(session.store(), session.actor(), team=team, size=3)
    st.subheader(t("diary.of_team", total=read.total))
    entries(read)
    if read.total > len(read.entries):
        session.link("diary", t("diary.whole_of", total=read.total), team=team)


def entries(
    read: DiaryPage, *, with_unit: bool = True, correct: Correct | None = None
) -> Press | None:
    """The entries; what was pressed to `correct` one, where that is offered."""
    if not read.entries:
        st.info(session.messages()("diary.empty"))
    wanted: Press | None = None
    for entry in read.entries:
        with st.container(border=True):
            _entry(read, entry, with_unit=with_unit)
            if correct is not None:
                wanted = correct(entry, read.photos.get(entry.visit, ())) or wanted
    return wanted


def _entry(read: DiaryPage, entry: Entry, *, with_unit: bool) -> None:
    t = session.messages()
    st.markdown(f"**{_days(entry)}**{_clock(entry.from_time, entry.until_time)}")
    unit = [t.of(read.units[entry.unit])] if with_unit else []
    kind = t.code("visit.kind", entry.kind)
    method = [t.code("visit.method", entry.method)] if entry.method else []
    line = t("diary.dot").join([*unit, kind, *method, *([entry.place] if entry.place else [])])
    st.markdown(session.plain(line))
    if whom := _whom(entry):
        st.caption(session.plain(whom))
    for name in diary.TEXTS:
        if text := getattr(entry, name):
            _text(name, text)
    _photos(read.photos.get(entry.visit, ()))
    _findings(read.findings.get(entry.visit, ()))
    when = clock.short(entry.recorded_at)
    signed = t("diary.signed", writer=entry.writer, team=entry.team_name, when=when)
    st.caption(session.plain(signed), text_alignment="right")
    if entry.corrector is not None and entry.corrected_at is not None:
        when = clock.short(entry.corrected_at)
        told = t("diary.corrected", who=entry.corrector, when=when)
        st.caption(session.plain(told), text_alignment="right")


def _days(entry: Entry) -> str:
    t = session.messages()
    first = visits_in_words.day(entry.starts, t)
    if entry.starts == entry.ends:
        return session.plain(first)
    return session.plain(t("diary.from_to", starts=first, ends=visits_in_words.day(entry.ends, t)))


def _clock(first: time | None, last: time | None) -> str:
    if first is None and last is None:
        return ""
    ends = [f"{each:%H:%M}" if each else "" for each in (first, last)]
    return "　" + session.plain("—".join(ends))


def _whom(entry: Entry) -> str:
    """Who was called on, who came along, how many were met."""
    t = session.messages()
    told = []
    if entry.visited:
        kind = t.code("visit.place", entry.visited_kind) if entry.visited_kind else None
        told.append(
            t("diary.visited_of", visited=entry.visited, kind=kind)
            if kind
            else t("diary.visited", visited=entry.visited)
        )
    elif entry.visited_kind:
        told.append(t("diary.visited", visited=t.code("visit.place", entry.visited_kind)))
    if entry.attended:
        told.append(t("diary.attended", attended=entry.attended))
    if entry.workers is not None:
        told.append(t("diary.workers", workers=entry.workers))
    return t("diary.dot").join(told)


def _text(name: str, text: str) -> None:
    """A part with its heading; a visit's few words need none."""
    t = session.messages()
    if name != "diary":
        st.markdown(f"**{t.code('visit.part', name)}**")
    for paragraph in text.splitlines():
        if paragraph.strip():
            st.markdown(session.plain(paragraph))


def _photos(photos: Sequence[AttachmentShown]) -> None:
    """Small on the page, and each to be taken as it is."""
    if not photos:
        return
    t, store, actor = session.messages(), session.store(), session.actor()
    with st.container(horizontal=True):
        for number, photo in enumerate(photos, 1):
            with st.container(width=PHOTO_WIDTH, gap="xxsmall"):
                if photo.is_picture:
                    photos_shown.one(
                        partial(attachments.picture, store, actor, photo.attachment),
                        t("visit.photo_number", number=number),
                    )
                else:
                    st.markdown(session.plain(photo.file_name))
                st.download_button(
                    t("diary.take"),
                    session.later(_taking(photo.attachment)),
                    file_name=photo.file_name,
                    mime=MIME[photo.kind],
                    key=f"take_{photo.attachment}",
                    on_click="ignore",
                    type="tertiary",
                )


def _taking(attachment: int) -> Callable[[], bytes]:
    store, actor = session.store(), session.actor()
    return lambda: attachments.content(store, actor, attachment)[2]


def _findings(findings_there: Sequence[FoundThere]) -> None:
    if not findings_there:
        return
    t = session.messages()
    st.markdown(f"**{t('diary.findings', count=len(findings_there))}**")
    st.markdown("\n".join(f"- {finding(each)}" for each in findings_there))


def finding(each: FoundThere) -> str:
    """One finding in a line: how bad, what, of which strength or problem, and where it stands."""
    t, framework = session.messages(), session.framework()
    problem = framework.problem_by_code.get(each.problem or "")
    strength = framework.strength_by_code.get(each.strength)
    what = (
        f"{problem.code} {t.of(problem.title)}"
        if problem
        else t.of(strength.short)
        if strength
        else each.strength
    )
    stage = t.code("course.stage", each.stage)
    return session.plain(
        t(
            "diary.finding",
            severity=t.code("finding.severity", each.severity),
            description=" ".join(each.description.split()),
            what=what,
            stage=stage,
        )
    )
