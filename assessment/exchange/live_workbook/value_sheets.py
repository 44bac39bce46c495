"""From answers to values: why an indicator has none, the formula's result, and its direction."""

from collections.abc import Mapping

from assessment.exchange.live_workbook import layout
from assessment.exchange.live_workbook.book import Book, Look
from assessment.exchange.live_workbook.layout import Line
from assessment.exchange.live_workbook.parameters import Parameters
from assessment.exchange.live_workbook.translation import Speaker
from assessment.framework.formula import PERIOD_END, Parsed, parse_condition, parse_number
from assessment.framework.model import Indicator, Log
from assessment.i18n import Messages


def states(t: Messages) -> dict[str, str]:
    """What the sheet of states says, by the engine's reason. Whatever is not applicable begins
    with those very words, by which every later formula knows it."""
    return {
        "value": t("live.state.value"),
        "missing_answer": t("live.state.missing_answer"),
        "too_thin": t("live.state.too_thin"),
        "division_by_zero": t("live.state.division_by_zero"),
        "rule": t("live.state.rule", na=t("workbook.not_applicable")),
        "answer_not_applicable": t(
            "live.state.answer_not_applicable", na=t("workbook.not_applicable")
        ),
        "zero_not_applicable": t("live.state.zero_not_applicable", na=t("workbook.not_applicable")),
    }


def text(words: str) -> str:
    """As a constant in a formula."""
    return '"' + words.replace('"', '""') + '"'


def is_excused(book: Book, state: str) -> str:
    """Whether a state, or each of a range of them, says not applicable."""
    words = book.t("workbook.not_applicable")
    return f"LEFT({state},{len(words)})={text(words)}"


def has_value(book: Book, state: str) -> str:
    return f"{state}={text(book.t('live.state.value'))}"


def look_of(indicator: Indicator) -> Look:
    return "share" if indicator.shown_as == "percent" else "plain"


def write(book: Book, parameters: Parameters) -> None:
    t = book.t
    notes = {
        "states": t("live.note.states"),
        "values": t("live.note.values"),
        "directed": t("live.note.directed"),
    }
    for sheet, note in notes.items():
        book.head(sheet, note)
        lines = book.layout.now if sheet == "states" else book.layout.lines
        book.unit_rows(sheet, lines)
        book.indicator_columns(sheet)
    for _, indicator in book.given.indicators:
        _Column(book, parameters, indicator).write()
    last = layout.FROM + len(book.given.indicators) - 1
    book.sheets["states"].set_column(layout.FROM, max(last, layout.FROM), 13)


