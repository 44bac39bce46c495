"""What the verbs of `roles.Verb` are called, where a person is told they may not do something."""

from collections.abc import Mapping
from pathlib import Path

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


def for_readers(error: AssessmentError, t: Messages) -> Mapping[str, object]:
    """The same for those who read the pages, who are not told where things lie on the server."""
    return facts(error, t) if isinstance(error, NotAllowed) else without_folders(error)


def without_folders(error: AssessmentError) -> Mapping[str, object]:
    """The facts of an error without the folder of its file: where things lie on the server is
    nothing for those who read its pages."""
    file = error.facts.get("file")
    folder = "" if file is None else str(Path(str(file)).parent)
    if folder in {"", ".", "/"}:
        return error.facts
    return {
        name: fact.replace(f"{folder}/", "").replace(folder, "") if isinstance(fact, str) else fact
        for name, fact in {**error.facts, "file": Path(str(file)).name}.items()
    }
