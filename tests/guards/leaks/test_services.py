"""The scope-leak matrix below the pages: every service that reads, asked by every person.

Whoever asks is told what is theirs or is refused, whatever others asked before them: the calls run
in a shuffled order over one store, so that every cache is warm with somebody else's answer. A
service that reads and takes no more than `GIVEN` is called by its signature. Any other has to be
entered in `RESULTS`, `FIELD`, `WORK`, `WRITES` or `NOBODYS`, or a test here fails.
"""

import importlib
import inspect
import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from assessment.errors import AssessmentError, Rejected
from assessment.exchange.evidence import evidence_photo
from assessment.field.assignment import assignment_data, suggested_assignment
from assessment.field.coverage import coverage, coverage_watch
from assessment.field.spot_checks import spot_checks
from assessment.field.team_results import results, team
from assessment.field.teams import team_offers
from assessment.field.teams.register import roster_file, watch
from assessment.field.visits import diary, visit_drafts, visit_log
from assessment.framework.model import Framework, LiaisonRules
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import ANYONE, OPERATOR, Actor
from assessment.office.audit_trail import audit
from assessment.office.people import account_scope, accounts, demonstration_accounts
from assessment.office.people.accounts_table import Account
from assessment.rectification.common_problems import (
    lists,
    problems,
    progress,
    sweep,
)
from assessment.rectification.findings import cases, effect, finding_list
from assessment.scores.analysis import robustness
from assessment.scores.analysis.data_health import statistics
from assessment.scores.analysis.robustness import Question, Settings
from assessment.scores.basis import basis, scores
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation import change_bridge, compare, live_workbook
from assessment.scores.framework_guide import framework_difference
from assessment.scores.profiles import overview
from assessment.scores.rankings import rankings
from assessment.store.database import Store
from assessment.survey.evidence import attachments, evidence
from assessment.survey.filing import drafts, form, provisional_score, survey_files
from assessment.survey.filing import workbook as filing_workbook
from assessment.survey.filing.rules import PeerRange
from assessment.survey.periods import review_record, submissions_due
from assessment.survey.publishing import snapshots
from assessment.survey.review import flags
from assessment.survey.review.items import Peers
from assessment.units import directory, scopes, setup
from tests.guards.leaks import at_work, canaries
from tests.guards.leaks.at_work import DAY, UNDER_WAY
from tests.guards.leaks.canaries import (
    EAST,
    FAR,
    LATE,
    NAMES,
    NEIGHBOUR,
    OWN,
    PEOPLE,
    WEST,
    scope_of,
)
from tests.guards.leaks.pictures import picture
from tests.guards.leaks.test_writes import WRITES
from tests.guards.writers import short, writers
from tests.takers import FOR_NOBODY, SERVICES, takers

LIVE = " live"
"""Behind a person's name: asking for what was filed last, whether or not they may."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: by whom, and about what."""

    store: Store
    framework: Framework
    actor: Actor
    unit: str
    period: str
    scope: str
    lang: str
    file: int
    """The number of the unit's evidence."""

    @property
    def photo(self) -> int:
        """The number of the unit's photo: one for each, in order."""
        return 1 + list(NAMES).index(self.unit)

    @property
    def hash(self) -> str:
        """Of the photo in a draft of the first team's, whatever the unit."""
        return sha256(evidence_photo.drawn_anew(picture(OWN), "")).hexdigest()

    @property
    def t(self) -> Messages:
        return Messages(self.lang)

    @property
    def who(self) -> tuple[Store, Framework, Actor]:
        return self.store, self.framework, self.actor

    @property
    def source(self) -> DataSource:
        return DataSource(self.store, self.framework)

    @property
    def reader(self) -> tuple[DataSource, Actor]:
        return self.source, self.actor

    @property
    def reading(self) -> tuple[DataSource, Actor, str, str]:
        return *self.reader, self.unit, self.period

    @property
    def about(self) -> tuple[Store, Framework, Actor, str, str]:
        return *self.who, self.unit, self.period

    @property
    def finding(self) -> int:
        """The number of one of the unit's."""
        return 1 + list(NAMES).index(self.unit)

    @property
    def question(self) -> Question:
        return Question(self.period, scope=self.scope)


def told_of(asked: Asked, told: object) -> object:
    """What is told of a unit without a word of it, such as a photo: that it is told at all."""
    return told, NAMES[asked.unit][0]


FEW = Settings(draws=20)

