"""Evidence is given by the county while its form is open, and unsettles what was approved."""

import io
from pathlib import Path

import pytest
from PIL import Image

from assessment.errors import NotAllowed, Rejected, Unknown
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.store.blobs import EvidenceGone
from assessment.store.database import Store
from assessment.survey.evidence import evidence
from assessment.survey.periods import periods, submissions
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.submissions import PeriodLocked
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU

CLERK = Actor("li", "county", frozenset({YUNLU}))
ELSEWHERE = Actor("wang", "county", frozenset({QINGXI}))
REVIEWER = Actor("zhao", "reviewer", live=True)
PUBLISHER = Actor("sun", "publisher", live=True)


def photo(shade: int = 0) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 6), (20 * shade, 90, 30)).save(drawn, "JPEG")
    return drawn.getvalue()


def attach(
    store: Store, framework: Framework, shade: int = 0, indicator: str = "meetings", **kept: str
) -> int:
    name = kept.get("name", f"会议{shade}.jpg")
    return evidence.attach(store, framework, CLERK, YUNLU, "2023", indicator, name, photo(shade))


def settle(store: Store, state: str, event: str = "submit") -> None:
    with store.writing(actor="t", action="survey.test", subject=YUNLU, facts={}) as cursor:
        row = table.SubmissionEvent(YUNLU, "2023", event, state, "somebody")
        table.record(cursor, [row])


def test_a_file_given_is_listed_and_given_back(province: Store, framework: Framework) -> None:
    number = attach(province, framework)
    (shown,) = evidence.of_unit(province, REVIEWER, YUNLU, "2023")
    assert (shown.evidence, shown.indicator, shown.kind) == (number, "meetings", "jpeg")
    assert shown.added_by == "li"
    name, mime, data = evidence.content(province, REVIEWER, number)
    assert (name, mime, len(data)) == ("会议0.jpg", "image/jpeg", shown.size)
    assert submissions.of_unit(province, CLERK, YUNLU, "2023").state == "filling"


def test_a_photo_is_looked_at_without_being_taken(province: Store, framework: Framework) -> None:
    number = attach(province, framework)
    before = province.revision
    assert evidence.picture(province, REVIEWER, number)[:2] == b"\xff\xd8"
    assert province.revision == before
    with pytest.raises(NotAllowed):
        evidence.picture(province, ELSEWHERE, number)


def test_a_foreign_number_and_an_unknown_one_are_refused_alike(
    province: Store, framework: Framework
) -> None:
    number = attach(province, framework)
    told = []
    for asked in (number, number + 1):
        with pytest.raises(NotAllowed) as refused:
            evidence.content(province, ELSEWHERE, asked)
        told.append(str(refused.value).replace(str(asked), "N"))
        with pytest.raises(NotAllowed):
            evidence.withdraw(province, framework, ELSEWHERE, asked)
    assert told[0] == told[1]
    with pytest.raises(NotAllowed):
        evidence.of_unit(province, ELSEWHERE, YUNLU, "2023")


def test_only_the_county_itself_gives_evidence(province: Store, framework: Framework) -> None:
    for actor in (ELSEWHERE, REVIEWER):
        with pytest.raises(NotAllowed):
            evidence.attach(province, framework, actor, YUNLU, "2023", "meetings", "a.jpg", photo())


def test_an_indicator_nobody_asks_is_unknown(province: Store, framework: Framework) -> None:
    with pytest.raises(Unknown):
        attach(province, framework, indicator="no_such")


def test_what_is_withdrawn_is_gone_from_the_list_and_kept(
    province: Store, framework: Framework
) -> None:
    number = attach(province, framework)
    (shown,) = evidence.of_unit(province, CLERK, YUNLU, "2023")
    evidence.withdraw(province, framework, CLERK, number)
    assert evidence.of_unit(province, CLERK, YUNLU, "2023") == []
    assert province.blobs.read(shown.hash)
    with pytest.raises(NotAllowed):
        evidence.withdraw(province, framework, CLERK, number)


@pytest.mark.parametrize(
    "state", ["submitted", "in_review", "city_reviewed", "approved", "published"]
)
def test_a_frozen_form_takes_no_evidence(province: Store, framework: Framework, state: str) -> None:
    number = attach(province, framework)
    settle(province, state)
    with pytest.raises(evidence.EvidenceFrozen):
        attach(province, framework, 1)
    with pytest.raises(evidence.EvidenceFrozen):
        evidence.withdraw(province, framework, CLERK, number)
    assert len(evidence.of_unit(province, CLERK, YUNLU, "2023")) == 1


