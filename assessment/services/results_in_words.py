"""What the figures of the results ledger are called."""

from assessment.i18n import Messages


def figures(t: Messages) -> dict[str, str]:
    """By code, in the order of the form."""
    return {
        "new_unions": t("results.figure.new_unions"),
        "firms_covered": t("results.figure.firms_covered"),
        "new_members": t("results.figure.new_members"),
        "unions_put_in_order": t("results.figure.unions_put_in_order"),
        "systems_made": t("results.figure.systems_made"),
        "trainings": t("results.figure.trainings"),
        "competitions": t("results.figure.competitions"),
        "lectures": t("results.figure.lectures"),
        "consultations": t("results.figure.consultations"),
        "disputes_settled": t("results.figure.disputes_settled"),
        "workers_visited": t("results.figure.workers_visited"),
        "hardship_helped": t("results.figure.hardship_helped"),
        "legal_aid": t("results.figure.legal_aid"),
    }
