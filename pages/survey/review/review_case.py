"""One submission under review: where it stands, what may be done with it, what stands beside it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.errors import Unknown
from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.kernel import clock
from assessment.survey.review import decide, turns, verdicts
from assessment.survey.review.items import Case
from assessment.units import directory, scopes
from pages.kit import inline_forms, refusals, session, tables, url_widgets, words

Action = Callable[[], object]
"""What a button that was pressed asks for; done when the page is drawn."""

USUAL_DAYS = 14
"""Given a county to answer what is returned, unless somebody says otherwise."""


def newest() -> str:
    """The period a link without one is about. Raises `Unknown` where there is none."""
    offers = directory.every_period(session.store(), session.actor())
    if not offers:
        raise Unknown(what="period", code="—")
    return next((offer.period for offer in offers if offer.answered), offers[0].period)


def head(case: Case, framework: Framework) -> DeltaGenerator:
    """Where it stands; returns the place for what went wrong with a click."""
    t, seen = session.messages(), case.submission
    unit = scopes.named(session.store(), session.actor(), seen.unit)
    st.title(
        session.plain(
            t(
                "review.of",
                unit=unit.said_in(t.lang),
                city=unit.prefecture_said_in(t.lang),
                period=seen.period,
            )
        )
    )
    state = t.code("lifecycle.state", seen.state)
    turn = t.code("review.turn", turns.turn(seen))
    st.markdown(f"**{session.plain(state)}** · {session.plain(t('review.its_turn', turn=turn))}")
    st.caption(session.plain(" · ".join(_facts(case))))
    if seen.locked:
        st.warning(t("review.period_locked"))
    if seen.submitted_by == session.actor().name:
        st.warning(t("review.own"))
    if case.unasked:
        names = words.of_questions(framework, [said.field for said in case.unasked], t)
        st.warning(session.plain(t("review.unasked", period=seen.period, questions=names)))
    done = len(case.answered) - len(case.undecided) - len(case.returned)
    answered = max(len(case.answered), 1)
    st.progress(
        min(done / answered, 1.0),
        session.plain(
            t(
                "review.progress",
                level=t.code("review.level", case.level),
                done=done,
                answered=len(case.answered),
                returned=len(case.returned),
                asked=len(case.items),
            )
        ),
    )
    silent = Counter(item.answer.state for item in case.without_value)
    if silent and case.answered:
        st.warning(
            t(
                "review.without_value",
                missing=silent["missing"],
                unavailable=silent["unavailable"],
                not_applicable=silent["not_applicable"],
            )
        )
    return st.container()


def _facts(case: Case) -> list[str]:
    t, seen = session.messages(), case.submission
    told = []
    if seen.submitted_by:
        told.append(t("review.submitted_by", who=seen.submitted_by, day=day(seen.submitted_at)))
    if seen.since:
        told.append(t("review.since", day=day(seen.since)))
    if seen.due and seen.state == "returned":
        told.append(t("review.due", day=seen.due.isoformat()))
    if seen.note:
        told.append(t("review.noted", who=seen.actor or "—", note=seen.note))
    told.append(
        t("review.counts_verified")
        if case.run.counts == "verified"
        else t("review.counts_self_reported")
    )
    return told


def day(moment: datetime | None) -> str:
    """The day it was here at a moment kept in UTC."""
    if moment is None:
        return figures.BLANK
    return clock.local_day(moment).isoformat()


def buttons(case: Case, framework: Framework) -> Action | None:
    """Just what this person may do now; what they pressed, if they pressed anything."""
    t, seen = session.messages(), case.submission
    wanted: Action | None = None
    store, actor = session.store(), session.actor()
    with st.container(horizontal=True):
        if "accept" in case.actions and st.button(
            t("review.do.accept"), key="do_accept", type="primary", shortcut="alt+0"
        ):
            wanted = _taking_on(case)
        if case.may_decide and case.plain:
            wanted = _bulk(case, framework) or wanted
        ready = not case.undecided and not case.returned
        if "city_approve" in case.actions and st.button(
            t("review.do.city_approve"), key="do_city", type="primary" if ready else "secondary"
        ):
            wanted = lambda: decide.city_approve(store, framework, actor, seen)  # noqa: E731
        if "approve" in case.actions and st.button(
            t("review.do.approve"), key="do_approve", type="primary" if ready else "secondary"
        ):
            wanted = lambda: decide.approve(store, framework, actor, seen)  # noqa: E731
        if "return" in case.actions:
            inline_forms.button("return", t("review.do.return", count=len(case.returned)))
        if "reopen" in case.actions:
            inline_forms.button("reopen", t("review.do.reopen"))
    if "return" in case.actions and inline_forms.is_open("return"):
        wanted = _return_form(case, framework) or wanted
    if "reopen" in case.actions and inline_forms.is_open("reopen"):
        wanted = _reopen_form(case) or wanted
    if case.may_decide:
        st.caption(t("review.keys"))
    return wanted


def _taking_on(case: Case) -> Action:
    """Accept it for review, and turn to what is to be decided."""
    store, actor, seen = session.store(), session.actor(), case.submission

    def act() -> None:
        decide.accept(store, actor, seen)
        url_widgets.open_part("open")

    return act


def _bulk(case: Case, framework: Framework) -> Action | None:
    t, seen = session.messages(), case.submission
    entries = {item.question.code: (item.entry, item.latest(case.level)) for item in case.plain}
    if st.button(
        t("review.do.accept_all", count=len(entries)),
        key="do_accept_all",
        help=t("review.do.accept_all_help"),
    ):
        store, actor = session.store(), session.actor()
        return lambda: verdicts.accept_all(store, framework, actor, seen.unit, seen.period, entries)
    return None


def _return_form(case: Case, framework: Framework) -> Action | None:
    t = session.messages()
    with st.form("return_form"):
        st.subheader(t("review.return_title"))
        if not case.returned:
            st.warning(t("review.return_none"))
        for item in case.returned:
            held = item.decided(case.level)
            reason = verdicts.said_reason(held.reason) if held else None
            said = [t.of(item.question.title)]
            said += [t.code("review.reason", reason)] if reason else []
            said += [held.note] if held and held.note else []
            st.markdown(f"- {session.plain(' · '.join(said))}")
        due, note = _due_and_note("return")
        pressed = inline_forms.ends("return_now", t("review.do.return_now"))
    if not pressed:
        return None
    store, actor, seen = session.store(), session.actor(), case.submission
    return lambda: decide.send_back(store, framework, actor, seen, due=due, note=note)


def _reopen_form(case: Case) -> Action | None:
    t = session.messages()
    with st.form("reopen_form"):
        st.subheader(t("review.reopen_title"))
        published = case.submission.state == "published"
        st.markdown(t("review.reopen_published") if published else t("review.reopen_approved"))
        due, note = _due_and_note("reopen")
        pressed = inline_forms.ends("reopen_now", t("review.do.reopen_now"))
    if not pressed:
        return None
    store, actor, seen = session.store(), session.actor(), case.submission
    return lambda: decide.reopen(store, actor, seen, due=due, note=note)


def _due_and_note(name: str) -> tuple[date, str]:
    t = session.messages()
    today = clock.today()
    due = st.date_input(
        t("review.due_label"),
        value=today + timedelta(days=USUAL_DAYS),
        min_value=today,
        format="YYYY-MM-DD",
        key=f"{name}_due",
    )
    refusals.below("review.due_passed")
    note = st.text_area(
        t("review.note_label"),
        key=f"{name}_note",
        max_chars=verdicts.LONGEST,
        help=t("review.note_help"),
    )
    refusals.below("review.no_text", "review.note_too_long")
    return due, note


def findings(case: Case) -> None:
    """What liaison teams found in the unit in this period."""
    t, framework = session.messages(), session.framework()
    if not case.findings:
        return
    with st.expander(t("review.findings", count=len(case.findings))):
        for each in case.findings:
            strength = framework.strength_by_code.get(each.strength)
            told = " · ".join(
                (
                    t.code("finding.severity", each.severity),
                    t.code("finding.state", each.state),
                    t.of(strength.title) if strength else each.strength,
                    each.team_name or t("review.no_team"),
                    each.found_on.isoformat(),
                )
            )
            st.markdown(session.plain(each.description))
            st.caption(session.plain(told))


def compared(table: pd.DataFrame, case: Case, framework: Framework) -> None:
    """What was reported beside what was verified, to look at and to take away."""
    t = session.messages()
    with st.expander(t("review.compared")):
        st.caption(t("review.compared_caption"))
        rows = _in_words(table, framework)
        columns: dict[str, tables.Column] = {
            "question": tables.text(t("review.column.question"), width="medium"),
            "reported": tables.text(t("review.column.reported")),
            "city": tables.text(t("review.level.city")),
            "province": tables.text(t("review.level.province")),
            "verified": tables.text(t("review.column.verified")),
            "difference": tables.text(t("review.column.difference")),
        }
        tables.show(rows, columns, key="review_compared")
        numbers: dict[str, tables.Column] = {
            "question": t("review.column.question"),
            "reported_value": t("review.column.reported"),
            "verified_value": t("review.column.verified"),
            "difference_value": t("review.column.difference"),
            "city": t("review.level.city"),
            "province": t("review.level.province"),
        }
        seen = case.submission
        unit = scopes.named(session.store(), session.actor(), seen.unit).said_in(t.lang)
        tables.download(
            {t("review.compared_sheet"): (rows, numbers)},
            title=t("review.compared_title", unit=unit, period=seen.period),
            file_name=t("review.compared_file_name", unit=unit, period=seen.period),
            key="review_compared_download",
        )


def _in_words(table: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    t = session.messages()
    rows = []
    for row in table.to_dict("records"):
        question = framework.field_by_code[row["field"]]
        decided = {
            level: t.code("review.decision", row[level])
            if isinstance(row[level], str)
            else figures.BLANK
            for level in ("city", "province")
        }
        difference = figures.known(row["difference"])
        rows.append(
            {
                "question": t.of(question.title),
                "reported": figures.of_answer(
                    question, row["reported_state"], row["reported_value"], t
                ),
                "verified": figures.of_answer(
                    question, row["verified_state"], row["verified_value"], t
                ),
                "difference": signed(difference),
                "reported_value": row["reported_value"],
                "verified_value": row["verified_value"],
                "difference_value": row["difference"],
            }
            | decided
        )
    return pd.DataFrame(rows)


def signed(difference: float | None) -> str:
    if difference is None:
        return figures.BLANK
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{figures.plain(abs(difference))}"
