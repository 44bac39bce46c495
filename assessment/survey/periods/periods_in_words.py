"""How a period is run, in words."""

from assessment.i18n import Messages
from assessment.survey.periods.periods import PeriodRun


def state(run: PeriodRun, t: Messages) -> str:
    return t("periods.locked") if run.locked else t("periods.open")
