"""A province where everything anyone entered tells whose it is, so that a leak can be searched for.

Two prefectures of six counties, enough that nothing is left out for being too few. A county is
called by a character of its own; every text it or anyone wrote of it holds its code, and every
number it gave ends in it. Two periods are published. After the second was, everyone filed again:
what holds `LATE` may be seen only by those who see what is not published.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assessment.field.teams import teams_table
from assessment.field.visits import visits_table
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.answers import VALUE
from assessment.office.people import accounts
from assessment.office.people import accounts_table as account_table
from assessment.rectification.findings import findings_table
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.honours import honours_table
from assessment.survey.periods import periods_table
from assessment.survey.publishing import snapshots
from assessment.units import units_table as units

_SMALL = Path(__file__).parents[2] / "kit" / "province" / "three_counties.yaml"
_STRICTER = {
    "        weight: 60\n": "        weight: 36\n",
    "        weight: 40\n": "        weight: 24\n",
    "        weight: 50\n": "        weight: 20\n",
    "2020: 2, ": "always: 2, ",
}
"""What a framework that is published must say otherwise: weights that add up to the strength's."""


def framework_text() -> str:
    text = _SMALL.read_text("utf-8")
    for loose, strict in _STRICTER.items():
        text = text.replace(loose, strict)
    return text


EAST, WEST = "430700", "430900"
PREFECTURES = {EAST: ("旭州", "Xuzhou-by-the-sea"), WEST: ("暮州", "Muzhou-in-the-hills")}
COUNTIES = {
    EAST: dict(zip(range(430711, 430717), "鲸鲨鲤鲈鲟鲑", strict=True)),
    WEST: dict(zip(range(430911, 430917), "鹤鹭鹰鹃鸢鹂", strict=True)),
}
NAMES = {
    str(code): (f"{sign}县", f"Canary{code % 1000}land")
    for counties in COUNTIES.values()
    for code, sign in counties.items()
}
OWN, NEIGHBOUR, FAR = "430711", "430712", "430911"
"""A county, another of its prefecture, and one of the other prefecture."""

PEOPLE = {
    "county-own": ("county", f"unit:{OWN}"),
    "county-far": ("county", f"unit:{FAR}"),
    "city-east": ("city", f"prefecture:{EAST}"),
    "city-west": ("city", f"prefecture:{WEST}"),
    "team-own": ("team", f"team:t{OWN}"),
    "team-two": ("team", f"team:t{NEIGHBOUR} team:t{FAR}"),
    "reviewer-all": ("reviewer", "province"),
    "reviewer-west": ("reviewer", f"prefecture:{WEST}"),
    "publisher-all": ("publisher", "province"),
    "publisher-none": ("publisher", ""),
    "leader-all": ("leader", "province"),
    "leader-east": ("leader", f"prefecture:{EAST}"),
    "administrator-all": ("administrator", "province"),
    "administrator-none": ("administrator", ""),
}
"""Two scopes for each of the seven roles."""

YEARS = (2023, 2024)
LATE = "late-canary"
NEW_YEAR = date(2023, 1, 1)


def prefecture_of(unit: str) -> str:
    return f"{unit[:4]}00"


def called(unit: str) -> str:
    """Its code and its name, as every text says them that anybody wrote of it."""
    return f"{unit}{NAMES[unit][0]}"


def signs(unit: str) -> Iterator[str]:
    """What betrays a unit wherever it stands."""
    yield unit
    yield from NAMES[unit]


def scope_of(person: str | None) -> set[str]:
    """The units somebody may see, written down here and not asked of the code."""
    if person is None:
        return set()
    _, scope = PEOPLE[person]
    units = set()
    for code in scope.split():
        kind, _, named = code.partition(":")
        if kind == "province":
            return set(NAMES)
        units |= {u for u in NAMES if kind == "prefecture" and prefecture_of(u) == named}
        units |= {named.removeprefix("t")} if kind in {"unit", "team"} else set()
    return units


def settle(store: Store) -> None:
    """The registers, and what the field recorded."""
    with store.writing(actor="test", action="setup.found", subject="*", facts={}) as cursor:
        units.record_prefectures(
            cursor,
            [units.Prefecture(code, *names, 112.0, 28.0) for code, names in PREFECTURES.items()],
        )
        units.record(
            cursor,
            [
                units.Unit(
                    unit, *names, "county", prefecture_of(unit), "county", True, False, 112.0, 28.0
                )
                for unit, names in NAMES.items()
            ],
        )
        periods_table.record(
            cursor,
            [
                periods_table.PeriodRow(
                    str(year), date(year, 1, 1), date(year, 12, 31), date(2030, 1, 31)
                )
                for year in YEARS
            ],
        )
    with store.writing(actor="test", action="field_work.record", subject="*", facts={}) as cursor:
        _field_work(cursor)


