"""The Chromium of this machine, and when a page of ours stands still in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # A page has a process of its own otherwise, which compiles all programs anew.
    "--process-per-site",
]

PATIENCE = 180_000
"""Milliseconds before we give up waiting: machines that run tests are often busy."""

STANDS_STILL = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const charts = [...document.querySelectorAll('.stPlotlyChart')];
    const alerts = document.querySelector('h1, [data-testid=stAlert]');
    return app?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
        && alerts !== null
        && charts.every(chart => chart.querySelector('.main-svg'))
        && document.fonts.status === 'loaded';
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Started once, and closed afterwards."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
