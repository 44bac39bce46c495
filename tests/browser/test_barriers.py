"""Nobody is kept out: axe finds nothing serious on any page that somebody's menu offers."""

import pytest

from assessment.office.people.demonstration_accounts import DEMONSTRATION
from tests.browser.conftest import DESKTOP, PHONE, Devices, Server, Visit, Visitor, sit_down

pytestmark = pytest.mark.browser

PEOPLE = sorted({role: account for account, _, _, role, _ in reversed(DEMONSTRATION)}.values())
"""One of every role."""

PARTS = {
    "demo-county": (
        "/survey?period=2025&part=political_guidance",
        "/survey?period=2025&part=submit",
    ),
    "demo-team": ("/visit?part=note",),
}
"""What lies a click behind a page of the menu, for those who work on a phone."""

MENU = "[data-testid=stSidebar] [data-testid=stPageLink-NavLink]"


def test_signing_in_has_no_barrier(devices: Devices, server: Server) -> None:
    for width in (DESKTOP, PHONE):
        device = devices(width)
        sit_down(device, server)
        page = device.new_page()
        page.goto(f"{server.url}/login?lang=zh")
        assert Visit(page, page.url).barriers() == []
        page.close()


@pytest.mark.parametrize("account", PEOPLE)
def test_no_page_of_a_menu_has_a_barrier(visitor: Visitor, server: Server, account: str) -> None:
    width = PHONE if account in PARTS else DESKTOP
    seen = visitor(server, "/?lang=zh", as_account=account, width=width)
    links = seen.page.locator(MENU).evaluate_all("links => links.map(link => link.href)")
    assert links
    found = seen.barriers()
    for address in [*links, *(server.url + part for part in PARTS.get(account, ()))]:
        seen.page.goto(address)
        seen.settle()
        found += [f"{address} {each}" for each in seen.barriers()]
    assert found == []