LIAISON = LiaisonRules.model_validate(
    {
        "days_at_base": {"province": 60, "prefecture": 90},
        "unvisited_days": 90,
        "low_score": 60,
        "few_visits": 4,
        "most_units": 2,
        "most_units_per_person": 1,
        "source": {"zh": "测试", "en": "A test"},
        "basis": "proposal",
    }
)

Ask = Callable[[Asked], object]

RESULTS: Mapping[str, Ask] = {
    "scores.basis.basis.DataSource.at": lambda a: a.source.at(a.actor, a.period).snapshot,
    "scores.basis.basis.newest": lambda a: basis.newest(a.store, a.actor, a.period),
    "scores.basis.basis.fingerprint_of": lambda a: basis.fingerprint_of(a.store, a.actor, a.period),
    "scores.basis.basis.names_others": lambda a: basis.names_others(a.store, a.actor, a.period),
    "scores.basis.basis.standing": lambda a: basis.standing(a.store, a.actor, a.period),
    "scores.explanation.change_bridge.change_bridge": lambda a: change_bridge.change_bridge(
        *a.reader, a.unit, ("2023", "2024")
    ),
    "scores.explanation.compare.compare": lambda a: compare.compare(
        *a.reader, (a.unit, a.period), (a.unit, "2023")
    ),
    "field.coverage.coverage.coverage": lambda a: coverage.coverage(
        a.store, a.actor, a.period, a.scope
    ),
    "field.coverage.coverage_watch.watched": lambda a: coverage_watch.watched(
        *a.reader, coverage.coverage(a.store, a.actor, a.period, a.scope), LIAISON
    ),
    "field.coverage.coverage_watch.timeline": lambda a: coverage_watch.timeline(
        a.store, a.actor, date(2024, 12, 31), a.scope
    ),
    "scores.analysis.data_health.statistics.related": lambda a: statistics.related(
        *a.reader, a.period, "spearman"
    ),
    "units.directory.periods": lambda a: directory.periods(a.store, a.actor),
    "units.directory.every_period": lambda a: directory.every_period(a.store, a.actor),
    "units.directory.must_be_period": lambda a: directory.must_be_period(
        a.store, a.actor, a.period
    ),
    "units.directory.units": lambda a: directory.units(a.store, a.actor),
    "units.directory.prefectures": lambda a: directory.prefectures(a.store, a.actor),
    "scores.framework_guide.framework_difference.effect": lambda a: framework_difference.effect(
        *a.reader, (a.framework, a.framework), a.period
    ),
    "scores.framework_guide.framework_difference.named": lambda a: framework_difference.named(
        *a.reader,
        framework_difference.effect(*a.reader, (a.framework, a.framework), a.period).units,
    ),
    "scores.explanation.live_workbook.workbook": lambda a: live_workbook.workbook(
        *a.reader, a.period, "f" * 64, a.t
    ),
    "scores.profiles.overview.most_common": lambda a: overview.most_common(*a.reader, a.period, 3),
    "rectification.common_problems.sweep.on_record": lambda a: sweep.on_record(
        a.store, a.actor, ["VEN-01"]
    ),
    "rectification.common_problems.sweep.look": lambda a: sweep.look(
        *a.reader, a.period, a.scope, ["VEN-01"]
    ),
    "rectification.common_problems.problems.spread": lambda a: problems.spread(
        *a.reader, a.period, "VEN-01", a.scope
    ),
    "scores.rankings.rankings.with_intervals": lambda a: rankings.with_intervals(
        rankings.ranking(*a.reader, a.period, scope=a.scope), *a.reader, a.question
    ),
    "scores.rankings.rankings.workbook": lambda a: rankings.workbook(
        *a.reader, rankings.View(a.period, scope=a.scope), "f" * 64, a.t
    ),
    "scores.analysis.robustness.firmness": lambda a: robustness.firmness(
        *a.reader, a.question, FEW
    ),
    "scores.analysis.robustness.intervals": lambda a: robustness.intervals(*a.reader, a.question),
    "scores.analysis.robustness.left_out": lambda a: robustness.left_out(*a.reader, a.question),
    "scores.analysis.robustness.influence": lambda a: robustness.influence(
        *a.reader, a.question, FEW, a.unit
    ),
    "units.scopes.described": lambda a: scopes.described(a.store, a.actor, a.scope),
    "units.scopes.units": lambda a: scopes.units(a.store, a.actor, a.scope),
    "units.scopes.named": lambda a: scopes.named(a.store, a.actor, a.unit),
    "units.scopes.peer_groups": lambda a: scopes.peer_groups(a.store, a.actor),
    "units.scopes.title": lambda a: scopes.title(*a.who, a.scope, a.t),
    "scores.basis.scores.before": lambda a: scores.before(
        *a.reader, scores.scores(*a.reader, a.period)
    ),
    "survey.publishing.snapshots.listed": lambda a: snapshots.listed(a.store, a.actor),
    "survey.publishing.snapshots.opened_head": lambda a: snapshots.opened_head(a.store, a.actor, 1),
    "survey.publishing.snapshots.opened": lambda a: snapshots.opened(a.store, a.actor, 1),
    "survey.publishing.snapshots.recomputed": lambda a: snapshots.recomputed(a.store, a.actor, 1),
    "survey.publishing.snapshots.verified": lambda a: snapshots.verified(a.store, a.actor, 1),
    "survey.publishing.snapshots.moved_since": lambda a: snapshots.moved_since(a.store, a.actor, 2),
    "field.team_results.team.scored": lambda a: team.scored(
        *a.reader, team.of(a.store, a.actor, f"t{a.unit}")
    ),
}
"""What rests on what is published, for who does not see what was filed since."""

