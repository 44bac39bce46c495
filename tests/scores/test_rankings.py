"""Rankings of the three counties, checked against the arithmetic in `three_counties`."""

import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from assessment.errors import NotAllowed, Unknown
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.roles import ROLES, Role
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scores.rankings import rankings
from assessment.scores.rankings.rankings import INSUFFICIENT, View, matching, ranking
from assessment.store.database import Store
from assessment.units import setup
from tests.kit.province.three_counties import (
    BAISHI,
    NORTH,
    QINGXI,
    QINGXI_ONLY,
    READER,
    YUNLU,
    file,
)

FINGERPRINT = "0123456789abcdef" * 4


def exported(
    store: Store, framework: Framework, view: View, lang: str = "en"
) -> tuple[list[str], pd.DataFrame]:
    """The lines above the table, and the table under its headings."""
    data = rankings.workbook(
        DataSource(store, framework), READER, view, FINGERPRINT, Messages(lang)
    )
    rows = [list(row) for row in load_workbook(io.BytesIO(data)).active.values]
    top = next(place for place, row in enumerate(rows) if row[1] is not None)
    table = pd.DataFrame(rows[top + 1 :], columns=rows[top], dtype=object)
    return [row[0] for row in rows[:top]], table


def test_totals_rank_as_arithmetic_says(province: Store, framework: Framework) -> None:
    table = ranking(DataSource(province, framework), READER, "2024")
    assert list(table["unit"]) == [BAISHI, QINGXI, YUNLU]
    assert list(table["rank"].iloc[:2]) == [1, 2]
    assert table["score"].iloc[:2].tolist() == pytest.approx([88.8, 34.2])


def test_silence_is_last_and_unknown_rather_than_zero(
    province: Store, framework: Framework
) -> None:
    yunlu = ranking(DataSource(province, framework), READER, "2024").iloc[-1]
    assert yunlu["unit"] == YUNLU
    assert yunlu[["rank", "score", "grade", "change", "risen"]].isna().all()


def test_before_a_strength_is_asked_for_every_county_is_listed_as_unknown(
    province: Store, framework: Framework
) -> None:
    work, venues = framework.strengths
    later = [indicator.model_copy(update={"since": "2024"}) for indicator in venues.indicators]
    later_on = venues.model_copy(update={"indicators": tuple(later)})
    changed = framework.model_copy(update={"strengths": (work, later_on)})
    table = ranking(DataSource(province, changed), READER, "2023", "venues")
    assert sorted(table["unit"]) == [BAISHI, QINGXI, YUNLU]
    assert table[["score", "rank", "completeness", "score_venues"]].isna().all(axis=None)
    now = ranking(DataSource(province, changed), READER, "2024", "venues")
    assert now["change"].isna().all(), "nothing to compare with"


def test_a_strength_ranks_by_its_own_score(province: Store, framework: Framework) -> None:
    table = ranking(DataSource(province, framework), READER, "2024", "venues")
    assert table["score"].iloc[:2].tolist() == pytest.approx([87.5, 37.5])
    assert table["score_work"].iloc[:2].tolist() == pytest.approx([88, 32])


def test_a_change_needs_a_score_in_both_periods(province: Store, framework: Framework) -> None:
    table = ranking(DataSource(province, framework), READER, "2024").set_index("unit")
    assert table.loc[QINGXI, "change"] == pytest.approx(34.2 - 31.6)
    assert table.loc[QINGXI, "risen"] == -1
    assert table.loc[[BAISHI, YUNLU], ["change", "risen"]].isna().all(axis=None)


def test_the_first_period_has_nothing_to_change_from(province: Store, framework: Framework) -> None:
    assert ranking(DataSource(province, framework), READER, "2023")["change"].isna().all()


def test_a_veto_is_marked_and_leaves_the_rank(province: Store, framework: Framework) -> None:
    first = ranking(DataSource(province, framework), READER, "2024").iloc[0]
    assert (first["vetoed"], first["grade"], first["rank"]) == (True, "middle", 1)


def test_a_veto_s_grade_is_what_a_total_falls_in_and_a_strength_keeps_its_own(
    province: Store, framework: Framework
) -> None:
    total = ranking(DataSource(province, framework), READER, "2024").iloc[0]
    assert (total["score_grade"], total["score"] > 80) == ("middle", True)
    work = ranking(DataSource(province, framework), READER, "2024", "work").iloc[0]
    assert (work["unit"], work["score_grade"]) == (total["unit"], "high")
    unknown = ranking(DataSource(province, framework), READER, "2024", "work").iloc[-1]
    assert pd.isna(unknown["score_grade"])


def test_a_scope_lists_its_units_by_their_rank_in_it(province: Store, framework: Framework) -> None:
    table = ranking(DataSource(province, framework), READER, "2024", scope=f"prefecture:{NORTH}")
    assert list(table["unit"]) == [BAISHI, QINGXI]
    assert list(table["rank"]) == list(table["rank_prefecture"])


def test_somebody_with_one_county_sees_one_row_and_its_true_rank(
    province: Store, framework: Framework
) -> None:
    (only,) = ranking(DataSource(province, framework), QINGXI_ONLY, "2024").to_dict("records")
    assert (only["unit"], only["rank"], only["rank_prefecture"]) == (QINGXI, 2, 2)


def test_what_is_not_there_is_said(province: Store, framework: Framework) -> None:
    with pytest.raises(Unknown):
        ranking(DataSource(province, framework), READER, "2024", "courage")
    with pytest.raises(Unknown):
        ranking(DataSource(province, framework), READER, "2024", scope="prefecture:999999")


