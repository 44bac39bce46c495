"""`check`: is a framework file in order?"""

import sys
from collections.abc import Sequence
from pathlib import Path

from assessment.errors import Place, Problem, Rejected
from assessment.framework.loader import load
from assessment.i18n import Messages

WRONG = 2


def check(file: Path, lang: str) -> int:
    """List every problem on stderr and return 2; or say on stdout what there is, and return 0."""
    t = Messages(lang)
    try:
        framework = load(file)
    except Rejected as error:
        for line in _aligned(error.problems, t):
            print(line, file=sys.stderr)
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


def _aligned(problems: Sequence[Problem], t: Messages) -> list[str]:
    """`file:line:column`, in a column as wide as the widest; then path, sentence and code."""
    places = [str(Place(p.place.file, p.place.line, p.place.column)) for p in problems]
    width = max(map(len, places), default=0)
    return [
        "  ".join(
            part
            for part in (
                place.ljust(width),
                problem.place.path,
                t(problem.key, **problem.facts),
                f"[{problem.code}]",
            )
            if part
        )
        for place, problem in zip(places, problems, strict=True)
    ]
