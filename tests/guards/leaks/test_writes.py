"""The scope-leak matrix of what is written: every writing service, called by every person.

Who may is written down here by hand and not asked of the code. Whoever may not is refused, nothing
is written, and the refusal names nothing they may not see. Who looks through another's eyes writes
nothing at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from assessment.demonstration import (
    demo,
    demo_by_hand,
    demo_common,
    demo_field_log,
    demo_in_bulk,
    demo_published,
    demo_rectification,
    demo_survey,
    demo_team_work,
    demo_under_way,
)
from assessment.errors import AssessmentError, NotAllowed, Unknown
from assessment.field.observation import observation
from assessment.field.observation import observations_table as observation_table
from assessment.field.spot_checks import spot_checks
from assessment.field.spot_checks import spot_checks_table as check_table
from assessment.field.team_results import results
from assessment.field.teams import teams_table
from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.register import changes, reading, roster_file
from assessment.field.visits import (
    bulk_log,
    visit_corrections,
    visit_drafts,
    visit_log,
    visits_table,
)
from assessment.framework.loader import DEFAULT
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import ANYONE, OPERATOR, Actor
from assessment.kernel.answers import Answer
from assessment.office.backups import backup_folder, backups
from assessment.office.backups.backup_plan import BackupPlan
from assessment.office.backups.backups import Backup
from assessment.office.people import accounts, demonstration_accounts
from assessment.office.people.accounts_table import Account
from assessment.rectification.common_problems import decisions
from assessment.rectification.findings import cases, findings_table, measures, transitions
from assessment.rectification.findings.finding_workflow import Event
from assessment.rectification.findings.rules import EventForm
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.survey.evidence import attachments, evidence
from assessment.survey.filing import bulk_filing, drafts, submit, survey_files
from assessment.survey.filing import workbook as filing_workbook
from assessment.survey.honours import honours as honours_service
from assessment.survey.honours import honours_table
from assessment.survey.periods import period_opening, periods, review_record, submissions
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.submissions import Submission
from assessment.survey.publishing import snapshots
from assessment.survey.review import decide, items, verdicts
from assessment.units import setup
from tests.guards.leaks import canaries
from tests.guards.leaks.canaries import FAR, NAMES, OWN, PEOPLE, scope_of
from tests.guards.leaks.pictures import picture

ONE_LEVEL, TWO_LEVELS = "2025", "2026"
DAY = date(2024, 5, 4)
LATER = date(2031, 1, 31)


@dataclass(frozen=True, slots=True)
class Tried:
    """One call: by whom, and for which unit."""

    store: Store
    framework: Framework
    text: str
    actor: Actor
    unit: str
    period: str
    honour: int
    """The number of one of the unit that stands."""

    @property
    def who(self) -> tuple[Store, Framework, Actor]:
        return self.store, self.framework, self.actor

    @property
    def reader(self) -> tuple[DataSource, Actor]:
        return DataSource(self.store, self.framework), self.actor

    @property
    def about(self) -> tuple[Store, Framework, Actor, str, str]:
        return *self.who, self.unit, self.period

    @property
    def place(self) -> tuple[Store, Actor, str, str]:
        return self.store, self.actor, self.unit, self.period

    @property
    def submission(self) -> Submission:
        return submissions.of_unit(self.store, OPERATOR, self.unit, self.period)

    @property
    def number(self) -> int:
        """Of what was recorded of the unit in each of the registers: one for each, in order."""
        return 1 + list(NAMES).index(self.unit)


@dataclass(frozen=True, slots=True)
class Write:
    call: Callable[[Tried], object]
    roles: tuple[str, ...]
    everywhere: bool = False
    """Whether only who holds in the whole province may."""

    anywhere: bool = False
    """Whether it is of no unit: whoever has the role may."""

    state: str | None = None
    """Of the submission, before."""

    period: str = ONE_LEVEL
    by_number: bool = False
    """Whether the unit is not named by whoever calls."""


COUNTY, CITY, REVIEWER = ("county",), ("city",), ("reviewer",)
FIELD = ("team", "reviewer")
OBSERVERS = ("county", "city", "team", "reviewer")
PUBLISHER, ADMINISTRATOR = ("publisher",), ("administrator",)
LINKERS = ("reviewer", "publisher")
NOBODY: tuple[str, ...] = ()
"""Only whoever runs the command line."""

NOTE = {"due": LATER, "note": "请再看一遍"}
SAID = Answer("value", 1.0)


def _decision(tried: Tried) -> verdicts.Decision:
    case = items.of_unit(tried.store, tried.framework, OPERATOR, tried.unit, tried.period)
    seen = items.by_field(case.items)["meetings_n"]
    given = [each.entry for each in seen.verdicts if each.level == case.level]
    answer = seen.reported.entry if seen.reported else None
    return verdicts.Decision(
        "meetings_n", "accepted", answer, given[0] if given else None, note="看过"
    )


UNUSED = "2026H2"
"""A period that is opened to be withdrawn."""


def _opening(tried: Tried) -> object:
    known = {run.period for run in periods.of_all(tried.store, OPERATOR)}
    free = next(str(year) for year in range(2027, 2099) if str(year) not in known)
    return periods.open_period(
        tried.store, tried.actor, periods.Opening(free, date(2099, 1, 1)), tried.text
    )


def _unused(store: Store, _: str) -> None:
    if UNUSED not in {run.period for run in periods.of_all(store, OPERATOR)}:
        publisher = Actor("publisher", "publisher", live=True)
        opening = periods.Opening(UNUSED, date(2099, 1, 1))
        periods.open_period(store, publisher, opening, DEFAULT.read_text("utf-8"))


def _invited(tried: Tried) -> object:
    known = len(accounts.listed(tried.store, OPERATOR))
    return accounts.invite(
        tried.store, tried.actor, f"new-{known}", name="新人", role="leader", scope="province"
    )


WRITES: dict[str, tuple[Write, ...]] = {
    "office.people.accounts.invite": (Write(_invited, ADMINISTRATOR, everywhere=True),),
    "office.people.accounts.change": (
        Write(
            lambda a: accounts.change(a.store, a.actor, "somebody", scope=f"unit:{a.unit}"),
            ADMINISTRATOR,
            everywhere=True,
        ),
    ),
    "office.people.accounts.disable": (
        Write(
            lambda a: accounts.disable(a.store, a.actor, "somebody"),
            ADMINISTRATOR,
            everywhere=True,
        ),
    ),
    "office.people.accounts.enable": (
        Write(
            lambda a: accounts.enable(a.store, a.actor, "somebody"), ADMINISTRATOR, everywhere=True
        ),
    ),
    "office.people.accounts.reset": (
        Write(
            lambda a: accounts.reset(a.store, a.actor, "somebody"), ADMINISTRATOR, everywhere=True
        ),
    ),
    "office.people.accounts.sign_out_everywhere": (
        Write(
            lambda a: accounts.sign_out_everywhere(a.store, a.actor, "somebody"),
            ADMINISTRATOR,
            everywhere=True,
        ),
    ),
    "office.people.demonstration_accounts.add": (
        Write(
            lambda a: demonstration_accounts.add(a.store, a.actor), ADMINISTRATOR, everywhere=True
        ),
    ),
    "survey.evidence.attachments.keep": (
        Write(
            lambda a: attachments.keep(a.store, a.actor, "照片.jpg", picture(a.unit)),
            (*COUNTY, *CITY, *FIELD),
            anywhere=True,
        ),
    ),
    "rectification.common_problems.decisions.confirm": (
        Write(
            lambda a: decisions.confirm(*a.reader, _about(a), ()),
            (*CITY, *REVIEWER),
        ),
    ),
    "rectification.common_problems.decisions.merge": (
        Write(lambda a: decisions.merge(*a.reader, _about(a), 1, "一个原因"), (*CITY, *REVIEWER)),
    ),
    "rectification.common_problems.decisions.dismiss": (
        Write(lambda a: decisions.dismiss(*a.reader, _about(a), "个别情况"), (*CITY, *REVIEWER)),
    ),
    "rectification.common_problems.decisions.sweep_again": (
        Write(lambda a: decisions.sweep_again(*a.reader, _about(a), ()), (*CITY, *REVIEWER)),
    ),
    "rectification.common_problems.decisions.close": (
        Write(lambda a: decisions.close(*a.reader, _about(a)), (*CITY, *REVIEWER)),
    ),
    "rectification.common_problems.decisions.withdraw": (
        Write(
            lambda a: decisions.withdraw(a.store, a.actor, _about(a), "认定有误"),
            (*CITY, *REVIEWER),
        ),
    ),
    "survey.filing.bulk_filing.take_over": (
        Write(
            lambda a: bulk_filing.take_over(
                *a.who, [bulk_filing.Survey(a.unit, a.period, {"meetings_n": SAID})], "汇总"
            ),
            NOBODY,
        ),
    ),
    "demonstration.demo.fill": (Write(lambda a: demo.fill(*a.who, lambda *_: None), NOBODY),),
    "demonstration.demo_by_hand.bring": (
        Write(lambda a: demo_by_hand.bring(*a.who, _nothing(), LATER), NOBODY),
    ),
    "demonstration.demo_in_bulk.bring": (
        Write(lambda a: demo_in_bulk.bring(*a.who, [], LATER), NOBODY),
    ),
    "demonstration.demo_common.begin": (
        Write(lambda a: demo_common.begin(*a.who, "2024"), NOBODY),
    ),
    "demonstration.demo_team_work.begin": (Write(lambda a: demo_team_work.begin(*a.who), NOBODY),),
    "demonstration.demo_survey.file": (
        Write(lambda a: demo_survey.file(*a.who, _nothing(), [], [], (), lambda *_: None), NOBODY),
    ),
    "demonstration.demo_field_log.begin": (Write(lambda a: demo_field_log.begin(*a.who), NOBODY),),
    "demonstration.demo_field_log.go_on": (
        Write(lambda a: demo_field_log.go_on(a.store, a.actor, ()), NOBODY),
    ),
    "demonstration.demo_rectification.begin": (
        Write(lambda a: demo_rectification.begin(*a.who), NOBODY),
    ),
    "demonstration.demo_published.publish": (
        Write(lambda a: demo_published.publish(a.store, a.text, a.actor, ["2024"]), NOBODY),
    ),
    "demonstration.demo_under_way.begin": (
        Write(lambda a: demo_under_way.begin(*a.who, _nothing(), [], lambda *_: None), NOBODY),
    ),
    "survey.evidence.evidence.attach": (
        Write(
            lambda a: evidence.attach(*a.about, "rate", "照片.jpg", picture(a.unit)),
            COUNTY,
            state="filling",
        ),
    ),
    "survey.evidence.evidence.attach_to_question": (
        Write(
            lambda a: evidence.attach_to_question(
                *a.about, "meetings_n", "照片.jpg", picture(a.unit)
            ),
            COUNTY,
            state="filling",
        ),
    ),
    "survey.evidence.evidence.withdraw": (
        Write(
            lambda a: evidence.withdraw(*a.who, a.number), COUNTY, state="filling", by_number=True
        ),
    ),
    "survey.evidence.attachments.withdraw": (
        Write(
            lambda a: attachments.withdraw(a.store, a.actor, _photo(a.store, a.unit), "有群众"),
            FIELD,
            by_number=True,
        ),
    ),
    "field.visits.visit_corrections.correct": (
        Write(
            lambda a: visit_corrections.correct(
                a.store, a.actor, replace(_visit(a.unit), visit=a.number, diary="更正"), 0
            ),
            FIELD,
            by_number=True,
        ),
    ),
    "field.visits.visit_corrections.void": (
        Write(
            lambda a: visit_corrections.void(a.store, a.actor, a.number, "登错了"),
            FIELD,
            by_number=True,
        ),
    ),
    "field.visits.visit_corrections.add_photos": (
        Write(
            lambda a: visit_corrections.add_photos(a.store, a.actor, a.number, []),
            FIELD,
            by_number=True,
        ),
    ),
    "field.visits.visit_drafts.save": (
        Write(
            lambda a: visit_drafts.save(a.store, a.actor, _draft(), {"place": a.unit}),
            FIELD,
            anywhere=True,
        ),
    ),
    "field.visits.visit_drafts.add_photo": (
        Write(
            lambda a: visit_drafts.add_photo(
                a.store, a.actor, _draft(), "照片.jpg", picture(a.unit)
            ),
            FIELD,
            anywhere=True,
        ),
    ),
    "field.visits.visit_drafts.drop_photo": (
        Write(
            lambda a: visit_drafts.drop_photo(a.store, a.actor, _draft(), "0" * 64),
            FIELD,
            anywhere=True,
        ),
    ),
    "field.visits.visit_drafts.discard": (
        Write(lambda a: visit_drafts.discard(a.store, a.actor, _draft()), FIELD, anywhere=True),
    ),
    "field.visits.visit_log.log": (
        Write(lambda a: visit_log.log(*a.who, _visit(a.unit), [_found()]), FIELD),
    ),
    "field.visits.visit_log.note": (
        Write(lambda a: visit_log.note(*a.who, (f"t{a.unit}", a.unit), _found()), FIELD),
    ),
    "field.teams.register.bulk.add_teams": (
        Write(
            lambda a: team_bulk.add_teams(
                a.store,
                a.actor,
                [teams_table.Team("tx", "新组", "liaison", "省总工会", "province", "2024")],
            ),
            LINKERS,
            everywhere=True,
        ),
    ),
    "field.teams.register.bulk.assign": (
        Write(
            lambda a: team_bulk.assign(
                a.store,
                a.actor,
                [teams_table.Assignment(f"t{a.unit}", a.unit, "liaison", DAY)],
            ),
            LINKERS,
        ),
    ),
    "field.teams.register.bulk.end_assignment": (
        Write(
            lambda a: team_bulk.end_assignment(a.store, a.actor, a.number, LATER),
            LINKERS,
            by_number=True,
        ),
    ),
    "field.visits.bulk_log.log_visits": (
        Write(lambda a: bulk_log.log_visits(a.store, a.actor, [_visit(a.unit)]), FIELD),
    ),
    "field.visits.bulk_log.log_findings": (
        Write(lambda a: bulk_log.log_findings(*a.who, [_finding(a.unit)]), FIELD),
    ),
    "field.visits.bulk_log.take_over_findings": (
        Write(lambda a: bulk_log.take_over_findings(*a.who, [_finding(a.unit)]), NOBODY),
    ),
    "survey.honours.honours.record_honours": (
        Write(lambda a: honours_service.record_honours(*a.who, [_honour(a.unit)]), REVIEWER),
    ),
    "survey.honours.honours.withdraw_honour": (
        Write(
            lambda a: honours_service.withdraw_honour(a.store, a.actor, a.honour, "记错了"),
            REVIEWER,
            by_number=True,
        ),
    ),
    "survey.honours.honours.declare_veto": (
        Write(
            lambda a: honours_service.declare_veto(
                *a.who, honours_table.VetoDeclaration(a.unit, "2024", "integrity", DAY, "通报")
            ),
            REVIEWER,
        ),
    ),
    "survey.honours.honours.lift_veto": (
        Write(
            lambda a: honours_service.lift_veto(
                a.store, a.actor, _veto(a.store, a.unit), LATER, "查清了"
            ),
            REVIEWER,
            by_number=True,
        ),
    ),
    "survey.filing.drafts.save": (
        Write(lambda a: drafts.save(*a.about, "legal_yn", SAID, 0), COUNTY, state="filling"),
    ),
    "survey.filing.drafts.unmark": (
        Write(lambda a: drafts.unmark(*a.about, "legal_yn", 0), COUNTY, state="filling"),
    ),
    "survey.filing.drafts.as_before": (
        Write(lambda a: drafts.as_before(*a.about, ("meetings_n",)), COUNTY, state="filling"),
    ),
    "survey.filing.drafts.write": (
        Write(
            lambda a: drafts.write(*a.about, {"jobs_yn": SAID}, {}, "draft.save"),
            COUNTY,
            state="filling",
        ),
    ),
    "survey.filing.submit.explain": (
        Write(lambda a: submit.explain(*a.about, "meetings_n", "属实"), COUNTY, state="returned"),
    ),
    "survey.filing.submit.submit": (
        Write(lambda a: submit.submit(*a.about), COUNTY, state="filling"),
    ),
    "survey.filing.submit.withdraw": (
        Write(lambda a: submit.withdraw(*a.place), COUNTY, state="submitted"),
    ),
    "survey.filing.workbook.confirm": (
        Write(
            lambda a: filing_workbook.confirm(
                *a.who, filing_workbook.Preview(a.unit, a.period, "x.xlsx", "0" * 64, ())
            ),
            COUNTY,
            state="filling",
        ),
    ),
    "survey.periods.periods.open_period": (Write(_opening, PUBLISHER, everywhere=True),),
    "survey.periods.periods.withdraw": (
        Write(
            lambda a: periods.withdraw(a.store, a.actor, UNUSED, "误开"),
            PUBLISHER,
            everywhere=True,
        ),
    ),
    "survey.periods.periods.extend": (
        Write(
            lambda a: periods.extend(a.store, a.actor, "2024", LATER, "顺延"),
            PUBLISHER,
            everywhere=True,
        ),
    ),
    "survey.periods.periods.lock": (
        Write(lambda a: periods.lock(a.store, a.actor, "2023", "到期"), PUBLISHER, everywhere=True),
    ),
    "survey.periods.periods.unlock": (
        Write(
            lambda a: periods.unlock(a.store, a.actor, "2023", "补报"), PUBLISHER, everywhere=True
        ),
    ),
    "survey.periods.periods.change": (
        Write(
            lambda a: periods.change(a.store, a.actor, "2024", others="named"),
            PUBLISHER,
            everywhere=True,
        ),
    ),
    "rectification.findings.transitions.take": (
        Write(
            lambda a: _step(a, "assign", EventForm(kind="by_date", due=LATER)),
            ("city", "reviewer"),
            by_number=True,
        ),
        Write(lambda a: _step(a, "sign", EventForm()), COUNTY, by_number=True),
        Write(
            lambda a: _step(a, "check", EventForm(note="看过", way="site")),
            ("city", "reviewer", "team"),
            by_number=True,
        ),
        Write(lambda a: _step(a, "withdraw", EventForm(note="记错了")), FIELD, by_number=True),
    ),
    "rectification.findings.measures.add": (
        Write(
            lambda a: measures.add(a.store, a.actor, a.number, serves=[1]), COUNTY, by_number=True
        ),
    ),
    "rectification.findings.measures.withdraw": (
        Write(lambda a: measures.withdraw(a.store, a.actor, a.number, 1), COUNTY, by_number=True),
    ),
    "survey.review.decide.accept": (
        Write(lambda a: decide.accept(a.store, a.actor, a.submission), REVIEWER, state="submitted"),
        Write(
            lambda a: decide.accept(a.store, a.actor, a.submission),
            CITY,
            state="submitted",
            period=TWO_LEVELS,
        ),
    ),
    "survey.review.decide.city_approve": (
        Write(
            lambda a: decide.city_approve(*a.who, a.submission),
            CITY,
            state="in_review",
            period=TWO_LEVELS,
        ),
    ),
    "survey.review.decide.approve": (
        Write(lambda a: decide.approve(*a.who, a.submission), REVIEWER, state="in_review"),
        Write(
            lambda a: decide.approve(*a.who, a.submission),
            REVIEWER,
            state="city_reviewed",
            period=TWO_LEVELS,
        ),
    ),
    "survey.review.decide.send_back": (
        Write(
            lambda a: decide.send_back(*a.who, a.submission, **_note()), REVIEWER, state="in_review"
        ),
        Write(
            lambda a: decide.send_back(*a.who, a.submission, **_note()),
            CITY,
            state="in_review",
            period=TWO_LEVELS,
        ),
    ),
    "survey.review.decide.reopen": (
        Write(
            lambda a: decide.reopen(a.store, a.actor, a.submission, **_note()),
            REVIEWER,
            state="approved",
        ),
    ),
    "survey.review.verdicts.give": (
        Write(lambda a: verdicts.give(*a.about, [_decision(a)]), REVIEWER, state="in_review"),
        Write(
            lambda a: verdicts.give(*a.about, [_decision(a)]),
            CITY,
            state="in_review",
            period=TWO_LEVELS,
        ),
    ),
    "survey.review.verdicts.accept_all": (
        Write(lambda a: verdicts.accept_all(*a.about, {}), REVIEWER, state="in_review"),
        Write(
            lambda a: verdicts.accept_all(*a.about, {}),
            CITY,
            state="in_review",
            period=TWO_LEVELS,
        ),
    ),
    "field.observation.observation.record": (
        Write(
            lambda a: observation.record(a.store, a.actor, a.unit, DAY, "邻县", ["怎么建"]),
            OBSERVERS,
        ),
    ),
    "field.observation.observation.answer": (
        Write(
            lambda a: observation.answer(
                a.store, a.actor, _observed(a.store, a.unit).question, "这样建", "照办", LATER, 0
            ),
            OBSERVERS,
            by_number=True,
        ),
    ),
    "field.observation.observation.follow_up": (
        Write(
            lambda a: observation.follow_up(
                a.store, a.actor, _observed(a.store, a.unit).question, "建了", DAY, 0
            ),
            OBSERVERS,
            by_number=True,
        ),
    ),
    "field.observation.observation.withdraw": (
        Write(
            lambda a: observation.withdraw(
                a.store, a.actor, _observed(a.store, a.unit).observation, "重复"
            ),
            OBSERVERS,
            by_number=True,
        ),
    ),
    "field.team_results.results.save": (
        Write(
            lambda a: results.save(
                a.store, a.actor, f"t{a.unit}", a.unit, DAY, {"trainings": a.store.revision}, 0
            ),
            FIELD,
        ),
    ),
    "office.backups.backups.record": (
        Write(
            lambda a: backups.record(
                a.store, a.actor, Backup("0", 1, 1, "0", 0, 0, 0.1, encrypted=False), "x.tar"
            ),
            ADMINISTRATOR,
            everywhere=True,
        ),
    ),
    "office.backups.backup_folder.make": (
        Write(
            lambda a: backup_folder.make(a.store, a.actor, DEFAULT, _plan(a)),
            ADMINISTRATOR,
            everywhere=True,
        ),
    ),
    "office.backups.backup_folder.rehearse": (
        Write(
            lambda a: backup_folder.rehearse(a.store, a.actor, _plan(a)),
            ADMINISTRATOR,
            everywhere=True,
        ),
    ),
    "units.setup.found": (Write(lambda a: setup.found(a.store, a.actor, [], []), NOBODY),),
    "survey.periods.period_opening.open_period": (
        Write(lambda a: period_opening.open_period(a.store, a.actor, "2098", LATER), NOBODY),
    ),
    "units.setup.mark_demonstration": (
        Write(lambda a: setup.mark_demonstration(a.store, a.actor), NOBODY),
    ),
    "survey.publishing.snapshots.publish": (
        Write(
            lambda a: snapshots.publish(a.store, a.text, a.actor, "2024", "再发布"),
            PUBLISHER,
            everywhere=True,
        ),
    ),
    "field.spot_checks.spot_checks.record": (
        Write(
            lambda a: spot_checks.record(*a.about, f"t{a.unit}", DAY, [_look(a.store, a.unit)]),
            FIELD,
            period="2024",
        ),
    ),
    "field.spot_checks.spot_checks.withdraw": (
        Write(
            lambda a: spot_checks.withdraw(
                a.store, a.actor, _spot_check(a.store, a.unit), "点错了"
            ),
            FIELD,
            by_number=True,
        ),
    ),
    "field.teams.register.changes.describe": (
        Write(
            lambda a: changes.describe(a.store, a.actor, _team(a), new=False),
            LINKERS,
            everywhere=True,
        ),
    ),
    "field.teams.register.changes.join": (
        Write(
            lambda a: changes.join(a.store, a.actor, _person(a), _member(a)),
            LINKERS,
            everywhere=True,
        ),
    ),
    "field.teams.register.changes.describe_person": (
        Write(
            lambda a: changes.describe_person(a.store, a.actor, _person(a)),
            LINKERS,
            everywhere=True,
        ),
    ),
    "field.teams.register.changes.lead": (
        Write(
            lambda a: changes.lead(a.store, a.actor, _member(a), LATER), LINKERS, everywhere=True
        ),
    ),
    "field.teams.register.changes.leave": (
        Write(
            lambda a: changes.leave(a.store, a.actor, _member(a), LATER), LINKERS, everywhere=True
        ),
    ),
    "field.teams.register.changes.withdraw_member": (
        Write(
            lambda a: changes.withdraw_member(a.store, a.actor, _member(a), "登错"),
            LINKERS,
            everywhere=True,
        ),
    ),
    "field.teams.register.changes.hand_over": (
        Write(
            lambda a: changes.hand_over(a.store, a.actor, a.number, "nobody", LATER),
            LINKERS,
            by_number=True,
        ),
    ),
    "field.teams.register.changes.withdraw_link": (
        Write(
            lambda a: changes.withdraw_link(a.store, a.actor, a.number, "登错"),
            LINKERS,
            by_number=True,
        ),
    ),
    "field.teams.register.roster_file.confirm": (
        Write(
            lambda a: roster_file.confirm(a.store, a.actor, _roster(a)), LINKERS, everywhere=True
        ),
    ),
    "survey.filing.survey_files.file_workbooks": (
        Write(lambda a: survey_files.file_workbooks(*a.who, [("x.xlsx", b"PK")]), NOBODY),
    ),
    "survey.filing.survey_files.file_answers_csv": (
        Write(lambda a: survey_files.file_answers_csv(*a.who, "x.csv", b"unit"), NOBODY),
    ),
}
"""Every writing service with who may, where; twice where the level of review decides who."""

CALLS = [(name, place) for name, ways in WRITES.items() for place in range(len(ways))]


def _about(tried: Tried) -> decisions.About:
    """The unit's prefecture: whoever decides there holds in all of it."""
    return decisions.About("2024", f"prefecture:{canaries.prefecture_of(tried.unit)}", "WORK-01", 0)


