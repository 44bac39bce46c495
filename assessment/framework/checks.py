"""Rules no single entry can break alone.

A check takes the framework and yields `(loc, code, facts)` for each breach; it never raises and
never stops at the first. To add a rule, write the function, add it to `CHECKS`, and give its code
a sentence in each `i18n/*/problem_framework.yaml`. Checks of weights and numbers over time are in
`checks_over_time`, of when a field is asked in `checks_of_fields`, of scales, treatments and means
in `checks_of_scoring`, of what is missing in `checks_of_silence`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches

from assessment.framework.checks_of_fields import every_field_is_used, field_dates_fit
from assessment.framework.checks_of_scoring import (
    bands_leave_no_doubt,
    logarithms_exist,
    more_points_are_better,
    no_line_is_flat,
    powers_make_means,
    winsorising_leaves_values,
)
from assessment.framework.checks_of_silence import silence_never_pays
from assessment.framework.checks_over_time import (
    grades_descend,
    nothing_starts_late,
    weights_add_up,
)
from assessment.framework.formula import (
    SIGNAL_FUNCTIONS,
    BadFormula,
    Parsed,
    parse_condition,
    parse_number,
)
from assessment.framework.model import (
    AMOUNTS,
    Bonus,
    Entry,
    Framework,
    Indicator,
    SurveyField,
    Text,
    Threshold,
    Veto,
)
from assessment.framework.period import Period
from assessment.framework.source import Loc, shown
from assessment.framework.walk import Breach, entries, indicators, parts
from assessment.kernel.codes import TOTAL

Check = Callable[[Framework], Iterator[Breach]]

RESERVED = frozenset({"unit", "answered", "period_end"})
"""Columns that scoring puts beside the fields."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def breaches(framework: Framework) -> Iterator[Breach]:
    """Every rule broken, in the order of the rules."""
    for check in CHECKS:
        yield from check(framework)


def nothing_is_left_empty(framework: Framework) -> Iterator[Breach]:
    for name in ("fields", "strengths", "grades"):
        if not getattr(framework, name):
            yield (name,), "nothing_listed", {"name": name}
    for loc, part in parts(framework):
        if not (part.groups or part.indicators):
            given = next((n for n in ("indicators", "groups") if n in part.model_fields_set), None)
            yield (*loc, given) if given else loc, "part_empty", {"name": part.code}


def codes_are_unique(framework: Framework) -> Iterator[Breach]:
    """Within a list. Two lists span several kinds: what has a value or is declared for a unit, and
    what has a score in the tree of strengths, groups and indicators."""
    valued = [*_listed("fields", framework.fields), *indicators(framework)]
    lists: list[Iterable[tuple[Loc, Entry]]] = [
        [*valued, *_items("veto", framework.veto)],
        [*parts(framework), *indicators(framework)],
        _items("bonus", framework.bonus),
        *(
            _listed(name, getattr(framework, name))
            for name in ("kinds", "peer_groups", "problems", "grades")
        ),
    ]
    told: set[Loc] = set()
    for listed in lists:
        seen: set[str] = set()
        for loc, entry in listed:
            code = str(getattr(entry, "code", ""))
            if code in seen and loc not in told:
                told.add(loc)
                yield (*loc, "code"), "duplicate_code", {"value": code}
            seen.add(code)


def codes_can_be_columns(framework: Framework) -> Iterator[Breach]:
    """Not a word of formulas or of scoring's own, and no `__`, which joins `score__code`.

    Nor the total's own code: it stands beside theirs wherever one is chosen.
    """
    for loc, entry in [*parts(framework), *indicators(framework)]:
        if getattr(entry, "code", "") == TOTAL:
            yield (*loc, "code"), "reserved_code", {"value": TOTAL}
    for loc, entry in [*_listed("fields", framework.fields), *indicators(framework)]:
        code = str(getattr(entry, "code", ""))
        try:
            alone = parse_number(code).names == {code}
        except BadFormula:
            alone = False
        if not alone or code in RESERVED or "__" in code:
            yield (*loc, "code"), "reserved_code", {"value": code}


def titles_differ(framework: Framework) -> Iterator[Breach]:
    lists: list[Iterable[tuple[Loc, Entry]]] = [
        indicators(framework),
        parts(framework),
        *(
            _listed(name, getattr(framework, name))
            for name in ("fields", "kinds", "peer_groups", "problems", "grades")
        ),
    ]
    for listed in lists:
        seen: set[tuple[str, str]] = set()
        for loc, entry in listed:
            title = getattr(entry, "title", None)
            words = {(lang, title.said_in(lang)) for lang in ("zh", "en")} if title else set()
            if words & seen:
                _, repeated = max(words & seen)
                yield (*loc, "title"), "duplicate_title", {"value": shown(repeated)}
            seen |= words


