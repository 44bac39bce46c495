"""The workbook that recalculates, computed by LibreOffice and held against the engine.

LibreOffice is told to compute everything anew, and the results stored beside the formulas are
taken out first: what it says is what the formulas say.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, get_args

import openpyxl
import pandas as pd
import pytest

from assessment.exchange import live_workbook
from assessment.exchange.live_workbook import ANSWER, Inputs, Ours
from assessment.framework import model
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework, Imputation, SurveyField
from assessment.i18n import Messages
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores as scores_of
from assessment.scores.explanation import live_workbook as service
from assessment.scoring.in_memory import score_frames
from assessment.scoring.scores import RANKS, Scores
from assessment.store.database import Store
from tests.foundation.exchange import spreadsheet
from tests.foundation.naive.random_frameworks import Case, case
from tests.foundation.naive.silent_frameworks import silent_case
from tests.kit.people import READER

PERIOD = "2024"
T = Messages("en")
FIRST = 8
"""The first unit's row."""

EVERY_METHOD = (83, 186, 1, 35, 40, 111)
"""Random frameworks that together use everything there is; a test below says if they do not."""

SILENT = (76, 109, 167, 254, 204)
"""Random frameworks where what is missing earns no points, with groups that do."""

HOSTILE = '=cmd|"/c calc"!A1'


def units(count: int) -> pd.DataFrame:
    rows = [
        {
            "unit": f"43{at // 4 + 1:02}{at:02}",
            "name": HOSTILE if at == 0 else f"县{at}",
            "prefecture": f"43{at // 4 + 1:02}00",
            "prefecture_name": f"市{at // 4 + 1}",
            "peer_group": "county" if at % 3 else "district",
        }
        for at in range(count)
    ]
    return pd.DataFrame(rows)


def answer_to(field: SurveyField, said: dict[str, float], dice: Random) -> float:
    match field.type:
        case "yes_no":
            return float(dice.random() < 0.7)
        case "level":
            return float(dice.randrange(len(field.options or {0: None})))
        case "date":
            return float(dice.randint(18000, 21500))
    whole = said.get(field.part_of or "")
    if whole is not None:
        return float(round(whole * dice.uniform(0.5, 1)))
    return float(dice.randint(int(field.minimum or 0), int(min(field.maximum or 900, 900))))


def answers(framework: Framework, panel: pd.DataFrame) -> pd.DataFrame:
    """Every field but a few, and some that do not apply; bonus and veto for two units."""
    dice = Random(2024)  # noqa: S311 - chosen, not secret
    rows: list[tuple[str, str, str, float | None]] = []
    for unit in panel["unit"]:
        said: dict[str, float] = {}
        silent = 0.6 if unit == panel["unit"].iloc[-1] else 0.05
        for field in framework.fields:
            said[field.code] = answer_to(field, said, dice)
            fate = dice.random()
            if fate > silent:
                rows.append((unit, PERIOD, field.code, None if fate > 0.98 else said[field.code]))
    bonus, veto = framework.bonus, framework.veto
    assert bonus
    assert veto
    rows.append((panel["unit"].iloc[1], PERIOD, f"{bonus.items[0].code}.provincial", 3.0))
    rows.append((panel["unit"].iloc[2], PERIOD, veto.items[0].code, 1.0))
    return pd.DataFrame(rows, columns=list(ANSWER))


def given(framework: Framework, panel: pd.DataFrame, said: pd.DataFrame, scores: Scores) -> Inputs:
    ours = Ours(scores.indicators, scores.strengths, scores.totals)
    return Inputs(framework, scores.period, panel, said, ours, {}, "made today", demonstration=True)


def scored(framework: Framework, panel: pd.DataFrame, said: pd.DataFrame) -> Scores:
    return score_frames(framework, said, panel, PERIOD)


def of_case(seed: int, maker: Callable[[int], Case] = case) -> Inputs:
    made = maker(seed)
    panel = pd.DataFrame(
        [
            {
                "unit": u.unit,
                "name": u.unit,
                "prefecture": u.prefecture,
                "prefecture_name": u.prefecture,
                "peer_group": u.peer_group,
            }
            for u in made.units
        ]
    )
    said = pd.DataFrame(made.rows, columns=list(ANSWER))
    return given(made.framework, panel, said, scored(made.framework, panel, said))


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(DEFAULT)


@pytest.fixture(scope="module")
def province(framework: Framework) -> Inputs:
    panel = units(12)
    said = answers(framework, panel)
    return given(framework, panel, said, scored(framework, panel, said))


@pytest.fixture(scope="module")
def written(province: Inputs) -> bytes:
    return live_workbook.written(province, "en")


