"""The three workflows: drawn as they are, and none with a state that nothing leads to."""

from typing import Any

import pytest

from assessment.kernel.workflow import Workflow
from scripts.workflows import DOCUMENT, WORKFLOWS, document

EACH = pytest.mark.parametrize(
    "workflow", [each for _, _, each in WORKFLOWS.values()], ids=list(WORKFLOWS)
)


def test_the_document_draws_what_the_code_does() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "run python -m scripts.workflows"


@EACH
def test_every_state_is_reached(workflow: Workflow[Any, Any]) -> None:
    reached = {workflow.states[0]}
    for _ in workflow.states:
        reached |= {
            step.target
            for steps in workflow.events.values()
            for step in steps
            if step.target and reached & step.sources
        }
    assert reached == set(workflow.states)


@EACH
def test_of_an_events_steps_at_most_one_fits(workflow: Workflow[Any, Any]) -> None:
    for event, steps in workflow.events.items():
        variants = {variant for step in steps for variant in step.variants} or {""}
        for state in workflow.states:
            for variant in variants:
                fitting = [
                    step
                    for step in steps
                    if state in step.sources and (not step.variants or variant in step.variants)
                ]
                assert len(fitting) <= 1, (event, state, variant)