def _note() -> Any:
    return {"due": LATER, "note": "请再看一遍"}


def _nothing() -> Any:
    return None


def _step(tried: Tried, event: Event, given: EventForm) -> object:
    entry = cases.of(tried.store, OPERATOR, tried.number).entry
    return transitions.take(*tried.who, {tried.number: entry}, event, given)


def _visit(unit: str) -> visits_table.Visit:
    return visits_table.Visit(f"t{unit}", unit, "visit", DAY, DAY, "车间", "座谈")


def _draft() -> visit_drafts.Draft:
    return visit_drafts.Draft("note")


def _found() -> visit_log.FindingNote:
    return visit_log.FindingNote("venues", "台账不全")


def _finding(unit: str) -> findings_table.Finding:
    return findings_table.Finding(unit, "2024", "venues", "medium", "台账不全", DAY, f"t{unit}")


def _team(tried: Tried) -> teams_table.Team:
    return teams_table.Team(f"t{tried.unit}", "改名", "liaison", "省总工会", "province", "2024")


def _person(tried: Tried) -> teams_table.Person:
    return teams_table.Person(f"x{tried.unit}", "新人", "省总工会")


def _member(tried: Tried) -> teams_table.TeamMember:
    return teams_table.TeamMember(f"t{tried.unit}", f"x{tried.unit}", False, DAY)


