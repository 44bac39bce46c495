"""Make the database of an earlier commit, by that commit's own code, and note its scores.

    python tests/foundation/store/old/make.py a8d5d3c

checks the commit out beside this one, builds a prefecture of its demonstration there, and leaves
two files here: `a8d5d3c.duckdb.gz`, and `a8d5d3c.json.gz` with the scores as that code reads them
and the framework where they are not published with it. What is here was made so from

    20cf50d   migrations 1-3: no accounts, no snapshots, no chain of the audit
    6136208   migrations 1-13: reviews, two published years, rectification
    86b1a4e   migrations 1-13 and 15-17, which d2d14bc numbered 14-16: nothing may be done twice
    a8d5d3c   migrations 1-16: a withdrawn common problem that is stored as a dismissed one
    bff21a0   migrations 1-17: nothing sealed, and the first of today's layout
    f6014bc   migrations 1-18: sealed rows, and no answer that is declared unavailable

`test_old_databases` opens them with the code of today. When a migration is released, make one of
the last commit before it and add it to the table and to the test.
"""

import gzip
import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).resolve().parent
PREFECTURE = "430600"
PERIODS = {"20cf50d": ("2023", "2024"), "6136208": ("2023", "2024")}
LAST_YEAR = ("2024",)

BEFORE = {
    "demonstration.demo": "services.demo",
    "demonstration.demo_people": "services.demo_rectification",
    "kernel.actors": "services.people",
    "office.people.session_manager": "services.sign_in",
    "rectification.common_problems.decisions": "services.common.decide",
    "rectification.common_problems.progress": "services.common.standing",
    "scores.basis.scores": "services.scores",
    "survey.publishing.snapshots": "services.snapshots",
}
"""Modules by their names of today, and what they were called until 9a9c9bb."""


def texts(scores: Any) -> dict[str, str]:
    """The frames of a run as CSV, with every digit."""
    frames = {name: getattr(scores, name) for name in scores.__slots__ if name != "period"}
    return {
        name: frame.to_csv(index=False, lineterminator="\n")
        for name, frame in frames.items()
        if isinstance(frame, pd.DataFrame)
    }


def outside(commit: str) -> None:
    """Check the commit out, run `inside` there, and pack what it made."""
    with tempfile.TemporaryDirectory() as folder:
        tree, made = Path(folder) / "tree", Path(folder) / "made"
        made.mkdir()
        _git("worktree", "add", "--quiet", "--detach", str(tree), commit)
        try:
            command = [sys.executable, str(Path(__file__).resolve()), commit, str(made)]
            subprocess.run(command, cwd=tree, env={"PYTHONPATH": str(tree)}, check=True)
        finally:
            _git("worktree", "remove", "--force", str(tree))
        for file in (made / "it.duckdb", made / "it.json"):
            packed = HERE / f"{commit}{file.suffix}.gz"
            packed.write_bytes(gzip.compress(file.read_bytes(), compresslevel=9, mtime=0))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=HERE, check=True)


def inside(commit: str, folder: Path) -> None:
    """Build and note, where `assessment` is that of the commit."""
    file, periods = folder / "it.duckdb", PERIODS.get(commit, LAST_YEAR)
    _of("demonstration.demo").build(
        file, lambda *_: None, prefectures=[PREFECTURE], periods=periods
    )
    store = _of("store.database").Store(file)
    if commit == "20cf50d":
        noted = _live(store, periods)
    else:
        _come_and_go(store)
        if commit != "6136208":
            _withdraw(store)
        noted = {"framework": None, "scores": _published(store)}
    store.close()
    (folder / "it.json").write_text(json.dumps(noted, ensure_ascii=False, indent=1), "utf-8")


def _of(module: str) -> Any:
    """A module of the commit, by its name of today or of before capabilities had folders; not
    every commit has every one, so none is imported above."""
    try:
        return importlib.import_module(f"assessment.{module}")
    except ModuleNotFoundError:
        return importlib.import_module(f"assessment.{BEFORE[module]}")


def _live(store: Any, periods: Iterable[str]) -> dict[str, Any]:
    """The framework, and the scores by period."""
    loader, scores = _of("framework.loader"), _of("scores.basis.scores").scores
    framework, reader = loader.load(loader.DEFAULT), _of("services.people").READER
    return {
        "framework": loader.DEFAULT.read_text("utf-8"),
        "scores": {each: texts(scores(store, framework, reader, each)) for each in periods},
    }


def _published(store: Any) -> dict[str, dict[str, str]]:
    """The scores by the number of the snapshot."""
    snapshots, operator = _of("survey.publishing.snapshots"), _of("kernel.actors").OPERATOR
    return {
        str(each.snapshot): texts(snapshots.opened(store, operator, each.snapshot).scores)
        for each in snapshots.listed(store, operator)
    }


def _come_and_go(store: Any) -> None:
    """A session, begun and ended."""
    sign_in = _of("office.people.session_manager")
    door = getattr(sign_in, "SessionManager", None) or sign_in.Door
    door(store).leave(door(store).enter_demonstration("demo-county", "10.0.0.1"))


def _withdraw(store: Any) -> None:
    """Take back the first common problem that was confirmed."""
    decide = _of("rectification.common_problems.decisions")
    leader = _of("demonstration.demo_people").LEADER
    decided = _of("rectification.common_problems.progress").decided(store, leader)
    row = next(row for row in decided if row.state == "confirmed")
    seen = decide.seen(store, leader, row.scope)
    about = decide.About(row.period, row.scope, row.problem, seen)
    decide.withdraw(store, leader, about, "确认有误（演示）")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        outside(sys.argv[1])
    else:
        inside(sys.argv[1], Path(sys.argv[2]))
