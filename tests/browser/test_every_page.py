"""Every page, in every language, on a desk, on a screen set upright and on a phone."""

import pytest
from playwright.sync_api import expect

from assessment.i18n import LANGUAGES, Messages
from pages.kit import site
from pages.server.sign_in_form import LANGUAGE_TAGS
from tests.browser.conftest import DESKTOP, PHONE, TABLET, Server, Visit, Visitor
from tests.kit import signed_in

pytestmark = pytest.mark.browser


def opened(turn: Visitor, at: Server, page: str, lang: str, width: int) -> Visit:
    path = "/" if page == site.FIRST else f"/{page}"
    account = signed_in.opener_of(page)
    seen = turn(at, f"{path}?lang={lang}", width=width, as_account=account)
    t = Messages(lang)
    expect(seen.page).to_have_title(t("app.title_of_page", page=t.code("nav.page", page)))
    expect(seen.page.locator("html")).to_have_attribute("lang", LANGUAGE_TAGS[lang])
    return seen


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", site.PAGES)
def test_a_page_is_whole_and_asks_nobody_else(
    turn: Visitor, server: Server, page: str, lang: str
) -> None:
    seen = opened(turn, server, page, lang, DESKTOP)
    assert seen.complaints() == []
    seen.at_width(TABLET)
    assert seen.complaints() == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", site.PAGES)
def test_a_page_is_whole_on_a_phone_and_asks_nobody_else(
    turn: Visitor, server: Server, page: str, lang: str
) -> None:
    assert opened(turn, server, page, lang, PHONE).complaints() == []
