"""A nightly backup is due once a night; in the folder stay 7 days, 5 weeks and 12 months."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assessment.framework.loader import DEFAULT
from assessment.kernel import clock
from assessment.kernel.actors import SCHEDULE
from assessment.office.backups import backup_folder, backup_history, backup_plan
from assessment.office.backups.backup_folder import NoRoomForBackups
from assessment.office.backups.backup_history import BackupEvent, BackupHistory
from assessment.office.backups.backup_plan import BackupPlan
from assessment.store.database import Store
from pages.server import backup_schedule

MIDNIGHT = clock.day_start(date(2026, 11, 30))
TWO = MIDNIGHT + timedelta(hours=2)
NOBODY = BackupHistory(None, None, None)


def event(at: datetime, holds: bool | None = None) -> BackupEvent:
    return BackupEvent(at, "b.tar", 1, 1, holds, "")


@pytest.fixture
def plan(tmp_path: Path) -> BackupPlan:
    return BackupPlan(tmp_path / "six.duckdb", tmp_path / "backups", 2)


def test_the_environment_may_name_folder_and_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(backup_plan.FOLDER, raising=False)
    monkeypatch.delenv(backup_plan.HOUR, raising=False)
    file = tmp_path / "six.duckdb"
    assert backup_plan.plan(file) == BackupPlan(file, tmp_path / "backups", 2)
    monkeypatch.setenv(backup_plan.FOLDER, "/elsewhere")
    monkeypatch.setenv(backup_plan.HOUR, "23")
    assert backup_plan.plan(file) == BackupPlan(file, Path("/elsewhere"), 23)
    for off in ("off", "24", "", "-1", "二"):
        monkeypatch.setenv(backup_plan.HOUR, off)
        assert backup_plan.plan(file).hour is None


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        (TWO - timedelta(minutes=1), TWO - timedelta(days=1), False),
        (TWO, TWO - timedelta(days=1), True),
        (TWO + timedelta(hours=9), TWO - timedelta(days=1), True),
        (TWO + timedelta(hours=9), TWO + timedelta(minutes=1), False),
        (TWO - timedelta(hours=1), TWO - timedelta(days=1, minutes=1), True),
    ],
)
def test_a_backup_is_due_once_the_hour_has_passed_without_one(
    plan: BackupPlan, now: datetime, last: datetime, due: bool
) -> None:
    with clock.at(now):
        assert backup_schedule.is_due(plan, BackupHistory(event(last), None, None)) is due
        assert backup_schedule.is_due(plan, NOBODY)
        assert not backup_schedule.is_due(BackupPlan(plan.database, plan.folder, None), NOBODY)


def test_one_that_failed_is_tried_again_an_hour_later(plan: BackupPlan) -> None:
    failed = BackupHistory(None, event(TWO), None)
    for minutes, due in ((59, False), (60, True)):
        with clock.at(TWO + timedelta(minutes=minutes)):
            assert backup_schedule.is_due(plan, failed) is due


def test_a_backup_is_rehearsed_weekly_and_after_one_that_did_not_hold() -> None:
    made = event(TWO)
    with clock.at(TWO + timedelta(minutes=1)):
        due = backup_schedule.is_rehearsal_due
        assert not due(NOBODY)
        assert due(BackupHistory(made, None, None))
        assert not due(BackupHistory(made, None, event(TWO - timedelta(days=6), holds=True)))
        assert due(BackupHistory(made, None, event(TWO - timedelta(days=7), holds=True)))
        assert due(BackupHistory(made, None, event(TWO - timedelta(hours=1), holds=False)))
        assert not due(BackupHistory(made, None, event(TWO + timedelta(minutes=1), holds=False)))


def test_green_is_a_good_backup_that_is_not_late() -> None:
    good = BackupHistory(event(TWO), None, event(TWO, holds=True))
    assert good.is_good(TWO + timedelta(hours=36))
    assert not good.is_good(TWO + timedelta(hours=37))
    assert not BackupHistory(event(TWO), event(TWO), None).is_good(TWO)
    assert not NOBODY.is_good(TWO)
    assert good.is_rehearsed(TWO + timedelta(days=8))
    assert not good.is_rehearsed(TWO + timedelta(days=9))
    assert not BackupHistory(event(TWO), None, event(TWO, holds=False)).is_rehearsed(TWO)


def test_seven_days_five_weeks_and_twelve_months_stay() -> None:
    nights = [TWO - timedelta(days=n) for n in range(800)]
    staying = sorted(set(nights) - backup_plan.superseded(nights, TWO), reverse=True)
    days = [clock.local_day(each) for each in staying]
    assert days[:7] == [date(2026, 11, 30) - timedelta(days=n) for n in range(7)]
    sundays = [date(2026, 11, 22), date(2026, 11, 15), date(2026, 11, 8)]
    assert set(sundays) <= set(days)
    assert days[-11:] == [
        *(date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31), date(2026, 7, 31)),
        *(date(2026, 6, 30), date(2026, 5, 31), date(2026, 4, 30), date(2026, 3, 31)),
        *(date(2026, 2, 28), date(2026, 1, 31), date(2025, 12, 31)),
    ]
    assert days[-12] > date(2026, 10, 31)


def test_thinning_out_night_by_night_ends_with_the_same_as_all_at_once() -> None:
    standing: set[datetime] = set()
    for night in range(800, -1, -1):
        now = TWO - timedelta(days=night)
        standing.add(now)
        standing -= backup_plan.superseded(standing, now)
    every = {TWO - timedelta(days=n) for n in range(801)}
    assert len(standing) == len(every - backup_plan.superseded(every, TWO))


def test_what_is_young_stays_however_much_there_is() -> None:
    hourly = [TWO - timedelta(hours=n) for n in range(72)]
    gone = backup_plan.superseded(hourly, TWO)
    assert all(TWO - each >= timedelta(days=2) for each in gone)
    assert gone


def test_a_backup_in_the_folder_takes_away_what_it_supersedes_and_nothing_of_others(
    plan: BackupPlan,
) -> None:
    plan.folder.mkdir()
    old = plan.folder / "six-20200101T020000Z.tar"
    others = [plan.folder / name for name in ("other-20200101T020000Z.tar", "six-x.tar", "a.txt")]
    unfinished = plan.folder / ".six-20260101T020000Z.tar.aa.part"
    for file in (old, *others, unfinished):
        file.write_bytes(b"x")
    for month in range(12):
        (plan.folder / f"six-2021{month + 1:02}01T020000Z.tar").write_bytes(b"x")
    store = Store(plan.database)
    made = backup_folder.make(store, SCHEDULE, DEFAULT, plan)
    history = backup_history.history(store, SCHEDULE)
    store.close()
    assert history.made is not None
    assert Path(history.made.file).stat().st_size == history.made.bytes == made.bytes
    assert not old.exists()
    assert not unfinished.exists()
    assert all(file.exists() for file in others)


def test_a_folder_that_cannot_be_written_is_told_and_the_failure_recorded(
    plan: BackupPlan, tmp_path: Path
) -> None:
    nowhere = BackupPlan(plan.database, tmp_path / "no" / "where", 2)
    assert not nowhere.has_room()
    store = Store(plan.database)
    with pytest.raises(NoRoomForBackups):
        backup_folder.make(store, SCHEDULE, DEFAULT, nowhere)
    history = backup_history.history(store, SCHEDULE)
    store.close()
    assert history.made is None
    assert history.failed is not None
    assert str(nowhere.folder) in history.failed.detail


def test_the_schedule_makes_a_backup_and_restores_it_in_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "six.duckdb")
    monkeypatch.setattr(backup_schedule.session, "store", lambda: store)
    assert backup_schedule.health() == {
        "backup": "red",
        "backup_hours": None,
        "restore": "red",
        "restore_hours": None,
    }
    backup_schedule.look()
    assert backup_schedule.health() == {
        "backup": "green",
        "backup_hours": 0.0,
        "restore": "green",
        "restore_hours": 0.0,
    }
    revision = store.revision
    backup_schedule.look()
    assert store.revision == revision
    store.close()


def test_a_backup_that_does_not_hold_is_red(plan: BackupPlan) -> None:
    plan.folder.mkdir()
    store = Store(plan.database)
    backup_folder.make(store, SCHEDULE, DEFAULT, plan)
    (file,) = plan.backups()
    file.write_bytes(file.read_bytes()[:-20_000])
    assert not backup_folder.rehearse(store, SCHEDULE, plan)
    history = backup_history.history(store, SCHEDULE)
    store.close()
    assert history.rehearsed is not None
    assert history.rehearsed.holds is False
    assert history.rehearsed.detail
