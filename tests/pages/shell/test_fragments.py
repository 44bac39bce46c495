"""A fragment that runs after its session is over asks to sign in, whatever it would have done."""

import pytest
from streamlit.testing.v1 import AppTest

from assessment.errors import NotAllowed
from assessment.i18n import Messages
from assessment.office.people.session_manager import NotSignedIn
from pages.kit import session


def script() -> None:
    import streamlit as st  # noqa: PLC0415

    from pages.kit import session  # noqa: PLC0415

    @session.fragment
    def part() -> None:
        st.session_state["ran"] = st.session_state.get("ran", 0) + 1
        st.button("press")
        if failure := st.session_state.get("failure"):
            raise failure

    part()


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(session, "signed", lambda: None)
    monkeypatch.setattr(session, "messages", lambda: Messages("en"))
    monkeypatch.setattr(session, "_record", lambda _: None)
    return AppTest.from_function(script).run()


def test_signed_out_it_runs_nothing_and_asks_to_sign_in(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def over() -> None:
        raise NotSignedIn(reason="idle")

    monkeypatch.setattr(session, "signed", over)
    app.button[0].click().run()
    assert not app.exception
    assert [info.value for info in app.info] == [Messages("en")("sign_in.idle")]
    assert app.session_state["ran"] == 1


@pytest.mark.parametrize(
    "failure",
    [NotSignedIn(reason="idle"), NotAllowed(actor="li", verb="survey.file", subject="430626")],
)
def test_what_goes_wrong_in_it_is_told_in_words(app: AppTest, failure: Exception) -> None:
    app.session_state["failure"] = failure
    app.button[0].click().run()
    assert not app.exception
    assert app.info or app.error
