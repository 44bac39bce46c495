"""What a county reported beside what reviewers verified: both are kept, and both are shown."""

import pandas as pd

from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods, review_record, submissions

COLUMNS = (
    *("field", "reported_state", "reported_value", "city", "province"),
    *("verified_state", "verified_value", "difference"),
)


def comparison(
    store: Store, framework: Framework, actor: Actor, unit: str, period: str
) -> pd.DataFrame:
    """A row a question, in the framework's order: `COLUMNS`.

    `city` and `province` are their decisions on the answer as it stands. `verified_…` is what the
    province accepted or corrected; null where it has not. `difference` is verified − reported.
    """
    submissions.of_unit(store, actor, unit, period)
    run = periods.of(store, actor, period)
    reported = review_record.reported(store, actor, period, [unit]).get(unit, {})
    given = review_record.verdicts(store, actor, period, [unit]).get(unit, {})
    rows = []
    for question in periods.asked_fields(framework, run):
        answer = reported.get(question.code)
        holding = {v.level: v for v in given.get(question.code, ()) if v.holds}
        province = holding.get("province")
        verified = province if province and province.state else None
        known = answer.value if answer else None
        checked = verified.value if verified else None
        rows.append(
            {
                "field": question.code,
                "reported_state": answer.state if answer else "missing",
                "reported_value": known,
                "city": holding["city"].decision if "city" in holding else None,
                "province": province.decision if province else None,
                "verified_state": verified.state if verified else None,
                "verified_value": checked,
                "difference": None if known is None or checked is None else checked - known,
            }
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = ["reported_value", "verified_value", "difference"]
    return frame.astype(dict.fromkeys(numbers, "float64"))