def test_a_locked_period_takes_no_evidence(province: Store, framework: Framework) -> None:
    number = attach(province, framework)
    periods.lock(province, PUBLISHER, "2023", "评估结束")
    with pytest.raises(PeriodLocked):
        attach(province, framework, 1)
    with pytest.raises(PeriodLocked):
        evidence.withdraw(province, framework, CLERK, number)
    assert len(evidence.of_unit(province, CLERK, YUNLU, "2023")) == 1


def test_the_same_file_proves_the_same_once(province: Store, framework: Framework) -> None:
    attach(province, framework)
    with pytest.raises(evidence.EvidenceAlready):
        attach(province, framework, name="同一张.jpg")
    attach(province, framework, indicator="rate", name="同一张.jpg")


def test_an_indicator_has_so_many_files_and_no_more(province: Store, framework: Framework) -> None:
    for shade in range(evidence.MOST_OF_INDICATOR):
        attach(province, framework, shade)
    with pytest.raises(evidence.TooManyFiles):
        attach(province, framework, 11)
    attach(province, framework, 11, indicator="rate")


def test_files_together_are_so_large_and_no_larger(
    province: Store, framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 2 * len(photo()))
    attach(province, framework, 0)
    attach(province, framework, 5)
    with pytest.raises(evidence.TooMuchEvidence):
        attach(province, framework, 11)


def test_a_refused_file_leaves_no_trace(province: Store, framework: Framework) -> None:
    before = province.revision
    with pytest.raises(Rejected):
        evidence.attach(
            province, framework, CLERK, YUNLU, "2023", "meetings", "a.jpg", b"MZ\x90\x00"
        )
    assert province.revision == before
    assert not list(province.blobs.folder.rglob("*"))


def test_other_evidence_takes_back_approvals_of_what_it_proves_alone(
    province: Store, framework: Framework
) -> None:
    clerk = Actor("bai", "county", frozenset({BAISHI}))
    with province.reading() as cursor:
        entries = dict(
            cursor.execute(
                "select field, entry from current_answer where unit = $unit and period = '2024'",
                {"unit": BAISHI},
            ).fetchall()
        )
    decisions = {"covered_n": "corrected", "members_n": "accepted", "firms_n": "returned"}
    with province.writing(actor="z", action="survey.test", subject=BAISHI, facts={}) as cursor:
        table.record_verdicts(
            cursor,
            [
                table.Verdict(BAISHI, "2024", field, "province", decision, entries[field], "z")
                for field, decision in decisions.items()
            ],
        )
        table.record(cursor, [table.SubmissionEvent(BAISHI, "2024", "return", "returned", "z")])
    evidence.attach(province, framework, clerk, BAISHI, "2024", "rate", "a.jpg", photo())
    with province.reading() as cursor:
        held = cursor.execute("select field from verdict where unit = $u", {"u": BAISHI}).fetchall()
        entry = cursor.execute(
            "select audit from verdict_entry where decision = 'voided'"
        ).fetchall()
    assert set(held) == {("members_n",), ("firms_n",)}
    assert entry == [(province.revision,)]


@pytest.mark.parametrize("name", ["../../six.duckdb", "/dev/stdin", "ab/cd", "A" * 64, "0" * 65])
def test_a_name_that_is_no_hash_is_not_even_looked_for(
    province: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """To open it may be harm enough, such as a device that never ends."""
    opened: list[Path] = []
    monkeypatch.setattr(Path, "read_bytes", lambda file: opened.append(file) or b"")
    with pytest.raises(EvidenceGone):
        province.blobs.read(name)
    assert opened == []


def test_a_file_changed_on_the_disk_is_not_given_out(province: Store, framework: Framework) -> None:
    number = attach(province, framework)
    (file,) = (each for each in province.blobs.folder.rglob("*") if each.is_file())
    file.write_bytes(b"something else")
    with pytest.raises(EvidenceGone):
        evidence.content(province, REVIEWER, number)


def test_evidence_lies_beside_the_database_and_outlives_the_process(tmp_path: Path) -> None:
    store = Store(tmp_path / "six.duckdb")
    name = store.blobs.keep(b"bytes")
    store.close()
    assert (tmp_path / "six.duckdb.evidence" / name[:2] / name).read_bytes() == b"bytes"
