"""The scope-leak matrix below the pages: every service that reads, asked by every person.

Whoever asks is told what is theirs or is refused, whatever others asked before them: the calls run
in a shuffled order over one store, so that every cache is warm with somebody else's answer. A
service that is added has to be entered in `READS`, `WRITES` or `NOBODYS`, or a test here fails.
"""

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

from assessment import services
from assessment.errors import AssessmentError, Rejected
from assessment.exchange import evidence_photo
from assessment.framework.model import Framework, LiaisonRules
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import ANYONE, OPERATOR, Actor
from assessment.services import (
    account_scope,
    accounts,
    agreement,
    attachments,
    audit,
    basis,
    change_bridge,
    compare,
    county,
    coverage,
    coverage_watch,
    diary,
    directory,
    distribution,
    evidence,
    explanation,
    field_drafts,
    field_log,
    framework_difference,
    live_workbook,
    observation,
    overview,
    period_progress,
    periods,
    problems,
    rankings,
    results,
    robustness,
    scopes,
    scores,
    snapshots,
    spot_checks,
    submissions,
    suggested_assignment,
    survey,
    team,
    team_offers,
    what_if,
)
from assessment.services.common import candidates, lists, standing, sweep
from assessment.services.common import decide as common_decide
from assessment.services.common import reach as common_reach
from assessment.services.data_health import reliability, statistics
from assessment.services.filing import drafts, form, provisional, rules
from assessment.services.filing import workbook as filing_workbook
from assessment.services.filing.rules import PeerRange
from assessment.services.rectification import cases, measured, measures
from assessment.services.rectification import desk as rectification_desk
from assessment.services.review import comparison, desk, flags, items, said
from assessment.services.review.items import Peers
from assessment.services.robustness import Question, Settings
from assessment.services.team_register import reading, roster_file, watch
from assessment.store.accounts import Account
from assessment.store.database import Store
from tests.leaks import at_work, canaries
from tests.leaks.at_work import DAY, UNDER_WAY
from tests.leaks.canaries import EAST, FAR, LATE, NAMES, NEIGHBOUR, OWN, PEOPLE, WEST, scope_of
from tests.leaks.pictures import picture
from tests.leaks.test_writes import WRITES
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
    "basis.of": lambda a: basis.of(*a.who, a.period).snapshot,
    "basis.newest": lambda a: basis.newest(a.store, a.actor, a.period),
    "basis.fingerprint_of": lambda a: basis.fingerprint_of(a.store, a.actor, a.period),
    "basis.names_others": lambda a: basis.names_others(a.store, a.actor, a.period),
    "basis.standing": lambda a: basis.standing(a.store, a.actor, a.period),
    "change_bridge.change_bridge": lambda a: change_bridge.change_bridge(
        *a.who, a.unit, ("2023", "2024")
    ),
    "compare.compare": lambda a: compare.compare(*a.who, (a.unit, a.period), (a.unit, "2023")),
    "county.standing": lambda a: county.standing(*a.about),
    "county.comparison": lambda a: county.comparison(*a.about),
    "county.trend": lambda a: county.trend(*a.who, a.unit),
    "county.problems_here": lambda a: county.problems_here(*a.about),
    "county.field_work": lambda a: county.field_work(a.store, a.actor, a.unit, a.period),
    "coverage.coverage": lambda a: coverage.coverage(a.store, a.actor, a.period, a.scope),
    "coverage_watch.watched": lambda a: coverage_watch.watched(
        *a.who, coverage.coverage(a.store, a.actor, a.period, a.scope), LIAISON
    ),
    "coverage_watch.timeline": lambda a: coverage_watch.timeline(
        a.store, a.actor, date(2024, 12, 31), a.scope
    ),
    "data_health.reliability.of_units": lambda a: reliability.of_units(*a.who, a.period),
    "data_health.reliability.beside": lambda a: reliability.beside(*a.who, a.period),
    "data_health.reliability.of_unit": lambda a: reliability.of_unit(*a.about),
    "data_health.reliability.is_reviewed": lambda a: reliability.is_reviewed(*a.who, a.period),
    "data_health.statistics.statistics": lambda a: statistics.statistics(*a.who, a.period),
    "data_health.statistics.related": lambda a: statistics.related(*a.who, a.period, "spearman"),
    "data_health.statistics.far_out": lambda a: statistics.far_out(*a.who, a.period, a.scope),
    "directory.periods": lambda a: directory.periods(a.store, a.actor),
    "directory.every_period": lambda a: directory.every_period(a.store, a.actor),
    "directory.must_be_period": lambda a: directory.must_be_period(a.store, a.actor, a.period),
    "directory.units": lambda a: directory.units(a.store, a.actor),
    "directory.prefectures": lambda a: directory.prefectures(a.store, a.actor),
    "distribution.distribution": lambda a: distribution.distribution(*a.who, a.period),
    "explanation.explanation": lambda a: explanation.explanation(*a.about),
    "framework_difference.effect": lambda a: framework_difference.effect(
        a.store, a.actor, (a.framework, a.framework), a.period
    ),
    "framework_difference.named": lambda a: framework_difference.named(
        a.store,
        a.actor,
        framework_difference.effect(a.store, a.actor, (a.framework, a.framework), a.period).units,
    ),
    "framework_difference.latest": lambda a: framework_difference.latest(a.store, a.actor),
    "live_workbook.workbook": lambda a: live_workbook.workbook(*a.who, a.period, "f" * 64, a.t),
    "overview.overview": lambda a: overview.overview(*a.who, a.period),
    "overview.most_common": lambda a: overview.most_common(*a.who, a.period, 3),
    "problems.holding": lambda a: problems.holding(*a.who, a.period, a.scope),
    "problems.common_problems": lambda a: problems.common_problems(*a.who, a.period, a.scope),
    "problems.commonness": lambda a: problems.commonness(*a.who, a.period, a.scope),
    "common.candidates.candidates": lambda a: candidates.candidates(*a.who, a.period, a.scope),
    "common.candidates.trend": lambda a: candidates.trend(*a.who, a.period, a.scope),
    "common.sweep.on_record": lambda a: sweep.on_record(a.store, a.actor, ["VEN-01"]),
    "common.sweep.look": lambda a: sweep.look(*a.who, a.period, a.scope, ["VEN-01"]),
    "problems.spread": lambda a: problems.spread(*a.who, a.period, "VEN-01", a.scope),
    "rankings.ranking": lambda a: rankings.ranking(*a.who, a.period, scope=a.scope),
    "rankings.with_others": lambda a: rankings.with_others(*a.who, a.period, scope=a.scope),
    "rankings.with_intervals": lambda a: rankings.with_intervals(
        rankings.ranking(*a.who, a.period, scope=a.scope), *a.who, a.question
    ),
    "rankings.workbook": lambda a: rankings.workbook(
        *a.who, rankings.View(a.period, scope=a.scope), "f" * 64, a.t
    ),
    "robustness.firmness": lambda a: robustness.firmness(*a.who, a.question, FEW),
    "robustness.intervals": lambda a: robustness.intervals(*a.who, a.question),
    "robustness.left_out": lambda a: robustness.left_out(*a.who, a.question),
    "robustness.influence": lambda a: robustness.influence(*a.who, a.question, FEW, a.unit),
    "scopes.described": lambda a: scopes.described(a.store, a.actor, a.scope),
    "scopes.units": lambda a: scopes.units(a.store, a.actor, a.scope),
    "scopes.named": lambda a: scopes.named(a.store, a.actor, a.unit),
    "scopes.peer_groups": lambda a: scopes.peer_groups(a.store, a.actor),
    "scopes.title": lambda a: scopes.title(*a.who, a.scope, a.t),
    "scores.scores": lambda a: scores.scores(*a.who, a.period),
    "scores.before": lambda a: scores.before(*a.who, scores.scores(*a.who, a.period)),
    "scores.tried": lambda a: scores.tried(*a.who, a.period),
    "snapshots.listed": lambda a: snapshots.listed(a.store, a.actor),
    "snapshots.opened_head": lambda a: snapshots.opened_head(a.store, a.actor, 1),
    "snapshots.opened": lambda a: snapshots.opened(a.store, a.actor, 1),
    "snapshots.recomputed": lambda a: snapshots.recomputed(a.store, a.actor, 1),
    "snapshots.verified": lambda a: snapshots.verified(a.store, a.actor, 1),
    "snapshots.moved_since": lambda a: snapshots.moved_since(a.store, a.actor, 2),
    "team.scored": lambda a: team.scored(*a.who, team.of(a.store, a.actor, f"t{a.unit}")),
    "what_if.trial": lambda a: what_if.trial(*a.about),
    "what_if.lifts": lambda a: what_if.lifts(*a.about),
    "what_if.uncertainty": lambda a: what_if.uncertainty(*a.about),
    "what_if.questions": lambda a: what_if.questions(*a.about),
}
"""What rests on what is published, for who does not see what was filed since."""