FIELD: Mapping[str, Ask] = {
    "rectification.common_problems.lists.of": lambda a: lists.of(*a.who, a.scope, DAY, a.t),
    "rectification.common_problems.lists.file": lambda a: lists.file(
        *a.who, a.scope, DAY, "excel", a.t
    ),
    "rectification.common_problems.progress.by_problem": lambda a: progress.by_problem(
        a.store, a.actor, DAY, a.scope
    ),
    "rectification.common_problems.progress.history": lambda a: [
        progress.history(a.store, a.actor, number) for number in range(1, 9)
    ],
    "rectification.common_problems.progress.merged_into": lambda a: [
        progress.merged_into(a.store, a.actor, row) for row in progress.decided(a.store, a.actor)
    ],
    "rectification.common_problems.progress.standings": lambda a: progress.standings(
        a.store, a.actor, DAY, a.scope
    ),
    "rectification.common_problems.progress.sweeps": lambda a: [
        progress.sweeps(a.store, a.actor, number) for number in range(1, 9)
    ],
    "survey.evidence.attachments.beside": lambda a: attachments.beside(
        a.store, a.actor, "visit", range(1, 99)
    ),
    "survey.evidence.attachments.picture": lambda a: told_of(
        a, attachments.picture(a.store, a.actor, a.photo)
    ),
    "survey.evidence.attachments.content": lambda a: told_of(
        a, attachments.content(a.store, a.actor, a.photo)
    ),
    "field.visits.diary.read": lambda a: diary.read(a.store, a.actor, unit=a.unit),
    "field.visits.visit_drafts.of": lambda a: visit_drafts.of(a.store, a.actor, "note"),
    "field.visits.visit_drafts.preview": lambda a: (
        visit_drafts.preview(a.store, a.actor, "note", a.hash),
        NAMES[OWN][0],
    ),
    "field.visits.visit_log.period_of": lambda a: visit_log.period_of(
        a.store, a.actor, date(2024, 5, 4)
    ),
    "field.team_results.team.of": lambda a: team.of(a.store, a.actor, f"t{a.unit}"),
}
"""What is written in the field."""

