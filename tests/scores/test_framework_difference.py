"""Two frameworks on one province's answers: what changed, and whom it moves."""

import pytest
import yaml
from pydantic import BaseModel

from assessment.errors import NotAllowed, Rejected, Unknown
from assessment.framework import model
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import Actor
from assessment.kernel.roles import ROLES, Role
from assessment.scores.basis.basis import DataSource
from assessment.scores.framework_guide import difference_in_words
from assessment.scores.framework_guide import framework_difference as difference
from assessment.store.database import Store
from tests.kit.growing import WHOLE, with_indicator
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER, YUNLU

TEXT = three_counties.FRAMEWORK.read_text("utf-8")


def changed(old: str, new: str) -> Framework:
    assert old in TEXT
    return Framework.model_validate(yaml.safe_load(TEXT.replace(old, new)))


@pytest.fixture
def heavier() -> Framework:
    """Venues count for 90: Baishi 0.1·88 + 0.9·87.5 = 87.55, Qingxi 0.1·32 + 0.9·37.5 = 36.95."""
    text = TEXT.replace("    weight: 60\n    indicators", "    weight: 10\n    indicators")
    text = text.replace("    weight: 40\n    indicators", "    weight: 90\n    indicators")
    return Framework.model_validate(yaml.safe_load(text))


def test_what_each_unit_wins_and_loses(
    province: Store, framework: Framework, heavier: Framework
) -> None:
    found = difference.effect(DataSource(province, framework), READER, (framework, heavier), "2024")
    units = found.units.set_index("unit")
    assert units.loc[BAISHI, "change"] == pytest.approx(87.55 - 87.8)
    assert units.loc[QINGXI, "change"] == pytest.approx(36.95 - 34.2)
    assert list(units["moved"].dropna()) == [0, 0]
    assert units.loc[YUNLU, "outcome"] == difference.SAME
    assert list(found.moving["unit"]) == [QINGXI, BAISHI]
    assert (found.ranks_moved, found.regraded) == (0, 0)


def test_an_unknown_total_is_never_a_change(
    province: Store, framework: Framework, heavier: Framework
) -> None:
    units = difference.effect(
        DataSource(province, framework), READER, (framework, heavier), "2024"
    ).units
    row = units.set_index("unit").loc[YUNLU]
    assert row[["total_before", "total_after", "change", "moved"]].isna().all()


def test_who_loses_a_total_comes_first(province: Store, framework: Framework) -> None:
    """Baishi and Qingxi answered everything; nobody answers what divides by nothing."""
    emptied = changed("formula: meetings_n", "formula: meetings_n / (firms_n - 10)")
    found = difference.effect(DataSource(province, framework), READER, (framework, emptied), "2024")
    assert list(found.units["outcome"][:2]) == [difference.LOST, difference.LOST]
    back = difference.effect(DataSource(province, framework), READER, (emptied, framework), "2024")
    assert back.count(difference.GAINED) == 2


def test_a_grade_that_changes_is_told(province: Store, framework: Framework) -> None:
    stricter = changed("at_least: 50}", "at_least: 20}")
    found = difference.effect(
        DataSource(province, framework), READER, (framework, stricter), "2024"
    )
    row = found.units.set_index("unit").loc[QINGXI]
    assert (row["grade_before"], row["grade_after"]) == ("low", "middle")
    assert row["outcome"] == difference.REGRADED
    assert found.regraded == 1


def test_a_county_sees_what_becomes_of_itself_only(
    province: Store, framework: Framework, heavier: Framework
) -> None:
    found = difference.effect(
        DataSource(province, framework), QINGXI_ONLY, (framework, heavier), "2024"
    )
    assert list(found.units["unit"]) == [QINGXI]
    assert found.units["rank_before"].iloc[0] == 2


def test_who_may_not_read_scores_or_rules_is_refused(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "clerk", Role(frozenset({"coverage.read"})))
    with pytest.raises(NotAllowed):
        difference.effect(
            DataSource(province, framework), Actor("x", "clerk"), (framework, framework), "2024"
        )


def test_an_unknown_period_is_named(province: Store, framework: Framework) -> None:
    with pytest.raises(Unknown):
        difference.effect(DataSource(province, framework), READER, (framework, framework), "1999")


def test_the_latest_period_is_the_last_that_was_answered(
    province: Store, framework: Framework
) -> None:
    assert difference.latest(DataSource(province, framework), READER) == "2024"


def test_a_broken_file_is_refused_with_every_problem_each_time() -> None:
    for _ in range(2):
        with pytest.raises(Rejected) as refused:
            difference.read(b"title: 3\nscope: 4\n", "broken.yaml")
        assert len(refused.value.problems) > 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_and_every_aspect_has_its_words(lang: str) -> None:
    """Whatever the model lets a file change, people are told in words."""
    t = Messages(lang)
    told = set(t.codes("difference.aspect"))
    entries = (
        *(model.Framework, model.Strength, model.Group, model.Indicator, model.SurveyField),
        *(model.CommonProblem, model.VetoItem, model.BonusItem, model.Grade),
        *(model.PeerGroup, model.Kind),
    )
    lists = {"code", "groups", "kinds", "peer_groups", "fields", "strengths", "problems", "grades"}
    for entry in entries:
        assert issubclass(entry, BaseModel)
        assert set(entry.model_fields) - lists - told == set(), entry.__name__


def test_a_file_may_answer_what_only_one_of_two_frameworks_asks(framework: Framework) -> None:
    """In no period is a field asked by both: one has ended before the other begins."""
    ended, coming = (
        Framework.model_validate(yaml.safe_load(text))
        for text in (with_indicator(TEXT, until="2023"), with_indicator(TEXT, since="2026"))
    )
    data = f"unit,period,field,value\n{QINGXI},2024,{WHOLE},4\n".encode()
    for both in ((ended, framework), (framework, coming)):
        given = difference.answers(data, "answers.csv", both)
        assert given["value"].tolist() == [4]
        assert len(difference.effect_of_files(both, given, None, "2024").units) == 1


def test_changes_are_said_in_words_and_numbers(framework: Framework, heavier: Framework) -> None:
    told = difference_in_words.in_words(difference.changed((framework, heavier)), Messages("zh"))
    assert list(told["entry"]) == ["六强：工作强", "六强：阵地强"]
    assert list(told["aspect"]) == ["权重", "权重"]
    assert list(told["before"]) == ["60", "40"]
    assert list(told["after"]) == ["10", "90"]


def test_files_show_the_same_effect_as_the_database(
    province: Store, framework: Framework, heavier: Framework
) -> None:
    lines = ["unit,period,field,value"]
    for row in province.frame("answer_of_period", period="2024").to_dict("records"):
        said = {"value": f"{row['value']:g}", "not_applicable": "NA", "missing": ""}[row["state"]]
        lines.append(f"{row['unit']},2024,{row['field']},{said}")
    both = (framework, heavier)
    given = difference.answers("\n".join(lines).encode(), "answers.csv", both)
    files = difference.effect_of_files(both, given, None, "2024").units.set_index("unit")
    stored = difference.effect(
        DataSource(province, framework), READER, both, "2024"
    ).units.set_index("unit")
    assert files.loc[QINGXI, "change"] == pytest.approx(stored.loc[QINGXI, "change"])
