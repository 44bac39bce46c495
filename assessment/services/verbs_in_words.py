"""What the verbs of `roles.Verb` are called, where a person is told they may not do something."""

from collections.abc import Mapping

from assessment.errors import AssessmentError, NotAllowed
from assessment.i18n import Messages


def facts(error: AssessmentError, t: Messages) -> Mapping[str, object]:
    """The facts of an error as its sentence wants them: a refusal in words, others as they are."""
    if not isinstance(error, NotAllowed):
        return error.facts
    verb, subject = str(error.facts["verb"]), str(error.facts["subject"])
    return {
        **error.facts,
        "verb": known(t).get(verb, verb),
        "subject": t("verb.everywhere") if subject == "*" else subject,
    }


def known(t: Messages) -> dict[str, str]:
    """Every verb there is a word for, by its code."""
    return {
        "demonstration.read": t("verb.demonstration_read"),
        "directory.read": t("verb.directory_read"),
        "framework.read": t("verb.framework_read"),
        "score.read": t("verb.score_read"),
        "score.read_live": t("verb.score_read_live"),
        "coverage.read": t("verb.coverage_read"),
        "problem.read": t("verb.problem_read"),
        "survey.read": t("verb.survey_read"),
        "survey.file": t("verb.survey_file"),
        "survey.export": t("verb.survey_export"),
        "survey.import": t("verb.survey_import"),
        "survey.review": t("verb.survey_review"),
        "survey.review_city": t("verb.survey_review_city"),
        "survey.approve": t("verb.survey_approve"),
        "field_work.record": t("verb.field_work_record"),
        "observation.record": t("verb.observation_record"),
        "register.record": t("verb.register_record"),
        "team.manage": t("verb.team_manage"),
        "rectification.read": t("verb.rectification_read"),
        "rectification.lead": t("verb.rectification_lead"),
        "rectification.answer": t("verb.rectification_answer"),
        "rectification.check": t("verb.rectification_check"),
        "problem.decide": t("verb.problem_decide"),
        "period.manage": t("verb.period_manage"),
        "snapshot.publish": t("verb.snapshot_publish"),
        "people.manage": t("verb.people_manage"),
        "audit.read": t("verb.audit_read"),
        "setup.write": t("verb.setup_write"),
        "session.open": t("verb.session_open"),
        "session.view_as": t("verb.session_view_as"),
        "password.change": t("verb.password_change"),
    }
