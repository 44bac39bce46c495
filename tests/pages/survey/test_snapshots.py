"""Looking at what was published, and what each reader is shown by."""

from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.survey.publishing import snapshots
from pages.kit import session
from tests.pages.conftest import Opener

ZH = Messages("zh")
COUNTY, LEADER = "demo-county", "demo-leader"


def test_a_reviewer_may_look_and_not_publish(open_page: Opener) -> None:
    app = open_page("snapshots", lang="zh")
    assert not app.exception
    labels = {each.label for each in app.button}
    assert ZH("snapshots.verify") in labels
    assert not any("发布" in label for label in labels)


def test_a_leader_reads_what_is_published_and_is_told_of_which_snapshot(open_page: Opener) -> None:
    app = open_page("rankings", as_=LEADER, period="2024", lang="zh")
    assert not app.exception
    assert len(app.dataframe[0].value) == 123
    newest = snapshots.listed(session.store(), OPERATOR)
    number = next(each.snapshot for each in newest if each.period == "2024")
    assert any(f"快照 {number} · " in each.value for each in (*app.caption, *app.markdown))


def test_a_county_sees_itself_and_how_all_are_spread(open_page: Opener) -> None:
    app = open_page("rankings", as_=COUNTY, period="2024", lang="zh")
    assert not app.exception
    own, spread = app.dataframe[0].value, app.dataframe[1].value
    assert len(own) == 1
    assert spread["units"].min() >= 5
    assert ZH("basis.others_hidden") in [each.value for each in app.caption]


def test_a_reviewer_goes_from_what_was_filed_last_to_what_is_published(open_page: Opener) -> None:
    live = open_page("rankings", period="2024", lang="zh")
    assert any("未发布" in each.value for each in (*live.caption, *live.markdown))
    shown = open_page("rankings", period="2024", basis="published", lang="zh")
    assert any("快照" in each.value for each in (*shown.caption, *shown.markdown))


def test_a_snapshot_computed_again_is_told_to_be_the_same_bytes(open_page: Opener) -> None:
    app = open_page("snapshots", as_="demo-publisher", lang="zh")
    number = snapshots.listed(session.store(), OPERATOR)[0].snapshot
    app.button(key="verify").click().run()
    assert not app.exception
    assert ZH("snapshots.same", number=number) in [each.value for each in app.success]
