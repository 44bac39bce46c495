"""The periods there are and how they are run; and how far one has come, in numbers that add up."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessment.office.documents import exporting
from assessment.survey.periods import periods_in_words
from assessment.survey.periods.period_progress import NUMBERS, Progress
from assessment.survey.periods.periods import PeriodRun
from assessment.survey.periods.submission_workflow import OPEN, STATES
from pages.kit import session, tables


def listed(runs: Sequence[PeriodRun]) -> None:
    """Newest first."""
    t = session.messages()
    rows = pd.DataFrame(
        [
            {
                "period": run.period,
                "state": periods_in_words.state(run, t),
                "starts": run.starts,
                "ends": run.ends,
                "deadline": run.deadline,
                "levels": t.code("periods.levels", run.levels),
                "counts": t.code("periods.counts", run.counts),
            }
            for run in runs
        ]
    )
    columns: dict[str, tables.Column] = {
        "period": tables.text(t("periods.column.period"), width="small", pinned=True),
        "state": tables.text(t("periods.column.state"), width="small"),
        "starts": tables.date(t("periods.column.starts")),
        "ends": tables.date(t("periods.column.ends")),
        "deadline": tables.date(t("periods.column.deadline")),
        "levels": tables.text(t("periods.column.levels")),
        "counts": tables.text(t("periods.column.counts")),
    }
    tables.show(rows, columns, key="periods_listed", tallest=8)


def facts(run: PeriodRun) -> None:
    """How a period is run, as sentences a county could be told."""
    t, framework = session.messages(), session.framework()
    titles = [
        t.of(framework.strength_by_code[code].title)
        for code in run.strengths
        if code in framework.strength_by_code
    ]
    asked = t("periods.asks", strengths=t("periods.comma").join(titles)) if titles else ""
    by = (
        t("periods.by_text", fingerprint=run.framework[: exporting.FINGERPRINT_SHOWN])
        if run.framework
        else t("periods.by_file")
    )
    told = [
        t(
            "periods.dates",
            state=periods_in_words.state(run, t),
            starts=run.starts.isoformat(),
            ends=run.ends.isoformat(),
            deadline=run.deadline.isoformat(),
        ),
        t.code("periods.levels_told", run.levels),
        t.code("periods.counts_told", run.counts),
        asked or t("periods.asks_all"),
        t.code("periods.others_told", run.others),
        by,
    ]
    st.markdown("\n".join(f"- {session.plain(line)}" for line in told))


def headline(progress: Progress) -> None:
    t, total = session.messages(), progress.total
    st.subheader(t("periods.progress"))
    with st.container(horizontal=True, gap="large"):
        st.metric(t("periods.filed"), f"{total['filed']} / {total['expected']}", width="content")
        st.metric(t("periods.column.on_time"), total["on_time"], width="content")
        st.metric(t("periods.column.late"), total["late"], width="content")
        if total["overdue"]:
            st.metric(t("periods.column.overdue"), total["overdue"], width="content")
        else:
            st.metric(t("periods.column.not_due"), total["not_due"], width="content")
        done = total["approved"] + total["published"]
        st.metric(t("periods.approved"), f"{done} / {total['expected']}", width="content")


def cities(progress: Progress) -> None:
    """City by city, with a total that is the sum of the lines above it."""
    t = session.messages()
    if progress.cities.empty:
        st.info(t("periods.no_units"))
        return
    name = "name_en" if t.lang == "en" else "name"
    rows = progress.cities.assign(city=progress.cities[name])
    total = pd.DataFrame([{"city": t("periods.total"), **progress.total}])
    rows = pd.concat([rows[["city", *NUMBERS]], total], ignore_index=True)
    columns = _columns("overdue" if progress.today > progress.deadline else "not_due")
    tables.show(rows, columns, key="periods_cities", tallest=16)
    st.caption(t("periods.adds_up", expected=progress.total["expected"]))
    tables.download(
        {t("periods.sheet"): (rows, columns)},
        title=t("periods.book_title", period=progress.period, day=progress.today.isoformat()),
        file_name=t("periods.file_name", period=progress.period, day=progress.today.isoformat()),
        key="periods_download",
    )


def _columns(not_filed: str) -> dict[str, tables.Column]:
    """Of who has not filed all are overdue or none is, so there is one column for them."""
    t = session.messages()
    titles = {"overdue": t("periods.column.overdue"), "not_due": t("periods.column.not_due")}
    # What lies with the counties first, returned forms among it: the last columns are out of sight.
    states: dict[str, tables.Column] = {
        state: tables.number(t.code("lifecycle.state", state))
        for state in sorted(STATES, key=lambda state: state not in OPEN)
    }
    return {
        "city": tables.prefecture(t("periods.column.city"), pinned=True),
        "expected": tables.number(t("periods.column.expected")),
        "filed": tables.number(t("periods.column.filed"), help=t("periods.column.filed_help")),
        "on_time": tables.number(t("periods.column.on_time")),
        "late": tables.number(t("periods.column.late")),
        not_filed: tables.number(titles[not_filed]),
        **states,
    }
