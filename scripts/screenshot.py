"""Takes the pictures in docs/images from the real app: `make screenshot`.

A demonstration province of its own in a temporary folder, a server on a free port, a real browser;
nothing of the installation is touched. Its numbers come from a fixed seed, so pictures differ only
where the app does. They go to docs/images when the last one is taken: a failure changes none.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, ViewportSize

from scripts import browsing, demonstration, guide_pictures, serving
from scripts.guide_pictures import Picture

IMAGES = serving.ROOT / "docs" / "images"
LANGUAGES = ("zh", "en")
WINDOW = 1440, 1110
"""Of the overview, which is shown whole."""

TALL = 1366, 3000
"""Of what is cut out of a page: that scrolls inside its window, and must not."""

ABOVE, BELOW = 8, 20
"""Left around what is cut out."""

COLOURS = 64
LARGEST = 120 * 1024
"""Bytes of a picture that is cut out, for they lie in the repository."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How a picture is taken."""

    size: tuple[int, int]
    """Of the window: width and height."""

    take: Callable[[Page, str, Path], object]
    """Given a page of that size, the address of the app and the file to write."""


def main(arguments: Sequence[str]) -> None:
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := set(asked.name) - set(PICTURES):
        parser.error(f"no picture of ours: {', '.join(unknown)}. There are: {', '.join(PICTURES)}")
    wanted = {name: PICTURES[name] for name in asked.name or PICTURES}
    with (
        _all_or_none() as folder,
        demonstration.built(asked.database) as database,
        serving.serve(database) as (address, _),
        browsing.chromium() as browser,
    ):
        # One for each size, so that what a browser keeps is fetched once.
        contexts = cache(partial(context_of, browser))
        for name, shot in wanted.items():
            take(shot, contexts(shot.size), address, folder / f"{name}.png")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.screenshot", description=__doc__)
    parser.add_argument("name", nargs="*", help="the pictures to take; all unless given")
    parser.add_argument(
        "--database", type=Path, help="a demonstration to copy, where none is to be built"
    )
    return parser


@contextmanager
def _all_or_none() -> Iterator[Path]:
    """A folder whose content goes to docs/images, if what is inside comes to its end."""
    with TemporaryDirectory() as folder:
        yield Path(folder)
        shutil.copytree(folder, IMAGES, dirs_exist_ok=True)


def context_of(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    viewport = ViewportSize(width=size[0], height=size[1])
    context = browser.new_context(viewport=viewport, locale="zh-CN")
    context.set_default_timeout(browsing.PATIENCE)
    return context


def take(shot: Shot, context: BrowserContext, address: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    context.clear_cookies()
    page = context.new_page()
    shot.take(page, address, file)
    page.close()
    print(f"{file.name}  {file.stat().st_size // 1024} KiB", flush=True)


def overview(page: Page, address: str, file: Path, *, lang: str) -> None:
    """The page as it opens, with its map."""
    enter(page, address, "demo-reviewer")
    page.goto(f"{address}/?lang={lang}")
    still(page)
    page.wait_for_selector(".js-plotly-plot .choroplethlayer path")
    page.wait_for_timeout(1500)  # Plotly's transitions, which nothing on the page reports
    page.screenshot(path=file)


def guide(page: Page, address: str, file: Path, *, picture: Picture) -> None:
    """What a picture of the guides shows, after what is pressed before."""
    if picture.account is not None:
        enter(page, address, picture.account)
    joint = "&" if "?" in picture.path else "?"
    page.goto(f"{address}{picture.path}{joint}lang=zh")
    if picture.account is not None:
        still(page)
    for act in picture.acts:
        act(page)
        still(page)
    _cut(page, picture, file)


def enter(page: Page, address: str, account: str) -> None:
    """As one of the people a demonstration offers."""
    page.goto(f"{address}/login?lang=zh")
    button = page.locator(f"button[value={account}]")
    if not button.count():
        raise LookupError(f"nobody can be {account} in this demonstration")
    button.click()
    still(page)


def still(page: Page) -> None:
    """Wait until the script has run to its end and what it says is drawn."""
    page.wait_for_timeout(500)  # for a press to reach the server
    page.wait_for_function(browsing.STANDS_STILL)
    page.wait_for_timeout(500)


def _cut(page: Page, picture: Picture, file: Path) -> None:
    """What lies between two things on the page, and beside neither, in few colours."""
    above, below = picture.top(page).bounding_box(), picture.bottom(page).bounding_box()
    block = page.locator("[data-testid=stMainBlockContainer], main").first.bounding_box()
    if above is None or below is None or block is None:
        raise LookupError(f"{picture.name}: where it begins or ends is not seen on the page")
    upper = max(above["y"] - ABOVE, 0)
    clip = FloatRect(
        x=block["x"] + picture.edge,
        y=upper,
        width=block["width"] - 2 * picture.edge,
        height=below["y"] + below["height"] + BELOW - upper,
    )
    taken = Image.open(BytesIO(page.screenshot(clip=clip, full_page=True)))
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        raise ValueError(f"{picture.name} is larger than {LARGEST // 1024} KiB; cut it smaller")


PICTURES: Mapping[str, Shot] = {
    **{f"overview.{lang}": Shot(WINDOW, partial(overview, lang=lang)) for lang in LANGUAGES},
    **{
        f"guides/{picture.name}": Shot(TALL, partial(guide, picture=picture))
        for picture in guide_pictures.PICTURES
    },
}
"""Every picture by its path in docs/images."""


if __name__ == "__main__":
    main(sys.argv[1:])
