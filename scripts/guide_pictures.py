"""Takes the pictures in docs/images/guides, one or two a role: `make screenshot`.

Each is what one person sees after a few presses, in a demonstration province of its own, cut to
what the guide talks about and saved in few colours, for they lie in the repository.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import screenshot
from PIL import Image
from playwright.sync_api import FilePayload, FloatRect, Locator, Page, Position

FOLDER = screenshot.IMAGES / "guides"
WIDTH, HEIGHT = 1366, 768
TALL = 3000
"""Of the window while a picture is taken: the page inside it scrolls, and must not."""

ABOVE, BESIDE, BELOW = 8, 24, 20
"""Left around what is cut out."""

PADDING = 80
"""What the page itself leaves at its sides."""

COLOURS = 64
LARGEST = 120 * 1024

Find = Callable[[Page], Locator]
Act = Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Picture:
    """Who looks at what, what they press before, and from where to where it is cut."""

    name: str
    account: str
    path: str
    top: Find
    bottom: Find
    acts: Sequence[Act] = ()


ROW = 35
"""Pixels of a table's row, the header's too."""


def keyed(key: str) -> Find:
    """A widget by the key its page gave it."""
    return lambda page: page.locator(f".st-key-{key}").first


def within(key: str) -> Find:
    """The first whose key begins like this, for it goes on with what changes."""
    return lambda page: page.locator(f"[class*='st-key-{key}']").first


def boxed(find: Find, out: int) -> Find:
    """The box around something, so many wrappers further out."""
    around = f"xpath=ancestor::*[@data-testid='stLayoutWrapper'][{out}]"
    return lambda page: find(page).locator(around)


def heading(words: str) -> Find:
    return lambda page: page.get_by_role("heading", name=words).first


def title(page: Page) -> Locator:
    return page.locator("[data-testid=stMain] h1").first


def says(words: str) -> Find:
    return lambda page: page.locator("[data-testid=stMain]").get_by_text(words).first


def first(kind: str) -> Find:
    return lambda page: page.locator(f"[data-testid=stMain] [data-testid={kind}]").first


def last(kind: str) -> Find:
    return lambda page: page.locator(f"[data-testid=stMain] [data-testid={kind}]").last


def press(find: Find) -> Act:
    return lambda page: find(page).get_by_role("button").first.click()


def part(words: str) -> Act:
    return lambda page: page.locator("[data-testid=stButtonGroup] button", has_text=words).click()


def fill(find: Find, words: str) -> Act:
    def act(page: Page) -> None:
        box = find(page).locator("input, textarea").first
        box.fill(words)
        box.press("Tab")

    return act


def row(number: int) -> Act:
    """Tick a row of the first table, which is drawn on a canvas: by where it is."""
    where = Position(x=16, y=17 + ROW * number)
    return lambda page: first("stDataFrame")(page).click(position=where)


def follow(words: str) -> Act:
    """Open a link by its address, as in a new tab."""

    def act(page: Page) -> None:
        link = page.locator("[data-testid=stMain] a", has_text=words).first
        page.goto(link.evaluate("link => link.href"))

    return act


def hand_in(page: Page) -> None:
    """A page of HTML that calls itself a photograph."""
    words = b"<html><script>alert(1)</script></html>"
    file = FilePayload(name="\u7167\u7247.jpg", mimeType="image/jpeg", buffer=words)
    page.locator("input[type=file]").last.set_input_files(file)


FILLING, RETURNED, IN_REVIEW, FLAGGED = "430181", "430626", "430623", "430408"
"""Counties of the demonstration, by how far their forms are."""

NOTED = "驿站的冰箱坏了一个多月，没有人修，来歇脚的骑手喝不上凉水。"

PICTURES = (
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
        within("cancel_plan_"),
        (follow("号问题"), press(within("open_plan_"))),
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
        "/common?doing=confirm",
        title,
        within("confirm_now"),
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
        keyed("cancel_publish"),
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


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        screenshot.demonstration() as environment,
        screenshot.served(environment) as address,
        screenshot.browsing() as page,
    ):
        take_all(page, address)


def take_all(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(f"{address}/login?lang=zh")
    save("sign-in", page, page.locator("main"), page.locator("main"))
    for picture in PICTURES:
        screenshot.enter(page, address, picture.account)
        page.set_viewport_size({"width": WIDTH, "height": TALL})
        joint = "&" if "?" in picture.path else "?"
        page.goto(f"{address}{picture.path}{joint}lang=zh")
        screenshot.still(page)
        for act in picture.acts:
            act(page)
            screenshot.still(page)
        save(picture.name, page, picture.top(page), picture.bottom(page))


def save(name: str, page: Page, top: Locator, bottom: Locator) -> None:
    """What lies between two things on the page, and beside neither."""
    above, below = top.bounding_box(), bottom.bounding_box()
    block = page.locator("[data-testid=stMainBlockContainer], main").first.bounding_box()
    if above is None or below is None or block is None:
        raise LookupError(f"{name}: what the picture begins or ends with is not on the page")
    upper = max(above["y"] - ABOVE, 0)
    height = below["y"] + below["height"] + BELOW - upper
    edge = PADDING - BESIDE if name != "sign-in" else 0
    left, width = block["x"] + edge, block["width"] - 2 * edge
    clip = FloatRect(x=left, y=upper, width=width, height=height)
    taken = Image.open(BytesIO(page.screenshot(clip=clip, full_page=True)))
    file = FOLDER / f"{name}.png"
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    print(
        f"{file.relative_to(screenshot.ROOT)}  {taken.width} × {taken.height}  {size // 1024} KiB"
    )
    if size > LARGEST:
        raise ValueError(f"{name} is larger than {LARGEST // 1024} KiB; cut it smaller")


if __name__ == "__main__":
    main()
