"""What the actions of the audit are called. To add one, write it here and in `audit_action.yaml`.

One we have no word for, such as a newer version's, is shown as it is recorded.
"""

from assessment.i18n import Messages


def action(code: str, t: Messages) -> str:
    return known(t).get(code, code)


def known(t: Messages) -> dict[str, str]:
    """Every action there is a word for, by its code."""
    return {
        "access.refused": t("audit_action.access_refused"),
        "account.accept": t("audit_action.account_accept"),
        "account.change": t("audit_action.account_change"),
        "account.demonstrate": t("audit_action.account_demonstrate"),
        "account.disable": t("audit_action.account_disable"),
        "account.enable": t("audit_action.account_enable"),
        "account.identify": t("audit_action.account_identify"),
        "account.invite": t("audit_action.account_invite"),
        "account.reset": t("audit_action.account_reset"),
        "account.sign_out": t("audit_action.account_sign_out"),
        "assignment.end": t("audit_action.assignment_end"),
        "assignment.record": t("audit_action.assignment_record"),
        "draft.prefill": t("audit_action.draft_prefill"),
        "draft.save": t("audit_action.draft_save"),
        "draft.workbook": t("audit_action.draft_workbook"),
        "evidence.attach": t("audit_action.evidence_attach"),
        "evidence.withdraw": t("audit_action.evidence_withdraw"),
        "export.answers": t("audit_action.export_answers"),
        "export.audit": t("audit_action.export_audit"),
        "export.comparison": t("audit_action.export_comparison"),
        "export.evidence": t("audit_action.export_evidence"),
        "export.explanation": t("audit_action.export_explanation"),
        "export.ranking": t("audit_action.export_ranking"),
        "export.recalculation": t("audit_action.export_recalculation"),
        "export.scores": t("audit_action.export_scores"),
        "export.table": t("audit_action.export_table"),
        "export.template": t("audit_action.export_template"),
        "finding.close": t("audit_action.finding_close"),
        "finding.import": t("audit_action.finding_import"),
        "finding.log": t("audit_action.finding_log"),
        "honour.record": t("audit_action.honour_record"),
        "honour.withdraw": t("audit_action.honour_withdraw"),
        "password.change": t("audit_action.password_change"),
        "password.rehash": t("audit_action.password_rehash"),
        "period.change": t("audit_action.period_change"),
        "period.extend": t("audit_action.period_extend"),
        "period.lock": t("audit_action.period_lock"),
        "period.open": t("audit_action.period_open"),
        "period.unlock": t("audit_action.period_unlock"),
        "reply.save": t("audit_action.reply_save"),
        "review.accept": t("audit_action.review_accept"),
        "review.approve": t("audit_action.review_approve"),
        "review.city_approve": t("audit_action.review_city_approve"),
        "review.reopen": t("audit_action.review_reopen"),
        "review.return": t("audit_action.review_return"),
        "review.verdict": t("audit_action.review_verdict"),
        "session.end": t("audit_action.session_end"),
        "session.refused": t("audit_action.session_refused"),
        "session.start": t("audit_action.session_start"),
        "session.view_as": t("audit_action.session_view_as"),
        "session.view_own": t("audit_action.session_view_own"),
        "setup.found": t("audit_action.setup_found"),
        "setup.mark_demonstration": t("audit_action.setup_mark_demonstration"),
        "snapshot.publish": t("audit_action.snapshot_publish"),
        "submission.submit": t("audit_action.submission_submit"),
        "submission.withdraw": t("audit_action.submission_withdraw"),
        "survey.approve": t("audit_action.survey_approve"),
        "survey.file": t("audit_action.survey_file"),
        "survey.import": t("audit_action.survey_import"),
        "team.record": t("audit_action.team_record"),
        "veto.declare": t("audit_action.veto_declare"),
        "veto.lift": t("audit_action.veto_lift"),
        "visit.log": t("audit_action.visit_log"),
    }