WORK: Mapping[str, Ask] = {
    "office.people.account_scope.offered": lambda a: account_scope.offered(
        a.store, a.actor, "county"
    ),
    "office.people.account_scope.problems": lambda a: list(
        account_scope.problems(a.store, a.actor, "county", f"unit:{a.unit}", "x")
    ),
    "office.people.accounts.found": lambda a: accounts.found(a.store, a.actor, "county-far"),
    "office.people.demonstration_accounts.offered": lambda a: demonstration_accounts.offered(
        a.store, a.actor
    ),
    "office.audit_trail.audit.search": lambda a: audit.search(
        a.store, a.actor, audit.AuditFilter(subject=a.unit)
    ),
    "office.audit_trail.audit.workbook": lambda a: audit.workbook(
        a.store, a.actor, audit.AuditFilter(subject=a.unit), "f" * 64, demonstration=False, t=a.t
    ),
    "office.audit_trail.audit.listed": lambda a: audit.listed(
        a.store, a.actor, audit.AuditFilter(subject=a.unit), a.t
    ),
    "survey.evidence.evidence.of_unit": lambda a: evidence.of_unit(
        a.store, a.actor, a.unit, UNDER_WAY
    ),
    "survey.evidence.evidence.content": lambda a: told_of(
        a, evidence.content(a.store, a.actor, a.file)[:2]
    ),
    "survey.evidence.evidence.picture": lambda a: told_of(
        a, evidence.picture(a.store, a.actor, a.file)
    ),
    "survey.periods.submissions_due.elsewhere": lambda a: told_of(
        a, submissions_due.elsewhere(a.store, a.actor, a.unit, a.period)
    ),
    "survey.filing.drafts.stays": lambda a: drafts.stays(*a.about, "work"),
    "survey.filing.provisional_score.score": lambda a: provisional_score.score(
        *a.who, form.of(*a.about)
    ),
    "survey.filing.workbook.preview": lambda a: filing_workbook.preview(*a.about, "x.xlsx", b"PK"),
    "rectification.findings.cases.of": lambda a: cases.of(a.store, a.actor, a.finding),
    "rectification.findings.cases.history": lambda a: cases.history(a.store, a.actor, a.finding),
    "rectification.findings.finding_list.listed": lambda a: finding_list.listed(
        a.store, a.actor, DAY
    ),
    "rectification.findings.finding_list.others": lambda a: finding_list.others(
        a.store, a.actor, cases.of(a.store, OPERATOR, a.finding)
    ),
    "rectification.findings.effect.again": lambda a: told_of(
        a, effect.again(*a.reader, cases.of(a.store, OPERATOR, a.finding))
    ),
    "survey.review.flags.ranges": lambda a: flags.ranges(a.store, a.actor, a.period, list(NAMES)),
    "survey.periods.review_record.reported": lambda a: review_record.reported(
        a.store, a.actor, a.period, list(NAMES)
    ),
    "survey.periods.review_record.verdicts": lambda a: review_record.verdicts(
        a.store, a.actor, a.period, list(NAMES)
    ),
    "units.setup.is_demonstration": lambda a: setup.is_demonstration(a.store, a.actor),
    "field.team_results.results.offered": lambda a: results.offered(
        a.store, a.actor, clock.today()
    ),
    "field.team_results.results.of_month": lambda a: results.of_month(
        a.store, a.actor, f"t{a.unit}", a.unit, clock.today()
    ),
    "field.team_results.results.ledger": lambda a: results.ledger(
        a.store, a.actor, clock.today().year, a.scope
    ),
    "field.spot_checks.spot_checks.checks": lambda a: spot_checks.checks(
        a.store, a.actor, a.period, list(NAMES)
    ),
    "field.teams.team_offers.between": lambda a: team_offers.between(
        a.store, a.actor, DAY, clock.today()
    ),
    "field.teams.register.roster_file.preview": lambda a: roster_file.preview(
        a.store, a.actor, "x.xlsx", b"PK", date(2024, 5, 4)
    ),
    "field.teams.register.watch.watched": lambda a: watch.watched(
        a.store, a.actor, date(2022, 5, 4)
    ),
    "field.assignment.assignment_data.ground_of": lambda a: assignment_data.ground_of(
        a.source, a.actor, a.period, DAY, 40
    ),
    "field.assignment.suggested_assignment.suggested": lambda a: suggested_assignment.suggested(
        *a.reader, suggested_assignment.Wish(a.period, DAY)
    ),
    "survey.filing.survey_files.template": lambda a: survey_files.template(*a.about, a.lang),
}
"""What is filed and reviewed, and who runs it: as it is now, within the asker's scope."""

RECORDED = ("survey.evidence.attachments.content", "survey.evidence.evidence.content")
"""What is written down when it is read, and so lets go of every answer kept: asked last, so that
all others find somebody else's."""

NOBODYS = {
    "rectification.common_problems.decision_scope.units_of": "counts units, also those not told",
    "office.people.account_scope.held": "asked by the door, of the scope an account already has",
    "office.people.accounts.actor_of": "asked by the door, before anybody is anybody",
    "office.people.accounts.password_of": "asked by the door, of who tries to come in",
    "scores.basis.basis.framework_of": "a framework names no unit",
    "survey.periods.periods.framework_of": "a framework names no unit",
    "survey.periods.periods.check_opening": "a framework names no unit",
    "survey.periods.periods.is_unused": "says of a period whether anything names it, and no unit",
    "office.backups.backups.write": "within `backup_folder.make`, tried itself",
    "office.audit_trail.audit.exported": "records that something left; whoever it left to",
    "office.audit_trail.audit.refused": "records a refusal; whoever was refused",
    "rectification.findings.relapse.reopened": "writes within `publish`, tried itself",
    "scores.basis.refusals.told": "what it tells is tried with `tried` below",
}
"""What reads nothing of any unit, or for nobody who has come in yet, and why."""

