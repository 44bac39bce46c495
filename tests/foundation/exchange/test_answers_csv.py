"""Answers as a long CSV: what is read, what is refused, and where."""

import pandas as pd
import pytest

from assessment.errors import Problem, Rejected
from assessment.exchange import answers_csv, invented
from assessment.exchange.survey_workbook.expected import Expected
from assessment.i18n import LANGUAGES, Messages
from tests.foundation.exchange.filled import EXPECTED, framework

HEADER = "unit,period,field,value\n"
GOOD = (
    HEADER
    + "430626,2024,members_n,9000\n"
    + "430626,2024,ent25_total_n,10\n"
    + "430626,2024,ent25_union_n,7\n"
    + "430626,2024,fed_truck_yn,是\n"
    + "430626,2024,congress_due_date,2024-10-04\n"
    + "430626,2024,palace_level,1\n"
    + '430626.0,2024,funds_yuan,"1,234.5"\n'
    + "430626,2024,satisfaction,\n"
    + "430626,2024,members_insured_n,NA\n"
    + "430626,2024,honours.national,2\n"
    + "430626,2024,safety_accident,1\n"
)


def problems(data: bytes | str, expected: Expected | None = EXPECTED) -> list[Problem]:
    try:
        answers_csv.read(data, "a.csv", framework(), expected)
    except Rejected as rejected:
        return list(rejected.problems)
    return []


def test_value_missing_and_not_applicable_are_three_things() -> None:
    read = answers_csv.read(GOOD, "a.csv", framework()).set_index("field")
    assert read.loc["members_n", ["unit", "period", "state"]].tolist() == [
        "430626",
        "2024",
        "value",
    ]
    assert read["value"].to_dict() | {"satisfaction": None, "members_insured_n": None} == {
        "members_n": 9000,
        "ent25_total_n": 10,
        "ent25_union_n": 7,
        "fed_truck_yn": 1,
        "congress_due_date": 20000,
        "palace_level": 1,
        "funds_yuan": 1234.5,
        "satisfaction": None,
        "members_insured_n": None,
        "honours.national": 2,
        "safety_accident": 1,
    }
    assert read.loc["satisfaction", "state"] == "missing"
    assert read.loc["members_insured_n", "state"] == "not_applicable"
    assert read.loc[["satisfaction", "members_insured_n"], "value"].isna().all()


def test_scoring_gets_no_row_for_silence_and_null_for_what_does_not_apply() -> None:
    relation = answers_csv.as_relation(answers_csv.read(GOOD, "a.csv", framework()))
    assert list(relation.columns) == ["unit", "period", "field", "value"]
    assert "satisfaction" not in set(relation["field"])
    assert relation.set_index("field")["value"].isna().sum() == 1


def test_unavailable_is_on_record_and_missing_to_scoring() -> None:
    data = "unit,period,field,value\n430626,2024,growth,无法提供\n430626,2024,satisfaction,NA\n"
    read = answers_csv.read(data, "a.csv", framework())
    assert read["state"].tolist() == ["unavailable", "not_applicable"]
    assert answers_csv.as_relation(read)["field"].tolist() == ["satisfaction"]
    written = answers_csv.write(read, framework())
    assert b"growth,UNAVAILABLE" in written
    pd.testing.assert_frame_equal(answers_csv.read(written, "b.csv", framework()), read)


def test_what_is_written_is_read_again() -> None:
    read = answers_csv.read(GOOD, "a.csv", framework())
    written = answers_csv.write(read, framework())
    assert written.startswith(b"\xef\xbb\xbfunit,period,field,value\r\n")
    again = answers_csv.read(written, "b.csv", framework())
    pd.testing.assert_frame_equal(again, read)


def test_invented_answers_say_so_before_the_header_and_are_read_all_the_same() -> None:
    read = answers_csv.read(GOOD, "a.csv", framework())
    written = answers_csv.write(read, framework(), demonstration=True)
    mark, _, rest = written.decode("utf-8-sig").partition("\r\n")
    assert mark == "# 演示数据 / demonstration data"
    assert rest.startswith("unit,period,field,value\r\n")
    assert invented.is_marked(written)
    saved_by_excel = written.replace(mark.encode(), mark.encode() + b",,,")
    assert invented.is_marked(saved_by_excel)
    for data in (written, saved_by_excel):
        again = answers_csv.read(data, "b.csv", framework())
        pd.testing.assert_frame_equal(again.drop(columns="line"), read.drop(columns="line"))


