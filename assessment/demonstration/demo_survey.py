"""The surveys of the demonstration's years that are over.

Some counties file a survey workbook, which is made and imported as if it had come by mail. The
answers of the others are taken over in bulk: as checked, a hundred times faster.
"""

from collections.abc import Callable, Collection, Sequence

import pandas as pd

from assessment.demonstration.invention import workbooks
from assessment.demonstration.invention.phrases import phrases
from assessment.errors import Rejected
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.filing import bulk_filing, survey_files
from assessment.units.units_table import Unit

Progress = Callable[[int, int], None]
"""Called with how many surveys are filed, and how many there are."""


def file(
    store: Store,
    framework: Framework,
    actor: Actor,
    answers: pd.DataFrame,
    units: Sequence[Unit],
    periods: Sequence[str],
    by_workbook: Collection[str],
    progress: Progress,
) -> int:
    """File the surveys of `units` in `periods`, and return how many there were.

    `by_workbook` are the units that file a workbook; without any of them the first unit does.
    """
    actor.must("setup.write")
    names = {unit.unit: unit.name for unit in units}
    wanted = workbooks.filed(answers, names, periods)
    sending = set(by_workbook) & set(names) or set(sorted(names)[:1])
    books = [(period, unit) for period, unit in wanted if unit in sending]
    progress(0, len(wanted))
    results = survey_files.file_workbooks(
        store,
        framework,
        actor,
        workbooks.workbooks(framework, answers, names, books),
        lambda done, _: progress(done, len(wanted)),
    )
    if problems := [problem for result in results for problem in result.problems]:
        raise Rejected(problems)
    done = len(books)
    filled = workbooks.filled(answers)
    for period in periods:
        units_left = [unit for other, unit in wanted if other == period and unit not in sending]
        surveys = [bulk_filing.Survey(unit, period, filled[period, unit]) for unit in units_left]
        source = phrases().taken_over.format(period=period)
        bulk_filing.take_over(store, framework, actor, surveys, source)
        for _ in surveys:
            done += 1
            progress(done, len(wanted))
    return len(wanted)
