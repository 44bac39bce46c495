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
        "verb": t.code("verb", verb, verb),
        "subject": t("verb.everywhere") if subject == "*" else subject,
    }
