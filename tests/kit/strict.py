"""A framework as it is from the period on in which silence is declared and earns nothing."""

from assessment.framework.model import Blanks, Dated, Framework, TotalNeeds, Unanswered


def strict(framework: Framework) -> Framework:
    """With no blank in a submission, no points for what is missing, and all strengths needed."""
    given = {name: getattr(framework, name) for name in Framework.model_fields}
    return Framework.model_construct(
        **given
        | {
            "blanks": Dated[Blanks]("refused"),
            "unanswered": Dated[Unanswered]("no_points"),
            "total_needs": Dated[TotalNeeds]("all_strengths"),
        }
    )
