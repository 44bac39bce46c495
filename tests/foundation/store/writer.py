"""A process that writes as the application does, until it is killed; for `test_kill`."""

import io
import secrets
from multiprocessing.connection import Connection
from pathlib import Path

import yaml
from PIL import Image

from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.evidence import evidence
from assessment.survey.filing import drafts_table
from tests.kit.province import three_counties
from tests.kit.province.three_counties import YUNLU

CLERK = Actor("li", "county", frozenset({YUNLU}))


def framework() -> Framework:
    return Framework.model_validate(yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8")))


def write_on(database: Path, first: int, told: Connection) -> None:
    """Tells each number when its write has returned: three drafts, then an evidence file."""
    store, rules = Store(database), framework()
    for number in range(first, 1_000_000):
        if number % 4 == 3:
            attach(store, rules, number)
        else:
            save(store, number)
        told.send(number)


def save(store: Store, number: int) -> None:
    with store.writing(
        actor=CLERK.name, action="draft.save", subject=f"{YUNLU}/2023", facts={"number": number}
    ) as cursor:
        row = drafts_table.Draft(YUNLU, "2023", "members_n", "value", CLERK.name, float(number))
        drafts_table.record(cursor, [row])


def attach(store: Store, rules: Framework, number: int) -> None:
    """A picture that is like no other, in the place of the one before."""
    for held in evidence.of_unit(store, CLERK, YUNLU, "2023")[:1]:
        evidence.withdraw(store, rules, CLERK, held.evidence)
    drawn = io.BytesIO()
    Image.frombytes("RGB", (60, 60), secrets.token_bytes(60 * 60 * 3)).save(drawn, "PNG")
    name = f"{number}.png"
    evidence.attach(store, rules, CLERK, YUNLU, "2023", "meetings", name, drawn.getvalue())