def _roster(tried: Tried) -> roster_file.Preview:
    """Of a workbook that says nothing new."""
    register = reading.of(tried.store, OPERATOR)
    return roster_file.Preview("x.xlsx", (), register, register, ())


def _honour(unit: str) -> honours_table.Honour:
    return honours_table.Honour(unit, "2024", "honour", "provincial", "先进", DAY)


def _recorded(store: Store, unit: str) -> int:
    with store.writing(actor="t", action="honour.test", subject=unit, facts={}) as cursor:
        return honours_table.record(cursor, [_honour(unit)])[0]


def _look(store: Store, unit: str) -> spot_checks.Look:
    answer = review_record.reported(store, OPERATOR, "2024", [unit])[unit]["meetings_n"]
    return spot_checks.Look("meetings_n", answer.entry, "agree")


def _spot_check(store: Store, unit: str) -> int:
    """The number of one that stands; recorded where none does."""
    standing = spot_checks.checks(store, OPERATOR, "2024", [unit]).get(unit, {})
    for found in standing.get("meetings_n", ()):
        return found.spot_check
    look = _look(store, unit)
    row = check_table.SpotCheck(
        unit, "2024", look.field, look.answer, look.outcome, f"t{unit}", DAY
    )
    with store.writing(actor="t", action="spot_check.test", subject=unit, facts={}) as cursor:
        return check_table.record(cursor, [row])[0]


