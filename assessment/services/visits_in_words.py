"""What a visit's codes and the parts of its diary are called, and a day with its weekday."""

from datetime import date

from assessment.i18n import Messages


def method(code: str, t: Messages) -> str:
    return {
        "walk": t("visit.method_walk"),
        "talk": t("visit.method_talk"),
        "questionnaire": t("visit.method_questionnaire"),
        "work_along": t("visit.method_work_along"),
    }[code]


def place(code: str, t: Messages) -> str:
    return {
        "enterprise": t("visit.place_enterprise"),
        "township": t("visit.place_township"),
        "park": t("visit.place_park"),
        "station": t("visit.place_station"),
        "office": t("visit.place_office"),
        "household": t("visit.place_household"),
        "other": t("visit.place_other"),
    }[code]


def part(name: str, t: Messages) -> str:
    """What stands over one part of a diary."""
    return {
        "diary": t("visit.part_diary"),
        "together": t("visit.part_together"),
        "heard": t("visit.part_heard"),
        "seen": t("visit.part_seen"),
        "helped": t("visit.part_helped"),
        "reflection": t("visit.part_reflection"),
    }[name]


def hint(name: str, t: Messages) -> str:
    """What to write there, in its empty box."""
    return {
        "diary": t("visit.hint_diary"),
        "together": t("visit.hint_together"),
        "heard": t("visit.hint_heard"),
        "seen": t("visit.hint_seen"),
        "helped": t("visit.hint_helped"),
        "reflection": t("visit.hint_reflection"),
    }[name]


def day(on: date, t: Messages) -> str:
    """A day with its weekday, as a diary begins."""
    weekdays = (
        t("visit.monday"),
        t("visit.tuesday"),
        t("visit.wednesday"),
        t("visit.thursday"),
        t("visit.friday"),
        t("visit.saturday"),
        t("visit.sunday"),
    )
    facts = {"year": on.year, "month": on.month, "day": on.day}
    return t("visit.dated", weekday=weekdays[on.weekday()], **facts)