FIELD: Mapping[str, Ask] = {
    "common.decide.seen": lambda a: common_decide.seen(a.store, a.actor, a.scope),
    "common.lists.of": lambda a: lists.of(*a.who, a.scope, DAY, a.t),
    "common.lists.file": lambda a: lists.file(*a.who, a.scope, DAY, "excel", a.t),
    "common.reach.may_decide": lambda a: common_reach.may_decide(a.store, a.actor, a.scope),
    "common.reach.must_decide": lambda a: common_reach.must_decide(a.store, a.actor, a.scope),
    "common.reach.sees_all": lambda a: common_reach.sees_all(a.store, a.actor, a.scope),
    "common.standing.by_problem": lambda a: standing.by_problem(a.store, a.actor, DAY, a.scope),
    "common.standing.decided": lambda a: standing.decided(a.store, a.actor),
    "common.standing.history": lambda a: [
        standing.history(a.store, a.actor, number) for number in range(1, 9)
    ],
    "common.standing.merged_into": lambda a: [
        standing.merged_into(a.store, a.actor, row) for row in standing.decided(a.store, a.actor)
    ],
    "common.standing.standings": lambda a: standing.standings(a.store, a.actor, DAY, a.scope),
    "common.standing.sweeps": lambda a: [
        standing.sweeps(a.store, a.actor, number) for number in range(1, 9)
    ],
    "attachments.beside": lambda a: attachments.beside(a.store, a.actor, "visit", range(1, 99)),
    "attachments.picture": lambda a: told_of(a, attachments.picture(a.store, a.actor, a.photo)),
    "attachments.content": lambda a: told_of(a, attachments.content(a.store, a.actor, a.photo)),
    "diary.read": lambda a: diary.read(a.store, a.actor, unit=a.unit),
    "field_drafts.of": lambda a: field_drafts.of(a.store, a.actor, "note"),
    "field_drafts.preview": lambda a: (
        field_drafts.preview(a.store, a.actor, "note", a.hash),
        NAMES[OWN][0],
    ),
    "field_log.places": lambda a: field_log.places(a.store, a.actor),
    "field_log.period_of": lambda a: field_log.period_of(a.store, a.actor, date(2024, 5, 4)),
    "team.listed": lambda a: team.listed(a.store, a.actor),
    "team.of": lambda a: team.of(a.store, a.actor, f"t{a.unit}"),
}
"""What is written in the field."""