def changes(province: Inputs) -> dict[spreadsheet.Cell, tuple[str, str, float | None]]:
    """Cells and what is put into them: another number, one taken away, one given."""
    columns = {code: at + 3 for at, code in enumerate(province.framework.field_by_code)}
    changed = {}
    for row, field, value in (
        (0, "members_n", 4321.0),
        (1, "party_sessions_n", None),
        (2, "stations_n", 0.0),
        (len(province.units) - 1, "congress_due_date", 19000.0),
    ):
        letter = openpyxl.utils.get_column_letter(columns[field])
        unit = str(province.units["unit"].iloc[row])
        changed["Answers", f"{letter}{FIRST + row}"] = (unit, field, value)
    return changed


@pytest.fixture(scope="module")
def computed(
    province: Inputs, written: bytes, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Everything that needs LibreOffice, in one start of it."""
    dates = {f.code for f in province.framework.fields if f.type == "date"}
    put = {
        cell: value if value is None or field not in dates else value + 25569
        for cell, (_, field, value) in changes(province).items()
    }
    books = {
        "untouched": spreadsheet.changed(written, {}),
        "answers": spreadsheet.changed(written, put),
        "rules": spreadsheet.changed(written, {("Indicator rules", "D8"): 50}),
    }
    for seed in EVERY_METHOD:
        books[f"case_{seed}"] = spreadsheet.changed(live_workbook.written(of_case(seed), "en"), {})
    for seed in SILENT:
        made = of_case(seed, silent_case)
        books[f"silent_{seed}"] = spreadsheet.changed(live_workbook.written(made, "en"), {})
    return spreadsheet.recalculated(tmp_path_factory.mktemp("libreoffice"), books)


def differences(book: Any, made: Inputs, scores: Scores) -> Iterator[str]:
    """Every number of the workbook that is not the engine's."""
    rows = {unit: FIRST + at for at, unit in enumerate(made.units["unit"])}
    told = [
        ("Values", "value"),
        ("Indicator scores", "score"),
        ("Effective weights", "effective_weight"),
        ("Points earned", "points"),
        ("Points lost", "lost"),
    ]
    for record in scores.indicators.to_dict("records"):
        column = [i.code for _, i in made.indicators].index(record["indicator"]) + 3
        for sheet, name in told:
            cell = book[sheet].cell(rows[record["unit"]], column)
            yield from differs(cell.value, record[name], f"{sheet} {record}")
    strengths = list(dict.fromkeys(s.code for s, _ in made.indicators))
    for record in scores.strengths.to_dict("records"):
        at, row = strengths.index(record["strength"]), rows[record["unit"]]
        yield from differs(book["Level scores"].cell(row, at + 3).value, record["score"], "level")
        for place, rank in enumerate(RANKS):
            cell = book["Ranks"].cell(row, 3 + 3 * (at + 1) + place)
            yield from differs(cell.value, record[rank], f"{rank} {record}")
    grades = {grade.code: grade.title.en for grade in made.framework.grades}
    for record in scores.totals.to_dict("records"):
        row = rows[record["unit"]]
        totals = {3: "completeness", 8: "base", 9: "bonus_earned", 10: "bonus", 11: "total"}
        for column, name in totals.items():
            yield from differs(book["Totals"].cell(row, column).value, record[name], name)
        for place, rank in enumerate(RANKS):
            yield from differs(book["Ranks"].cell(row, 3 + place).value, record[rank], rank)
        shown = book["Totals"].cell(row, 14).value or ""
        if shown != grades.get(record["grade"], ""):
            yield f"grade {record} {shown}"


def differs(shown: object, ours: object, what: str) -> Iterator[str]:
    if ours is None or pd.isna(ours):
        if shown not in (None, ""):
            yield f"{what}: {shown} where we know nothing"
    elif not isinstance(shown, int | float) or abs(shown - ours) > 1e-9 * max(1, abs(ours)):
        yield f"{what}: {shown!r} instead of {ours!r}"


def of(made: Inputs) -> Scores:
    return scored(made.framework, made.units, made.answers)


def test_libreoffice_computes_what_the_engine_computes(
    computed: dict[str, Any], province: Inputs
) -> None:
    scores = of(province)
    assert scores.totals["total"].notna().any()
    assert scores.totals["total"].isna().any()
    assert list(differences(computed["untouched"], province, scores)) == []
    assert list(spreadsheet.errors(computed["untouched"])) == []


@pytest.mark.parametrize("seed", EVERY_METHOD)
def test_it_does_so_for_every_method(computed: dict[str, Any], seed: int) -> None:
    made = of_case(seed)
    assert list(differences(computed[f"case_{seed}"], made, of(made))) == []


@pytest.mark.parametrize("seed", SILENT)
def test_it_does_so_where_what_is_missing_earns_nothing(
    computed: dict[str, Any], seed: int
) -> None:
    made = of_case(seed, silent_case)
    assert list(differences(computed[f"silent_{seed}"], made, of(made))) == []


def test_those_frameworks_use_every_method_there_is() -> None:
    used = {feature for seed in EVERY_METHOD for feature in features(case(seed).framework)}
    wanted = {*methods_in(model.Scoring), *methods_in(model.Treatment), *get_args(Imputation)}
    wanted |= {*get_args(model.Aggregation.model_fields["method"].annotation)}
    wanted |= {"depth 3", "open", "periods all", "prefecture", "unknown", "children", "indicators"}
    assert wanted - used == set()


def methods_in(union: Any) -> set[str]:
    kinds = get_args(get_args(union)[0])
    return {get_args(kind.model_fields["method"].annotation)[0] for kind in kinds}


def features(framework: Framework) -> Iterator[str]:
    yield framework.screening.counted
    for _, indicator in framework.indicators(PERIOD):
        yield indicator.scoring.method
        yield getattr(indicator.scoring, "beyond", "")
        yield indicator.treatment.method if indicator.treatment else ""
        yield str(indicator.imputation)
        yield f"periods {indicator.pool.periods}"
        yield from (indicator.pool.within, indicator.pool.fallback)
    for strength in framework.strengths:
        yield from levels(strength, 0)


def levels(part: model.Part, depth: int) -> Iterator[str]:
    yield f"depth {depth}"
    yield from (part.aggregation.method, part.aggregation.counted)
    for group in part.groups:
        yield from levels(group, depth + 1)


def test_changed_answers_give_what_the_engine_gives_for_them(
    computed: dict[str, Any], province: Inputs
) -> None:
    said = province.answers
    for unit, field, value in changes(province).values():
        said = said[~((said["unit"] == unit) & (said["field"] == field))]
        if value is not None:
            row = pd.DataFrame([(unit, PERIOD, field, value)], columns=list(ANSWER))
            said = pd.concat([said, row], ignore_index=True)
    scores = scored(province.framework, province.units, said)
    assert list(differences(computed["answers"], replace(province, answers=said), scores)) == []
    assert list(differences(computed["answers"], province, of(province))) != []


def test_the_check_says_equal_until_something_is_changed(computed: dict[str, Any]) -> None:
    verdicts = {
        name: [cell.value for cell in computed[name]["Check"]["E"][5:13]]
        for name in ("untouched", "rules")
    }
    assert set(verdicts["untouched"]) == {"equal"}
    assert verdicts["rules"][-1] == "not equal"


def test_viewers_that_do_not_compute_are_shown_our_numbers(
    written: bytes, province: Inputs
) -> None:
    book = spreadsheet.read(written)
    told = book["Totals"].iter_rows(min_row=FIRST, min_col=11, max_col=11, values_only=True)
    ours = of(province).totals["total"]
    assert [total for (total,) in told if total is not None] == ours.dropna().tolist()


def test_unknown_is_an_empty_cell_and_not_applicable_is_said(
    written: bytes, province: Inputs
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    cells = {cell.value for row in book["Answers"].iter_rows(min_row=FIRST) for cell in row}
    assert None in cells
    assert "Not applicable" in cells


def test_a_name_that_looks_like_a_formula_stays_text(written: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written))
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "cmd" in cell.value
    ]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {f"'{HOSTILE}"}