GIVEN = {"store", "source", "actor", "framework", "unit", "period", "scope", "lang", "t"}
"""What a service may take to be called by its signature; of what has a default the scope alone."""


def by_signature(function: Callable[..., object]) -> Ask | None:
    """The call of a service for an actor with what is `GIVEN`; None where it takes more."""
    parameters = inspect.signature(function).parameters.values()
    required = {each.name for each in parameters if each.default is each.empty}
    if "actor" not in required or not required <= GIVEN:
        return None
    taken = required | ({"scope"} & {each.name for each in parameters})
    return lambda a: function(**{name: getattr(a, name) for name in taken})


def derived() -> Iterator[tuple[str, frozenset[str], Ask]]:
    """The services in no table that read and can be called so, with what each takes."""
    entered = {*RESULTS, *FIELD, *WORK, *WRITES, *NOBODYS, *FOR_NOBODY, *map(short, writers())}
    for module in SERVICES:
        for name, taken in takers(module):
            called = name.removeprefix(f"{module.removeprefix('assessment.')}.")
            function = vars(importlib.import_module(module)).get(called)
            ask = by_signature(function) if inspect.isfunction(function) else None
            if ask and name not in entered:
                yield name, taken, ask


DERIVED = tuple(derived())

SCORED = {*RESULTS, *(name for name, taken, _ in DERIVED if "source" in taken)}
"""The services that rest on what is published."""

READS: Mapping[str, Ask] = {**RESULTS, **FIELD, **WORK, **{name: ask for name, _, ask in DERIVED}}

DOORS = (
    "office.people.account_scope.held",
    "office.people.accounts.actor_of",
    "office.people.accounts.password_of",
)


