"""Named settings of the whole installation, such as whether its data are a demonstration."""

from dataclasses import dataclass

from assessment.store import batch

DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    value: str


def record(cursor: batch.Cursor, setting: Setting) -> None:
    cursor.execute(
        "insert into setting_entry (name, value) values ($name, $value)",
        {"name": setting.name, "value": setting.value},
    )
