"""The section that says why a score moved, wherever a page shows it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.i18n import LANGUAGES, Messages
from assessment.scores.basis import basis
from pages.kit import session
from tests.kit import signed_in
from tests.kit.people import LEADER


def shown(
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    *asked: str,
    as_: str = signed_in.REVIEWER,
) -> AppTest:
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(database))
    token = signed_in.token(session.store(), as_, session.door())
    monkeypatch.setattr(session, "cookie", lambda: token)
    script = f"from pages.scores.explanation import bridge\nbridge.section(*{asked!r})"
    app = AppTest.from_string(script, default_timeout=120)
    app.query_params["lang"] = lang
    return app.run()


@pytest.fixture(autouse=True)
def closed() -> None:
    session.let_go()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_sentence_says_whose_doing_it_was(
    demo_database: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    app = shown(demo_database, monkeypatch, lang, "430626", "2023", "2024")
    assert not app.exception
    t = Messages(lang)
    for factor in (t("bridge.own"), t("bridge.others"), t("bridge.corrections")):
        assert factor in app.markdown[0].value
    effects = app.table[0].value
    assert list(effects.iloc[:, 0])[-1] == t("bridge.whole")
    assert effects.iloc[2, 1] == effects.iloc[3, 1] == "0"
    assert len(app.table[1].value) == 7


def test_a_county_without_data_is_told_that_nothing_can_be_explained(
    demo_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = shown(demo_database, monkeypatch, "zh", "430281", "2023", "2024")
    assert not app.exception
    assert "未知" in app.info[0].value
    assert not app.table


def test_the_same_period_twice_is_no_change(
    demo_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = shown(demo_database, monkeypatch, "zh", "430626", "2024", "2024")
    assert app.info[0].value == Messages("zh")("bridge.same_period")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_reads_what_is_published_is_told_between_which_snapshots_it_goes(
    demo_database: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    asked = ("430626", "2023", "2024")
    published = shown(demo_database, monkeypatch, lang, *asked, as_="demo-leader")
    assert not published.exception
    first, second = (
        basis.standing(session.store(), LEADER, period).snapshot for period in ("2023", "2024")
    )
    method = published.markdown[-1].value.strip()
    facts = {"before": "2023", "after": "2024", "first": first, "second": second}
    assert method == Messages(lang)("bridge.method_text_published", **facts).strip()
    live = shown(demo_database, monkeypatch, lang, *asked)
    assert live.markdown[-1].value.strip() != method
