"""Means and the like, each as its textbook has it."""

from math import floor, fsum, sqrt


def same(values: list[float]) -> bool:
    return len(set(values)) == 1


def mean(values: list[float]) -> float:
    return values[0] if same(values) else fsum(values) / len(values)


def median(values: list[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def deviation(values: list[float]) -> float:
    """Over n − 1; zero where all are the same."""
    if len(values) < 2 or same(values):
        return 0.0
    m = mean(values)
    return sqrt(fsum((v - m) ** 2 for v in values) / (len(values) - 1))


def percentile(values: list[float], q: float) -> float:
    """At position 1 + (n − 1) · q ÷ 100 of the sorted values, linear between two of them."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * q / 100
    below = floor(place)
    if below == place:
        return ordered[below]
    one, other = ordered[below], ordered[below + 1]
    return one + (other - one) * (place - below)


def skewness(values: list[float]) -> float:
    """G1, bias-corrected."""
    n = len(values)
    return _moment(values, 3) / _moment(values, 2) ** 1.5 * sqrt(n * (n - 1)) / (n - 2)


def kurtosis(values: list[float]) -> float:
    """G2, excess and bias-corrected."""
    n = len(values)
    g2 = _moment(values, 4) / _moment(values, 2) ** 2 - 3
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)


def _moment(values: list[float], k: int) -> float:
    m = mean(values)
    return fsum((v - m) ** k for v in values) / len(values)