WORK: Mapping[str, Ask] = {
    "account_scope.offered": lambda a: account_scope.offered(a.store, a.actor, "county"),
    "account_scope.problems": lambda a: list(
        account_scope.problems(a.store, a.actor, "county", f"unit:{a.unit}", "x")
    ),
    "accounts.listed": lambda a: accounts.listed(a.store, a.actor),
    "accounts.found": lambda a: accounts.found(a.store, a.actor, "county-far"),
    "accounts.demonstration": lambda a: accounts.demonstration(a.store, a.actor),
    "audit.search": lambda a: audit.search(a.store, a.actor, audit.Wanted(subject=a.unit)),
    "audit.offered": lambda a: audit.offered(a.store, a.actor),
    "audit.workbook": lambda a: audit.workbook(
        a.store, a.actor, audit.Wanted(subject=a.unit), "f" * 64, demonstration=False, t=a.t
    ),
    "audit.listed": lambda a: audit.listed(a.store, a.actor, audit.Wanted(subject=a.unit), a.t),
    "audit.verify": lambda a: audit.verify(a.store, a.actor),
    "evidence.of_unit": lambda a: evidence.of_unit(a.store, a.actor, a.unit, UNDER_WAY),
    "evidence.content": lambda a: told_of(a, evidence.content(a.store, a.actor, a.file)[:2]),
    "filing.drafts.stays": lambda a: drafts.stays(*a.about, "work"),
    "filing.form.of": lambda a: form.of(*a.about),
    "filing.form.working": lambda a: form.working(a.store, a.actor, a.unit, a.period),
    "filing.form.recorded": lambda a: form.recorded(a.store, a.actor, a.unit, a.period),
    "filing.provisional.score": lambda a: provisional.score(*a.who, form.of(*a.about)),
    "filing.rules.ranges": lambda a: rules.ranges(a.store, a.actor, a.unit, a.period),
    "filing.workbook.blank": lambda a: filing_workbook.blank(*a.about, a.lang),
    "filing.workbook.preview": lambda a: filing_workbook.preview(*a.about, "x.xlsx", b"PK"),
    "period_progress.progress": lambda a: period_progress.progress(a.store, a.actor, a.period),
    "periods.of_all": lambda a: periods.of_all(a.store, a.actor),
    "periods.of": lambda a: periods.of(a.store, a.actor, a.period),
    "rectification.cases.listed": lambda a: cases.listed(a.store, a.actor),
    "rectification.cases.of": lambda a: cases.of(a.store, a.actor, a.finding),
    "rectification.cases.history": lambda a: cases.history(a.store, a.actor, a.finding),
    "rectification.desk.listed": lambda a: rectification_desk.listed(a.store, a.actor, DAY),
    "rectification.desk.others": lambda a: rectification_desk.others(
        a.store, a.actor, cases.of(a.store, OPERATOR, a.finding)
    ),
    "rectification.measured.again": lambda a: told_of(
        a, measured.again(*a.who, cases.of(a.store, OPERATOR, a.finding))
    ),
    "rectification.measures.of_unit": lambda a: measures.of_unit(a.store, a.actor, a.unit),
    "review.comparison.comparison": lambda a: comparison.comparison(*a.about),
    "review.desk.queue": lambda a: desk.queue(*a.who, a.period),
    "review.flags.ranges": lambda a: flags.ranges(a.store, a.actor, a.period, list(NAMES)),
    "review.items.of_unit": lambda a: items.of_unit(*a.about),
    "review.said.reported": lambda a: said.reported(a.store, a.actor, a.period, list(NAMES)),
    "review.said.verdicts": lambda a: said.verdicts(a.store, a.actor, a.period, list(NAMES)),
    "setup.is_demonstration": lambda a: services.setup.is_demonstration(a.store, a.actor),
    "snapshots.missing": lambda a: snapshots.missing(a.store, a.actor, a.period),
    "snapshots.approved": lambda a: snapshots.approved(a.store, a.actor, a.period),
    "agreement.agreement": lambda a: agreement.agreement(*a.who, a.period, a.scope),
    "observation.listed": lambda a: observation.listed(a.store, a.actor, a.scope),
    "results.offered": lambda a: results.offered(a.store, a.actor, clock.today()),
    "results.of_month": lambda a: results.of_month(
        a.store, a.actor, f"t{a.unit}", a.unit, clock.today()
    ),
    "results.ledger": lambda a: results.ledger(a.store, a.actor, clock.today().year, a.scope),
    "spot_checks.of_unit": lambda a: spot_checks.of_unit(*a.about),
    "spot_checks.checks": lambda a: spot_checks.checks(a.store, a.actor, a.period, list(NAMES)),
    "spot_checks.teams": lambda a: spot_checks.teams(a.store, a.actor, a.unit),
    "team_offers.between": lambda a: team_offers.between(a.store, a.actor, DAY, clock.today()),
    "submissions.of_period": lambda a: submissions.of_period(a.store, a.actor, a.period),
    "submissions.of_unit": lambda a: submissions.of_unit(a.store, a.actor, a.unit, a.period),
    "team_register.roster_file.template": lambda a: roster_file.template(a.store, a.actor, a.lang),
    "team_register.roster_file.preview": lambda a: roster_file.preview(
        a.store, a.actor, "x.xlsx", b"PK", date(2024, 5, 4)
    ),
    "team_register.reading.of": lambda a: reading.of(a.store, a.actor),
    "team_register.reading.history": lambda a: reading.history(a.store, a.actor, a.unit),
    "team_register.watch.watched": lambda a: watch.watched(a.store, a.actor, date(2022, 5, 4)),
    "suggested_assignment.suggested": lambda a: suggested_assignment.suggested(
        *a.who, suggested_assignment.Wish(a.period, DAY)
    ),
    "survey.template": lambda a: survey.template(*a.about, a.lang),
    "survey.export_answers": lambda a: survey.export_answers(*a.who, a.period),
}
"""What is filed and reviewed, and who runs it: as it is now, within the asker's scope."""

