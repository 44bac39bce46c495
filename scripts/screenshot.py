"""Takes the pictures in docs/images from the real app: `make screenshot`.

A demonstration province of its own in a temporary folder, a server on a free port, a real browser;
nothing of the installation is touched. Its numbers come from a fixed seed, so pictures differ only
where the app does.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
LANGUAGES = ("zh", "en")
WIDTH, HEIGHT = 1440, 1110
PATIENCE = 60.0
"""Seconds for the server to answer, and for a page to be drawn."""

STANDS_STILL = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
        && document.querySelector('h1') !== null;
}"""


def main() -> None:
    with demonstration() as environment, served(environment) as address, browsing() as page:
        enter(page, address, "demo-reviewer")
        for lang in LANGUAGES:
            picture = IMAGES / f"overview.{lang}.png"
            page.goto(f"{address}/?lang={lang}")
            drawn(page)
            page.screenshot(path=picture)
            print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} KiB")


@contextmanager
def demonstration() -> Iterator[dict[str, str]]:
    """A province of its own, gone afterwards; the environment that leads to it."""
    with TemporaryDirectory() as folder:
        environment = os.environ | {"SIX_STRENGTHS_DB": str(Path(folder) / "demo.duckdb")}
        demo = [sys.executable, "-m", "assessment", "demo"]
        subprocess.run(demo, cwd=ROOT, env=environment, check=True)
        yield environment


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address, timeout=PATIENCE).close()
            return
        except (URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@contextmanager
def browsing() -> Iterator[Page]:
    names = ("chromium", "chromium-browser", "google-chrome")
    browser_file = next(found for name in names if (found := shutil.which(name)))
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_file, args=arguments)
        yield browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        browser.close()


def enter(page: Page, address: str, account: str) -> None:
    """As one of the people a demonstration offers, whoever was signed in before."""
    page.context.clear_cookies()
    page.goto(f"{address}/login?lang=zh")
    page.click(f"button[value={account}]")
    still(page)


def drawn(page: Page) -> None:
    """Wait until the page stands still and the map is on it."""
    still(page)
    page.wait_for_selector(".js-plotly-plot .choroplethlayer path", timeout=PATIENCE * 1000)
    page.wait_for_timeout(1500)  # Plotly's transitions, which nothing on the page reports


def still(page: Page) -> None:
    """Wait until the script has run to its end and what it says is drawn."""
    page.wait_for_timeout(500)  # for a press to reach the server
    page.wait_for_function(STANDS_STILL, timeout=PATIENCE * 1000)
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
