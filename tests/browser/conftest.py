"""A real Chromium against a real server, and what must hold wherever one looks.

`visit` opens a link as someone would and waits until the page stands still; `turn` opens it in a
page that is there already, at half the cost: for what is asked of every page. What the browser
itself noticed is in `Visit.complaints`. Conditions are waited for, time never is.

There is one browser at a desk and one phone, whoever uses them, and what they fetched they keep.
Whoever visits is signed in, as a reviewer of the whole province unless told otherwise: `serve`
signs people in before the server starts, and `sit_down` gives a device the cookie of one of them.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect

from assessment.demonstration import demo
from assessment.i18n import LANGUAGES, Messages, catalogue
from assessment.kernel.actors import OPERATOR
from assessment.office.people import demonstration_accounts
from assessment.office.people.session_manager import SessionManager
from assessment.store.database import Store
from assessment.survey.periods import period_opening
from assessment.units import setup
from pages.kit import session
from scripts import browsing, serving
from scripts.browsing import PATIENCE, STANDS_STILL
from tests.kit import signed_in
from tests.kit.copies import copied
from tests.kit.standing_clock import standing

DESKTOP, TABLET, PHONE = 1440, 820, 375
ASKED = "2031"
"""The period of `city_with_form`."""

HEIGHT = {DESKTOP: 900, TABLET: 1180, PHONE: 812}
A_PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
"""Streamlit looks at the browser's name, not at its width, to tell a phone."""

expect.set_options(timeout=PATIENCE)

CHARTS_FIT = """() => [...document.querySelectorAll('.stPlotlyChart')].every(chart => {
    const drawing = chart.querySelector('.main-svg').getBoundingClientRect();
    return Math.abs(drawing.width - chart.clientWidth) < 2;
})"""
"""A chart is drawn a moment after its place."""

TURN = """link => {
    const heading = document.querySelector('h1').textContent;
    window.hasTurned = () => (document.querySelector('h1')?.textContent ?? heading) !== heading;
    history.pushState(null, '', link);
    dispatchEvent(new PopStateEvent('popstate'));
}"""
"""Lead to a page of another heading, as Back and Forward do.

Only the heading says that it is there: of a busy browser nobody sees that the script was running.
"""

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

    @classmethod
    def of(cls, page: Page, url: str) -> "Visit":
        """Opens a link in a page, and listens to it from then on."""
        seen = cls(page, url)
        page.on("request", lambda request: seen.asked.append(request.url))
        page.on("websocket", lambda opened: seen.asked.append(opened.url))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("console", lambda line: seen._hear(line.type, line.text))
        page.on("response", lambda answer: seen._look_at(answer.status, answer.url))
        page.goto(url)
        seen.settle()
        return seen

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.said.append(text)

    def _look_at(self, status: int, url: str) -> None:
        if status >= 400:
            self.failed.append(f"{status} {url}")

    def settle(self) -> None:
        self.page.wait_for_function(STANDS_STILL, timeout=PATIENCE)
        self.page.wait_for_function(CHARTS_FIT, timeout=PATIENCE)

    def turn(self, url: str) -> None:
        """Another page of the same server and person, or the same in another language."""
        for heard in (self.asked, self.said, self.failed):
            heard.clear()
        self.url = url
        self.page.evaluate(TURN, url)
        self.page.wait_for_function("hasTurned()", timeout=PATIENCE)
        self.settle()

    def at_width(self, width: int) -> None:
        """As on a narrower or wider screen."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        self.settle()

    def complaints(self) -> list[str]:
        """All that is wrong with the page as it stands; an empty list is what we want."""
        return [
            *(f"asked another host: {url}" for url in self.elsewhere()),
            *(f"console: {text}" for text in self.said),
            *(f"failed: {text}" for text in self.failed),
            *self.crashes(),
            *(f"untranslated: {key}" for key in self.untranslated()),
            *(f"cut off: {text}" for text in self.cut_off()),
        ]

    def crashes(self) -> list[str]:
        """Exceptions, as they are shown where Streamlit catches them and where we do."""
        exceptions = self.page.get_by_test_id("stException").all_inner_texts()
        alerts = self.page.get_by_test_id("stAlert").all_inner_texts()
        crashed = {Messages(lang)("app.crashed") for lang in LANGUAGES}
        return [
            *(f"exception: {text}" for text in exceptions),
            *("crashed; see the server's log" for text in alerts if text in crashed),
        ]

    def barriers(self) -> list[str]:
        """What axe finds to keep people out: all that it calls serious or critical."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    def cut_off(self) -> list[str]:
        """What is not shown whole, and stays so: a table is drawn anew a moment after its place."""
        with suppress(TimeoutError):
            self.page.wait_for_function(f"() => ({CUT_OFF})().length === 0", timeout=PATIENCE)
        return list(self.page.evaluate(CUT_OFF))

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

    pages: dict[tuple[BrowserContext, str], Visit] = field(default_factory=dict)
    """What stays open as long as it runs, by device and account."""


