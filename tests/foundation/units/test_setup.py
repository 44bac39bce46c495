"""Founding an installation: all or nothing, and again without harm."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assessment.errors import NotAllowed, Problem, Rejected
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from assessment.survey.periods import period_opening
from assessment.survey.periods.periods_table import PeriodRow
from assessment.units import setup
from assessment.units.units_table import Prefecture, Unit
from tests.kit.people import READER

DATA = Path(__file__).parents[3] / "data"

PREFECTURES = [Prefecture("430600", "岳阳市", "Yueyang City", 113.1, 29.4)]
UNITS = [
    Unit("430626", "平江县", "Pingjiang", "county", "430600", "county", True, False, 113.6, 28.7),
    Unit("430624", "湘阴县", "Xiangyin", "county", "430600", "county", True, False, 112.9, 28.7),
]

PREFECTURE_LINES = ["code,name,name_en,lon,lat", "430600,岳阳市,Yueyang City,113.1,29.4"]
UNIT_LINES = [
    "code,name,name_en,kind,prefecture,peer_group,statutory,assumed,lon,lat",
    "430626,平江县,Pingjiang County,county,430600,county,true,false,113.6,28.7",
    "430624,湘阴县,Xiangyin County,county,430600,county,true,false,112.9,28.7",
]


def folder_with(folder: Path, units: list[str], prefectures: list[str]) -> Path:
    (folder / "units.csv").write_text("\n".join(units) + "\n", "utf-8")
    (folder / "prefectures.csv").write_text("\n".join(prefectures) + "\n", "utf-8")
    return folder


def refused(folder: Path, framework: Framework) -> list[Problem]:
    with pytest.raises(Rejected) as rejected:
        setup.read_units(folder, framework)
    for problem in rejected.value.problems:
        for lang in LANGUAGES:
            assert Messages(lang)(problem.key, **problem.facts)
    return list(rejected.value.problems)


def test_a_good_pair_of_files_is_read_as_written(tmp_path: Path, framework: Framework) -> None:
    folder = folder_with(tmp_path, UNIT_LINES, PREFECTURE_LINES)
    prefectures, units = setup.read_units(folder, framework)
    assert prefectures == PREFECTURES
    assert units[0] == replace(UNITS[0], name_en="Pingjiang County")
    assert [unit.unit for unit in units] == ["430626", "430624"]


def test_the_files_we_ship_have_123_units_in_14_prefectures(framework: Framework) -> None:
    """With a framework that knows no kinds any is taken; our own is checked by the commands."""
    anything = framework.model_copy(update={"kinds": (), "peer_groups": ()})
    prefectures, units = setup.read_units(DATA, anything)
    assert (len(prefectures), len(units)) == (14, 123)
    assert [unit.unit for unit in units if unit.assumed] == ["431271"]


def test_a_byte_order_mark_from_a_spreadsheet_does_no_harm(
    tmp_path: Path, framework: Framework
) -> None:
    folder = folder_with(tmp_path, UNIT_LINES, PREFECTURE_LINES)
    file = folder / "units.csv"
    file.write_text(file.read_text("utf-8"), "utf-8-sig")
    assert len(setup.read_units(folder, framework)[1]) == 2


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("code", "43062", "setup.bad_code"),
        ("code", "430626.0", "setup.bad_code"),
        ("code", "４３０６２６", "setup.bad_code"),
        ("code", "430624", "setup.duplicate"),
        ("name", " ", "setup.empty"),
        ("name_en", "", "setup.empty"),
        ("kind", "countee", "setup.unknown_choice"),
        ("prefecture", "430700", "setup.unknown_choice"),
        ("peer_group", "", "setup.unknown_choice"),
        ("statutory", "yes", "setup.unknown_choice"),
        ("assumed", "TRUE", "setup.unknown_choice"),
        ("lon", "180.1", "setup.bad_coordinate"),
        ("lat", "113.6", "setup.bad_coordinate"),
        ("lat", "nan", "setup.bad_coordinate"),
        ("lat", "", "setup.bad_coordinate"),
    ],
)
def test_one_wrong_cell_is_one_problem_in_its_place(
    tmp_path: Path, framework: Framework, column: str, text: str, code: str
) -> None:
    cells = dict(zip(UNIT_LINES[0].split(","), UNIT_LINES[1].split(","), strict=True))
    line = ",".join({**cells, column: text}.values())
    folder = folder_with(tmp_path, [UNIT_LINES[0], line, UNIT_LINES[2]], PREFECTURE_LINES)
    first, *others = refused(folder, framework)
    assert (first.code, first.place.file, first.place.line) == (code, "units.csv", 2)
    assert first.place.path == column
    assert [problem.place.line for problem in others] == ([3] if code == "setup.duplicate" else [])


def test_all_problems_of_both_files_are_told_at_once(tmp_path: Path, framework: Framework) -> None:
    folder = folder_with(
        tmp_path,
        [*UNIT_LINES, "1,,X,nowhere,430600,county,true,false,113,28", "short,line"],
        [*PREFECTURE_LINES, "430600,常德市,Changde City,111,129"],
    )
    assert sorted((p.place.file, p.place.line, p.code) for p in refused(folder, framework)) == [
        ("prefectures.csv", 2, "setup.duplicate"),
        ("prefectures.csv", 3, "setup.bad_coordinate"),
        ("prefectures.csv", 3, "setup.duplicate"),
        ("units.csv", 4, "setup.bad_code"),
        ("units.csv", 4, "setup.empty"),
        ("units.csv", 4, "setup.unknown_choice"),
        ("units.csv", 5, "setup.cell_count"),
    ]


def test_missing_columns_are_named_all_of_them(tmp_path: Path, framework: Framework) -> None:
    folder = folder_with(tmp_path, ["code,name", "430626,平江县"], PREFECTURE_LINES)
    missing = {problem.facts["column"] for problem in refused(folder, framework)}
    assert missing == set(setup.UNIT_COLUMNS) - {"code", "name"}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda file: file.unlink(), "setup.unreadable"),
        (lambda file: file.write_bytes("平江县".encode("gbk")), "csv.gbk"),
        (lambda file: file.write_bytes("平江县".encode("utf-16")), "csv.utf16"),
        (lambda file: file.write_text('code,name\n"never closed', "utf-8"), "setup.unreadable"),
    ],
    ids=["absent", "GBK", "UTF-16", "a quote never closed"],
)
def test_a_file_that_is_no_csv_is_one_problem(
    tmp_path: Path, framework: Framework, spoil: Callable[[Path], object], code: str
) -> None:
    folder = folder_with(tmp_path, UNIT_LINES, PREFECTURE_LINES)
    spoil(folder / "units.csv")
    assert [problem.code for problem in refused(folder, framework)] == [code]


@pytest.mark.parametrize("text", ["1_1", "１１２", "٣", "1e2", "nan"])
def test_a_coordinate_is_not_guessed(tmp_path: Path, framework: Framework, text: str) -> None:
    lines = [UNIT_LINES[0], UNIT_LINES[1].rpartition(",")[0] + f",{text}"]
    folder = folder_with(tmp_path, lines, PREFECTURE_LINES)
    assert "setup.bad_coordinate" in [problem.code for problem in refused(folder, framework)]


def test_the_columns_excel_leaves_empty_are_nothing(tmp_path: Path, framework: Framework) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    plain = folder_with(tmp_path / "a", UNIT_LINES, PREFECTURE_LINES)
    trailing = folder_with(tmp_path / "b", [f"{line},," for line in UNIT_LINES], PREFECTURE_LINES)
    assert setup.read_units(trailing, framework) == setup.read_units(plain, framework)


def test_a_file_with_a_header_and_nothing_else_is_refused(
    tmp_path: Path, framework: Framework
) -> None:
    folder = folder_with(tmp_path, UNIT_LINES[:1], PREFECTURE_LINES)
    assert [problem.code for problem in refused(folder, framework)] == ["setup.no_rows"]


def test_founding_again_changes_nothing_and_says_so(store: Store) -> None:
    first = setup.found(store, OPERATOR, PREFECTURES, UNITS)
    assert first.added == ("430600", "430626", "430624")
    revision = store.revision
    again = setup.found(store, OPERATOR, PREFECTURES, UNITS)
    assert (again.added, again.changed, again.same) == ((), (), first.added)
    assert store.revision == revision == 1


def test_founding_again_records_only_what_changed(store: Store) -> None:
    setup.found(store, OPERATOR, PREFECTURES, UNITS)
    renamed = replace(UNITS[0], name="平江市", kind="city")
    founded = setup.found(store, OPERATOR, PREFECTURES, [renamed])
    assert (founded.added, founded.changed) == ((), ("430626",))
    assert (founded.same, founded.kept) == (("430600",), ("430624",))
    assert store.ask("unit", Unit) == [UNITS[1], renamed]
    (record, _) = store.frame("audit", limit=2).to_dict("records")
    assert json.loads(record["facts"]) == {"added": [], "changed": ["430626"]}


def test_a_unit_of_an_unknown_prefecture_is_refused_with_all_the_rest(store: Store) -> None:
    """It would be ranked and yet be missing from every page that names its prefecture."""
    astray = replace(UNITS[1], prefecture="430700")
    with pytest.raises(Rejected) as refusal:
        setup.found(store, OPERATOR, PREFECTURES, [UNITS[0], astray])
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place.path) == ("setup.unknown_choice", "430624.prefecture")
    assert store.ask("unit", Unit) == []
    setup.found(store, OPERATOR, PREFECTURES, [])
    assert setup.found(store, OPERATOR, [], UNITS).added == ("430626", "430624")


def test_a_period_is_opened_once_and_a_new_deadline_is_news(store: Store) -> None:
    assert period_opening.open_period(store, OPERATOR, "2024H1", date(2024, 7, 31))
    assert not period_opening.open_period(store, OPERATOR, "2024H1", date(2024, 7, 31))
    assert store.revision == 1
    assert period_opening.open_period(store, OPERATOR, "2024H1", date(2024, 8, 15))
    (period,) = store.ask("period", PeriodRow)
    assert period == PeriodRow("2024H1", date(2024, 1, 1), date(2024, 6, 30), date(2024, 8, 15))


@pytest.mark.parametrize(
    ("period", "deadline", "code"),
    [
        ("2024H3", date(2024, 7, 31), "setup.bad_period"),
        ("二〇二四", date(2024, 7, 31), "setup.bad_period"),
        ("2024", date(2023, 12, 31), "setup.deadline_too_early"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    store: Store, period: str, deadline: date, code: str
) -> None:
    with pytest.raises(Rejected) as rejected:
        period_opening.open_period(store, OPERATOR, period, deadline)
    (problem,) = rejected.value.problems
    assert problem.code == code
    for lang in LANGUAGES:
        assert Messages(lang)(problem.key, **problem.facts)
    assert store.revision == 0


def test_a_demonstration_says_so_for_good(store: Store) -> None:
    assert not setup.is_demonstration(store)
    setup.mark_demonstration(store, OPERATOR)
    setup.mark_demonstration(store, OPERATOR)
    assert setup.is_demonstration(store)
    assert store.revision == 1


def test_a_reader_may_found_nothing(store: Store) -> None:
    with pytest.raises(NotAllowed):
        setup.found(store, READER, PREFECTURES, UNITS)
    with pytest.raises(NotAllowed):
        period_opening.open_period(store, READER, "nonsense", date(2024, 7, 31))
    with pytest.raises(NotAllowed):
        setup.mark_demonstration(store, READER)
    assert store.revision == 0


def test_the_columns_we_ask_for_are_those_we_ship() -> None:
    for name, columns in (
        ("units.csv", setup.UNIT_COLUMNS),
        ("prefectures.csv", setup.PREFECTURE_COLUMNS),
    ):
        with (DATA / name).open(encoding="utf-8") as lines:
            assert tuple(next(csv.reader(lines))) == columns
