"""A good framework with one thing changed at a time: that one change is told, and nothing else."""

from pathlib import Path

import pytest

from assessment.framework.difference import Change, differences
from assessment.framework.loader import loads
from assessment.framework.model import Framework

GOOD = Path(__file__).with_name("good.yaml").read_text("utf-8")


def read(*changes: tuple[str, str]) -> Framework:
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return loads(text, "changed.yaml")


def found(*changes: tuple[str, str]) -> list[Change]:
    return list(differences(read(), read(*changes)))


def told(change: Change) -> tuple[object, ...]:
    return change.kind, change.path, change.before, change.after


CHANGES = [
    (("smallest_pool: 5", "smallest_pool: 6"), ("changed", "smallest_pool", 5, 6)),
    (
        ("target: {always: 1, 2025: 2}", "target: {always: 1, 2025: 3}"),
        (
            "changed",
            "strengths.leading.indicators.meetings.scoring.target",
            {"always": 1, "2025": 2},
            {"always": 1, "2025": 3},
        ),
    ),
    (
        ("weight: {always: 15, 2025: 10}", "weight: {always: 15, 2025: 10, 2026: 10}"),
        (
            "changed",
            "strengths.leading.indicators.planning.weight",
            {"always": 15, "2025": 10},
            {"always": 15, "2025": 10, "2026": 10},
        ),
    ),
    (
        ("formula: women_n / members_n", "formula: women_n / (members_n + 1)"),
        (
            "changed",
            "strengths.serving.indicators.women_share.formula",
            "women_n / members_n",
            "women_n / (members_n + 1)",
        ),
    ),
    (
        (
            "scoring: {method: goalposts, worst: 0.2, best: 0.5}",
            "scoring: {method: target, target: 0.5}",
        ),
        (
            "changed",
            "strengths.serving.indicators.women_share.scoring",
            {"method": "goalposts", "worst": 0.2, "best": 0.5, "points": 100, "beyond": "clipped"},
            {"method": "target", "floor": 0, "target": 0.5},
        ),
    ),
    (
        ("lower: 5, upper: 95", "lower: 5, upper: 90"),
        ("changed", "strengths.serving.indicators.idle.treatment.upper", 95, 90),
    ),
    (
        ("pool: {within: all}", "pool: {within: all, smallest: 8}"),
        ("changed", "strengths.serving.indicators.idle.pool.smallest", None, 8),
    ),
    (
        ("    maximum: 1000000", "    maximum: 2000000"),
        ("changed", "fields.women_n.maximum", 1000000, 2000000),
    ),
    (("power: 0.5", "power: 0.25"), ("changed", "aggregation.power", 0.5, 0.25)),
    (
        ("counted: indicators", "counted: weight"),
        ("changed", "screening.counted", "indicators", "weight"),
    ),
    (("  cap: 5", "  cap: 4"), ("changed", "bonus.cap", 5, 4)),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=[one[1][1] for one in CHANGES])
def test_one_change_is_told_by_code_with_what_was_and_is(
    change: tuple[str, str], expected: tuple[object, ...]
) -> None:
    (one,) = found(change)
    assert told(one) == expected
    assert not one.words


def test_a_file_does_not_differ_from_itself_however_it_is_laid_out() -> None:
    assert found() == []
    spelt_out = ("smallest_pool: 5", "smallest_pool: {always: 5}   # as before")
    assert (
        found(
            spelt_out, ("scoring: {method: percentile}", "scoring: {method: percentile, ties: mid}")
        )
        == []
    )


def test_a_rewording_is_words_only_and_comes_last() -> None:
    changes = found(("zh: 专题会议", "zh: 专题会"), ("smallest_pool: 5", "smallest_pool: 6"))
    assert [change.words for change in changes] == [False, True]
    assert changes[-1].path == "strengths.leading.indicators.meetings.title"
    assert changes[-1].title is not None
    assert changes[-1].title.zh == "专题会"


def test_an_option_reworded_is_words_and_one_added_is_not() -> None:
    (reworded,) = found(("1: {zh: 有文件", "1: {zh: 有了文件"))
    assert reworded.words
    (added,) = found(
        (
            "2: {zh: 已落实, en: Put into effect}",
            "2: {zh: 已落实, en: Put into effect}\n      3: {zh: 好, en: Good}",
        )
    )
    assert (added.path, added.before, added.words) == ("fields.plan_level.options.3", None, False)


def test_an_indicator_that_is_no_longer_asked_has_ended() -> None:
    relative = ("weights_sum: 120\n", "")
    last = "        basis: proposal\n"
    ended = (
        f"{last}      - code: renewal\n",
        f"{last}        until: 2030\n      - code: renewal\n",
    )
    (one,) = differences(read(relative), read(relative, ended))
    assert told(one) == ("ended", "strengths.leading.indicators.planning.until", None, "2030")


def test_what_is_added_and_what_is_gone_are_told_whole() -> None:
    weakest = "  - {code: weak,"
    more = "  - {code: poor, title: {zh: 较差, en: Poor}, at_least: 30}\n" + weakest
    (added,) = found((weakest, more))
    assert told(added) == ("added", "grades.poor", None, {"at_least": 30})
    (removed,) = differences(read((weakest, more)), read())
    assert told(removed) == ("removed", "grades.poor", {"at_least": 30}, None)
    assert removed.title is not None


def test_another_order_is_told_and_is_words() -> None:
    first = "  - {code: county, title: {zh: 县, en: County}}\n"
    second = "  - {code: city, title: {zh: 县级市, en: County-level city}}\n"
    (one,) = found((first + second, second + first))
    assert told(one) == ("reordered", "kinds", ["county", "city"], ["city", "county"])
    assert one.words


def test_the_way_back_is_the_same_changes_the_other_way_round() -> None:
    for change, _ in CHANGES:
        (there,) = differences(read(), read(change))
        (back,) = differences(read(change), read())
        assert (there.path, there.before, there.after) == (back.path, back.after, back.before)
