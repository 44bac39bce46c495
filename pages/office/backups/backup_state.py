"""How it stands with the backups, green or red, and the buttons to make one and to try it."""

import streamlit as st

from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.office.backups import backup_folder, backup_history, backup_plan, backups
from assessment.office.backups.backup_history import BackupEvent, BackupHistory
from assessment.office.backups.backup_plan import BackupPlan
from pages.kit import session

_MEGABYTE = 1_000_000


def section() -> None:
    """What is known, for whoever reads the audit; the buttons, for whoever may back up."""
    t = session.messages()
    store, actor = session.store(), session.actor()
    plan = backup_plan.plan(store.file)
    history = backup_history.history(store, actor)
    st.subheader(t("backup.title"))
    st.caption(t("backup.about"))
    _last(history, t)
    _rehearsed(history, t)
    _planned(plan, t)
    if not actor.has(backups.MAKE):
        return
    make, rehearse, _ = st.columns([1, 1, 2])
    if make.button(t("backup.now"), key="backup_now", width="stretch"):
        with st.spinner(t("backup.making")):
            backup_folder.make(store, actor, session.framework_file(), plan)
        st.rerun()
    if rehearse.button(t("backup.rehearse"), key="backup_rehearse", width="stretch"):
        with st.spinner(t("backup.rehearsing")):
            backup_folder.rehearse(store, actor, plan)
        st.rerun()


def _last(history: BackupHistory, t: Messages) -> None:
    made, failed = history.made, history.failed
    if made is None:
        st.error(t("backup.never"))
    elif history.is_good(clock.now()) or failed:
        size = f"{(made.bytes or 0) / _MEGABYTE:.1f} MB"
        st.success(t("backup.good", **_when(made), size=size, records=made.records))
    else:
        st.error(t("backup.late", **_when(made)))
    if failed:
        at = clock.minute(failed.at)
        st.error(session.plain(t("backup.failed", at=at, detail=failed.detail)))


def _rehearsed(history: BackupHistory, t: Messages) -> None:
    last = history.rehearsed
    if last is None:
        st.error(t("backup.never_rehearsed"))
    elif not last.holds:
        at = clock.minute(last.at)
        st.error(session.plain(t("backup.rehearsal_failed", at=at, detail=last.detail)))
    elif history.is_rehearsed(clock.now()):
        st.success(t("backup.rehearsed", **_when(last)))
    else:
        st.error(t("backup.rehearsal_stale", **_when(last)))


def _planned(plan: BackupPlan, t: Messages) -> None:
    if not plan.has_room():
        st.error(session.plain(t("backup.no_room", folder=plan.folder)))
    elif plan.hour is None:
        st.warning(session.plain(t("backup.not_nightly", folder=plan.folder)))
    else:
        st.caption(session.plain(t("backup.nightly", hour=plan.hour, folder=plan.folder)))
    if plan.passphrase_file:
        st.caption(session.plain(t("backup.with_passphrase", file=plan.passphrase_file)))
    else:
        st.caption(t("backup.without_passphrase"))


def _when(event: BackupEvent) -> dict[str, object]:
    return {"at": clock.minute(event.at), "hours": backup_history.hours(event)}
