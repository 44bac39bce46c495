"""`diff`: what changed between two framework files, and whose rank that moves."""

import sys
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from assessment.cli import files
from assessment.cli.score import only_period
from assessment.errors import Problem, Rejected
from assessment.exchange import invented
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.scores.basis import score_files
from assessment.scores.basis.basis import DataSource
from assessment.scores.framework_guide import difference_in_words
from assessment.scores.framework_guide import framework_difference as difference
from assessment.scores.framework_guide.framework_difference import Effect
from assessment.store.database import Store, default_file
from assessment.units import setup

Pair = tuple[Framework, Framework]


@dataclass(frozen=True, slots=True)
class DiffOptions:
    """What to score both frameworks on; without a database or answers, nothing."""

    period: str | None = None
    database: Path | None = None
    answers: Path | None = None
    units: Path | None = None


def diff(old: Path, new: Path, diff_options: DiffOptions, t: Messages) -> int:
    """Tell both on stdout, what changed before it is known whom it moves."""
    frameworks = _loaded((old, new))
    changes = difference.changed(frameworks)
    if not changes:
        print(t("diff.same", old=old, new=new))
        return 0
    told = difference_in_words.in_words(changes, t)
    words = int(told["words"].sum())
    print(t("diff.changes", old=old, new=new, count=len(told), words=words))
    _tell(told[~told["words"]], t)
    if words:
        print(t("diff.words_only"))
        _tell(told[told["words"]], t)
    if words == len(told):
        print(t("diff.moves_nothing"))
        return 0
    return _effect(frameworks, diff_options, t)


def _loaded(paths: Sequence[Path]) -> Pair:
    """Both, or one `Rejected` with the problems of both, each under the path that was typed."""
    found: dict[Path, Framework] = {}
    problems: list[Problem] = []
    for file in dict.fromkeys(paths):
        try:
            found[file] = loader.load(file)
        except Rejected as error:
            problems += [
                replace(problem, place=replace(problem.place, file=str(file)))
                for problem in error.problems
            ]
    if problems:
        raise Rejected(problems)
    old, new = (found[file] for file in paths)
    return old, new


def _tell(rows: pd.DataFrame, t: Messages) -> None:
    for row in rows.to_dict("records"):
        print(t("diff.change", **{str(name): text for name, text in row.items()}))


def _effect(frameworks: Pair, diff_options: DiffOptions, t: Messages) -> int:
    if diff_options.answers is not None:
        return _of_files(frameworks, diff_options.answers, diff_options, t)
    database = diff_options.database or default_file()
    if not database.exists() and diff_options.database is None and diff_options.period is None:
        print(t("diff.no_database", file=database), file=sys.stderr)
        return 0
    files.must_exist(database)
    store = Store(database)
    source = DataSource(store, frameworks[1])
    try:
        period = diff_options.period or difference.latest(source, OPERATOR)
        if period is None:
            print(t("diff.nothing_filed", file=database), file=sys.stderr)
            return 0
        if setup.is_demonstration(store, OPERATOR):
            print(invented.line())
        effect = difference.effect(source, OPERATOR, frameworks, period)
        units = difference.named(source, OPERATOR, effect.moving)
    finally:
        store.close()
    called = units["name_en" if t.lang == "en" else "name"]
    names = dict(zip(units["unit"], called, strict=True))
    _tell_effect(effect, frameworks, names, t)
    return 0


def _of_files(frameworks: Pair, answers: Path, diff_options: DiffOptions, t: Messages) -> int:
    data = files.content(answers)
    given = difference.answers(data, answers.name, frameworks)
    period = diff_options.period or only_period(given, answers)
    units = None
    if diff_options.units is not None:
        content = files.content(diff_options.units)
        units = score_files.units(content, diff_options.units.name, frameworks[1])
    if score_files.is_demonstration(data):
        print(invented.line())
    effect = difference.effect_of_files(frameworks, given, units, period)
    _tell_effect(effect, frameworks, {}, t)
    return 0


def _tell_effect(effect: Effect, frameworks: Pair, names: Mapping[str, str], t: Messages) -> None:
    """A summary, and a line for each unit to which anything happens, biggest movers first."""
    print(
        t(
            "diff.effect",
            period=effect.period,
            units=len(effect.units),
            ranks=effect.ranks_moved,
            grades=effect.regraded,
            lost=effect.count(difference.LOST),
            gained=effect.count(difference.GAINED),
        )
    )
    titles = {grade.code: t.of(grade.title) for each in frameworks for grade in each.grades}
    for row in effect.moving.to_dict("records"):
        code = str(row["unit"])
        print(
            t(
                "diff.unit",
                unit=f"{code} {names[code]}" if code in names else code,
                ranks=_both(row, "rank", t),
                totals=_both(row, "total", t),
                grades=" → ".join(
                    dict.fromkeys(
                        titles.get(row[f"grade_{side}"], figures.BLANK)
                        for side in ("before", "after")
                    )
                ),
            )
        )


def _both(row: Mapping[Hashable, Any], name: str, t: Messages) -> str:
    """Before and after, and by how much where both are known; up is better."""
    before, after = (figures.known(row[f"{name}_{side}"]) for side in ("before", "after"))
    shown = (figures.BLANK if x is None else figures.plain(x) for x in (before, after))
    text = " → ".join(shown)
    step = figures.known(row["moved" if name == "rank" else "change"])
    if step is None or abs(step) < difference.NOTHING:
        return text
    size = figures.plain(abs(step))
    return t("diff.up", text=text, size=size) if step > 0 else t("diff.down", text=text, size=size)