def _observed(store: Store, unit: str) -> observation.QuestionState:
    """A question brought on a visit that stands; recorded where none does."""
    for visit in observation.listed(store, OPERATOR):
        if visit.unit == unit:
            return visit.asked[0]
    with store.writing(
        actor="t", action="field.observation.observation.test", subject=unit, facts={}
    ) as cursor:
        row = observation_table.Observation(unit, DAY, "邻县")
        (number,) = observation_table.record(cursor, [row])
        asked = observation_table.Question(number, "怎么建", "这样建", "照办", LATER)
        observation_table.record_questions(cursor, [asked])
    return _observed(store, unit)


def _photo(store: Store, unit: str) -> int:
    """The number of one beside the unit's visit that stands; recorded where none does."""
    visit = 1 + list(NAMES).index(unit)
    for found in attachments.beside(store, OPERATOR, "visit", [visit]).get(visit, ()):
        return found.attachment
    photo = attachments.keep(store, OPERATOR, "现场.jpg", picture(unit))
    with store.writing(actor="t", action="attachment.test", subject=unit, facts={}) as cursor:
        return attachments.record(cursor, OPERATOR, unit, ("visit", visit), [photo])[0]


def _veto(store: Store, unit: str) -> int:
    """The number of one that stands; declared where none does."""
    known = store.ask("veto_declaration", honours_table.VetoDeclaration)
    standing = [row for row in known if row.unit == unit and row.lifted is None]
    if standing and standing[0].declaration is not None:
        return standing[0].declaration
    row = honours_table.VetoDeclaration(unit, "2024", "integrity", DAY, "通报")
    with store.writing(actor="t", action="veto.test", subject=unit, facts={}) as cursor:
        return honours_table.record_vetoes(cursor, [row])[0]