@pytest.fixture(scope="module")
def store(canary_file: Path, canary_rules: Path, canary_framework: Framework) -> Iterator[Store]:
    """The province at work."""
    opened = Store(canary_file)
    at_work.begin(opened, canary_framework, canary_rules.read_text("utf-8"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def actors(store: Store) -> dict[str, Actor]:
    """Everybody, as the door lets them in; each also asking for what was filed last."""
    here = {"anyone": ANYONE}
    for person in PEOPLE:
        account: Account = accounts.found(store, OPERATOR, person)
        here[person] = accounts.actor_of(store, account)
    return here | {f"{name}{LIVE}": replace(actor, live=True) for name, actor in here.items()}


@pytest.fixture(scope="module")
def files(store: Store) -> dict[str, int]:
    """The number of each unit's evidence."""
    return {unit: evidence.of_unit(store, OPERATOR, unit, UNDER_WAY)[0].evidence for unit in NAMES}


def test_every_service_is_in_a_table() -> None:
    """Also one that takes the store and asks for nobody: no table has room for it."""
    tables: tuple[Any, ...] = (READS, WRITES, NOBODYS, FOR_NOBODY)
    entered = [name for table in tables for name in table]
    taking = [name for module in SERVICES for name, _ in takers(module)]
    assert Counter(entered) == Counter(taking)


def test_what_the_door_asks_no_page_asks() -> None:
    pages = Path(__file__).parents[3] / "pages"
    texts = {file.name: file.read_text("utf-8") for file in pages.rglob("*.py")}
    assert [
        (file, door) for file, text in texts.items() for door in DOORS if f"{door}(" in text
    ] == []


@pytest.mark.thorough
@pytest.mark.parametrize("shuffle", [3, 14])
def test_nobody_is_told_a_word_of_a_unit_that_is_not_theirs(
    store: Store,
    canary_framework: Framework,
    actors: dict[str, Actor],
    files: dict[str, int],
    shuffle: int,
) -> None:
    draw = random.Random(shuffle)  # noqa: S311  order, not secrets
    calls = [(name, who) for name in READS for who in actors]
    draw.shuffle(calls)
    calls.sort(key=lambda call: call[0] in RECORDED)
    found = []
    answered = set()
    for name, who in calls:
        unit = draw.choice([OWN, NEIGHBOUR, FAR])
        asked = Asked(
            store,
            canary_framework,
            actors[who],
            unit,
            draw.choice(["2023", "2024"] if name in SCORED else ["2024", UNDER_WAY]),
            draw.choice(["province", f"prefecture:{EAST}", f"prefecture:{WEST}"]),
            draw.choice(list(LANGUAGES)),
            files[unit],
        )
        told, refused = answer(READS[name], asked)
        if not refused:
            answered.add(name)
        echo = unit if refused else None
        found += [f"{name} {who} {unit} {asked.period}: {leak}" for leak in leaks(told, who, echo)]
        if name in SCORED and LATE.encode() in told and "live" not in who:
            found.append(f"{name} {who}: filed after publication")
    assert found == []
    everybody = [
        Asked(store, canary_framework, actor, OWN, period, "province", "zh", files[OWN])
        for actor in actors.values()
        for period in ("2024", UNDER_WAY)
    ]
    # What refuses everybody proves nothing.
    assert {
        name
        for name in set(READS) - answered
        if all(answer(READS[name], asked)[1] for asked in everybody)
    } <= {
        "office.backups.verification.verify",  # The operator's, who may read all there is.
        "survey.filing.workbook.preview",
        "units.directory.must_be_period",
        "field.teams.register.roster_file.preview",
    }


def answer(ask: Ask, asked: Asked) -> tuple[bytes, bool]:
    """What somebody is told, or the words of the refusal in every language."""
    try:
        return told_by(ask(asked)), False
    except AssessmentError as error:
        sentences = [Messages(lang)(error.key, **error.facts) for lang in LANGUAGES]
        if isinstance(error, Rejected):
            sentences += [
                Messages(lang)(each.key, **each.facts) + str(each.place)
                for lang in LANGUAGES
                for each in error.problems
            ]
        return "\n".join([*sentences, repr(error)]).encode(), True


def told_by(value: object) -> bytes:  # noqa: PLR0911 - one per shape
    """All there is in an answer: of tables every row, of workbooks every sheet."""
    match value:
        case bytes() if value.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(value)) as book:
                return b"\n".join(book.read(name) for name in book.namelist())
        case bytes():
            return value
        case pd.DataFrame() | pd.Series():
            return bytes(value.to_csv(), "utf-8")
        case Framework() | None | Peers() | PeerRange():
            # The middle of at least five is told, and with an odd number it is somebody's value.
            return b""
        case dict():
            return b"\n".join(told_by(each) for pair in value.items() for each in pair)
        case list() | tuple() | set() | frozenset():
            return b"\n".join(told_by(each) for each in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return b"\n".join(told_by(getattr(value, each.name)) for each in fields(value))
    return (value.isoformat() if isinstance(value, datetime) else repr(value)).encode()


def leaks(told: bytes, who: str, echo: str | None = None) -> Iterator[str]:
    """What in it is of a unit that this person may not see; a refusal may repeat (`echo`) the code
    they asked by."""
    own = scope_of(None if who.startswith("anyone") else who.removesuffix(LIVE))
    for place, unit in enumerate(NAMES):
        if unit in own:
            continue
        for sign in canaries.signs(unit):
            if sign.encode() in told and sign != echo:
                yield sign
        for year in (*canaries.YEARS, int(UNDER_WAY)):
            members = str(700_000 + place * 1_000 + year - 2000)
            if members.encode() in told:
                yield f"{members}, members of {unit}"
    for code, names in canaries.PREFECTURES.items():
        if not any(canaries.prefecture_of(unit) == code for unit in own):
            yield from (name for name in names if name.encode() in told)


def test_the_search_finds_what_is_told(store: Store, canary_framework: Framework) -> None:
    """A matrix that finds nothing must be able to: the same words, told to who may hear them."""
    everyone = Actor("reviewer", "reviewer", live=True)
    asked = Asked(store, canary_framework, everyone, FAR, "2024", "province", "zh", 0)
    for name in (
        "scores.rankings.rankings.workbook",
        "survey.filing.survey_files.export_answers",
        "scores.explanation.live_workbook.workbook",
    ):
        told, _ = answer(READS[name], asked)
        assert set(leaks(told, "county-own")) >= {NEIGHBOUR}, name
    told, _ = answer(READS["survey.filing.survey_files.template"], asked)
    assert f"{FAR}备注 {LATE}".encode() in told
