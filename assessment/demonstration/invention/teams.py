"""Stay-in teams: 109 of them with 312 people, and who went where since when.

Published of May 2024: every county linked, 109 teams, 312 people. So in the newest year each
county has one team, and 14 teams have two counties of one prefecture. The way there is invented:
71 counties in the first year, 112 in the second, some by an earlier team that has gone home.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from assessment.demonstration.invention.chance import Chance
from assessment.demonstration.invention.phrases import Phrases, phrases
from assessment.demonstration.invention.province import Province
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember

TEAMS, PEOPLE, COUNTIES = 109, 312, 123
"""As published; another province gets as many in proportion."""

SIZES = {1: 4, 2: 36, 3: 46, 4: 17, 5: 6}
"""Team size to how many have it: 109 teams, 312 people, and a few who are alone."""

COVERED = {"2022": 71, "2023": 112}
"""Counties linked at the end of each year, of 123; in any later year all of them."""

EARLIER = 16
"""Counties whose first team went home at the end of the first year."""

PROVINCIAL = 0.38
"""Share of teams that the provincial federation sends; municipal federations send the rest."""

LINKS_BESIDES = 20
"""Counties a team of a neighbouring county keeps in touch with, besides their own team."""

REPLACED = 12
"""Teams in which somebody new came for somebody who left."""

LEADERS = 8
"""Of the provincial federation, who share its teams among them."""

AT_HOME = 2
"""People whose team is linked to the county they come from, which the rules do not allow."""


@dataclass(frozen=True, slots=True)
class Roster:
    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    members: tuple[TeamMember, ...]
    links: tuple[Assignment, ...]

    def of(self, units: Collection[str]) -> "Roster":
        """The teams that were ever linked to any of `units`, and those links only."""
        links = tuple(link for link in self.links if link.unit in units)
        gone = {link.team for link in links}
        members = tuple(member for member in self.members if member.team in gone)
        there = {member.person for member in members}
        people = [person for person in self.people if person.person in there]
        return Roster(
            tuple(team for team in self.teams if team.team in gone),
            tuple(p if p.home in units else replace(p, home=None) for p in people),
            members,
            links,
        )


@dataclass(frozen=True, slots=True)
class _Posting:
    """A team in the making: its number, size, counties, and the day each of them began."""

    number: int
    size: int
    units: Sequence[str]
    began: Sequence[date]
    earlier: bool = False

    @property
    def team(self) -> str:
        return f"t{self.number:03d}"


def drawn(province: Province, prefecture_names: Mapping[str, str]) -> Roster:
    """Every team there ever was. `prefecture_names` by code, for the bodies that send them."""
    chance = province.chance
    began = _beginnings(province)
    shared = _shared_out(province)
    sizes = _sizes(len(shared), chance)
    now = [
        _Posting(number + 1, size, units, [began[unit] for unit in units])
        for number, (size, units) in enumerate(zip(sizes, shared, strict=True))
    ]
    first = date(int(province.years[0]), 12, 31)
    relieved = [posting for posting in now if posting.began[0] <= first and len(posting.units) == 1]
    before = [
        _Posting(len(now) + number + 1, min(posting.size, 3), posting.units, posting.began, True)
        for number, posting in enumerate(relieved[:EARLIER])
    ]
    after = {posting.units[0]: first + timedelta(days=1) for posting in before}
    now = [
        _Posting(p.number, p.size, p.units, [after.get(u, began[u]) for u in p.units]) for p in now
    ]
    return _Writer(province, prefecture_names, first).written([*now, *before])


def _sizes(count: int, chance: Chance) -> list[int]:
    """As `SIZES` for 109 teams; otherwise the same mix."""
    mix = [size for size, times in SIZES.items() for _ in range(times)]
    drawn = chance.generator("team sizes").permutation(mix)
    return [int(drawn[number % len(drawn)]) for number in range(count)]


def _shared_out(province: Province) -> list[list[str]]:
    """Counties to teams: one each, but as many pairs as there are fewer teams than counties."""
    units = province.units
    wanted = len(units) - round(len(units) * TEAMS / COUNTIES)
    prefectures = sorted(set(units["prefecture"]))
    by_prefecture = {code: [] for code in prefectures}  # type: dict[str, list[str]]
    for unit, prefecture in zip(units["unit"], units["prefecture"], strict=True):
        by_prefecture[prefecture].append(unit)
    shared: list[list[str]] = []
    for number, code in enumerate(prefectures):
        pairs = wanted // len(prefectures) + (number < wanted % len(prefectures))
        order = by_prefecture[code]
        paired = [order[2 * i : 2 * i + 2] for i in range(pairs)]
        shared += [*paired, *([unit] for unit in order[2 * pairs :])]
    return shared


def _beginnings(province: Province) -> dict[str, date]:
    """The day each county was first linked."""
    draw = province.chance.generator("beginnings")
    order = [province.codes[row] for row in draw.permutation(len(province.codes))]
    began: dict[str, date] = {}
    for place, unit in enumerate(order):
        late = draw.integers(0, 50)
        reached = place * COUNTIES / len(order)
        if reached < COVERED["2022"]:
            began[unit] = date(2022, 10, 10) + timedelta(days=int(late))
        elif reached < COVERED["2023"]:
            began[unit] = date(2023, 2, 10) + timedelta(days=int(late))
        else:
            began[unit] = date(2024, 1, 8) + timedelta(days=int(late))
    return began


class _Writer:
    """Turns postings into rows, and numbers people as it goes, so that nobody is in two teams."""

    def __init__(self, province: Province, names: Mapping[str, str], first: date) -> None:
        self.province, self.names, self.first = province, names, first
        self.words: Phrases = phrases()
        self.draw = province.chance.generator("teams")
        self.prefecture_of = dict(
            zip(province.units["unit"], province.units["prefecture"], strict=True)
        )
        self.unit_names = dict(zip(province.units["unit"], province.units["name"], strict=True))
        self.people: list[Person] = []
        self.members: list[TeamMember] = []

    def written(self, postings: Sequence[_Posting]) -> Roster:
        teams = tuple(self._team(posting) for posting in postings)
        self._replacements(postings)
        links = [
            Assignment(p.team, unit, "stay_in", began, self.first if p.earlier else None)
            for p in postings
            for unit, began in zip(p.units, p.began, strict=True)
        ]
        links += self._links_besides([p for p in postings if not p.earlier])
        return Roster(teams, self._with_homes(links), tuple(self.members), tuple(links))

    def _team(self, posting: _Posting) -> Team:
        body, level = self._body(posting)
        name = self.words.earlier_team if posting.earlier else self.words.team
        units = "、".join(self.unit_names[unit] for unit in posting.units)
        starts = min(posting.began)
        for place in range(posting.size):
            person = self._person(body if place == 0 or self.draw.random() < 0.6 else self._other())
            ends = self.first if posting.earlier else None
            self.members.append(TeamMember(posting.team, person.person, place == 0, starts, ends))
        return Team(
            posting.team,
            name.format(body=body, unit=units),
            "stay_in",
            body,
            level,
            str(starts.year),
            self._leader(posting.number, level),
        )

    def _leader(self, number: int, level: str) -> str | None:
        return (
            self.words.leader.format(number=number % LEADERS + 1) if level == "province" else None
        )

    def _body(self, posting: _Posting) -> tuple[str, str]:
        prefecture = self.prefecture_of[posting.units[0]]
        if len(posting.units) == 1 and self.draw.random() < PROVINCIAL:
            return self._other(), "province"
        return self.words.federation(self.names[prefecture]), "prefecture"

    def _other(self) -> str:
        return str(self.draw.choice(np.array(self.words.provincial_bodies)))

    def _person(self, body: str) -> Person:
        number = len(self.people) + 1
        person = Person(f"p{number:03d}", self.words.person.format(number=number), body)
        self.people.append(person)
        return person

    def _with_homes(self, links: Sequence[Assignment]) -> tuple[Person, ...]:
        """Where everybody comes from: nowhere their team goes, but for the first `AT_HOME`."""
        draw = self.province.chance.generator("homes")
        linked: dict[str, set[str]] = defaultdict(set)
        for link in links:
            linked[link.team].add(link.unit)
        goes: dict[str, set[str]] = defaultdict(set)
        for member in self.members:
            goes[member.person] |= linked[member.team]
        people = []
        for number, person in enumerate(self.people):
            there = goes[person.person]
            elsewhere = np.array([unit for unit in self.province.codes if unit not in there])
            home = min(there) if number < AT_HOME else str(draw.choice(elsewhere))
            people.append(replace(person, home=home))
        return tuple(people)

    def _replacements(self, postings: Sequence[_Posting]) -> None:
        """Some who were there in an earlier year and left at its end."""
        since = date(self.first.year + 1, 12, 31)
        standing = [p for p in postings if not p.earlier and p.size > 1 and min(p.began) < since]
        for posting in standing[:: max(1, len(standing) // REPLACED)][:REPLACED]:
            person = self._person(self._other())
            self.members.append(
                TeamMember(posting.team, person.person, False, min(posting.began), since)
            )

    def _links_besides(self, postings: Sequence[_Posting]) -> list[Assignment]:
        """Liaison kept with a neighbouring county that has its own team as well."""
        starts = date(self.first.year + 1, 6, 1)
        began = {unit: day for p in postings for unit, day in zip(p.units, p.began, strict=True)}
        old = [p for p in postings if max(p.began) < starts and len(p.units) == 1]
        links = []
        for posting in old[:: max(1, len(old) // LINKS_BESIDES)][:LINKS_BESIDES]:
            home = posting.units[0]
            near = [
                unit
                for unit, day in began.items()
                if day < starts
                and unit != home
                and self.prefecture_of[unit] == self.prefecture_of[home]
            ]
            if near:
                links.append(
                    Assignment(posting.team, str(self.draw.choice(near)), "liaison", starts)
                )
        return links
