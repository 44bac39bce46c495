"""Another version of the framework, brought along to the framework page."""

import pytest
from streamlit.testing.v1 import AppTest

from assessment.framework.loader import DEFAULT
from assessment.i18n import LANGUAGES, Messages
from pages.server import index_page, server
from tests.pages.conftest import Opener

SHIPPED = DEFAULT.read_text("utf-8")


def brought(app: AppTest, content: str | bytes) -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    app.file_uploader[0].upload("edited.yaml", data)
    return app.run()


def stricter() -> str:
    old = "{method: target, target: 1}"
    assert old in SHIPPED
    return SHIPPED.replace(old, "{method: target, target: 2}", 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_changed_and_whom_it_moves_is_shown(open_page: Opener, lang: str) -> None:
    app = brought(open_page("framework", period="2024", lang=lang), stricter())
    assert not app.exception
    changes, units = app.dataframe[-2].value, app.dataframe[-1].value
    assert changes["path"].iloc[0].endswith("pol_party_committee_sessions.scoring.target")
    assert (list(changes["before"]), list(changes["after"])) == (["1"], ["2"])
    assert int(app.metric[0].value) > 0
    assert (units["rank_before"] - units["rank_after"]).abs().max() > 0
    assert units["moved_said"].notna().all()


def test_the_same_file_has_no_difference(open_page: Opener) -> None:
    app = brought(open_page("framework", lang="zh"), SHIPPED + "# 备注\n")
    assert app.success[0].value == Messages("zh")("versions.same")
    assert not app.metric


def test_words_alone_move_nobody(open_page: Opener) -> None:
    text = SHIPPED.replace("title: {zh: 县级工会", "title: {zh: 各县级工会", 1)
    if text == SHIPPED:
        text = SHIPPED.replace("湖南省", "湘省", 1)
    app = brought(open_page("framework", lang="zh"), text)
    assert Messages("zh")("versions.moves_nothing") in [info.value for info in app.info]
    assert not app.metric


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00\x01",
        b"title: 3\nscope: 4\n",
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        b"c: " + b"[" * 5000,
        b"!!python/object/apply:os.system ['true']",
        b"a: " + b"1" * (2 * 1024 * 1024 + 1),
        SHIPPED.replace("direction: up", "direction: upp").encode(),
    ],
    ids=["empty", "binary", "wrong", "aliases", "deep", "tag", "large", "misspelt"],
)
def test_a_broken_or_hostile_file_is_refused_with_its_problems(
    open_page: Opener, content: bytes
) -> None:
    app = brought(open_page("framework", lang="zh"), content)
    assert not app.exception
    assert "edited.yaml" in app.error[0].value.replace("\\", "")
    assert any("edited" in caption.value for caption in app.caption)
    assert not app.metric
    assert not app.dataframe[0].value.empty


def test_before_anything_is_recorded_the_changes_are_told(open_empty: Opener) -> None:
    app = brought(open_empty("framework", lang="zh"), stricter())
    assert not app.exception
    assert list(app.dataframe[-1].value["after"]) == ["2"]
    assert not app.metric


def test_a_visit_leaves_a_few_files_at_most() -> None:
    few = server.FewFiles(index_page.index)
    takes = [few._takes("visit", str(number)) for number in range(server.FILES_A_VISIT + 2)]
    assert takes == [True] * server.FILES_A_VISIT + [False, False]
    assert few._takes("visit", "0")
    assert few._takes("another", "0")