def test_a_role_without_scores_is_refused(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "guest", Role(frozenset()))
    with pytest.raises(NotAllowed):
        ranking(DataSource(province, framework), Actor("guest", "guest"), "2024")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("清溪", [QINGXI]),
        ("  qingXI ", [QINGXI]),
        ("北州", [BAISHI, QINGXI]),
        ("4302", [YUNLU]),
        ("0121", []),
        ("(", []),
        ("", [BAISHI, QINGXI, YUNLU]),
    ],
)
def test_search_reads_names_of_both_languages_and_codes_from_the_front(
    province: Store, framework: Framework, search: str, found: list[str]
) -> None:
    table = ranking(DataSource(province, framework), READER, "2024")
    assert list(matching(table, search)["unit"]) == found


def test_a_grade_filters_and_insufficient_data_is_one(
    province: Store, framework: Framework
) -> None:
    table = ranking(DataSource(province, framework), READER, "2024")
    assert list(matching(table, grade="low")["unit"]) == [QINGXI]
    assert list(matching(table, grade=INSUFFICIENT)["unit"]) == [YUNLU]
    assert matching(table, "北州", INSUFFICIENT).empty


def test_a_filter_leaves_the_ranks(province: Store, framework: Framework) -> None:
    table = ranking(DataSource(province, framework), READER, "2024")
    assert list(matching(table, "清溪")["rank"]) == [2]


def test_nothing_recorded_is_an_empty_ranking(store: Store, framework: Framework) -> None:
    table = ranking(DataSource(store, framework), READER, "2024")
    assert table.empty
    assert matching(table, "清溪").empty


@pytest.mark.parametrize("what", ["total", "work", "venues"])
def test_the_workbook_has_the_page_s_numbers_to_the_last_digit(
    province: Store, framework: Framework, what: str
) -> None:
    t = Messages("en")
    _, rows = exported(province, framework, View("2024", what))
    table = ranking(DataSource(province, framework), READER, "2024", what)
    run = scores(DataSource(province, framework), READER, "2024")
    engine = (
        run.totals.set_index("unit")["total"]
        if what == "total"
        else run.strengths.query("strength == @what").set_index("unit")["score"]
    )
    shown = dict(zip(rows[t("rankings.code")], rows[t("rankings.score")], strict=True))
    for unit, score in zip(table["unit"], table["score"], strict=True):
        assert (shown[unit] is None) == bool(pd.isna(score)), "unknown is an empty cell"
        if shown[unit] is not None:
            assert shown[unit] == score == engine[unit]


def test_not_even_the_last_bit_of_a_score_is_lost(province: Store, framework: Framework) -> None:
    file(province, framework, YUNLU, "2024", [7, 9, 2, 1, 1, 1, 300, 1000])
    _, rows = exported(province, framework, View("2024", "work"))
    table = ranking(DataSource(province, framework), READER, "2024", "work")
    assert list(rows[Messages("en")("rankings.score")]) == list(table["score"])
    assert any(f"{score:.16g}" != repr(score) for score in table["score"]), "17 digits are tested"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_says_what_it_is_in_each_language(
    province: Store, framework: Framework, lang: str
) -> None:
    t = Messages(lang)
    lines, rows = exported(province, framework, View("2024", "work"), lang)
    work = t.of(framework.strength_by_code["work"].title)
    assert lines[0] == t(
        "rankings.book_title", period="2024", scope=t.of(framework.scope), what=work
    )
    assert any(FINGERPRINT[:12] in line for line in lines)
    assert t("rankings.insufficient") in set(rows[t("rankings.grade")])


def test_the_workbook_of_a_demonstration_says_so(province: Store, framework: Framework) -> None:
    mark = Messages("en")("workbook.demonstration")
    assert mark not in exported(province, framework, View("2024"))[0]
    setup.mark_demonstration(province, OPERATOR)
    assert mark in exported(province, framework, View("2024"))[0]


def test_the_workbook_holds_what_is_shown_and_says_what_is_left_out(
    province: Store, framework: Framework
) -> None:
    t = Messages("en")
    lines, rows = exported(province, framework, View("2024", search="Qingxi"))
    assert list(rows[t("rankings.code")]) == [QINGXI]
    assert list(rows[t("rankings.rank")]) == [2]
    assert t("rankings.book_narrowed", shown=1, units=3) in lines


def test_somebody_with_one_county_exports_one_row(province: Store, framework: Framework) -> None:
    data = rankings.workbook(
        DataSource(province, framework), QINGXI_ONLY, View("2024"), FINGERPRINT, Messages("zh")
    )
    text = str([list(row) for row in load_workbook(io.BytesIO(data)).active.values])
    assert "清溪县" in text
    assert "白石县" not in text


def test_a_score_that_rests_on_a_stand_in_says_so(province: Store, framework: Framework) -> None:
    """Yunlu said nothing of its windows and lectures, so both are filled in; Baishi said both."""
    venues = framework.strength_by_code["venues"]
    filled = tuple(
        indicator.model_copy(update={"imputation": "mean"}) for indicator in venues.indicators
    )
    strengths = (framework.strengths[0], venues.model_copy(update={"indicators": filled}))
    said = {name: getattr(framework, name) for name in Framework.model_fields}
    imputing = Framework.model_construct(**said | {"strengths": strengths})
    table = rankings.ranking(DataSource(province, imputing), READER, "2024", "venues").set_index(
        "unit"
    )
    assert table.at[YUNLU, "imputed"] == 2
    assert table.at[BAISHI, "imputed"] == 0
    plain = rankings.ranking(DataSource(province, framework), READER, "2024", "venues")
    assert not plain["imputed"].any()