NEEDS: dict[str, Callable[[Store, str], Any]] = {
    "survey.evidence.attachments.withdraw": _photo,
    "survey.honours.honours.lift_veto": _veto,
    "survey.honours.honours.withdraw_honour": _recorded,
    "field.observation.observation.answer": _observed,
    "field.observation.observation.follow_up": _observed,
    "field.observation.observation.withdraw": _observed,
    "field.spot_checks.spot_checks.withdraw": _spot_check,
    "survey.periods.periods.withdraw": _unused,
}
"""What has to stand before a write can be tried, whatever the last one left."""


def _plan(tried: Tried) -> BackupPlan:
    file = tried.store.file
    return BackupPlan(file, file.parent / "backups", None)


@pytest.fixture(scope="module")
def province(canary_file: Any, canary_rules: Any, canary_framework: Framework) -> Iterator[Store]:
    """Two periods under way, and a file of evidence for every county in the first."""
    opened = Store(canary_file)
    publisher = Actor("publisher", "publisher", live=True)
    text = canary_rules.read_text("utf-8")
    for period, levels in ((ONE_LEVEL, "province"), (TWO_LEVELS, "city_and_province")):
        opening = periods.Opening(period, LATER, levels=levels)  # type: ignore[arg-type]
        periods.open_period(opened, publisher, opening, text)
    for unit in NAMES:
        clerk = Actor(f"clerk-{unit}", "county", frozenset({unit}))
        evidence.attach(
            opened, canary_framework, clerk, unit, ONE_LEVEL, "meetings", "会.jpg", picture(unit)
        )
    accounts.invite(opened, OPERATOR, "somebody", name="某人", role="county", scope=f"unit:{FAR}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def actors(province: Store) -> dict[str, Actor]:
    everyone: dict[str, Actor] = {"anyone": ANYONE}
    for person in PEOPLE:
        account: Account = accounts.found(province, OPERATOR, person)
        everyone[person] = accounts.actor_of(province, account)
    return everyone


def may(person: str, write: Write, unit: str) -> bool:
    if person == "anyone" or PEOPLE[person][0] not in write.roles:
        return False
    if write.anywhere:
        return True
    own = scope_of(person)
    return own == set(NAMES) if write.everywhere else unit in own


def put(store: Store, write: Write, unit: str) -> None:
    """Have the submission where the write would find it."""
    if write.state is None:
        return
    seen = submissions.of_unit(store, OPERATOR, unit, write.period)
    with store.writing(
        actor="t", action="survey.filing.survey_files.test", subject=unit, facts={}
    ) as cursor:
        content = submissions.content_now(cursor, unit, write.period)
        event = table.SubmissionEvent(
            unit, write.period, seen.event or "begin", write.state, "t", content
        )
        table.record(cursor, [event])


def said(error: AssessmentError) -> str:
    return "\n".join(Messages(lang)(error.key, **error.facts) for lang in LANGUAGES) + repr(error)


@pytest.mark.parametrize(("name", "way"), CALLS)
def test_who_may_not_write_writes_nothing_and_learns_nothing(
    province: Store,
    canary_framework: Framework,
    canary_rules: Any,
    actors: dict[str, Actor],
    name: str,
    way: int,
) -> None:
    write, text = WRITES[name][way], canary_rules.read_text("utf-8")
    wrong = []
    for person, actor in actors.items():
        for unit in (OWN, FAR):
            put(province, write, unit)
            honour = NEEDS[name](province, unit) if name in NEEDS else 0
            tried = Tried(province, canary_framework, text, actor, unit, write.period, honour)
            if may(person, write, unit):
                seen = replace(tried, actor=replace(actor, viewed_by="administrator-all"))
                wrong += [f"{person} as seen {unit}: {w}" for w in refusal(write, seen, {})]
                wrong += [f"{person} {unit}: {w}" for w in permission(write, tried)]
            else:
                own = scope_of(None if person == "anyone" else person)
                wrong += [f"{person} {unit}: {w}" for w in refusal(write, tried, own)]
    assert wrong == []


def permission(write: Write, tried: Tried) -> Iterator[str]:
    """They may: what else stands in their way is no refusal."""
    try:
        write.call(tried)
    except NotAllowed as error:
        yield f"was refused: {error}"
    except AssessmentError:
        pass


def refusal(write: Write, tried: Tried, own: Any) -> Iterator[str]:
    before = tried.store.revision
    try:
        write.call(tried)
    except (NotAllowed, Unknown) as error:
        sentence = said(error)
        for unit in NAMES:
            typed = "" if write.by_number else tried.unit
            if unit not in own:
                yield from (
                    f"was told {sign}"
                    for sign in canaries.signs(unit)
                    if sign in sentence and sign != typed
                )
    except AssessmentError as error:
        yield f"was not refused, but told {error!r}"
    else:
        yield "was not refused"
    if tried.store.revision != before:
        yield "wrote"
