"""`check`: is a framework file in order?"""

import sys
from pathlib import Path

from assessment.cli.report import report_problems
from assessment.errors import Rejected
from assessment.framework.loader import load
from assessment.i18n import Messages

WRONG = 2


def check(file: Path, lang: str) -> int:
    """List every problem on stderr and return 2; or say on stdout what there is, and return 0."""
    t = Messages(lang)
    try:
        framework = load(file)
    except Rejected as error:
        report_problems(error.problems, t)
        print(t("check.failed", file=file.name, count=len(error.problems)), file=sys.stderr)
        return WRONG
    print(
        t(
            "check.passed",
            file=file.name,
            strengths=len(framework.strengths),
            indicators=len(framework.indicator_by_code),
            fields=len(framework.fields),
            problems=len(framework.problems),
        )
    )
    return 0
