"""The field log: a visit with photos and findings lands whole, and once."""

import io
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PIL import Image

from assessment.errors import NotAllowed, Rejected
from assessment.field.team_results import team
from assessment.field.teams import teams_table
from assessment.field.visits import bulk_log, diary, visit_drafts, visit_form, visit_log
from assessment.field.visits.visit_drafts import AlreadySent, Draft
from assessment.field.visits.visit_log import FindingNote
from assessment.field.visits.visits_table import Visit
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from tests.kit.province import three_counties
from tests.kit.province.meanwhile import end_link, meanwhile
from tests.kit.province.three_counties import BAISHI, QINGXI, READER, YUNLU

ONE = Actor("one-li", "team", frozenset({BAISHI, QINGXI}), frozenset({"one"}))
THREE = Actor("three-wu", "team", frozenset({BAISHI}), frozenset({"three"}))
COUNTY = Actor("baishi", "county", frozenset({BAISHI}))
STRANGER = Actor("yunlu", "county", frozenset({YUNLU}))

TODAY = clock.today()
VISIT = Visit(
    "one", BAISHI, "visit", date(2024, 5, 20), date(2024, 5, 20), "服务中心", "与职工座谈"
)
FOUND = FindingNote("work", "台账不全")


@pytest.fixture
def field(store: Store) -> Store:
    """Three counties with their teams, and nobody has come yet."""
    three_counties.settle(store)
    three_counties.send_teams(store)
    return store


def photo(colour: str = "red") -> bytes:
    """A photo that says where it was taken."""
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (28.0, 12.0, 34.0)
    Image.new("RGB", (2000, 1500), colour).save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def kept(store: Store, actor: Actor = ONE, colour: str = "red") -> attachments.StoredFile:
    return attachments.keep(store, actor, f"{colour}.jpg", photo(colour))


def test_a_visit_its_photo_and_two_findings_are_one_record_of_the_audit(
    field: Store, framework: Framework
) -> None:
    picture, before = kept(field), field.revision
    logged = visit_log.log(
        field, framework, ONE, VISIT, [FOUND, FindingNote("venues", "窗口无人", "high")], [picture]
    )
    assert field.revision == before + 1
    read = diary.read(field, COUNTY, unit=BAISHI)
    (entry,) = read.entries
    assert (entry.visit, entry.place, entry.writer) == (logged.visit, "服务中心", "one-li")
    there = read.findings[logged.visit]
    assert [each.description for each in there] == ["台账不全", "窗口无人"]
    assert [(each.stage, each.confirmed) for each in there] == [("clue", False)] * 2
    assert [each.file_name for each in read.photos[logged.visit]] == ["red.jpg"]


def test_what_is_wrong_is_refused_whole_with_all_of_it(field: Store, framework: Framework) -> None:
    before = field.revision
    tomorrow = TODAY + timedelta(days=1)
    wrong = replace(
        VISIT,
        team="one",
        starts=tomorrow,
        ends=tomorrow,
        from_time=time(15),
        until_time=time(9),
        workers=-1,
        method="flight",
        reflection="长" * 4001,
    )
    with pytest.raises(Rejected) as rejected:
        visit_log.log(field, framework, ONE, wrong, [FindingNote("", " ")])
    assert sorted(each.code for each in rejected.value.problems) == [
        "field_log.ends_before_begins",
        "field_log.in_future",
        "field_log.no_description",
        "field_log.no_strength",
        "field_log.too_long",
        "field_log.workers",
        "field_work.bad_choice",
    ]
    for each in rejected.value.problems:
        assert all(Messages(lang)(each.key, **each.facts) for lang in LANGUAGES)
    assert field.revision == before


def test_a_visit_of_which_nothing_is_said_is_refused(field: Store, framework: Framework) -> None:
    with pytest.raises(Rejected, match="count=1"):
        visit_log.log(field, framework, ONE, replace(VISIT, place=" ", diary="\n"))


def test_a_day_on_which_the_team_was_not_linked_is_refused(
    field: Store, framework: Framework
) -> None:
    early = replace(VISIT, starts=date(2023, 12, 31), ends=date(2023, 12, 31))
    with pytest.raises(Rejected) as rejected:
        visit_log.log(field, framework, ONE, early)
    assert [each.code for each in rejected.value.problems] == ["field_work.not_assigned"]


