"""The items of a submission as compact rows: what was said, what stands beside it, the verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.survey.evidence import evidence
from assessment.survey.periods.review_record import VerdictGiven
from assessment.survey.review import verdicts
from assessment.survey.review.items import Case, ReviewItem
from assessment.survey.review.verdicts import REASONS, Choice, Decision, Reason
from pages.kit import inline_forms, own_value, photos_shown, refusals, session, url_widgets, words
from pages.survey.review import review_case
from pages.survey.review.review_case import Action

MOST = 25
"""Rows on the page at once; those decided make room for the next."""

WIDTHS = (3.0, 1.4, 1.5, 1.7, 3.2)

ALL = "all"

THUMBNAIL = 160
"""Pixels a photo is wide beside the answer it proves."""


def rows(case: Case, framework: Framework) -> Action | None:
    """The items chosen, each with its buttons; what was pressed, if anything was."""
    t = session.messages()
    st.header(t("review.items"))
    shown = _chosen(case, framework)
    if not shown:
        st.success(t("review.no_items"))
        return None
    wanted: Action | None = None
    first = next((item for item in shown if _is_open(case, item)), None)
    for item in shown[:MOST]:
        wanted = _row(case, framework, item, is_first=item is first) or wanted
    if len(shown) > MOST:
        st.info(t("review.more_items", shown=MOST, count=len(shown)))
    return wanted


def _is_open(case: Case, item: ReviewItem) -> bool:
    return item.decided(case.level) is None


def _chosen(case: Case, framework: Framework) -> list[ReviewItem]:
    """By how far they are, and by strength."""
    t = session.messages()
    sets: Mapping[str, Sequence[ReviewItem]] = {
        "open": [item for item in case.answered if _is_open(case, item)],
        "without_value": case.without_value,
        "odd": [
            item for item in case.items if item.flags or item.is_contradicted or item.was_returned
        ],
        "returned": [item for item in case.items if _is_returned(case, item)],
        "all": case.items,
    }
    titles = {
        "open": t("review.show.open", count=len(sets["open"])),
        "without_value": t("review.show.without_value", count=len(sets["without_value"])),
        "odd": t("review.show.odd", count=len(sets["odd"])),
        "returned": t("review.show.returned", count=len(sets["returned"])),
        "all": t("review.show.all", count=len(sets["all"])),
    }
    with st.container(key="review_filter"):
        which, where = st.columns([3, 1], vertical_alignment="bottom")
    with which:
        first = "open" if case.may_decide else "all"
        part = url_widgets.part(t("review.show.which"), titles, first)
    asked = dict.fromkeys(item.question.strength for item in case.items)
    strengths = {ALL: t("review.all_strengths")} | {
        each.code: t.of(each.title) for each in framework.strengths if each.code in asked
    }
    with where:
        strength = url_widgets.pick(
            "asked", t("picker.strength"), strengths, ALL, keep=session.show
        )
    return [item for item in sets[part] if strength in (ALL, item.question.strength)]


def _is_returned(case: Case, item: ReviewItem) -> bool:
    held = item.verdict(case.level)
    return held is not None and held.decision == "returned"


def _row(case: Case, framework: Framework, item: ReviewItem, *, is_first: bool) -> Action | None:
    t = session.messages()
    row = f"review_item_{item.question.code}"
    with st.container(border=True, gap="xsmall", key=row):
        question, reported, before, peers, decision = st.columns(WIDTHS, gap="small")
        with question:
            _question(item, framework, t)
        with reported:
            st.caption(t("review.cell.reported"))
            answer = item.answer
            said = figures.of_answer(item.question, answer.state, answer.value, t)
            st.markdown(f"**{session.plain(said)}**")
        with before:
            _before(item, t)
        with peers:
            _peers(item, t)
        with decision:
            wanted = _decision(case, framework, item, is_first=is_first)
        if case.may_decide and inline_forms.is_open(f"correct_{_key(case, item)}"):
            wanted = _correct_form(case, framework, item) or wanted
        if case.may_decide and inline_forms.is_open(f"return_{_key(case, item)}"):
            wanted = _return_form(case, framework, item) or wanted
    return wanted


def _key(case: Case, item: ReviewItem) -> str:
    """Of a row's widgets: another answer is another row."""
    return f"{case.submission.unit}_{item.question.code}_{item.entry}"


