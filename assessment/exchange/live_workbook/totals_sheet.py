"""The total, what comes on top of it, and the grade."""

from assessment.exchange.live_workbook.answers_sheets import bonus_codes, veto_codes
from assessment.exchange.live_workbook.book import Book
from assessment.exchange.live_workbook.layout import FROM, WEIGHT, Line
from assessment.exchange.live_workbook.levels_sheet import (
    Levels,
    applicable,
    complete,
    is_array,
    known,
    lacking,
    mean_of,
    reached,
    silent,
)
from assessment.exchange.live_workbook.nodes import Span
from assessment.exchange.live_workbook.parameters import Parameters
from assessment.exchange.live_workbook.value_sheets import has_value, is_excused, text
from assessment.kernel.codes import TOTAL

(
    COMPLETENESS,
    APPLICABLE,
    SCORED_WEIGHT,
    REACHED,
    SCREENED,
    BASE,
    EARNED,
    BONUS,
    TOTAL_SCORE,
    VETOES,
    PLACE,
    GRADE,
    COUNTED_WEIGHT,
    LACKING,
) = range(FROM, FROM + 14)
"""Columns of the sheet of totals; the last two only where a rule of the period needs them."""


class Totals:
    def __init__(self, book: Book, parameters: Parameters, levels: Levels) -> None:
        self.book, self.parameters, self.levels = book, parameters, levels

    @property
    def needs_all(self) -> bool:
        """Whether a total takes a score in every strength that applies."""
        given = self.book.given
        return given.framework.total_needs.at(given.period) == "all_strengths"

    @property
    def whole(self) -> int:
        """The column with the weight that the total's mean is over."""
        return COUNTED_WEIGHT if self.levels.silence_counts else SCORED_WEIGHT

    def cell(self, column: int, row: int) -> str:
        return self.book.cell("totals", row, column)

    def write(self) -> None:
        book, t = self.book, self.book.t
        book.head("totals", t("live.note.totals"))
        book.unit_rows("totals", book.layout.now)
        heads = [
            (COMPLETENESS, t("live.totals.completeness")),
            (APPLICABLE, t("live.totals.applicable")),
            (SCORED_WEIGHT, t("live.totals.scored")),
            (REACHED, t("live.totals.reached")),
            (SCREENED, t("live.totals.screened")),
            (BASE, t("live.totals.base")),
            (EARNED, t("live.totals.earned")),
            (BONUS, t("live.totals.bonus")),
            (TOTAL_SCORE, t("live.totals.total")),
            (VETOES, t("live.totals.vetoes")),
            (PLACE, t("live.totals.place")),
            (GRADE, t("live.totals.grade")),
        ]
        if self.levels.silence_counts:
            heads.append((COUNTED_WEIGHT, t("live.block.counted")))
        if self.needs_all:
            heads.append((LACKING, t("live.totals.lacking")))
        for column, title in heads:
            book.over("totals", column, "", "", title)
        book.sheets["totals"].set_column(FROM, LACKING, 12)
        book.tall("totals", [(title, 12.0) for _, title in heads])
        for line in book.layout.now:
            self._write_total(line)
            self._write_top(line)

    def _write_total(self, line: Line) -> None:
        book, row, level = self.book, line.row, self.book.given.framework.aggregation
        ours = book.given.by_unit.get(line.unit, {})
        parts = self.levels.children(self.levels.top, None, row)
        applies, scored = self.cell(APPLICABLE, row), self.cell(SCORED_WEIGHT, row)
        slack = self.parameters.general("slack")
        share, plain = book.look("share"), book.look("plain")
        completed = complete(parts, applies)
        result = ours.get("completeness")
        book.formula("totals", row, COMPLETENESS, completed, result, share)
        book.formula("totals", row, APPLICABLE, applicable(parts), None, plain)
        book.formula("totals", row, SCORED_WEIGHT, known(parts), None, plain)
        book.formula("totals", row, REACHED, reached(level, parts, applies, scored), None, share)
        book.formula("totals", row, SCREENED, self._screened(row), None, share)
        thin = f"{self.cell(REACHED, row)}+{slack}<{self.parameters.general(f'threshold:{TOTAL}')}"
        out = f"{self.cell(SCREENED, row)}+{slack}<{self.parameters.general('screening')}"
        whole = self.cell(self.whole, row)
        if self.levels.silence_counts:
            counted = f"{scored}+{silent(parts)}"
            book.formula("totals", row, COUNTED_WEIGHT, counted, None, plain)
        mean = mean_of(level, parts, whole, self.levels.power_of_total())
        unknown = [thin, out]
        if self.needs_all:
            book.formula("totals", row, LACKING, lacking(parts), None, book.look("whole"))
            unknown.append(f"{self.cell(LACKING, row)}>0")
        base = f'IF(OR({applies}=0,{scored}=0),"",IF(OR({",".join(unknown)}),"",{mean}))'
        write = book.array if is_array(level) else book.formula
        write("totals", row, BASE, base, ours.get("base"), book.look("score"))

    def _screened(self, row: int) -> str:
        """The data a unit has: by weight, or by the number of indicators that weigh something."""
        book = self.book
        if book.given.framework.screening.counted == "weight":
            return self.cell(COMPLETENESS, row)
        have, apply = [], []
        for node in self.levels.tree:
            if node.indicators is None:
                continue
            # A group without weight takes what is in it along.
            heavy = "".join(f"({self._weight_of(code)}>0)*" for code in self._line_of(node.code))
            states = book.across("states", row, node.indicators.first, node.indicators.last)
            span: Span = node.indicators
            weights = book.across("scores", WEIGHT, span.first, span.last, fixed=True)
            have.append(f"SUMPRODUCT({heavy}({weights}>0)*({has_value(book, states)}))")
            excused = f"(({is_excused(book, states)})=FALSE)"
            apply.append(f"SUMPRODUCT({heavy}({weights}>0)*{excused})")
        whole = f"({'+'.join(apply)})"
        return f'IF({whole}=0,"",({"+".join(have)})/{whole})'

    def _line_of(self, code: str) -> list[str]:
        """A node and all it is in."""
        found = [code]
        while (parent := self.levels.tree.by_code[found[-1]].parent) is not None:
            found.append(parent)
        return found

    def _weight_of(self, code: str) -> str:
        return self.parameters.general(f"weight:{code}")

    def _write_top(self, line: Line) -> None:
        """Bonus, total, veto and grade."""
        book, row, framework = self.book, line.row, self.book.given.framework
        ours = book.given.by_unit.get(line.unit, {})
        score, whole = book.look("score"), book.look("whole")
        bonus, vetoes = bonus_codes(book), veto_codes(book)
        earned = capped = "0"
        if bonus:
            span = (FROM, FROM + len(bonus) - 1)
            points = book.across("records", WEIGHT, *span, fixed=True)
            earned = f"SUMPRODUCT({points},{book.across('records', row, *span)})"
            capped = f"MIN({self.cell(EARNED, row)},{self.parameters.general('cap')})"
        book.formula("totals", row, EARNED, earned, ours.get("bonus_earned"), score)
        book.formula("totals", row, BONUS, capped, ours.get("bonus"), score)
        base = self.cell(BASE, row)
        total = f'IF({base}="","",{base}+{self.cell(BONUS, row)})'
        book.formula("totals", row, TOTAL_SCORE, total, ours.get("total"), score)
        barred = "0"
        if vetoes:
            first = FROM + len(bonus)
            cells = book.across("records", row, first, first + len(vetoes) - 1)
            barred = f"SUMPRODUCT(1*({cells}=1))"
        book.formula("totals", row, VETOES, barred, None, whole)
        codes = [grade.code for grade in framework.grades]
        cuts = self.parameters.general_range(f"grade:{codes[0]}", f"grade:{codes[-1]}")
        known_total = self.cell(TOTAL_SCORE, row)
        slack = self.parameters.general("slack")
        place = f"MIN({len(codes)},1+SUMPRODUCT(1*({known_total}+{slack}<{cuts})))"
        if vetoes:
            cap = self.parameters.general("grade_cap")
            place = f"MAX({place},IF({self.cell(VETOES, row)}>0,{cap},0))"
        place = f'IF({known_total}="","",{place})'
        book.formula("totals", row, PLACE, place, None, whole)
        self._write_grade(row, str(ours.get("grade") or ""))

    def _write_grade(self, row: int, ours: str) -> None:
        book, t = self.book, self.book.t
        grades = self.book.given.framework.grades
        place = self.cell(PLACE, row)
        titles = ",".join(text(t.of(grade.title)) for grade in grades)
        chosen = f'IF({place}="","",CHOOSE({place},{titles}))'
        said = {grade.code: t.of(grade.title) for grade in grades}.get(ours, "")
        book.formula("totals", row, GRADE, chosen, said, book.look("text"))