@pytest.mark.parametrize(
    ("actor", "visit"),
    [
        (ONE, replace(VISIT, team="three")),
        (ONE, replace(VISIT, team="two", unit=YUNLU)),
        (THREE, replace(VISIT, team="three", unit=QINGXI)),
        (COUNTY, VISIT),
        (Actor("leader", "leader"), VISIT),
    ],
)
def test_who_is_not_of_the_team_or_not_linked_logs_nothing(
    field: Store, framework: Framework, actor: Actor, visit: Visit
) -> None:
    before = field.revision
    with pytest.raises(NotAllowed):
        visit_log.log(field, framework, actor, visit)
    with pytest.raises(NotAllowed):
        visit_log.note(field, framework, actor, (visit.team, visit.unit), FOUND)
    assert field.revision == before


def test_a_note_is_of_the_visit_of_that_day_and_makes_one_where_there_is_none(
    field: Store, framework: Framework
) -> None:
    first = visit_log.note(field, framework, ONE, ("one", BAISHI), FOUND)
    second = visit_log.note(
        field, framework, ONE, ("one", BAISHI), FindingNote("venues", "窗口无人")
    )
    elsewhere = visit_log.note(field, framework, ONE, ("one", QINGXI), FOUND)
    assert first.visit == second.visit != elsewhere.visit
    read = diary.read(field, ONE)
    assert [(each.unit, each.starts) for each in read.entries] == [
        (QINGXI, TODAY),
        (BAISHI, TODAY),
    ]
    assert len(read.findings[first.visit]) == 2


def test_a_draft_is_there_again_until_it_is_sent_and_is_sent_once(
    field: Store, framework: Framework
) -> None:
    draft = visit_drafts.of(field, ONE, "note")
    draft = visit_drafts.save(field, ONE, draft, {"description": "台账不全", "problem": ""})
    draft = visit_drafts.add_photo(field, ONE, draft, "红.jpg", photo())
    again = visit_drafts.of(field, ONE, "note")
    assert (again.boxes, again.photos) == ({"description": "台账不全"}, draft.photos)
    assert visit_drafts.of(field, THREE, "note").draft is None
    visit_log.note(field, framework, ONE, ("one", BAISHI), FOUND, again.photos, again)
    assert visit_drafts.of(field, ONE, "note").draft is None
    before = field.revision
    with pytest.raises(AlreadySent):
        visit_log.note(field, framework, ONE, ("one", BAISHI), FOUND, again.photos, again)
    with pytest.raises(AlreadySent):
        visit_drafts.save(field, ONE, again, {"description": "另一句"})
    assert field.revision == before


def test_two_tabs_that_were_empty_write_one_draft(field: Store, framework: Framework) -> None:
    first = second = visit_drafts.of(field, ONE, "note")
    first = visit_drafts.save(field, ONE, first, {"description": "台账"})
    second = visit_drafts.save(field, ONE, second, {"description": "台账不全"})
    assert first.draft == second.draft
    visit_log.note(field, framework, ONE, ("one", BAISHI), FOUND, (), second)
    assert visit_drafts.of(field, ONE, "note").draft is None
    anew = visit_drafts.save(field, ONE, visit_drafts.of(field, ONE, "note"), {"description": "x"})
    assert anew.draft != second.draft
    assert visit_drafts.save(field, THREE, Draft("note"), {"description": "x"}).draft != anew.draft


def test_what_is_refused_leaves_the_draft_as_it_was(field: Store, framework: Framework) -> None:
    draft = visit_drafts.save(field, ONE, visit_drafts.of(field, ONE, "note"), {"description": "x"})
    with pytest.raises(Rejected):
        visit_log.note(field, framework, ONE, ("one", BAISHI), FindingNote("", "x"), (), draft)
    assert visit_drafts.of(field, ONE, "note") == draft


def test_saving_what_is_saved_already_writes_nothing(field: Store) -> None:
    draft = visit_drafts.save(field, ONE, visit_drafts.of(field, ONE, "visit"), {"place": "站"})
    before = field.revision
    assert visit_drafts.save(field, ONE, draft, {"place": "站", "diary": ""}) == draft
    assert field.revision == before


def test_a_draft_takes_photos_only_and_so_many(field: Store) -> None:
    draft = visit_drafts.of(field, ONE, "note")
    with pytest.raises(Rejected):
        visit_drafts.add_photo(field, ONE, draft, "页.jpg", b"<html>")
    for shade in range(attachments.MOST):
        draft = visit_drafts.add_photo(field, ONE, draft, f"{shade}.jpg", photo(f"#0000{shade}0"))
    with pytest.raises(attachments.TooManyAttachments):
        visit_drafts.add_photo(field, ONE, draft, "十.jpg", photo("green"))
    draft = visit_drafts.drop_photo(field, ONE, draft, draft.photos[0].hash)
    assert len(visit_drafts.of(field, ONE, "note").photos) == attachments.MOST - 1


