"""Letters: shared exactly by those whose intervals overlap, and as few as possible."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.scoring.robustness import compact_letters

Intervals = list[tuple[int, int]]
INTERVALS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 5)).map(lambda each: (each[0], sum(each))),
    min_size=1,
    max_size=12,
)


def spans(intervals: Intervals) -> list[tuple[int, int]]:
    return compact_letters.shared([low for low, _ in intervals], [high for _, high in intervals])


@given(INTERVALS)
def test_two_share_a_letter_exactly_if_they_overlap(intervals: Intervals) -> None:
    given_to = spans(intervals)
    for (low, high), (first, last) in zip(intervals, given_to, strict=True):
        assert first <= last, "nobody without"
        for (other_low, other_high), (other_first, other_last) in zip(
            intervals, given_to, strict=True
        ):
            overlap = low <= other_high and other_low <= high
            assert overlap == (first <= other_last and other_first <= last)


@given(INTERVALS)
def test_no_letter_could_be_spared(intervals: Intervals) -> None:
    given_to = spans(intervals)
    count = max(last for _, last in given_to) + 1
    holders = [
        {place for place, (first, last) in enumerate(given_to) if first <= letter <= last}
        for letter in range(count)
    ]
    for letter, held in enumerate(holders):
        assert not any(held <= other for at, other in enumerate(holders) if at != letter)