def test_every_sheet_of_a_demonstration_says_so(written: bytes) -> None:
    book = spreadsheet.read(written)
    marked = [
        sheet.title
        for sheet in book.worksheets
        if any("invented" in str(c.value) for row in sheet["A1:E2"] for c in row)
    ]
    assert marked == book.sheetnames


def test_only_functions_that_every_program_knows_are_used(written: bytes) -> None:
    known = {
        *("IF", "IFERROR", "ISERROR", "ISNUMBER", "NA", "AND", "OR", "NOT", "LEFT", "CHOOSE"),
        *("INDEX", "MATCH", "COUNT", "SUM", "SUMPRODUCT", "MIN", "MAX", "ABS", "LN", "EXP"),
        *("AVERAGE", "MEDIAN", "STDEV", "SKEW", "KURT", "PERCENTILE", "SMALL", "LARGE", "ROUND"),
    }
    used = set()
    for data in (written, *(live_workbook.written(of_case(s), "en") for s in EVERY_METHOD)):
        for formula in formulas(data):
            used |= functions_in(formula)
    assert used - known == set()


def formulas(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(text, str) and text.startswith("="):
                    yield text


def functions_in(formula: str) -> set[str]:
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula)
    return set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare))


@pytest.mark.demonstration
def test_the_demonstration_province_is_computed_the_same(
    demo_database: Path, tmp_path: Path, framework: Framework
) -> None:
    store = Store(demo_database)
    try:
        data = service.workbook(DataSource(store, framework), READER, PERIOD, "f" * 64, T)
        run = scores_of(DataSource(store, framework), READER, PERIOD)
        panel = store.frame("unit_described")
    finally:
        store.close()
    assert len(data) < 10_000_000
    made = given(framework, panel, pd.DataFrame(columns=list(ANSWER)), run)
    book = spreadsheet.recalculated(tmp_path, {"demo": spreadsheet.changed(data, {})})["demo"]
    assert list(differences(book, made, run)) == []