class _Column:
    """One indicator on the three sheets."""

    def __init__(self, book: Book, parameters: Parameters, indicator: Indicator) -> None:
        self.book, self.parameters, self.indicator = book, parameters, indicator
        self.column = book.layout.column_of[indicator.code]
        self.formula = parse_number(indicator.formula)
        self.said = states(book.t)
        self.needed, self.read = set(self.formula.needed), set(self.formula.names)
        if indicator.unknown_when is not None:
            thin = parse_condition(indicator.unknown_when)
            self.needed |= thin.needed
            self.read |= thin.names

    def write(self) -> None:
        book = self.book
        plain, text_look = book.look(look_of(self.indicator)), book.look("text")
        for line in book.layout.lines_of(self.indicator):
            ours = self._ours(line)
            state = self._state(line)
            number = self._speaker(line).knowing(self.needed).number(self.indicator.formula)
            if line.period == book.given.period:
                why = self._state_result(ours)
                book.formula("states", line.row, self.column, state, why, text_look)
                state = book.cell("states", line.row, self.column)
            value = f'IF({has_value(book, state)},{number},"")'
            book.formula("values", line.row, self.column, value, ours.get("value"), plain)
            result = self._directed_result(ours)
            look = book.look("plain")
            book.formula("directed", line.row, self.column, self._directed(line), result, look)

    def _ours(self, line: Line) -> Mapping[str, object]:
        if line.period != self.book.given.period:
            return {}
        return self.book.given.by_indicator.get((line.unit, self.indicator.code), {})

    def _speaker(self, line: Line) -> Speaker:
        book = self.book
        fields = book.given.framework.field_by_code

        def cell(name: str) -> str:
            if name == PERIOD_END:
                return book.cell("units", line.row, layout.UNIT_END)
            return book.cell("answers", line.row, book.layout.field_column_of[name])

        def is_date(name: str) -> bool:
            return name == PERIOD_END or fields[name].type == "date"

        return Speaker(cell, is_date)

    def _state(self, line: Line) -> str:
        """The first reason that holds, in the engine's order."""
        speaker, indicator = self._speaker(line), self.indicator
        knowing = speaker.knowing(self.needed)
        reasons: list[tuple[str, str]] = []
        strict = self.book.given.framework.silence_earns_nothing(line.period)
        if indicator.not_applicable_when is not None:
            names = set(parse_condition(indicator.not_applicable_when).names)
            if strict and names:
                reasons.append((self._absent(speaker, names), "missing_answer"))
            reasons.append((speaker.holds(indicator.not_applicable_when), "rule"))
        if strict and self.read:
            reasons.append((self._absent(speaker, self.read), "missing_answer"))
        if self.needed:
            reasons.append((self._absent(speaker, self.needed), "missing_answer"))
            reasons.append((self._excused(speaker, self.needed), "answer_not_applicable"))
        if indicator.unknown_when is not None:
            reasons.append((knowing.holds(indicator.unknown_when), "too_thin"))
        reasons += self._sheltered(knowing, self.formula)
        if speaker.may_fail(indicator.formula):
            zero = indicator.division_by_zero == "not_applicable"
            word = "zero_not_applicable" if zero else "division_by_zero"
            reasons.append((f"ISERROR({knowing.number(indicator.formula)})", word))
        said = text(self.said["value"])
        for condition, reason in reversed(reasons):
            said = f"IF({condition},{text(self.said[reason])},{said})"
        return said

    def _absent(self, speaker: Speaker, names: set[str]) -> str:
        """Whether any of these cells holds neither a number nor the words for not applicable."""
        cells = [speaker.cell(name) for name in sorted(names)]
        na = text(self.book.t("workbook.not_applicable"))
        told = "".join(f"+({cell}={na})" for cell in cells)
        return f"COUNT({','.join(cells)}){told}<{len(cells)}"

    def _excused(self, speaker: Speaker, names: set[str]) -> str:
        cells = [speaker.cell(name) for name in sorted(names)]
        return f"COUNT({','.join(cells)})<{len(cells)}"

    def _sheltered(self, knowing: Speaker, formula: Parsed) -> list[tuple[str, str]]:
        """Where a `coalesce` found nothing: for want of answers, or because none applies."""
        names = set(formula.names - formula.needed)
        if not names:
            return []
        settled = Speaker(knowing.cell, knowing.is_date, knowing.known, settled=True)
        found = settled.number(self.indicator.formula)
        failed = knowing.number(self.indicator.formula)
        unsheltered = f"AND(ISERROR({failed}),NOT(ISERROR({found})))"
        return [
            (f"AND({unsheltered},{self._absent(knowing, names)})", "missing_answer"),
            (unsheltered, "answer_not_applicable"),
        ]

    def _directed(self, line: Line) -> str:
        value = self.book.cell("values", line.row, self.column)
        sign = self.parameters.of(self.indicator.code, "sign")
        turned = f"{sign}*{value}"
        if isinstance(self.indicator.treatment, Log):
            offset = self.parameters.of(self.indicator.code, "log_offset")
            turned = f"{sign}*LN({value}+{offset})"
        return f'IF({value}="","",{turned})'

    def _state_result(self, ours: Mapping[str, object]) -> str:
        if ours.get("state") == "value":
            return self.said["value"]
        reason = ours.get("reason")
        if not isinstance(reason, str) or reason not in self.said:
            return ""
        if reason == "division_by_zero" and ours.get("state") == "not_applicable":
            reason = "zero_not_applicable"
        return self.said[reason]

    def _directed_result(self, ours: Mapping[str, object]) -> object:
        """As the engine compared it, where nothing but the direction was done to it."""
        if self.indicator.treatment is None and ours.get("state") == "value":
            return ours.get("z")
        return None