def _question(item: ReviewItem, framework: Framework, t: Messages) -> None:
    question = item.question
    strength = framework.strength_by_code[question.strength]
    st.markdown(f"**{session.plain(t.of(question.title))}**")
    mark = t.code("review.mark", item.mark)
    st.caption(session.plain(f"{mark} · {t.of(strength.short)} · {question.code}"))
    for flag in item.flags:
        told = t(flag.problem.key, **flag.problem.facts)
        st.markdown(f"⚑ {session.plain(told)}")
    if item.answer.note:
        st.caption(session.plain(t("review.county_note", note=item.answer.note)))
    if item.answer.evidence:
        st.caption(session.plain(t("review.evidence_text", text=item.answer.evidence)))
    for each in item.findings:
        team = each.team_name or t("review.no_team")
        told = t(
            "review.finding",
            team=team,
            severity=t.code("finding.severity", each.severity),
            description=each.description,
            day=each.found_on.isoformat(),
        )
        st.markdown(f"◎ {session.plain(told)}")
    for check in item.checks:
        st.markdown(session.plain(words.spot_check(check, item.question, t)))
    _files(item, t)


def _files(item: ReviewItem, t: Messages) -> None:
    store, actor = session.store(), session.actor()
    for file in item.evidence:
        if file.kind in evidence.PICTURES:
            with st.container(width=THUMBNAIL):
                look = partial(evidence.picture, store, actor, file.evidence)
                photos_shown.one(look, file.file_name)
        st.download_button(
            session.plain(file.file_name),
            _fetching(file.evidence),
            file_name=file.file_name,
            mime=evidence.MIME[file.kind],
            key=f"file_{item.question.code}_{file.evidence}",
            type="tertiary",
            icon=":material/attach_file:",
            on_click="ignore",
        )


def _fetching(number: int) -> Callable[[], bytes]:
    """Fetches a file when it is pressed; made now, for then nobody knows whose session it is."""
    store, actor = session.store(), session.actor()
    return session.later(lambda: evidence.content(store, actor, number)[2])


def _before(item: ReviewItem, t: Messages) -> None:
    st.caption(t("review.cell.before"))
    before = item.previous
    st.markdown(session.plain(figures.of_answer(item.question, before.state, before.value, t)))
    change = item.change
    if change is None or item.question.type in ("yes_no", "level", "date"):
        return
    if change == 0:
        st.caption(t("review.unchanged"))
        return
    told = review_case.signed(change)
    if before.value:
        share = _percent(change / abs(before.value))
        told = t("review.change_by", change=told, share=share)
    st.caption(session.plain(told))


def _percent(share: float) -> str:
    return f"{'+' if share > 0 else '−'}{figures.percent(abs(share))}"


def _peers(item: ReviewItem, t: Messages) -> None:
    st.caption(t("review.cell.peers"))
    peers = item.peers
    if peers is None or item.question.type == "date":
        st.markdown(figures.BLANK)
        return
    st.markdown(session.plain(t("review.median", median=figures.plain(peers.middle))))
    st.caption(
        session.plain(
            t(
                "review.quartiles",
                lower=figures.plain(peers.lower),
                upper=figures.plain(peers.upper),
                count=peers.known,
            )
        )
    )


def _decision(
    case: Case, framework: Framework, item: ReviewItem, *, is_first: bool
) -> Action | None:
    t = session.messages()
    for given in item.verdicts:
        _verdict(given, item, t)
    if not case.may_decide:
        if not item.verdicts:
            st.caption(t("review.no_verdict"))
        return None
    key = _key(case, item)
    held = item.decided(case.level)
    wanted: Action | None = None
    with st.container(horizontal=True, gap="xxsmall"):
        accepted = held is not None and held.decision == "accepted"
        if (
            item.is_answered
            and not accepted
            and st.button(
                t("review.do.item_accept"),
                key=f"accept_{key}",
                type="primary" if is_first else "secondary",
                shortcut="alt+1" if is_first else None,
            )
        ):
            wanted = _give(case, framework, _on(case, item, "accepted"))
        if item.is_answered:
            inline_forms.button(
                f"correct_{key}",
                t("review.do.item_correct"),
                shortcut="alt+2" if is_first else None,
            )
        inline_forms.button(
            f"return_{key}", t("review.do.item_return"), shortcut="alt+3" if is_first else None
        )
    return wanted


