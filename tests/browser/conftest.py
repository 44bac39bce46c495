"""A real Chromium against a real server, and what must hold wherever one looks.

`visit` opens a link as someone would and waits until the page stands still; what the browser
itself noticed is in `Visit.complaints`. Conditions are waited for, time never is.

Whoever visits is signed in, as a reviewer of the whole province unless told otherwise: `serve`
signs people in before the server starts, and their browser has the cookie. `anonymous` is a browser
that has none.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIRequestContext, Browser, BrowserContext, Page

from assessment.i18n import LANGUAGES, Messages, catalogue
from assessment.services import accounts, setup
from assessment.services.people import OPERATOR
from assessment.services.sign_in import Door
from assessment.store.database import Store
from pages.ui import session
from scripts import browsing, serving
from scripts.browsing import PATIENCE, STANDS_STILL
from tests import signed_in
from tests.copies import copied
from tests.standing_clock import standing

DESKTOP, PHONE = 1440, 375
HEIGHT = {DESKTOP: 900, PHONE: 812}
A_PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
"""Streamlit looks at the browser's name, not at its width, to tell a phone."""

CUT_OFF = """() => {
    const cut = [];
    if (document.documentElement.scrollWidth > innerWidth)
        cut.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const main = document.querySelector('[data-testid=stMain]');
    if (main && main.scrollWidth > main.clientWidth)
        cut.push(`the main part is ${main.scrollWidth} wide, ${main.clientWidth} are seen`);
    const whole = 'h1, h2, h3, button, button p, [data-testid=stMetricValue] > *, '
        + '[data-testid=stMetricLabel] p, [data-testid=stMarkdownContainer] p, '
        + '[data-testid=stWidgetLabel] p, [data-testid=stAlert] p';
    for (const element of document.querySelectorAll(whole))
        if (element.clientWidth > 1 && element.checkVisibility()
            && element.scrollWidth > element.clientWidth + 1)
            cut.push(`${element.tagName} ${element.textContent.trim().slice(0, 60)}`);
    for (const chart of document.querySelectorAll('.js-plotly-plot')) {
        const paper = chart.querySelector('.main-svg').getBoundingClientRect();
        for (const text of chart.querySelectorAll('svg text')) {
            const box = text.getBoundingClientRect();
            if (box.width > 0 && text.checkVisibility({opacityProperty: true})
                && (box.left < paper.left - 2 || box.right > paper.right + 2))
                cut.push(`chart: ${text.textContent.slice(0, 60)}`);
        }
    }
    return cut;
}"""


@dataclass
class Visit:
    """One link opened, and everything the browser had to say about it."""

    page: Page
    url: str
    asked: list[str] = field(default_factory=list)
    """Every address the page requested or opened a WebSocket to."""

    said: list[str] = field(default_factory=list)
    """Errors on the browser's console and exceptions in its scripts."""

    failed: list[str] = field(default_factory=list)

    def settle(self) -> None:
        self.page.wait_for_function(STANDS_STILL, timeout=PATIENCE)

    def complaints(self) -> list[str]:
        """All that is wrong with the page as it stands; an empty list is what we want."""
        exceptions = self.page.get_by_test_id("stException").all_inner_texts()
        alerts = self.page.get_by_test_id("stAlert").all_inner_texts()
        crashes = {Messages(lang)("app.crashed") for lang in LANGUAGES}
        return [
            *(f"asked another host: {url}" for url in self.elsewhere()),
            *(f"console: {text}" for text in self.said),
            *(f"failed: {text}" for text in self.failed),
            *(f"exception: {text}" for text in exceptions),
            *("crashed; see the server's log" for text in alerts if text in crashes),
            *(f"untranslated: {key}" for key in self.untranslated()),
            *(f"cut off: {text}" for text in self.page.evaluate(CUT_OFF)),
        ]

    def elsewhere(self) -> list[str]:
        ours = urlsplit(self.url).netloc
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != ours
        ]

    def untranslated(self) -> list[str]:
        """Keys of our catalogues that reached the reader, in tables and charts too."""
        words = set(
            self.page.evaluate("() => document.body.textContent.split(/[\\s\"'()（）：，]+/)")
        )
        return sorted(words & set(catalogue(next(iter(LANGUAGES)))))


