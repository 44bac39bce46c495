"""The pictures of docs/guides: who looks at what, what they press before, and what is cut out."""

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.finding import (
    Act,
    Find,
    boxed,
    fill,
    first,
    hand_in,
    heading,
    keyed,
    last,
    part,
    press,
    row,
    says,
    title,
    whole,
    within,
)

BESIDE, PADDING = 24, 80
"""Left beside what is cut out, of what the page itself leaves at its sides."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Cut from one thing on a page down to another."""

    name: str
    account: str | None
    """None has not signed in."""

    path: str
    top: Find
    bottom: Find
    acts: Sequence[Act] = ()
    edge: int = PADDING - BESIDE
    """Cut away at either side."""


FILLING, RETURNED, IN_REVIEW, FLAGGED = "430181", "430626", "430623", "430408"
"""Counties of the demonstration, by how far their forms are."""

NOTED = "驿站的冰箱坏了一个多月，没有人修，来歇脚的骑手喝不上凉水。"

PICTURES = (
    Picture("sign-in", None, "/login", whole, whole, edge=0),
    Picture(
        "county-form",
        "demo-county-2",
        "/survey",
        title,
        boxed(keyed(f"value_{FILLING}_2025_nonpublic_party_and_union_n_0"), 2),
        (fill(keyed(f"value_{FILLING}_2025_nonpublic_party_and_union_n_0"), "365"),),
    ),
    Picture(
        "county-evidence",
        "demo-county-2",
        "/survey",
        says("佐证材料（"),
        last("stFileUploader"),
        (hand_in,),
    ),
    Picture(
        "county-returned",
        "demo-county",
        "/survey",
        title,
        boxed(keyed(f"value_{RETURNED}_2025_nonpublic_party_org_n_0"), 3),
    ),
    Picture(
        "county-submit",
        "demo-county",
        "/survey",
        heading("检查并提交"),
        says("提交后表格冻结"),
        (part("检查并提交"),),
    ),
    Picture(
        "county-rectify",
        "demo-county",
        "/rectification",
        title,
        within("cancel_now_plan_"),
        (press(within("card_")), press(within("open_plan_"))),
    ),
    Picture("county-rank", "demo-county", "/rankings", says("快照"), last("stDataFrame")),
    Picture("city-desk", "demo-city", "/review", title, within("review_queue")),
    Picture(
        "city-items",
        "demo-city",
        f"/review?unit={IN_REVIEW}&period=2025",
        title,
        boxed(within(f"open_return_{IN_REVIEW}_members_n"), 3),
    ),
    Picture(
        "city-rectify",
        "demo-city",
        "/rectification",
        title,
        last("stDataFrame"),
    ),
    Picture(
        "city-common",
        "demo-city",
        "/common",
        title,
        within("cancel_confirm_"),
        (press(within("open_confirm_")),),
    ),
    Picture(
        "team-note",
        "demo-team",
        "/visit",
        title,
        says("发送后是"),
        (fill(within("note_description"), NOTED),),
    ),
    Picture(
        "reviewer-return",
        "demo-reviewer",
        f"/review?unit={FLAGGED}&period=2025",
        title,
        within("item_return_now"),
        (part("有提示或曾退回"), press(within(f"open_return_{FLAGGED}"))),
    ),
    Picture(
        "publisher-period",
        "demo-publisher",
        "/periods?doing=open_period",
        title,
        keyed("cancel_open_now"),
    ),
    Picture(
        "publisher-publish",
        "demo-publisher",
        "/snapshots?doing=publish",
        title,
        keyed("cancel_publish_now"),
    ),
    Picture("publisher-teams", "demo-publisher", "/teams", title, last("stDataFrame")),
    Picture(
        "administrator-people",
        "demo-administrator",
        "/people",
        title,
        last("stExpander"),
        (row(3),),
    ),
    Picture(
        "administrator-audit",
        "demo-administrator",
        "/audit",
        title,
        last("stDataFrame"),
        (fill(keyed("audit_subject"), f"{RETURNED}/2025"), row(1)),
    ),
    Picture("leader-overview", "demo-leader", "/overview", says("快照"), first("stPlotlyChart")),
)
