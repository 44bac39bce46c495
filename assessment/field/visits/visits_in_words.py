"""What a visit's codes and the parts of its diary are called, and a day with its weekday."""

from datetime import date

from assessment.i18n import Messages


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
