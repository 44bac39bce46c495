"""The cover of a survey workbook: whose it is, for when, and whether we may take it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from assessment.errors import Place, Problem
from assessment.exchange import cells, survey_layout
from assessment.exchange.sheet_xml import cell_name
from assessment.exchange.sheets import Sheet
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.i18n import LANGUAGES, Messages


@dataclass(frozen=True, slots=True)
class Expected:
    """What a workbook may be about."""

    units: Collection[str]
    """Every unit there is."""

    periods: Mapping[str, bool]
    """Every period there is, and whether it takes answers."""

    scope: Collection[str] | None = None
    """The units this person may file for; None for all."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says; empty where it says nothing."""

    unit: str
    period: str


def read(
    sheet: Sheet, file_name: str, framework: Framework, expected: Expected
) -> tuple[Cover, list[Problem]]:
    """The cover's contents and everything wrong with it."""
    found, problems = _contents(sheet, file_name)
    unit, period, edition = (found.get(name) for name in ("unit", "period", "edition"))
    if unit:
        problems.extend(_unit_problems(*unit, expected))
    if period:
        problems.extend(_period_problems(*period, expected))
    ours = survey_layout.edition(framework)
    if edition and edition[0] != ours:
        facts = {"found": edition[0], "edition": ours}
        problems.append(Problem("workbook.other_edition", edition[1], facts))
    return Cover(unit[0] if unit else "", period[0] if period else ""), problems


def _contents(sheet: Sheet, file_name: str) -> tuple[dict[str, tuple[str, Place]], list[Problem]]:
    """Each label's content with its place, and what is absent or calculated."""
    found: dict[str, tuple[str, Place]] = {}
    problems: list[Problem] = []
    rows = {sheet.text(row, 1): row for row in range(len(sheet.rows), 0, -1)}
    spoken = [survey_layout.labels(Messages(lang)) for lang in LANGUAGES]
    for same in zip(*spoken, strict=True):
        row = next((rows[label.words] for label in same if label.words in rows), None)
        facts = {"label": same[0]}
        if row is None:
            place = Place(file_name, sheet=sheet.name)
            problems.append(Problem("workbook.cover_label_missing", place, facts))
            continue
        place = Place(file_name, sheet=sheet.name, cell=cell_name(row, 2))
        content = cells.code(sheet.raw(row, 2))
        if cell_name(row, 2) in sheet.xml.formulas:
            problems.append(Problem("workbook.formula", place))
        elif not content:
            problems.append(Problem("workbook.cover_value_missing", place, facts))
        else:
            found[same[0].name] = (content, place)
    return found, problems


def _unit_problems(unit: str, place: Place, expected: Expected) -> Iterator[Problem]:
    if unit not in expected.units:
        yield Problem("workbook.unknown_unit", place, {"unit": unit})
    elif expected.scope is not None and unit not in expected.scope:
        yield Problem("workbook.unit_not_yours", place, {"unit": unit})


def _period_problems(period: str, place: Place, expected: Expected) -> Iterator[Problem]:
    facts = {"period": period}
    try:
        Period.of(period)
    except ValueError:
        yield Problem("workbook.bad_period", place, facts)
        return
    if period not in expected.periods:
        known = {**facts, "periods": ", ".join(sorted(expected.periods))}
        yield Problem("workbook.unknown_period", place, known)
    elif not expected.periods[period]:
        yield Problem("workbook.period_closed", place, facts)