READS = {**RESULTS, **FIELD, **WORK}

RECORDED = ("attachments.content", "evidence.content")
"""What is written down when it is read, and so lets go of every answer kept: asked last, so that
all others find somebody else's."""

NOBODYS = {
    "common.reach.units_of": "counts the units of a scope, also those that are not told",
    "account_scope.held": "asked by the door, of the scope an account already has",
    "accounts.actor_of": "asked by the door, before anybody is anybody",
    "accounts.password_of": "asked by the door, of the account that is trying to come in",
    "basis.framework_of": "a framework names no unit",
    "periods.framework_of": "a framework names no unit",
    "audit.exported": "records that something left; whoever it left to",
    "audit.refused": "records a refusal; whoever was refused",
    "rectification.relapse.reopened": "writes within `snapshots.publish`, which is tried itself",
    "refusals.told": "tells a refusal anew; what it tells is tried with `scores.tried` below",
}
"""What reads nothing of any unit, or for nobody who has come in yet, and why."""

DOORS = ("account_scope.held", "accounts.actor_of", "accounts.password_of")


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
    pages = Path(__file__).parents[2] / "pages"
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
            draw.choice(["2023", "2024"] if name in RESULTS else ["2024", UNDER_WAY]),
            draw.choice(["province", f"prefecture:{EAST}", f"prefecture:{WEST}"]),
            draw.choice(list(LANGUAGES)),
            files[unit],
        )
        told, refused = answer(READS[name], asked)
        if not refused:
            answered.add(name)
        echo = unit if refused else None
        found += [f"{name} {who} {unit} {asked.period}: {leak}" for leak in leaks(told, who, echo)]
        if name in RESULTS and LATE.encode() in told and "live" not in who:
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
        "filing.workbook.preview",
        "directory.must_be_period",
        "team_register.roster_file.preview",
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
    for name in ("rankings.workbook", "survey.export_answers", "live_workbook.workbook"):
        told, _ = answer(READS[name], asked)
        assert set(leaks(told, "county-own")) >= {NEIGHBOUR}, name
    told, _ = answer(READS["survey.template"], asked)
    assert f"{FAR}备注 {LATE}".encode() in told
