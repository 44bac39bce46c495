"""What there is to choose from: periods, prefectures and units, as far as the asker may see."""

from dataclasses import dataclass

from assessment.errors import Unknown, Unpublished
from assessment.kernel.actors import Actor
from assessment.store.database import Store


@dataclass(frozen=True, slots=True)
class PeriodOffered:
    period: str
    answered: bool
    """Whether anyone has filed anything for it yet."""

    published: bool
    """Whether it has a snapshot."""


@dataclass(frozen=True, slots=True)
class PrefectureListed:
    prefecture: str
    name: str
    name_en: str

    def said_in(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name


@dataclass(frozen=True, slots=True)
class UnitListed:
    unit: str
    name: str
    name_en: str
    prefecture: str
    prefecture_name: str
    prefecture_name_en: str

    def said_in(self, lang: str) -> str:
        """With the prefecture, because 鼓楼区 and 城区 are in many."""
        if lang == "en":
            return f"{self.name_en}, {self.prefecture_name_en}"
        return f"{self.name}（{self.prefecture_name}）"


def periods(store: Store, actor: Actor) -> list[PeriodOffered]:
    """The periods whose scores the actor may look at, newest first. The published ones, or all of
    them for who looks at what was filed last."""
    actor.must_somewhere("directory.read")
    if not actor.live:
        return store.ask("period_published", PeriodOffered)
    return every_period(store, actor)


def every_period(store: Store, actor: Actor) -> list[PeriodOffered]:
    """Those there are, published or not, newest first."""
    actor.must_somewhere("directory.read")
    return store.ask("period_offered", PeriodOffered)


def must_be_period(store: Store, actor: Actor, period: str) -> None:
    """Raise `Unknown` unless there is such a period, and `Unpublished` where the actor may not look
    at it yet."""
    if period in {offered.period for offered in periods(store, actor)}:
        return
    if period in {offered.period for offered in every_period(store, actor)}:
        raise Unpublished(period=period)
    raise Unknown(what="period", code=period)


def units(store: Store, actor: Actor) -> list[UnitListed]:
    """In the order of their codes, which is the order every official list has."""
    actor.must_somewhere("directory.read")
    listed = store.ask("unit_listed", UnitListed)
    return [unit for unit in listed if actor.sees(unit.unit)]


def prefectures(store: Store, actor: Actor) -> list[PrefectureListed]:
    """Those with a unit the actor sees."""
    seen = {unit.prefecture for unit in units(store, actor)}
    listed = store.ask("prefecture_listed", PrefectureListed)
    return [prefecture for prefecture in listed if prefecture.prefecture in seen]
