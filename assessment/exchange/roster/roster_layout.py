"""What a workbook of teams has where: four sheets, each a table under a row of headers.

Sheets and columns are known by their words, in either language, and never by their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assessment.framework.values import field_values
from assessment.i18n import Messages

SheetName = Literal["teams", "people", "members", "links"]
Kind = Literal["text", "code", "choice", "yes_no", "day"]

TITLE_ROW, BANNER_ROW, HEADER_ROW = 1, 2, 3
"""As we write them; the header is found wherever it stands in the first rows."""

LONGEST = 120
"""Characters of a text."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind = "text"
    required: bool = True

    beside: str | None = None
    """The column whose code this name only explains; it need not be there."""


SHEETS: Mapping[SheetName, tuple[Column, ...]] = {
    "teams": (
        Column("team", "code"),
        Column("team_name"),
        Column("team_kind", "choice"),
        Column("sending_body"),
        Column("sending_level", "choice"),
        Column("contact_leader", required=False),
        Column("batch"),
    ),
    "people": (
        Column("person", "code"),
        Column("person_name"),
        Column("body"),
        Column("post", required=False),
        Column("home", "code", required=False),
    ),
    "members": (
        Column("team", "code"),
        Column("team_name", required=False, beside="team"),
        Column("person", "code"),
        Column("person_name", required=False, beside="person"),
        Column("is_leader", "yes_no"),
        Column("starts", "day"),
        Column("ends", "day", required=False),
    ),
    "links": (
        Column("team", "code"),
        Column("team_name", required=False, beside="team"),
        Column("unit", "code"),
        Column("unit_name", required=False, beside="unit"),
        Column("link_kind", "choice"),
        Column("starts", "day"),
        Column("ends", "day", required=False),
    ),
}


def choices(column: str, t: Messages) -> dict[str, str]:
    """What a column may hold, by its code."""
    if column == "is_leader":
        return {"yes": t("workbook.yes"), "no": t("workbook.no")}
    return t.codes(_CHOICES[column])


_CHOICES = {
    "team_kind": "team.kind",
    "sending_level": "team.sending_level",
    "link_kind": "link.kind",
}


def same(one: str, other: str) -> bool:
    """Whether two words are one, however they were typed."""
    return field_values.normal(one).casefold() == field_values.normal(other).casefold()