def test_a_photo_does_not_say_where_it_was_taken_and_taking_it_is_recorded(
    field: Store, framework: Framework
) -> None:
    logged = visit_log.log(field, framework, ONE, VISIT, [], [kept(field)])
    (shown,) = attachments.beside(field, COUNTY, "visit", [logged.visit])[logged.visit]
    before = field.revision
    small = attachments.picture(field, COUNTY, shown.attachment)
    with Image.open(io.BytesIO(small)) as seen:
        assert max(seen.size) == attachments.SHOWN_SIDE
    assert field.revision == before, "a picture on a page is part of the page"
    name, mime, data = attachments.content(field, COUNTY, shown.attachment)
    assert (name, mime, field.revision) == ("red.jpg", "image/jpeg", before + 1)
    with Image.open(io.BytesIO(data)) as taken:
        assert dict(taken.getexif()) == {}


def test_a_photo_of_another_county_and_one_that_is_none_are_refused_alike(
    field: Store, framework: Framework
) -> None:
    logged = visit_log.log(field, framework, ONE, VISIT, [], [kept(field)])
    (shown,) = attachments.beside(field, ONE, "visit", [logged.visit])[logged.visit]
    for number in (shown.attachment, 999):
        for ask in (attachments.picture, attachments.content):
            with pytest.raises(NotAllowed) as refused:
                ask(field, STRANGER, number)
            assert refused.value.facts["verb"] == "coverage.read"
    assert attachments.beside(field, STRANGER, "visit", [logged.visit]) == {}


def test_a_diary_tells_all_that_was_written_and_what_was_not_is_unknown(
    field: Store, framework: Framework
) -> None:
    stay = Visit(
        "one",
        QINGXI,
        "stay",
        date(2024, 5, 18),
        date(2024, 5, 18),
        "快递站",
        method="work_along",
        from_time=time(7),
        until_time=time(13, 30),
        visited="快递站",
        visited_kind="enterprise",
        workers=0,
        together="一起送件",
        heard="一名快递员说，多跑二十分钟",
        seen="没有充电的地方",
        helped="联系了驿站",
        reflection="要走到",
    )
    visit_log.log(field, framework, ONE, stay)
    (entry,) = diary.read(field, ONE, team="one").entries
    for name in ("from_time", "until_time", "workers", "together", "heard", "reflection"):
        assert getattr(entry, name) == getattr(stay, name)
    assert entry.attended is None


def test_a_diary_is_read_a_page_at_a_time(field: Store, framework: Framework) -> None:
    for day in range(1, 13):
        there = replace(VISIT, starts=date(2024, 5, day), ends=date(2024, 5, day))
        visit_log.log(field, framework, ONE, there)
    first, last = diary.read(field, READER), diary.read(field, READER, page=9)
    assert (first.total, first.pages, last.page) == (12, 2, 2)
    assert [each.starts.day for each in (*first.entries, *last.entries)] == [*range(12, 0, -1)]


def test_a_unit_s_diary_is_for_who_sees_the_unit(field: Store, framework: Framework) -> None:
    visit_log.log(field, framework, ONE, VISIT)
    with pytest.raises(NotAllowed):
        diary.read(field, STRANGER, unit=BAISHI)
    assert diary.read(field, STRANGER, team="one").entries == ()


def test_of_a_team_everybody_is_told_what_it_does_in_their_own_units(
    field: Store, framework: Framework
) -> None:
    visit_log.log(field, framework, ONE, VISIT, [FOUND])
    visit_log.log(field, framework, ONE, replace(VISIT, unit=QINGXI), [FOUND, FOUND])
    whole, own = team.of(field, READER, "one"), team.of(field, COUNTY, "one")
    assert [link.unit for link in whole.links] == [BAISHI, QINGXI]
    assert [link.unit for link in own.links] == [BAISHI]
    assert (len(whole.findings), len(own.findings)) == (3, 1)
    assert (whole.visits, whole.days, own.visits) == (2, 1, 1)
    assert whole.members[0].is_leader
    assert [each.team for each in team.listed(field, COUNTY)] == ["one", "three"]


def test_of_a_team_that_is_not_there_and_of_another_s_the_same_is_told(field: Store) -> None:
    for code in ("one", "nobody"):
        with pytest.raises(NotAllowed) as refused:
            team.of(field, STRANGER, code)
        assert refused.value.facts["verb"] == "coverage.read"


