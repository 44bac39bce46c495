"""Every page, in every language, on a desk and on a phone."""

import pytest

from assessment.i18n import LANGUAGES
from pages.ui import site
from tests.browser.conftest import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", site.PAGES)
def test_a_page_is_whole_and_asks_nobody_else(
    visit: Visitor, page: str, lang: str, width: int
) -> None:
    path = "/" if page == site.FIRST else f"/{page}"
    assert visit(f"{path}?lang={lang}", width=width).complaints() == []
