"""What people write during the load: each with the widgets of a page, as at a browser."""

from collections.abc import AsyncIterator
from random import Random

from tests.load.visitor import View, Visitor

Written = tuple[str, View]
"""What was done, as the table names it, and how the server answered."""

REVIEWED = "review"


async def write(visitor: Visitor, role: str, case: str, random: Random) -> AsyncIterator[Written]:
    """What somebody with this role writes, click by click; nothing where nothing can be. `case`
    is a unit whose submission waits for them."""
    match role:
        case "county":
            yield "survey", await visitor.open("survey")
            boxes = visitor.found("-value_")
            if boxes:
                text = str(random.randint(1, 60))
                yield "survey: a box", await visitor.type(random.choice(boxes), text)
        case "team":
            yield "visit", await visitor.open("visit")
            (described,) = visitor.found("-note_description_")
            said = f"职工之家长期未开放，已第{random.randint(2, 9999)}次走访核实。"
            yield "visit: a box", await visitor.type(described, said)
            (strengths,) = visitor.found("-note_strength_")
            chosen = random.choice(strengths.words)
            yield "visit: a choice", await visitor.choose(strengths, chosen)
            (send,) = visitor.found("-send_note")
            yield "visit: a note", await visitor.press(send)
        case "reviewer" | "city" if case:
            yield REVIEWED, await visitor.open(REVIEWED, unit=case)
            items = visitor.found("-accept_")
            if items:
                yield "review: an item", await visitor.press(random.choice(items))


WRITERS = frozenset({"county", "team", "reviewer", "city"})
"""Who writes at all; leaders and publishers read."""
