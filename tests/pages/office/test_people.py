"""The page of people, and the sidebar's word about who one is."""

import pytest
from streamlit.testing.v1 import AppTest

from assessment.errors import NotAllowed
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.office.people import accounts
from assessment.office.people.session_manager import NotSignedIn
from pages.kit import session, site
from tests.kit import signed_in
from tests.kit.signed_in import HERE, PASSWORD
from tests.pages.conftest import Opener

EN = Messages("en")
BOSS = "demo-administrator"


def add(account: str, role: str = "leader", scope: str = "province") -> str:
    """Somebody who has signed in once, and the token of their session."""
    store, door = session.store(), session.door()
    link = accounts.invite(store, OPERATOR, account, name=account, role=role, scope=scope)
    return door.accept(link.token, PASSWORD, HERE)


def state(account: str) -> str:
    return accounts.found(session.store(), OPERATOR, account).state


def pressed(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def sure(app: AppTest, deed: str) -> AppTest:
    return app.button(key=f"sure:{deed}").click().run()


def test_whoever_has_not_signed_in_sees_a_sentence_and_the_way_in(open_empty: Opener) -> None:
    app = open_empty("framework", as_=None, lang="en")
    assert not app.exception
    assert [info.value for info in app.info] == [EN("sign_in.never")]
    assert not app.title
    assert not app.sidebar.caption, "not even the menu"


@pytest.mark.parametrize("page", sorted(set(site.PAGES) - {"framework", "people", "audit"}))
def test_an_administrator_of_people_sees_no_results(open_empty: Opener, page: str) -> None:
    app = open_empty(page, as_=BOSS, lang="en")
    assert not app.exception
    assert app.error or page == site.FIRST
    if page == site.FIRST:
        assert app.title[0].value == EN("people.title"), "taken to where they begin"


def test_only_an_administrator_opens_the_page(open_empty: Opener) -> None:
    app = open_empty("people", as_="demo-publisher", lang="en")
    assert app.error
    assert not app.title


def test_the_sidebar_says_who_one_is(open_empty: Opener) -> None:
    app = open_empty("framework", as_="demo-leader", lang="en")
    assert any(EN("people.role.leader") in caption for caption in app.sidebar.caption.values)


def test_signing_out_leaves_a_sentence(open_empty: Opener) -> None:
    app = open_empty("framework", as_="demo-leader", lang="en")
    app.button(key="sign_out").click().run()
    assert [info.value for info in app.info] == [EN("sign_in.left")]
    assert not app.title


def test_inviting_shows_the_link_once(open_empty: Opener) -> None:
    app = open_empty("people", as_=BOSS, lang="en", part="invite")
    app.selectbox(key="role:invite").select("publisher").run()
    account, name, _ = app.main.text_input
    account.input("new.one")
    name.input("新人")
    pressed(app, EN("people.invite"))
    assert "/invite?token=" in app.code[0].value
    app.run()
    assert not app.code
    assert state("new.one") == accounts.INVITED


def test_what_is_wrong_with_an_invitation_is_listed(open_empty: Opener) -> None:
    app = open_empty("people", as_=BOSS, lang="en", part="invite")
    app.selectbox(key="role:invite").select("publisher").run()
    pressed(app, EN("people.invite"))
    told = " ".join(markdown.value for markdown in app.markdown)
    assert "small letters" in told
    assert "name is missing" in told
    assert not app.exception


def test_shutting_somebody_out_and_letting_them_in_again(open_empty: Opener) -> None:
    app = open_empty("people", as_=BOSS, lang="en")
    token = add("li")
    app.run()
    app.selectbox(key="person").select("li").run()
    sure(app, "disable")
    assert state("li") == accounts.DISABLED
    with pytest.raises(NotSignedIn):
        session.door().resume(token)
    app.button(key="enable:li").click().run()
    assert state("li") == accounts.ACTIVE


def test_a_reset_shows_a_new_link(open_empty: Opener) -> None:
    app = open_empty("people", as_=BOSS, lang="en")
    add("li")
    app.run()
    app.selectbox(key="person").select("li").run()
    sure(app, "reset")
    assert "/invite?token=" in app.code[0].value
    assert state("li") == accounts.INVITED


def test_the_last_administrator_is_kept_and_told_why(open_empty: Opener) -> None:
    app = open_empty("people", as_=BOSS, lang="en")
    app.selectbox(key="person").select(BOSS).run()
    sure(app, "disable")
    assert any("last active administrator" in error.value for error in app.error)
    assert state(BOSS) == accounts.ACTIVE


def test_a_search_finds_by_name_role_and_account(open_empty: Opener) -> None:
    app = open_empty("people", as_=BOSS, lang="en")
    add("li")
    add("wang", "publisher")
    for wanted, found in (("publisher", ["wang"]), ("WANG", ["wang"]), ("nobody", [])):
        app.query_params["search"] = wanted
        app.run()
        rows = [] if not app.dataframe else list(app.dataframe[0].value["account"])
        assert rows == found, wanted


def test_looking_through_somebody_s_eyes_is_said_on_every_page_and_can_be_left(
    open_page: Opener,
) -> None:
    app = open_page("people", as_=BOSS, lang="en", person="demo-county")
    app.button(key="view_as:demo-county").click().run()
    assert any("you can see, and change nothing" in error.value for error in app.error)
    app.switch_page(session.file_of("framework")).run()
    assert any("you can see, and change nothing" in error.value for error in app.error)
    assert session.door().resume(session.cookie()).actor.units == {"430626"}
    app.button(key="view_own").click().run()
    assert app.title[0].value == EN("people.title")
    assert not app.error


def test_a_changed_scope_holds_from_the_next_click_on(open_page: Opener) -> None:
    who = "demo-county-2"
    app = open_page("county", as_=who, lang="zh")
    assert list(app.selectbox(key="unit").options) == ["浏阳市（长沙市）"]
    try:
        accounts.change(session.store(), OPERATOR, who, scope="unit:430121")
        app.run()
        assert list(app.selectbox(key="unit").options) == ["长沙县（长沙市）"]
    finally:
        accounts.change(session.store(), OPERATOR, who, scope=signed_in.ROLES[who][1])


def test_a_file_asked_for_before_a_change_is_not_made_after_it(open_empty: Opener) -> None:
    open_empty("people", as_=BOSS, lang="en")
    assert session.later(lambda: "made")() == "made"
    add("li")
    accounts.change(session.store(), OPERATOR, "li", role="administrator")
    make = session.later(lambda: "made")
    accounts.change(session.store(), OPERATOR, BOSS, role="leader")
    with pytest.raises(NotAllowed):
        make()
    make = session.later(lambda: "made")
    session.door().leave(session.cookie())
    with pytest.raises(NotSignedIn):
        make()
