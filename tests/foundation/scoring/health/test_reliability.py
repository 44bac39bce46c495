"""What a score's data cost it, class by class, by hand."""

from collections.abc import Collection

import pandas as pd
import pytest

from assessment.scoring.health.reliability import COSTS, Flags, classes, reliability

CODES = ["a", "b", "c", "d"]
SHARES = pd.DataFrame([[0.4, 0.3, 0.2, 0.1]], index=["u"], columns=CODES)


def cells(of: Collection[str]) -> pd.DataFrame:
    return pd.DataFrame([[code in of for code in CODES]], index=["u"], columns=CODES)


def told(
    *,
    applies: str = "abcd",
    answered: str = "abcd",
    imputed: str = "",
    contradicted: str = "",
    disputed: str = "",
    low_agreement: str = "",
    old: str = "",
    verified: str | None = None,
    shares: pd.DataFrame = SHARES,
) -> pd.Series:
    flags = Flags(
        applies=cells(applies),
        answered=cells(answered),
        imputed=cells(imputed),
        contradicted=cells(contradicted),
        disputed=cells(disputed),
        old=cells(old),
        verified=None if verified is None else cells(verified),
        low_agreement=cells(low_agreement),
    )
    return reliability(classes(flags), shares, reviewed=verified is not None).loc["u"]


def test_answers_without_a_fault_are_wholly_reliable() -> None:
    assert told()["reliability"] == pytest.approx(1)
    assert told()["sound"] == pytest.approx(1)


def test_each_class_costs_its_share() -> None:
    """0.1 missing costs all, 0.2 disputed a half, 0.3 old three tenths."""
    found = told(answered="abc", disputed="c", old="b")
    assert found["reliability"] == pytest.approx(1 - 0.1 - 0.2 * 0.5 - 0.3 * 0.3)
    assert found[["missing", "disputed", "old", "sound"]].tolist() == pytest.approx(
        [0.1, 0.2, 0.3, 0.4]
    )


def test_an_estimate_is_better_than_nothing_and_worse_than_an_answer() -> None:
    found = told(answered="abc", imputed="d")
    assert (found["missing"], found["imputed"]) == (pytest.approx(0), pytest.approx(0.1))
    assert found["reliability"] == pytest.approx(1 - 0.1 * 0.75)


def test_the_gravest_class_counts_and_only_that() -> None:
    found = told(answered="abc", disputed="cd", old="bcd")
    assert found[list(COSTS)].sum() == pytest.approx(1)
    assert found[["missing", "disputed", "old"]].tolist() == pytest.approx([0.1, 0.2, 0.3])


def test_what_a_team_saw_otherwise_costs_a_half_and_the_rest_of_a_low_rate_a_tenth() -> None:
    found = told(contradicted="b", low_agreement="abc", disputed="b", old="c")
    assert found[["contradicted", "disputed", "old", "low_agreement"]].tolist() == pytest.approx(
        [0.3, 0, 0.2, 0.4]
    )
    assert found["reliability"] == pytest.approx(1 - 0.3 * 0.5 - 0.2 * 0.3 - 0.4 * 0.1)


def test_while_nobody_reviews_nobody_is_charged_and_nothing_is_said() -> None:
    found = told()
    assert pd.isna(found["unverified"])
    assert found["reliability"] == pytest.approx(1)


def test_once_there_are_verdicts_what_has_none_costs_a_little() -> None:
    found = told(verified="a", old="b")
    assert found["unverified"] == pytest.approx(0.3)
    assert found["reliability"] == pytest.approx(1 - 0.3 * 0.2 - 0.3 * 0.3)
    assert told(verified="")["unverified"] == pytest.approx(1)


def test_silence_is_all_missing() -> None:
    found = told(answered="")
    assert (found["reliability"], found["missing"]) == (pytest.approx(0), pytest.approx(1))


def test_what_does_not_apply_lowers_nothing() -> None:
    """Its weight is shared out before: docs/methods.md, section 7."""
    shares = SHARES.assign(d=0.0) / 0.9
    found = told(applies="abc", answered="abc", disputed="d", shares=shares)
    assert found["reliability"] == pytest.approx(1)


def test_where_nothing_applies_it_is_unknown() -> None:
    found = told(applies="", answered="", shares=SHARES * 0)
    assert found.isna().all()
