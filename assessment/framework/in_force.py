"""The rules of one period: dated numbers as they are then, and what is asked then."""

from pydantic import BaseModel

from assessment.framework.model import Dated, Framework, Indicator


def rules(framework: Framework, period: str) -> object:
    """What scoring `period` goes by, to be compared with that of another period."""
    return _of(framework, period)


def same_rules(framework: Framework, one: str, other: str) -> bool:
    """Whether two periods are scored alike, so that only answers can tell them apart."""
    return rules(framework, one) == rules(framework, other)


def _of(value: object, period: str) -> object:
    match value:
        case Dated():
            return _of(value.in_force(period), period)
        case BaseModel():
            # Not by iterating: that would go through what properties have cached, too.
            return {name: _of(getattr(value, name), period) for name in type(value).model_fields}
        case tuple():
            return [_of(part, period) for part in value if _is_asked(part, period)]
        case dict():
            return {key: _of(part, period) for key, part in value.items()}
    return value


def _is_asked(part: object, period: str) -> bool:
    return not isinstance(part, Indicator) or part.asked_in(period)
