"""The demonstration answers a field nobody wrote a generator for, and moves no other answer."""

import numpy as np
import pandas as pd
import pytest

from assessment.demonstration.invention import SEED, YEARS, answers, known, province, under_way
from assessment.framework.loader import DEFAULT, load, loads
from assessment.framework.model import Framework, SurveyField
from assessment.framework.values import field_values
from assessment.survey.filing.rules import raw_of
from tests.kit.growing import PART, WHOLE, with_indicator

SHIPPED = DEFAULT.read_text("utf-8")
STRENGTH = "institutions"
LEVELS = {number: {"zh": "级", "en": "Level"} for number in range(4)}
NEW = (
    {"code": "fresh_count_n", "type": "integer"},
    {"code": "fresh_few_n", "type": "integer", "minimum": 3, "maximum": 9},
    {"code": "fresh_score", "type": "decimal", "maximum": 100},
    {"code": "fresh_yuan", "type": "money"},
    {"code": "fresh_yn", "type": "yes_no"},
    {
        "code": "fresh_level",
        "type": "level",
        "options": {n: {"zh": "级", "en": "L"} for n in range(4)},
    },
    {"code": "fresh_only_level", "type": "level", "options": {0: LEVELS[0]}},
    {"code": "fresh_date", "type": "date"},
    {"code": "fresh_part_n", "type": "integer", "part_of": "fresh_few_n"},
    {"code": "fresh_part_of_part_n", "type": "integer", "part_of": "fresh_part_n"},
    {"code": "fresh_members_n", "type": "integer", "part_of": "members_n"},
    {"code": "fresh_parks_n", "type": "integer", "part_of": "parks_n"},
)


@pytest.fixture(scope="module")
def hunan() -> province.Province:
    units = pd.read_csv("data/units.csv", dtype={"code": str, "prefecture": str})
    return province.drawn(units.rename(columns={"code": "unit"}), YEARS, SEED, known.reputation())


@pytest.fixture(scope="module")
def usual(hunan: province.Province) -> pd.DataFrame:
    return answers.table(hunan, load(DEFAULT))


@pytest.fixture(scope="module")
def every_type() -> Framework:
    shipped = load(DEFAULT)
    common = {"title": {"zh": "新", "en": "New"}, "strength": STRENGTH, "asked": "always"}
    # The parts before their wholes, for a file may list them so.
    fields = [SurveyField.model_validate(common | given) for given in reversed(NEW)]
    said = {name: getattr(shipped, name) for name in Framework.model_fields}
    return Framework.model_construct(**said | {"fields": (*shipped.fields, *fields)})


@pytest.fixture(scope="module")
def table(hunan: province.Province, every_type: Framework) -> pd.DataFrame:
    return answers.table(hunan, every_type)


def test_new_fields_change_no_other_answer(table: pd.DataFrame, usual: pd.DataFrame) -> None:
    old = table[~table["field"].str.startswith("fresh_")]
    pd.testing.assert_frame_equal(old.reset_index(drop=True), usual)


def test_the_same_fields_are_answered_the_same_every_time(
    hunan: province.Province, every_type: Framework, table: pd.DataFrame
) -> None:
    pd.testing.assert_frame_equal(answers.table(hunan, every_type), table)


@pytest.mark.parametrize("code", [str(given["code"]) for given in NEW])
def test_every_answer_is_one_the_survey_takes(
    every_type: Framework, table: pd.DataFrame, code: str
) -> None:
    question = every_type.field_by_code[code]
    values = table.loc[(table["field"] == code) & (table["state"] == "value"), "value"]
    assert len(values) > 300
    assert all(field_values.read(question, raw_of(question, value)) == value for value in values)
    assert values.nunique() > 1 or code == "fresh_only_level"


def test_a_part_is_never_more_than_its_whole(every_type: Framework, table: pd.DataFrame) -> None:
    wide = table.pivot(index=["unit", "period"], columns="field", values="value")
    for field in every_type.fields:
        if field.code.startswith("fresh_") and field.part_of:
            assert (wide[field.code] <= wide[field.part_of]).sum() > 200
            assert not (wide[field.code] > wide[field.part_of]).any()


def test_some_leave_them_blank_as_they_do_the_others(
    every_type: Framework, table: pd.DataFrame
) -> None:
    """Here and there one, and the whole sheet where a county leaves out all of it."""
    blank = table.assign(blank=table["state"] == "missing")
    fresh = blank["field"].str.startswith("fresh_")
    assert blank[fresh].groupby("field")["blank"].mean().between(0.005, 0.12).all()
    sheet = [field.code for field in every_type.fields if field.strength == STRENGTH]
    own = blank["field"].isin(sheet)
    old, new = (
        blank[rows].groupby(["unit", "period"])["blank"].mean()
        for rows in (own & ~fresh, own & fresh)
    )
    assert (old > 0.75).any()
    assert new[old > 0.75].min() > 0.5
    assert new[old < 0.25].mean() < 0.05


def test_a_part_of_nothing_does_not_apply_for_a_reason(table: pd.DataFrame) -> None:
    parks = table[table["field"] == "fresh_parks_n"]
    outside = parks[parks["state"] == "not_applicable"]
    none = table[(table["field"] == "parks_n") & (table["value"] == 0)]
    assert set(zip(none["unit"], none["period"], strict=True)) <= set(
        zip(outside["unit"], outside["period"], strict=True)
    )
    assert len(outside) > 0
    assert outside["note"].str.len().min() > 0


def test_a_field_is_answered_only_in_the_years_that_ask_it(
    hunan: province.Province, usual: pd.DataFrame
) -> None:
    grown = loads(with_indicator(SHIPPED, since="2023", until="2023"), "grown.yaml")
    table = answers.table(hunan, grown)
    new = table[table["field"].isin([WHOLE, PART])]
    assert set(new["period"]) == {"2023"}
    assert set(new["field"]) == {WHOLE, PART}
    old = table[~table["field"].isin([WHOLE, PART])]
    pd.testing.assert_frame_equal(old.reset_index(drop=True), usual)


def test_what_is_asked_for_the_first_time_while_under_way_is_answered_too(
    usual: pd.DataFrame,
) -> None:
    grown = loads(with_indicator(SHIPPED, since="2025"), "grown.yaml")
    units = sorted(set(usual["unit"]))
    now = under_way.answers(grown, usual, units)
    new = now[now["field"].isin([WHOLE, PART])]
    wide = new.pivot(index="unit", columns="field", values="value")
    assert (wide[PART] <= wide[WHOLE]).all()
    assert wide[WHOLE].nunique() > 5
    old = now[~now["field"].isin([WHOLE, PART])].reset_index(drop=True)
    pd.testing.assert_frame_equal(old, under_way.answers(load(DEFAULT), usual, units))
    some = under_way.answers(grown, usual, units[:9])
    told = some[some["field"] == WHOLE].set_index("unit")["value"]
    assert told.tolist() == wide.loc[told.index, WHOLE].tolist()


def test_what_ended_is_answered_no_more_while_under_way(hunan: province.Province) -> None:
    grown = loads(with_indicator(SHIPPED, until="2024"), "grown.yaml")
    table = answers.table(hunan, grown)
    assert WHOLE in set(table.loc[table["period"] == "2024", "field"])
    now = under_way.answers(grown, table, sorted(set(table["unit"])))
    assert not set(now["field"]) & {WHOLE, PART}
    assert np.isfinite(now.loc[now["state"] == "value", "value"]).all()