def _verdict(verdict_given: VerdictGiven, item: ReviewItem, t: Messages) -> None:
    """One line, what was said with it, and all that the county replied; what no longer holds is
    told so."""
    replied = verdict_given.replies
    told = [
        t.code("review.level", verdict_given.level),
        t.code("review.decision", verdict_given.decision),
    ]
    if verdict_given.decision == "corrected":
        told.append(figures.of_answer(item.question, verdict_given.state, verdict_given.value, t))
    reason = verdicts.said_reason(verdict_given.reason)
    if reason:
        told.append(t.code("review.reason", reason))
    if verdict_given.request:
        told.append(t("review.requested", request=t.code("review.request", verdict_given.request)))
    told += [verdict_given.given_by, review_case.day(verdict_given.given_at)]
    if not verdict_given.holds and verdict_given.decision != "voided":
        told.append(t("review.earlier"))
    st.caption(session.plain(" · ".join(told)))
    if verdict_given.note:
        st.caption(session.plain(f"“{verdict_given.note}”"))
    replies = [t.code("review.reply", kind) for kind in verdicts.REQUESTS if kind in replied]
    if replies:
        st.caption(t("review.replied_by", replies=t("filing.list").join(replies)))
    if verdict_given.explanation:
        st.markdown(session.plain(t("review.explained", text=verdict_given.explanation)))


def _on(case: Case, item: ReviewItem, choice: Choice) -> Decision:
    return Decision(item.question.code, choice, item.entry, item.latest(case.level))


def _give(case: Case, framework: Framework, decision: Decision) -> Action:
    store, actor, seen = session.store(), session.actor(), case.submission
    return lambda: verdicts.give(store, framework, actor, seen.unit, seen.period, [decision])


def _correct_form(case: Case, framework: Framework, item: ReviewItem) -> Action | None:
    t, question, key = session.messages(), item.question, _key(case, item)
    with st.form(f"correct_form_{key}"):
        said = figures.of_answer(question, item.answer.state, item.answer.value, t)
        st.markdown(
            f"**{session.plain(t('review.correct_title'))}** · "
            f"{session.plain(t('review.reported_as', value=said))}"
        )
        value = own_value.ask(question, t("review.verified_value"), f"value_{key}")
        refusals.below("cell.", "review.no_value", "review.same_as_reported")
        none = st.checkbox(t("review.verified_not_applicable"), key=f"na_{key}")
        note = st.text_area(
            t("review.correct_note"), key=f"correct_note_{key}", max_chars=verdicts.LONGEST
        )
        refusals.below("review.no_correction_reason", "review.note_too_long")
        pressed = inline_forms.ends("correct_now", t("review.do.correct_now"))
    if not pressed:
        return None
    decision = replace(_on(case, item, "corrected"), value=value, not_applicable=none, note=note)
    return _give(case, framework, decision)


def _return_form(case: Case, framework: Framework, item: ReviewItem) -> Action | None:
    t, key = session.messages(), _key(case, item)
    with st.form(f"return_form_{key}"):
        st.markdown(f"**{session.plain(t('review.item_return_title'))}**")
        titles: dict[Reason, str] = {code: t.code("review.reason", code) for code in REASONS}
        reason = st.selectbox(
            t("review.reason_label"),
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            key=f"reason_{key}",
            placeholder=t("review.choose"),
        )
        refusals.below("review.no_reason_code")
        request = st.selectbox(
            t("review.request_label"),
            verdicts.REQUESTS,
            index=None,
            format_func=lambda code: t.code("review.request", code),
            key=f"request_{key}",
            placeholder=t("review.request_by_reason"),
        )
        note = st.text_area(
            t("review.return_note"), key=f"return_note_{key}", max_chars=verdicts.LONGEST
        )
        refusals.below("review.no_return_text", "review.note_too_long")
        pressed = inline_forms.ends("item_return_now", t("review.do.item_return_now"))
    if not pressed:
        return None
    decision = replace(_on(case, item, "returned"), reason=reason, request=request, note=note)
    return _give(case, framework, decision)
