"""What a team saw of an answer, in one line: a sign and a word, who, when, and its own value."""

from assessment.framework.model import SurveyField
from assessment.i18n import Messages
from assessment.services.spot_checks import Checked
from pages.ui import review_case


def told(check: Checked, question: SurveyField, t: Messages) -> str:
    """A check beside the answer; of an answer since replaced, what was reported then too."""
    parts = [t.code("spot_check.outcome", check.outcome)]
    if check.state is not None:
        value = review_case.said(check.state, check.value, question, t)
        parts.append(t("spot_check.own_value", value=value))
    if not check.holds:
        value = review_case.said(check.reported_state, check.reported_value, question, t)
        parts.append(t("spot_check.earlier", value=value))
    if check.note:
        parts.append(t("spot_check.quoted", note=check.note))
    parts += [check.team_name or check.team, check.day.isoformat()]
    return t("spot_check.gap").join(parts)
