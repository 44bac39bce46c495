"""Forms as a browser without scripts fills them in and sends them."""

from urllib.parse import urljoin

from httpx import Response
from lxml import html
from starlette.testclient import TestClient

from tests.kit.signed_in import PASSWORD


def submit(client: TestClient, page: Response, **typed: str) -> Response:
    """The answer to a page's first form, with what was typed into its boxes."""
    form = html.fromstring(page.text).forms[0]
    fields = dict(form.form_values()) | typed
    return client.post(urljoin(str(page.url), form.action), data=fields)


def alert(page: Response) -> str:
    """What a page says went wrong; empty where nothing did."""
    return " ".join(html.fromstring(page.text).xpath("//*[@role='alert']/text()"))


def status(page: Response) -> str:
    """What a page says was done; empty where nothing was."""
    return " ".join(html.fromstring(page.text).xpath("//*[@role='status']/text()"))


def sign_in(client: TestClient, account: str, password: str = PASSWORD) -> Response:
    """The answer to the form of the page to sign in on, in English."""
    page = client.get("/login?lang=en")
    return submit(client, page, account=account, password=password)