def words_are_translated(framework: Framework) -> Iterator[Breach]:
    """Both the same is fine for `%` or `GDP`, not for a sentence or for Chinese."""
    for loc, text in entries(framework):
        if isinstance(text, Text) and text.zh == text.en:
            chinese = _CHINESE.search(text.zh) is not None
            if chinese or " " in text.zh:
                language = "en" if chinese else "zh"
                yield (*loc, language), "untranslated", {"value": shown(text.zh)}


def formulas_can_be_read(framework: Framework) -> Iterator[Breach]:
    fields = framework.field_by_code
    for loc, indicator in indicators(framework):
        for key, text in _formulas(indicator):
            parsed = _parsed(text, as_number=key == "formula")
            if isinstance(parsed, BadFormula):
                yield (*loc, key), parsed.code, _facts(parsed)
                continue
            for name in sorted(parsed.names - fields.keys()):
                yield (*loc, key), "unknown_field", _unknown(name, fields)
            if not parsed.names:
                yield (*loc, key), "formula_reads_nothing", {"text": shown(text)}


def signals_can_be_read(framework: Framework) -> Iterator[Breach]:
    known: dict[str, list[str]] = {
        "indicator": list(framework.indicator_by_code),
        "field": list(framework.field_by_code),
    }
    everything = [*known["indicator"], *known["field"]]
    for at, problem in enumerate(framework.problems):
        if problem.signal is None:
            continue
        loc: Loc = ("problems", at, "signal")
        parsed = _parsed(problem.signal, as_number=False, functions=tuple(SIGNAL_FUNCTIONS))
        if isinstance(parsed, BadFormula):
            yield loc, parsed.code, _facts(parsed)
            continue
        for name in sorted(parsed.names - set(everything)):
            yield loc, "unknown_in_signal", _unknown(name, everything)
        for function, name in sorted(parsed.calls):
            wanted = SIGNAL_FUNCTIONS[function]
            if name in known[wanted]:
                continue
            facts = _unknown(name, known[wanted]) | {"function": function}
            if wanted == "indicator":
                yield loc, "function_of_indicator", facts
            else:
                yield loc, "function_of_field", facts
        if not parsed.names and not parsed.calls:
            yield loc, "formula_reads_nothing", {"text": shown(problem.signal)}


def references_exist(framework: Framework) -> Iterator[Breach]:
    strengths = framework.strength_by_code
    for at, field in enumerate(framework.fields):
        if field.strength not in strengths:
            yield (
                ("fields", at, "strength"),
                "unknown_strength",
                _unknown(field.strength, strengths),
            )
    for at, problem in enumerate(framework.problems):
        if problem.strength not in strengths:
            facts = _unknown(problem.strength, strengths)
            yield ("problems", at, "strength"), "unknown_strength", facts
        for position, code in enumerate(problem.indicators):
            if code not in framework.indicator_by_code:
                facts = _unknown(code, framework.indicator_by_code)
                yield ("problems", at, "indicators", position), "unknown_indicator", facts
    grades = [grade.code for grade in framework.grades]
    if framework.veto is not None and grades and framework.veto.grade_cap not in grades:
        yield ("veto", "grade_cap"), "unknown_grade", _unknown(framework.veto.grade_cap, grades)


def parts_have_a_whole(framework: Framework) -> Iterator[Breach]:
    """Of a circle of parts, only the first field in the file is reported."""
    fields = framework.field_by_code
    reported: set[str] = set()
    for at, field in enumerate(framework.fields):
        loc: Loc = ("fields", at, "part_of")
        if field.part_of is not None and field.part_of not in fields:
            yield loc, "unknown_field", _unknown(field.part_of, fields)
        chain = _chain(field, fields)
        if chain[-1] == field.code and len(chain) > 1 and field.code not in reported:
            reported.update(chain)
            yield loc, "part_of_circle", {"chain": " → ".join(chain)}


