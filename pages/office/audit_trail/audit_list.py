"""The audit's records: what to search for, a page of them, and one opened."""

import pandas as pd
import streamlit as st

from assessment.kernel import clock
from assessment.office.audit_trail import audit, audit_facts_in_words, verified_in_words
from assessment.office.audit_trail.audit import AuditFilter, AuditPage, AuditRecord, Offered
from assessment.units import directory
from pages.kit import session, tables
from pages.kit.audited_downloads import XLSX


def wanted(offered: Offered) -> AuditFilter:
    """What to search for, in fields that hold each for itself."""
    t = session.messages()
    words = t.codes("audit_action")
    actions = sorted(offered.actions, key=lambda code: words.get(code, code))
    who, what, find = st.columns([2, 2, 3])
    actor = who.selectbox(
        t("audit.person"),
        ["", *offered.actors],
        format_func=lambda name: name or t("audit.anyone"),
        key="audit_person",
    )
    action = what.selectbox(
        t("audit.action"),
        ["", *actions],
        format_func=lambda code: words.get(code, code) or t("audit.any_action"),
        key="audit_action",
    )
    text = find.text_input(
        t("audit.text_filter"), placeholder=t("audit.text_hint"), key="audit_text"
    )
    first, last, about = st.columns([2, 2, 3])
    since = first.date_input(t("audit.since"), None, format="YYYY-MM-DD", key="audit_since")
    until = last.date_input(t("audit.until"), None, format="YYYY-MM-DD", key="audit_until")
    subject = about.text_input(
        t("audit.subject_filter"), placeholder=t("audit.subject_hint"), key="audit_subject"
    )
    return AuditFilter(actor or "", action or "", subject or "", text or "", since, until)


def page(criteria: AuditFilter, total: int) -> int:
    """Which page; another search begins at its first."""
    t = session.messages()
    pages = -(-total // audit.PAGE)
    if pages == 1:
        return 1
    narrow, _ = st.columns([1, 4])
    number = narrow.number_input(
        t("audit.page"), min_value=1, max_value=pages, value=1, key=f"audit_page_{criteria}"
    )
    return int(number)


def pick(audit_page: AuditPage) -> AuditRecord | None:
    """The records of a page as a table; the one selected in it."""
    t = session.messages()
    names = {
        unit.unit: t.named({"name": unit.name, "name_en": unit.name_en})
        for unit in directory.units(session.store(), session.actor())
    }
    titles = _titles()
    rows = pd.DataFrame(
        [
            {
                "audit": record.audit,
                "at": clock.second(record.at),
                "actor": record.actor,
                "action": t.code("audit_action", record.action, record.action),
                "subject": subject(record.subject, names),
                "facts": audit_facts_in_words.brief(record, t, titles),
            }
            for record in audit_page.records
        ]
    )
    columns = {
        "audit": tables.number(t("audit.number")),
        "at": tables.text(t("audit.at")),
        "actor": tables.text(t("audit.actor"), width="medium"),
        "action": tables.text(t("audit.action")),
        "subject": tables.text(t("audit.subject"), width="medium"),
        "facts": tables.text(t("audit.facts"), width="large"),
    }
    # Another page is another table: a row selected on this one must not be selected there.
    key = f"audit_records_{audit_page.records[0].audit}_{len(audit_page.records)}"
    number = tables.pick_row(rows, columns, key=key, code="audit", tallest=15)
    st.caption(t("audit.pick"))
    return next((each for each in audit_page.records if str(each.audit) == number), None)


def subject(code: str, names: dict[str, str]) -> str:
    """What a record is about: its code and, where that is a unit's, the name."""
    if code == "*":
        return session.messages()("audit.everything")
    name = names.get(code.partition("/")[0])
    return f"{code} {name}" if name else code


def _titles() -> dict[str, str]:
    """What the codes of questions and indicators stand for."""
    t, framework = session.messages(), session.framework()
    indicators = {code: t.of(each.title) for code, each in framework.indicator_by_code.items()}
    return indicators | {code: t.of(each.title) for code, each in framework.field_by_code.items()}


def opened(record: AuditRecord) -> None:
    """One record whole: what changed, side by side, and everything else it says."""
    t = session.messages()
    with st.container(border=True):
        facts = {
            "audit": record.audit,
            "at": clock.second(record.at),
            "actor": record.actor,
            "action": t.code("audit_action", record.action, record.action),
            "subject": t("audit.everything") if record.subject == "*" else record.subject,
        }
        st.markdown(session.plain(t("audit.record", **facts)))
        titles = _titles()
        changed = audit_facts_in_words.changed(record, t, titles)
        others = audit_facts_in_words.others(record, t, titles)
        if changed:
            tables.show(
                pd.DataFrame(changed, columns=["name", "before", "after"]),
                {
                    "name": tables.text(t("audit.name")),
                    "before": tables.text(t("audit.before"), width="medium"),
                    "after": tables.text(t("audit.after"), width="medium"),
                },
                key="audit_changed",
            )
        if others:
            tables.show(
                pd.DataFrame(others, columns=["name", "value"]),
                {
                    "name": tables.text(t("audit.name")),
                    "value": tables.text(t("audit.value"), width="large"),
                },
                key="audit_others",
            )
        if not changed and not others:
            st.caption(t("audit.no_facts"))
        st.caption(session.plain(t("audit.seal", hash=record.hash or tables.UNKNOWN)))


def verifying() -> None:
    """The button, and under it what was found."""
    t = session.messages()
    if not st.button(t("audit.verify"), help=t("audit.verify_help"), key="audit_verify"):
        return
    with st.spinner(t("audit.verifying")):
        found = audit.verify(session.store(), session.actor())
    said = "\n\n".join(map(session.plain, verified_in_words.sentences(found, t)))
    if found.holds:
        st.success(said)
    else:
        st.error(said)


def download(criteria: AuditFilter) -> None:
    """What is searched for as a file, made when the button is pressed."""
    t = session.messages()
    # Asked for now: the file is made outside a run, where nobody knows whose session it is.
    store, actor, fingerprint = session.store(), session.actor(), session.fingerprint()
    demonstration = session.is_demonstration()
    st.download_button(
        t("audit.download"),
        session.later(
            lambda: audit.workbook(
                store, actor, criteria, fingerprint, demonstration=demonstration, t=t
            )
        ),
        file_name=t("audit.file_name"),
        mime=XLSX,
        key="audit_download",
        on_click="ignore",
    )
