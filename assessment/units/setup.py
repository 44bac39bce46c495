"""Found an installation: its prefectures and units, its periods, whether it is a demonstration.

Everything here may be run again: what is already so is left alone, and not written twice.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import csv_text
from assessment.framework.model import Framework
from assessment.kernel.actors import ANYONE, Actor
from assessment.kernel.places import ROOT
from assessment.store.database import Store
from assessment.units import settings_table, units_table
from assessment.units.settings_table import DEMONSTRATION, Setting
from assessment.units.units_table import Prefecture, Unit

DATA = ROOT / "data"
"""Where the `units.csv` and `prefectures.csv` we ship are."""

PREFECTURE_COLUMNS = ("code", "name", "name_en", "lon", "lat")
UNIT_COLUMNS = (
    *("code", "name", "name_en", "kind", "prefecture", "peer_group"),
    *("statutory", "assumed", "lon", "lat"),
)
YES_NO = {"true": True, "false": False}
LIMITS = {"lon": 180.0, "lat": 90.0}

_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")
"""Only digits of ours: Python would also read those of other scripts, and 1_0."""

_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Founded:
    """What founding changed, by code of prefecture or unit."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    kept: tuple[str, ...]
    """Recorded earlier and not mentioned now. Nothing is ever taken away."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file, with where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def problem(self, code: str, column: str, /, **facts: object) -> Problem:
        return Problem(code, Place(self.file, self.line, path=column), facts)


def found(
    store: Store, actor: Actor, prefectures: Sequence[Prefecture], units: Sequence[Unit]
) -> Founded:
    """Record the prefectures and units that are new or differ from what is recorded.

    Raises `Rejected` for units of a prefecture that is neither recorded nor given.
    """
    actor.must("setup.write")
    known = {row.prefecture: row for row in store.ask("prefecture", Prefecture)}
    known_units = {row.unit: row for row in store.ask("unit", Unit)}
    told = {row.prefecture: row for row in prefectures}
    told_units = {row.unit: row for row in units}
    if astray := list(_astray(units, {*known, *told})):
        raise Rejected(astray)
    founded = _compared({**known, **known_units}, {**told, **told_units})
    news = {*founded.added, *founded.changed}
    if news:
        facts = {"added": founded.added, "changed": founded.changed}
        with store.writing(
            actor=actor.name, action="setup.found", subject="*", facts=facts
        ) as cursor:
            units_table.record_prefectures(cursor, [told[code] for code in told if code in news])
            units_table.record(cursor, [told_units[code] for code in told_units if code in news])
    return founded


def _astray(units: Sequence[Unit], prefectures: Collection[str]) -> Iterator[Problem]:
    offered = ", ".join(sorted(prefectures))
    for unit in units:
        if unit.prefecture not in prefectures:
            place = Place("units", path=f"{unit.unit}.prefecture")
            facts = {"value": unit.prefecture, "known": offered}
            yield Problem("setup.unknown_choice", place, facts)


def _compared(known: Mapping[str, object], facts: Mapping[str, object]) -> Founded:
    return Founded(
        added=tuple(code for code in facts if code not in known),
        changed=tuple(code for code in facts if code in known and facts[code] != known[code]),
        same=tuple(code for code in facts if known.get(code) == facts[code]),
        kept=tuple(code for code in known if code not in facts),
    )


def mark_demonstration(store: Store, actor: Actor) -> None:
    """Say for good that these data are made up; every page and export then says so too."""
    actor.must("setup.write")
    if is_demonstration(store, actor):
        return
    with store.writing(
        actor=actor.name, action="setup.mark_demonstration", subject="*", facts={}
    ) as cursor:
        settings_table.record(cursor, Setting(DEMONSTRATION, "yes"))


def is_demonstration(store: Store, actor: Actor = ANYONE) -> bool:
    """Whether the data are made up. Everyone may know."""
    actor.must_somewhere("demonstration.read")
    return any(row.value == "yes" for row in store.ask("setting", Setting, name=DEMONSTRATION))


def read_units(folder: Path, framework: Framework) -> tuple[list[Prefecture], list[Unit]]:
    """`prefectures.csv` and `units.csv`. Raises `Rejected` with all problems of both files."""
    problems: list[Problem] = []
    prefectures = _rows(folder / "prefectures.csv", PREFECTURE_COLUMNS, problems)
    rows = _rows(folder / "units.csv", UNIT_COLUMNS, problems)
    problems += _common_problems(prefectures)
    problems += _common_problems(rows)
    problems += _unit_problems(rows, {row.cells["code"] for row in prefectures}, framework)
    if problems:
        raise Rejected(problems)
    return [_prefecture(row.cells) for row in prefectures], [_unit(row.cells) for row in rows]


def _rows(file: Path, columns: Sequence[str], problems: list[Problem]) -> list[_Row]:
    """The lines that have every column; what is wrong with the others goes to `problems`."""
    try:
        text = csv_text.decoded(file.read_bytes(), file.name)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        table = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except Rejected as rejected:
        problems += rejected.problems
        return []
    except (OSError, csv.Error) as error:
        problems.append(Problem("setup.unreadable", Place(file.name), {"detail": str(error)}))
        return []
    header = table[0][1] if table else []
    table = [(line, _without_tail(cells, len(header))) for line, cells in table]
    missing = [column for column in columns if column not in header]
    if missing:
        known = ", ".join(columns)
        problems += [
            Problem("setup.missing_column", Place(file.name, 1), {"column": column, "known": known})
            for column in missing
        ]
        return []
    if not table[1:]:
        problems.append(Problem("setup.no_rows", Place(file.name, 1)))
    problems += [
        Problem(
            "setup.cell_count",
            Place(file.name, line),
            {"found": len(cells), "expected": len(header)},
        )
        for line, cells in table[1:]
        if len(cells) != len(header)
    ]
    return [
        _Row(file.name, line, dict(zip(header, cells, strict=True)))
        for line, cells in table[1:]
        if len(cells) == len(header)
    ]


def _without_tail(cells: list[str], whole: int) -> list[str]:
    """A line without the empty cells that Excel puts behind the last column."""
    return cells if any(cells[whole:]) else cells[:whole]


def _common_problems(rows: Sequence[_Row]) -> Iterator[Problem]:
    """What prefectures and units have in common: a code of their own, names, a place on the map."""
    times = Counter(row.cells["code"] for row in rows)
    for row in rows:
        code = row.cells["code"]
        if not _CODE.fullmatch(code):
            yield row.problem("setup.bad_code", "code", code=code)
        elif times[code] > 1:
            lines = ", ".join(str(r.line) for r in rows if r.cells["code"] == code)
            yield row.problem("setup.duplicate", "code", code=code, lines=lines)
        for column in ("name", "name_en"):
            if not row.cells[column]:
                yield row.problem("setup.empty", column)
        for column, limit in LIMITS.items():
            if not _lies_within(row.cells[column], limit):
                value = row.cells[column]
                yield row.problem("setup.bad_coordinate", column, value=value, limit=limit)


def _lies_within(text: str, limit: float) -> bool:
    return _DEGREES.fullmatch(text) is not None and abs(float(text)) <= limit


def _unit_problems(
    rows: Sequence[_Row], prefectures: Iterable[str], framework: Framework
) -> Iterator[Problem]:
    choices = {
        "prefecture": tuple(prefectures),
        "kind": tuple(kind.code for kind in framework.kinds),
        "peer_group": tuple(group.code for group in framework.peer_groups),
        "statutory": tuple(YES_NO),
        "assumed": tuple(YES_NO),
    }
    for row in rows:
        for column, known in choices.items():
            # Without prefectures, the fault is in their file and has been told.
            if known and row.cells[column] not in known:
                value, offered = row.cells[column], ", ".join(sorted(known))
                yield row.problem("setup.unknown_choice", column, value=value, known=offered)


def _prefecture(cells: Mapping[str, str]) -> Prefecture:
    name, name_en = cells["name"], cells["name_en"]
    return Prefecture(cells["code"], name, name_en, float(cells["lon"]), float(cells["lat"]))


def _unit(cells: Mapping[str, str]) -> Unit:
    return Unit(
        unit=cells["code"],
        name=cells["name"],
        name_en=cells["name_en"],
        kind=cells["kind"],
        prefecture=cells["prefecture"],
        peer_group=cells["peer_group"],
        statutory=YES_NO[cells["statutory"]],
        assumed=YES_NO[cells["assumed"]],
        lon=float(cells["lon"]),
        lat=float(cells["lat"]),
    )
