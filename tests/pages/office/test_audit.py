"""The audit page as its keeper sees it, and as nobody else does."""

import pytest

from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.office.audit_trail.audit import AuditFilter
from pages.kit import session
from tests.pages.conftest import Opener

KEEPER = "demo-administrator"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_newest_records_come_first(open_page: Opener, lang: str) -> None:
    app = open_page("audit", as_=KEEPER, lang=lang)
    assert not app.exception
    rows = app.dataframe[0].value
    assert len(rows) == audit.PAGE
    assert rows["audit"].is_monotonic_decreasing
    newest = audit.search(session.store(), OPERATOR, AuditFilter()).records[0]
    assert rows["audit"].iloc[0] == newest.audit
    assert rows["action"].iloc[0] == Messages(lang)(f"audit_action.{newest.action}")
    assert "." not in "".join(rows["action"])
    for code in ("way ", "before {", "employees_total_n", "in_review", '"field"'):
        assert not rows["facts"].str.contains(code, regex=False).any() or lang == "en", code


def test_a_search_shows_what_it_finds_and_begins_at_its_first_page(open_page: Opener) -> None:
    app = open_page("audit", as_=KEEPER, lang="zh")
    app.number_input[0].set_value(3).run()
    assert "第 3 / " in app.caption[-2].value + "".join(each.value for each in app.caption)
    app.text_input(key="audit_text").set_value("平江").run()
    assert {row.split()[1] for row in app.dataframe[0].value["subject"]} >= {"平江县"}
    app.text_input(key="audit_text").set_value("没有这样的文字").run()
    assert [each.value for each in app.info] == [Messages("zh")("audit.nothing")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_button_says_whether_the_chain_holds(open_page: Opener, lang: str) -> None:
    app = open_page("audit", as_=KEEPER, lang=lang)
    app.button(key="audit_verify").click().run()
    (said,) = app.success
    assert audit.verify(session.store(), OPERATOR).chain.newest in said.value


def test_an_empty_database_shows_the_sign_in_alone(open_empty: Opener) -> None:
    app = open_empty("audit", as_=KEEPER, lang="zh")
    assert not app.exception
    assert len(app.dataframe[0].value) < 5


@pytest.mark.parametrize("account", ["demo-reviewer", "demo-county", "demo-leader"])
def test_nobody_else_opens_it_and_that_they_tried_is_in_it(open_page: Opener, account: str) -> None:
    audit._REFUSALS.__init__()
    app = open_page("audit", as_=account, lang="zh")
    assert not app.dataframe
    (told,) = app.error
    assert "查阅审计记录" in told.value
    row = audit.search(session.store(), OPERATOR, AuditFilter(action="access.refused")).records[0]
    assert row.actor == account
    assert row.told()["verb"] == "audit.read"