Serve = Callable[..., AbstractContextManager[Server]]
Visitor = Callable[..., Visit]
Devices = Callable[..., BrowserContext]


@contextmanager
def serve(database: Path, **environment: str) -> Iterator[Server]:
    """The application on a free port of this machine, as `streamlit run app.py` starts it."""
    tokens = _signed_in(database)
    with serving.serve(database, standing("streamlit"), **environment) as (url, log):
        running = Server(url, log, tokens)
        yield running
        for seen in running.pages.values():
            seen.page.close()


def _signed_in(database: Path) -> Mapping[str, str]:
    """A session for everybody in a demonstration, or for a reviewer of any other database."""
    store = Store(database)
    try:
        door = SessionManager(store)
        people = [signed_in.REVIEWER]
        if setup.is_demonstration(store):
            demonstration_accounts.add(store, OPERATOR)
            people = [row.account for row in demonstration_accounts.offered(store)]
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
def devices(chromium: Browser) -> Devices:
    """`devices(PHONE)`: the phone; with any other width, the browser at the desk."""
    made: dict[bool, BrowserContext] = {}

    def device(width: int = DESKTOP) -> BrowserContext:
        phone = width == PHONE
        if phone not in made:
            made[phone] = chromium.new_context(
                viewport={"width": width, "height": HEIGHT[width]},
                is_mobile=phone,
                has_touch=phone,
                user_agent=A_PHONE if phone else None,
            )
            made[phone].set_default_timeout(PATIENCE)
        return made[phone]

    return device


def sit_down(device: BrowserContext, at: Server, account: str | None = None) -> None:
    """Have somebody use a device from now on, or somebody who has not signed in.

    A cookie holds for every port of a machine. A first page stays open: as long as there is one,
    the programs need not be compiled again.
    """
    device.clear_cookies()
    if account is not None:
        device.add_cookies([{"name": session.COOKIE, "value": at.tokens[account], "url": at.url}])
    if not any(kept == device for kept, _ in at.pages):
        first = Visit(device.new_page(), f"{at.url}/app/static/icon.png")
        first.page.goto(first.url)
        at.pages[device, ""] = first


@pytest.fixture(scope="session")
def server(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on the demonstration province, for all tests that only look."""
    copy = copied(demo_database, tmp_path_factory.mktemp("served") / "served.duckdb")
    with serve(Path(copy)) as running:
        yield running


@pytest.fixture(scope="session")
def one_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One city of the demonstration with a year behind it, for whoever copies it and goes on."""
    file = tmp_path_factory.mktemp("city") / "city.duckdb"
    demo.build(
        file,
        lambda step, done, total: None,
        prefectures=["430600"],
        periods=["2024"],
        with_one_under_way=False,
    )
    return file


@pytest.fixture
def city_with_form(one_city: Path, tmp_path: Path) -> Path:
    """The city, with a form to fill in for `ASKED`."""
    file = copied(one_city, tmp_path / "six.duckdb")
    store = Store(file)
    period_opening.open_period(store, OPERATOR, ASKED, date(2032, 1, 31))
    store.close()
    del store
    gc.collect()
    return file


@pytest.fixture
def visitor(devices: Devices) -> Iterator[Visitor]:
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
            device = devices(width)
            sit_down(device, at, as_account)
            page = device.new_page()
            pages.callback(page.close)
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            return Visit.of(page, at.url + path)

        yield visit


@pytest.fixture
def visit(visitor: Visitor, server: Server) -> Visitor:
    """`visit("/rankings?lang=en")` at the server all tests share."""
    return lambda path="/", **how: visitor(server, path, **how)


@pytest.fixture
def turn(devices: Devices) -> Visitor:
    """`turn(server, "/rankings?lang=en", width=PHONE)`: the same in a page that is open already."""

    def turned(
        at: Server, path: str, *, width: int = DESKTOP, as_account: str = signed_in.REVIEWER
    ) -> Visit:
        device = devices(width)
        sit_down(device, at, as_account)
        seen = at.pages.get((device, as_account))
        if seen is None:
            seen = at.pages[device, as_account] = Visit.of(device.new_page(), at.url + path)
        else:
            seen.page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            seen.turn(at.url + path)
        return seen

    return turned
