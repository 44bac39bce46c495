"""Places: 1 is best, equals share, the places they take up are skipped."""

TOLERANCE = 1e-9


def ranks(scores: dict[str, float]) -> dict[str, int]:
    """A score within the tolerance of the next better one shares its place."""
    placed: dict[str, int] = {}
    better: tuple[str, float] | None = None
    for at, (unit, score) in enumerate(sorted(scores.items(), key=lambda pair: -pair[1]), start=1):
        if better and better[1] - score <= TOLERANCE * max(1, abs(better[1])):
            placed[unit] = placed[better[0]]
        else:
            placed[unit] = at
        better = (unit, score)
    return placed
