"""Writes docs/workflows.md from the three workflows: `python -m scripts.workflows`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessment.i18n import Messages
from assessment.kernel.workflow import Workflow
from assessment.rectification.common_problems import common_problem_workflow
from assessment.rectification.findings import finding_workflow
from assessment.survey.periods import submission_workflow

DOCUMENT = Path(__file__).parents[1] / "docs" / "workflows.md"

WORKFLOWS: dict[str, tuple[str, str, Workflow[Any, Any]]] = {
    "A submission 填报": (
        "assessment/survey/periods/submission_workflow.py",
        "lifecycle.state",
        submission_workflow.WORKFLOW,
    ),
    "A finding 发现的问题": (
        "assessment/rectification/findings/finding_workflow.py",
        "course.stage",
        finding_workflow.WORKFLOW,
    ),
    "A common problem 共性问题": (
        "assessment/rectification/common_problems/common_problem_workflow.py",
        "common.state",
        common_problem_workflow.WORKFLOW,
    ),
}
"""By heading: where it stands in code, the kind of code its states are, and it itself."""

HEAD = """\
# Workflows

Written from the code by `scripts/workflows.py`; not edited by hand. An arrow is an event. An event
in italics comes with something else that was written, and is no button. Whoever brings about an
event with a note says why, or what was done. Words: [glossary](glossary.md).
"""


def document() -> str:
    """The whole document."""
    t = Messages("zh")
    parts = [HEAD]
    for heading, (place, kind, workflow) in WORKFLOWS.items():
        parts.append(f"## {heading}\n\n`{place}`\n")
        parts.append("\n".join(["```mermaid", *_diagram(workflow, kind, t), "```\n"]))
        parts.append("\n".join([*_table(workflow), ""]))
    return "\n".join(parts)


def _diagram(workflow: Workflow[Any, Any], kind: str, t: Messages) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in workflow.states:
        # The marks before the words are for screens.
        word = re.sub(r"^\W+", "", t.code(kind, state, ""))
        yield f"    {state} : {word} {state}".replace(":  ", ": ")
    yield f"    [*] --> {workflow.states[0]}"
    arrows: dict[tuple[str, str], list[str]] = {}
    for event, steps in workflow.events.items():
        for step in steps:
            for source in workflow.states:
                if source in step.sources:
                    labels = arrows.setdefault((source, step.target or source), [])
                    labels += [event] if event not in labels else []
    for (source, target), labels in arrows.items():
        yield f"    {source} --> {target} : {', '.join(labels)}"


def _table(workflow: Workflow[Any, Any]) -> Iterator[str]:
    yield "| event | from | to | verb | with a note | only |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for event, steps in workflow.events.items():
        for step in steps:
            come_from = ", ".join(state for state in workflow.states if state in step.sources)
            cells = (
                f"*{event}*" if step.by_itself else event,
                come_from or "nothing",
                step.target or "the same",
                f"`{step.verb}`",
                "yes" if step.needs_note else "",
                ", ".join(sorted(step.variants)),
            )
            yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