def fields_can_be_answered(framework: Framework) -> Iterator[Breach]:
    for at, field in enumerate(framework.fields):
        low, high = field.minimum, field.maximum
        if low is not None and high is not None and low > high:
            facts = {"low": shown(low), "high": shown(high)}
            yield ("fields", at, "maximum"), "minimum_above_maximum", facts
        loc: Loc = ("fields", at, "options")
        if field.type == "level":
            if field.options is None:
                yield ("fields", at), "options_missing", {"value": field.code}
            elif sorted(field.options) != list(range(len(field.options))) or not field.options:
                given = ", ".join(map(str, sorted(field.options)))
                yield loc, "options_not_counted", {"value": given}
        elif field.options is not None:
            yield loc, "options_without_level", {"value": field.type}
        if field.jump is not None and field.type not in AMOUNTS:
            yield ("fields", at, "jump"), "jump_without_amount", {"value": field.type}


def nothing_ends_before_it_starts(framework: Framework) -> Iterator[Breach]:
    spans: list[tuple[Loc, SurveyField | Indicator]] = [*indicators(framework)]
    spans += [(("fields", at), field) for at, field in enumerate(framework.fields)]
    for loc, entry in spans:
        if entry.since is None or entry.until is None:
            continue
        if Period.of(entry.since).start > Period.of(entry.until).end:
            facts = {"since": entry.since, "until": entry.until}
            yield (*loc, "until"), "since_after_until", facts


def smaller_scopes_take_fewer(framework: Framework) -> Iterator[Breach]:
    """A threshold of a part that only the whole could reach would never be reached."""
    when = framework.common_when
    if when is None:
        return
    narrower: dict[str, Threshold | None] = {
        "prefecture": when.prefecture,
        "peer_group": when.peer_group,
    }
    for scope, threshold in narrower.items():
        if threshold is None:
            continue
        if threshold.units > when.units:
            facts = {"value": threshold.units, "whole": when.units}
            yield ("common_when", scope, "units"), "common_narrower", facts
        if None not in (threshold.findings, when.findings) and (
            (threshold.findings or 0) > (when.findings or 0)
        ):
            facts = {"value": threshold.findings or 0, "whole": when.findings or 0}
            yield ("common_when", scope, "findings"), "common_narrower", facts
    if when.peer_group is not None and not framework.peer_groups:
        yield ("common_when", "peer_group"), "common_no_peer_groups", {}


def _listed(name: str, listed: Sequence[Entry]) -> list[tuple[Loc, Entry]]:
    return [((name, at), entry) for at, entry in enumerate(listed)]


def _items(name: str, holder: Veto | Bonus | None) -> list[tuple[Loc, Entry]]:
    items: Sequence[Entry] = () if holder is None else holder.items
    return [((name, "items", at), entry) for at, entry in enumerate(items)]


def _formulas(indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield "formula", indicator.formula
    if indicator.not_applicable_when is not None:
        yield "not_applicable_when", indicator.not_applicable_when
    if indicator.unknown_when is not None:
        yield "unknown_when", indicator.unknown_when


def _parsed(text: str, *, as_number: bool, functions: tuple[str, ...] = ()) -> Parsed | BadFormula:
    try:
        return parse_number(text) if as_number else parse_condition(text, functions)
    except BadFormula as bad:
        return bad


def _facts(bad: BadFormula) -> dict[str, object]:
    return {name: shown(value) for name, value in bad.facts.items()}


def _unknown(name: str, known: Collection[str]) -> dict[str, object]:
    near = get_close_matches(name, known, n=1)
    return {"value": name, "nearest": near[0] if near else "—"}


def _chain(field: SurveyField, fields: dict[str, SurveyField]) -> list[str]:
    """From a field to what it is a part of, and on, until the end or the first repetition."""
    chain = [field.code]
    while (whole := fields[chain[-1]].part_of) is not None and whole in fields:
        chain.append(whole)
        if whole in chain[:-1]:
            break
    return chain


CHECKS: tuple[Check, ...] = (
    nothing_is_left_empty,
    codes_are_unique,
    codes_can_be_columns,
    titles_differ,
    words_are_translated,
    formulas_can_be_read,
    signals_can_be_read,
    every_field_is_used,
    references_exist,
    parts_have_a_whole,
    fields_can_be_answered,
    field_dates_fit,
    nothing_ends_before_it_starts,
    smaller_scopes_take_fewer,
    nothing_starts_late,
    weights_add_up,
    no_line_is_flat,
    more_points_are_better,
    bands_leave_no_doubt,
    winsorising_leaves_values,
    logarithms_exist,
    powers_make_means,
    silence_never_pays,
    grades_descend,
)
