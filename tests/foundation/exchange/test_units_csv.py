"""Units for scoring by file."""

import pytest

from assessment.errors import Rejected
from assessment.exchange import units_csv
from assessment.framework.loader import DEFAULT, load
from assessment.i18n import LANGUAGES, Messages
from assessment.units.setup import DATA
from tests.foundation.exchange.filled import framework

GOOD = (
    "unit,prefecture,peer_group,name\n430626,430600,county,平江县\n430681.0,430600,county,汨罗市\n"
)


def test_other_columns_are_kept_and_codes_are_text() -> None:
    read = units_csv.read(GOOD.encode("utf-8-sig"), "u.csv", framework())
    assert read["unit"].tolist() == ["430626", "430681"]
    assert read["name"].tolist() == ["平江县", "汨罗市"]


def test_the_list_of_units_we_ship_can_be_scored_by() -> None:
    """It calls a unit by its `code`."""
    read = units_csv.read((DATA / "units.csv").read_bytes(), "units.csv", load(DEFAULT))
    assert "430626" in read["unit"].tolist()


def test_of_two_columns_that_could_name_the_unit_the_one_called_unit_does() -> None:
    both = "code,unit,prefecture,peer_group\nA,430626,430600,county\n"
    assert units_csv.read(both, "u.csv", framework())["unit"].tolist() == ["430626"]


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (GOOD.replace("prefecture", "city"), "csv.missing_column", 1, None),
        (GOOD + "430626,430600,county,平江\n", "units_csv.duplicate", 4, None),
        (GOOD + "430105,,county,开福区\n", "units_csv.empty", 4, 2),
        (GOOD + "430105,430100,zone,开福区\n", "units_csv.unknown_peer_group", 4, 3),
        (GOOD + "430105,430100,district\n", "csv.ragged", 4, None),
        ("unit,prefecture,peer_group\n", "units_csv.no_units", None, None),
        (GOOD.encode("gb18030"), "csv.gbk", 2, None),
    ],
)
def test_a_mistake_is_told_in_its_place(
    data: bytes | str, code: str, line: int | None, column: int | None
) -> None:
    with pytest.raises(Rejected) as refused:
        units_csv.read(data, "u.csv", framework())
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == (code, line, column)
    for lang in LANGUAGES:
        assert Messages(lang)(problem.key, **problem.facts)
