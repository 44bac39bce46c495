"""A framework file that grew: one more indicator, with two fields of its own, for some periods."""

import yaml

WHOLE, PART = "desks_n", "desks_open_n"
"""What the new indicator reads: how many desks there are, and how many of them are open."""

INDICATOR = "desk_rate"


def with_indicator(text: str, *, since: str | None = None, until: str | None = None) -> str:
    """The file with `INDICATOR` in its first strength, asked in the years from `since` to `until`.

    Another indicator of the strength gives up one point for it in these years.
    """
    given = yaml.safe_load(text)
    strength = given["strengths"][0]
    giver = next(each for each in strength["indicators"] if _may_give(each["weight"]))
    before = giver["weight"]
    giver["weight"] = before - 1
    if since is not None or until is not None:
        giver["weight"] = {"always": before if since else before - 1}
    if since is not None:
        giver["weight"][since] = before - 1
    if until is not None:
        giver["weight"][str(int(until) + 1)] = before
    given["fields"] += [
        _field(WHOLE, "窗口数", "Desks", strength["code"]),
        _field(PART, "开放的窗口数", "Desks that are open", strength["code"]) | {"part_of": WHOLE},
    ]
    dates = {"since": since, "until": until}
    strength["indicators"].append(
        {
            "code": INDICATOR,
            "title": {"zh": "窗口开放率", "en": "Rate of open desks"},
            "kind": "ratio",
            "measure": {"zh": "%", "en": "%"},
            "shown_as": "percent",
            "formula": f"{PART} / {WHOLE}",
            "direction": "up",
            "scoring": {"method": "target", "target": 1},
            "weight": 1,
            "evidence": {"zh": "窗口照片", "en": "Photographs of the desks"},
            "source": {"zh": "我们的建议", "en": "our proposal"},
            "basis": "proposal",
        }
        | {key: period for key, period in dates.items() if period is not None}
    )
    return str(yaml.safe_dump(given, allow_unicode=True, sort_keys=False))


def _may_give(weight: object) -> bool:
    return isinstance(weight, int | float) and weight > 1


def _field(code: str, zh: str, en: str, strength: str) -> dict[str, object]:
    return {
        "code": code,
        "title": {"zh": zh, "en": en},
        "type": "integer",
        "measure": {"zh": "个", "en": "desks"},
        "strength": strength,
    }