def _field_work(cursor: answers_table.batch.Cursor) -> None:
    teams_table.record(
        cursor,
        [
            teams_table.Team(
                f"t{unit}",
                f"{called(unit)}组",
                "liaison",
                f"{called(unit)}派出",
                "province",
                "2023",
            )
            for unit in NAMES
        ],
    )
    people = [f"p{unit}{n}" for unit in NAMES for n in (1, 2)]
    teams_table.record_people(
        cursor, [teams_table.Person(p, f"成员{p}", f"单位{p}") for p in people]
    )
    teams_table.record_members(
        cursor, [teams_table.TeamMember(f"t{p[1:7]}", p, p.endswith("1"), NEW_YEAR) for p in people]
    )
    teams_table.record_assignments(
        cursor, [teams_table.Assignment(f"t{unit}", unit, "liaison", NEW_YEAR) for unit in NAMES]
    )
    for year in YEARS:
        day = date(year, 5, 4)
        visits = [
            visits_table.Visit(
                f"t{u}", u, "visit", day, day, f"{called(u)}的车间", f"{called(u)}的日记"
            )
            for u in NAMES
        ]
        numbers = visits_table.record_visits(cursor, visits)
        findings_table.record_findings(
            cursor,
            [
                findings_table.Finding(
                    unit,
                    str(year),
                    "venues",
                    "medium",
                    f"{called(unit)}的问题",
                    day,
                    f"t{unit}",
                    visit,
                    "VEN-01",
                )
                for unit, visit in zip(NAMES, numbers, strict=True)
            ],
        )
        honours_table.record(
            cursor,
            [
                honours_table.Honour(
                    u,
                    str(year),
                    "honour",
                    "provincial",
                    f"{called(u)}的荣誉",
                    day,
                    f"{called(u)}的文件",
                )
                for u in NAMES
            ],
        )
        for unit in (NEIGHBOUR, FAR):
            honours_table.record_vetoes(
                cursor,
                [
                    honours_table.VetoDeclaration(
                        unit, str(year), "integrity", day, f"{called(unit)}的通报"
                    )
                ],
            )


def file(store: Store, framework: Framework, year: int, *, late: bool = False) -> None:
    """Everyone's answers of a year; `late` ones differ, and say so in evidence and remarks."""
    mark = f" {LATE}" if late else ""
    for place, unit in enumerate(NAMES):
        firms = 40 + place + (7 if late else 0)
        said = {
            "covered_n": firms - place % 5,
            "firms_n": firms,
            "meetings_n": place % 3,
            "legal_yn": 1,
            "jobs_yn": place % 2,
            "aid_yn": int(late),
            "listeners_n": 100 + 9 * place,
            "members_n": 700_000 + place * 1_000 + year - 2000,
        }
        entries = [
            answers_table.AnswerEntry(
                code, VALUE, said[code], f"{unit}名册{mark}", f"{unit}备注{mark}"
            )
            for code in framework.field_by_code
        ]
        with store.writing(
            actor=f"clerk-{unit}", action="survey.import", subject=unit, facts={}
        ) as c:
            filing = answers_table.Filing(
                unit, str(year), f"{unit}-{year}{mark}.xlsx", f"{place:064d}", f"clerk-{unit}"
            )
            answers_table.record(c, filing, entries)


def build(path: Path, framework: Framework, text: str) -> None:
    """Both years published, then everything filed anew, and everybody given an account."""
    store = Store(path)
    settle(store)
    publisher = Actor("publisher", "publisher", live=True)
    for year in YEARS:
        file(store, framework, year)
        snapshots.publish(store, text, publisher, str(year), f"第 {year} 年")
    file(store, framework, YEARS[-1], late=True)
    with store.writing(actor="test", action="account.invite", subject="*", facts={}) as cursor:
        account_table.record(
            cursor,
            [
                account_table.Account(person, f"某{person}", "某处", role, scope, accounts.ACTIVE)
                for person, (role, scope) in PEOPLE.items()
            ],
        )
    store.close()