def test_what_became_of_findings_adds_up_to_all_of_them(three_found: Store) -> None:
    told = team.of(three_found, READER, "two")
    assert sum(told.outcome.values()) == len(told.findings) == 4
    assert told.outcome["put_right"] == 1


@pytest.fixture
def three_found(field: Store) -> Store:
    three_counties.visit(field)
    return field


def test_a_link_that_ended_is_no_place_to_log_for(field: Store) -> None:
    assert [each.code for each in visit_log.places(field, ONE)] == [
        f"one.{BAISHI}",
        f"one.{QINGXI}",
    ]
    with field.writing(actor="test", action="x", subject="*", facts={}) as cursor:
        link = teams_table.Assignment(
            "one", QINGXI, "liaison", date(2024, 1, 1), date(2024, 6, 1), 2
        )
        teams_table.record_assignments(cursor, [link])
    assert [each.unit for each in visit_log.places(field, ONE)] == [BAISHI]


def test_a_finding_belongs_to_the_open_period_that_holds_its_day(field: Store) -> None:
    assert visit_log.period_of(field, ONE, date(2023, 5, 1)) == "2023"
    assert visit_log.period_of(field, ONE, date(2031, 5, 1)) == "2024"


def test_every_box_that_cannot_be_read_is_told_at_once(field: Store) -> None:
    (where, _) = visit_log.places(field, ONE)
    boxes = {"from_time": "早上", "until_time": "25:00", "workers": "十来个", "diary": "x"}
    assert visit_form.visit(where, boxes).workers is None
    assert [each.code for each in visit_form.unreadable(boxes)] == [
        "field_log.no_time",
        "field_log.no_time",
        "field_log.no_number",
    ]


def test_what_cannot_be_read_is_refused_with_whatever_else_is_wrong(
    field: Store, framework: Framework
) -> None:
    (where, _) = visit_log.places(field, ONE)
    boxes = {"workers": "十来个", "starts": "2031-05-01"}
    with pytest.raises(Rejected) as rejected:
        visit_log.log(
            field,
            framework,
            ONE,
            visit_form.visit(where, boxes),
            [FindingNote("", "")],
            unreadable=visit_form.unreadable(boxes),
        )
    assert [each.code for each in rejected.value.problems] == [
        "field_log.no_number",
        "field_log.in_future",
        "field_log.no_description",
        "field_log.no_strength",
    ]


def test_a_sheet_is_read_as_what_its_kind_asks_for(field: Store) -> None:
    (where, _) = visit_log.places(field, ONE)
    boxes = {"diary": "走访", "together": "跟班", "starts": "2024-05-18", "ends": "2024-05-20"}
    visit = visit_form.visit(where, boxes | {"kind": "visit", "workers": "０人"})
    assert (visit.diary, visit.together, visit.ends) == ("走访", None, date(2024, 5, 18))
    assert visit.workers == 0
    stay = visit_form.visit(where, boxes | {"kind": "stay", "from_time": "7点半"})
    assert (stay.diary, stay.together, stay.ends) == (None, "跟班", date(2024, 5, 20))
    assert (stay.from_time, stay.workers) == (time(7, 30), None)


def test_a_problem_of_another_strength_is_not_taken_along(framework: Framework) -> None:
    boxes = {"strength": "work", "problem": "VEN-01", "description": "x"}
    assert visit_form.found(framework, boxes).problem is None
    assert visit_form.found(framework, boxes | {"strength": "venues"}).problem == "VEN-01"


def test_only_one_s_own_draft_shows_its_photo(field: Store) -> None:
    draft = visit_drafts.add_photo(
        field, ONE, visit_drafts.of(field, ONE, "note"), "红.jpg", photo()
    )
    (mine,) = draft.photos
    assert visit_drafts.preview(field, ONE, "note", mine.hash)
    with pytest.raises(NotAllowed):
        visit_drafts.preview(field, THREE, "note", mine.hash)


@pytest.mark.parametrize("write", ["log", "note", "log_visits"])
def test_a_link_that_ends_before_the_lock_is_had_lets_nothing_in(
    field: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    meanwhile(field, monkeypatch, lambda: end_link(field, 1))
    writes = {
        "log": lambda: visit_log.log(field, framework, ONE, VISIT, [FOUND]),
        "note": lambda: visit_log.note(field, framework, ONE, ("one", BAISHI), FOUND),
        "log_visits": lambda: bulk_log.log_visits(field, ONE, [VISIT]),
    }
    with pytest.raises(Rejected) as rejected:
        writes[write]()
    assert [each.code for each in rejected.value.problems] == ["field_work.not_assigned"]
    assert diary.read(field, READER).total == 0