@dataclass(frozen=True)
class Server:
    url: str
    log: list[str]
    tokens: Mapping[str, str]
    """What the cookie of each person who is signed in holds, by account."""

    def cookie(self, account: str = signed_in.REVIEWER) -> str:
        """As a browser sends it."""
        return f"{session.COOKIE}={self.tokens[account]}"


Serve = Callable[..., AbstractContextManager[Server]]
Visitor = Callable[..., Visit]


@contextmanager
def serve(database: Path, **environment: str) -> Iterator[Server]:
    """The application on a free port of this machine, as `streamlit run app.py` starts it."""
    tokens = _signed_in(database)
    with serving.serve(database, standing("streamlit"), **environment) as (url, log):
        yield Server(url, log, tokens)


def _signed_in(database: Path) -> Mapping[str, str]:
    """A session for everybody in a demonstration, or for a reviewer of any other database."""
    store = Store(database)
    try:
        door = Door(store)
        people = [signed_in.REVIEWER]
        if setup.is_demonstration(store):
            accounts.add_demonstration(store, OPERATOR)
            people = [row.account for row in accounts.demonstration(store)]
        return {account: signed_in.token(store, account, door) for account in people}
    finally:
        store.close()
        # DuckDB lets go of the file when nothing refers to the store any more.
        del store, door
        gc.collect()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Callable[..., BrowserContext]:
    """One for each width and person, so that what a browser keeps is fetched once, as at a desk.

    `contexts(PHONE, server, "demo-county")`; a cookie holds for every port of a machine, so it is
    put there anew each time.
    """
    made: dict[tuple[int, str], BrowserContext] = {}

    def context(width: int, at: Server, account: str = signed_in.REVIEWER) -> BrowserContext:
        if (width, account) not in made:
            phone = width == PHONE
            made[width, account] = chromium.new_context(
                viewport={"width": width, "height": HEIGHT[width]},
                is_mobile=phone,
                has_touch=phone,
                user_agent=A_PHONE if phone else None,
            )
            made[width, account].set_default_timeout(PATIENCE)
        token = at.tokens[account]
        made[width, account].add_cookies([{"name": session.COOKIE, "value": token, "url": at.url}])
        return made[width, account]

    return context


@pytest.fixture
def anonymous(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of somebody who has not signed in, with nothing in it."""
    context = chromium.new_context(viewport={"width": DESKTOP, "height": HEIGHT[DESKTOP]})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="session")
def http(contexts: Callable[..., BrowserContext], server: Server) -> APIRequestContext:
    """For questions to the server that need no page: `http.get(url)`."""
    return contexts(DESKTOP, server).request


@pytest.fixture(scope="session")
def server(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on the demonstration province, for all tests that only look."""
    copy = copied(demo_database, tmp_path_factory.mktemp("served") / "served.duckdb")
    with serve(Path(copy)) as running:
        yield running


@pytest.fixture
def visitor(contexts: Callable[..., BrowserContext]) -> Iterator[Visitor]:
    """`visitor(server, "/rankings?lang=en", width=PHONE)`: the page when it stands still.

    As a reviewer, or `as_account="demo-county"`.
    """
    with ExitStack() as pages:

        def visit(
            at: Server,
            path: str = "/",
            *,
            width: int = DESKTOP,
            as_account: str = signed_in.REVIEWER,
        ) -> Visit:
            page = contexts(width, at, as_account).new_page()
            pages.callback(page.close)
            seen = Visit(page, at.url + path)
            page.on("request", lambda request: seen.asked.append(request.url))
            page.on("websocket", lambda opened: seen.asked.append(opened.url))
            page.on("pageerror", lambda error: seen.said.append(str(error)))
            page.on(
                "console",
                lambda line: seen.said.append(line.text) if line.type == "error" else None,
            )
            page.on(
                "response",
                lambda answer: (
                    seen.failed.append(f"{answer.status} {answer.url}")
                    if answer.status >= 400
                    else None
                ),
            )
            page.goto(seen.url)
            seen.settle()
            return seen

        yield visit


@pytest.fixture
def visit(visitor: Visitor, server: Server) -> Visitor:
    """`visit("/rankings?lang=en")` at the server all tests share."""
    return lambda path="/", **how: visitor(server, path, **how)