def test_a_mistake_behind_a_remark_is_told_in_its_own_line() -> None:
    with pytest.raises(Rejected) as caught:
        answers_csv.read("# one\n\n# two\n" + HEADER + "1,2024,beer,3\n", "a.csv", framework())
    assert [problem.place.line for problem in caught.value.problems] == [5]


def test_only_what_stands_before_the_header_is_a_remark() -> None:
    assert not invented.is_marked(GOOD + "# 演示数据\n")
    assert not invented.is_marked("# 平江县\n" + GOOD)
    with pytest.raises(Rejected):
        answers_csv.read(GOOD + "# 演示数据\n", "a.csv", framework())


def test_the_smallest_and_largest_numbers_survive() -> None:
    lines = "".join(
        f"{unit},2024,funds_yuan,{value}\n"
        for unit, value in (("1", "0.1"), ("2", "0.30000000000000004"), ("3", "0.000000123"))
    )
    read = answers_csv.read(HEADER + lines, "a.csv", framework())
    again = answers_csv.read(answers_csv.write(read, framework()), "b.csv", framework())
    assert again["value"].tolist() == read["value"].tolist() == [0.1, 0.1 + 0.2, 1.23e-7]


def test_columns_may_stand_in_any_order() -> None:
    read = answers_csv.read("value,field,unit,period\n3,growth,430626,2024\n", "a.csv", framework())
    assert read["value"].tolist() == [3]


def line(written: str) -> str:
    return GOOD + written + "\n"


MUTATIONS: dict[str, tuple[bytes | str, str, int | None, int | None]] = {
    "empty": ("", "csv.empty", None, None),
    "no header": ("430626,2024,members_n,9000\n", "csv.no_header", 1, None),
    "header of another table": ("a,b,c,d\n1,2,3,4\n", "csv.no_header", 1, None),
    "column missing": (GOOD.replace(",value", "", 1), "csv.missing_column", 1, None),
    "column misspelt": (GOOD.replace(",value", ",vaule", 1), "csv.missing_column", 1, None),
    "column astray": (GOOD.replace("value", "value,note", 1), "csv.stray_column", 1, 5),
    "column twice": (GOOD.replace("value", "value,unit", 1), "csv.duplicate_column", 1, 5),
    "bars": (GOOD.replace(",", "|"), "csv.delimiter", 1, None),
    "no name": (GOOD.replace("field,", "field,,", 1), "csv.nameless_column", 1, 4),
    "comma or point": (
        HEADER.replace(",", ";") + "430626;2024;funds_yuan;1,234\n",
        "cell.comma_or_point",
        2,
        4,
    ),
    "ragged, short": (line("430626,2024,growth"), "csv.ragged", 13, None),
    "ragged, long": (line("430626,2024,growth,1,234"), "csv.ragged", 13, None),
    "quotes open": (line('430626,2024,growth,"1'), "csv.malformed", 13, None),
    "NUL": (line("430626,2024,growth,\0"), "csv.nul", 13, None),
    "GBK": (GOOD.encode("gb18030"), "csv.gbk", 5, None),
    "UTF-16": (GOOD.encode("utf-16"), "csv.utf16", None, None),
    "bytes": (b"unit\n\xff\x00\xff", "csv.not_text", 2, None),
    "workbook": (b"PK\x03\x04\xff\xfe", "csv.workbook", None, None),
    "unknown field": (line("430626,2024,member_n,1"), "answers_csv.unknown_field", 13, 3),
    "field empty": (line("430626,2024,,1"), "answers_csv.empty_code", 13, 3),
    "unit empty": (line(",2024,growth,1"), "answers_csv.empty_code", 13, 1),
    "unknown unit": (line("430000,2024,growth,1"), "filing.unknown_unit", 13, 1),
    "unit of another": (line("430681,2024,growth,1"), "filing.unit_not_yours", 13, 1),
    "no period": (line("430626,24,growth,1"), "filing.bad_period", 13, 2),
    "period locked": (line("430626,2023,growth,1"), "filing.period_closed", 13, 2),
    "period unknown": (line("430626,2031,growth,1"), "filing.unknown_period", 13, 2),
    "text": (line("430626,2024,growth,many"), "cell.not_a_number", 13, 4),
    "unit in number": (line("430626,2024,growth,3个"), "cell.unit_in_number", 13, 4),
    "not a number": (line("430626,2024,growth,nan"), "cell.not_a_number", 13, 4),
    "scientific": (line("430626,2024,growth,1E+05"), "cell.scientific", 13, 4),
    "fraction": (line("430626,2024,growth,1.5"), "cell.not_whole", 13, 4),
    "twice": (line("430626,2024,members_n,1"), "answers_csv.duplicate", 13, None),
    "part over whole": (
        GOOD.replace("ent25_union_n,7", "ent25_union_n,11"),
        "cell.part_over_whole",
        4,
        4,
    ),
    "day as a number": (
        GOOD.replace("2024-10-04", "45569"),
        "cell.bare_serial",
        6,
        4,
    ),
    "half an honour": (line("430626,2024,honours.municipal,0.5"), "cell.not_whole", 13, 4),
    "honour at no level": (line("430626,2024,honours,1"), "answers_csv.unknown_field", 13, 3),
    "veto twice over": (
        GOOD.replace("safety_accident,1", "safety_accident,2"),
        "cell.not_yes_or_no",
        12,
        4,
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_one_mistake_is_told_once_and_in_its_place(name: str) -> None:
    data, code, at_line, at_column = MUTATIONS[name]
    found = problems(data)
    assert [(p.code, p.place.line, p.place.column) for p in found] == [(code, at_line, at_column)]
    for lang in LANGUAGES:
        assert len(Messages(lang)(found[0].key, **found[0].facts)) > 10


def test_a_misspelt_field_is_guessed() -> None:
    (problem,) = problems(line("430626,2024,member_n,1"))
    assert problem.facts["nearest"] == "members_n"


def test_every_mistake_is_told_at_once_from_top_to_bottom() -> None:
    found = problems(
        HEADER
        + "999999,24,member_n,x\n"
        + "430626,2024,members_n,9000,\n"
        + "430626,2024,ent25_total_n,5\n"
        + "430626,2024,ent25_union_n,6\n"
        + "430626,2024,ent25_total_n,5\n"
    )
    assert [(problem.place.line, problem.code) for problem in found] == [
        (2, "filing.unknown_unit"),
        (2, "filing.bad_period"),
        (2, "answers_csv.unknown_field"),
        (3, "csv.ragged"),
        (5, "cell.part_over_whole"),
        (6, "answers_csv.duplicate"),
    ]


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("first", ["", "sep={}\r\n", '"sep={}"\n'])
def test_a_file_as_excel_saves_it_elsewhere_is_read(separator: str, first: str) -> None:
    lines = GOOD.replace('"1,234.5"', "1234.5").replace(",", separator)
    data = ("\ufeff" + first.format(separator) + lines).encode()
    read = answers_csv.read(data, "a.csv", framework())
    assert read["value"].tolist() == pytest.approx(
        answers_csv.read(GOOD, "a.csv", framework())["value"].tolist(), nan_ok=True
    )


def test_the_columns_excel_leaves_empty_are_nothing() -> None:
    data = "\n".join(f"{line},," for line in GOOD.splitlines())
    assert len(answers_csv.read(data, "a.csv", framework())) == 11
    stray = problems(data.replace("9000,,", "9000,,x"))
    assert [(problem.code, problem.place.line) for problem in stray] == [("csv.ragged", 2)]


def test_what_was_read_in_a_way_of_its_own_is_told_with_its_line() -> None:
    data = HEADER + "430626,2024,congress_due_date,20241004\n430626,2024,funds_yuan,￥1 234\n"
    read, notes = answers_csv.read_with_notes(data, "a.csv", framework())
    assert read["value"].tolist() == [20000, 1234]
    assert [(note.code, note.place.line) for note in notes] == [
        ("cell.read_as", 2),
        ("cell.read_as", 3),
    ]


@pytest.mark.parametrize("text", ["9000②", "12²", "⑩"])
def test_a_footnote_sign_in_a_file_is_no_digit(text: str) -> None:
    found = problems(f"{HEADER}430626,2024,members_n,{text}\n")
    assert [problem.code for problem in found] == ["cell.numeral_sign"]


def test_a_mark_of_invention_is_seen_behind_a_line_that_names_the_separator() -> None:
    data = f"sep=;\r\n{invented.line()}\r\n" + GOOD.replace(",", ";")
    assert invented.is_marked(data.encode())


def test_without_a_database_any_unit_and_period_will_do() -> None:
    assert problems(line("anywhere,2031H1,growth,1"), expected=None) == []
