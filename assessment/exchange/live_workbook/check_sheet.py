"""Our figures as constants, beside what the workbook computes, and the largest difference."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.exchange.live_workbook.book import NARROW, Book
from assessment.exchange.live_workbook.inputs import number
from assessment.exchange.live_workbook.layout import FIRST, FROM, NOTE
from assessment.exchange.live_workbook.levels_sheet import SCORE, Levels
from assessment.exchange.live_workbook.ranks_sheets import Ranked, Ranks
from assessment.exchange.live_workbook.totals_sheet import BASE, COMPLETENESS, GRADE, TOTAL_SCORE
from assessment.exchange.live_workbook.value_sheets import text
from assessment.kernel.codes import TOTAL

_OURS_COMPLETENESS, _OURS_BASE, _OURS_TOTAL, _OURS_GRADE = range(FROM, FROM + 4)
_OURS_RANKS = FROM + 4

WHAT, COMPARED, DIFFERENCE, ONE_SIDED, VERDICT = range(5)
"""Columns of the comparison."""

EQUAL = 1e-9
_ABOVE = NOTE + 2
"""Where the comparison starts."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A range of ours, and the same computed."""

    what: str
    ours: str
    live: str
    is_number: bool = True


class Check:
    def __init__(self, book: Book, levels: Levels, ranks: Ranks) -> None:
        self.book, self.levels = book, levels
        self.ranked = list(ranks.ranked())

    def write(self) -> None:
        self._write_ours()
        self._write_our_scores()
        self._write_check()

    # Constants

    def _rank_column(self, each: Ranked) -> int:
        return _OURS_RANKS + each.column - FROM

    def _strength_column(self, at: int) -> int:
        return _OURS_RANKS + len(self.ranked) + at

    def _write_ours(self) -> None:
        book, t = self.book, self.book.t
        book.head("ours", t("live.note.ours"))
        book.unit_rows("ours", book.layout.now)
        heads = [
            (_OURS_COMPLETENESS, t("live.totals.completeness"), ""),
            (_OURS_BASE, t("live.totals.base"), ""),
            (_OURS_TOTAL, t("live.totals.total"), ""),
            (_OURS_GRADE, t("live.totals.grade"), ""),
        ]
        scopes = {
            "rank_all": t("live.rank.all"),
            "rank_prefecture": t("live.rank.prefecture"),
            "rank_peer_group": t("live.rank.peer_group"),
        }
        heads += [(self._rank_column(r), scopes[r.scope], r.what) for r in self.ranked]
        strengths = self.levels.tree.strengths
        heads += [(self._strength_column(s.at), t("live.block.score"), s.code) for s in strengths]
        for column, title, code in heads:
            book.over("ours", column, "", code, title)
        book.sheets["ours"].set_column(FROM, heads[-1][0], NARROW + 3)
        room = NARROW + 3.0
        titles = [(title, room) for _, title, _ in heads]
        book.tall("ours", titles, [(code, room) for _, _, code in heads])
        grades = {grade.code: t.of(grade.title) for grade in book.given.framework.grades}
        for line in book.layout.now:
            ours = book.given.by_unit.get(line.unit, {})
            told: list[tuple[int, object]] = [
                (_OURS_COMPLETENESS, ours.get("completeness")),
                (_OURS_BASE, ours.get("base")),
                (_OURS_TOTAL, ours.get("total")),
            ]
            for each in self.ranked:
                of = ours if each.what == TOTAL else self._strength(line.unit, each.what)
                told.append((self._rank_column(each), of.get(each.scope)))
            for node in strengths:
                score = self._strength(line.unit, node.code).get("score")
                told.append((self._strength_column(node.at), score))
            for column, value in told:
                self._constant("ours", line.row, column, value)
            words = grades.get(str(ours.get("grade") or ""), "")
            if words:
                book.text("ours", line.row, _OURS_GRADE, words, book.look("text"))

    def _strength(self, unit: str, code: str) -> dict[str, object]:
        return self.book.given.by_strength.get((unit, code), {})

    def _write_our_scores(self) -> None:
        book = self.book
        book.head("our_scores", book.t("live.note.our_scores"))
        book.unit_rows("our_scores", book.layout.now)
        book.indicator_columns("our_scores")
        for _, indicator in book.given.indicators:
            column = book.layout.column_of[indicator.code]
            for line in book.layout.now:
                ours = book.given.by_indicator.get((line.unit, indicator.code), {})
                self._constant("our_scores", line.row, column, ours.get("score"))

    def _constant(self, sheet: str, row: int, column: int, value: object) -> None:
        plain = number(value)
        if plain is not None:
            self.book.number(sheet, row, column, plain, self.book.look("plain"))

    # Comparison

    def _pairs(self) -> Iterator[_Pair]:
        book, t = self.book, self.book.t
        last_indicator = FROM + len(book.given.indicators) - 1
        whole = (FIRST, book.layout.last)

        def block(sheet: str, first: int, last: int) -> str:
            one = book.cell(sheet, whole[0], first, fixed=True)
            return f"{one}:{book.cell(sheet, whole[1], last, fixed=True).split('!')[1]}"

        if book.given.indicators:
            ours = block("our_scores", FROM, last_indicator)
            yield _Pair(t("live.check.indicators"), ours, block("scores", FROM, last_indicator))
            first = self.levels.tree.block(SCORE)
            count = len(self.levels.tree.strengths)
            start, end = self._strength_column(0), self._strength_column(count - 1)
            live = block("levels", first, first + count - 1)
            yield _Pair(t("live.check.strengths"), block("ours", start, end), live)
        for what, ours_column, live_column in (
            (t("live.totals.completeness"), _OURS_COMPLETENESS, COMPLETENESS),
            (t("live.totals.base"), _OURS_BASE, BASE),
            (t("live.totals.total"), _OURS_TOTAL, TOTAL_SCORE),
        ):
            live = block("totals", live_column, live_column)
            yield _Pair(what, block("ours", ours_column, ours_column), live)
        last_rank = self.ranked[-1].column
        ours = block("ours", _OURS_RANKS, self._rank_column(self.ranked[-1]))
        yield _Pair(t("live.check.ranks"), ours, block("ranks", FROM, last_rank))
        ours = block("ours", _OURS_GRADE, _OURS_GRADE)
        yield _Pair(t("live.check.grades"), ours, block("totals", GRADE, GRADE), is_number=False)

    def _write_check(self) -> None:
        book, t = self.book, self.book.t
        book.head("check", t("live.note.check"))
        heads = [t("live.what"), t("live.check.compared"), t("live.check.difference")]
        heads += [t("live.check.one_sided"), t("live.check.verdict")]
        book.columns("check", heads, _ABOVE, [24, 18, 18, 18, 18])
        pairs = list(self._pairs())
        for row, pair in enumerate(pairs, start=_ABOVE + 1):
            self._write_pair(row, pair)
        self._write_whole(_ABOVE + 1, _ABOVE + len(pairs))
        self._write_units(_ABOVE + len(pairs) + 4)

    def _write_pair(self, row: int, pair: _Pair) -> None:
        book, t = self.book, self.book.t
        plain, whole = book.look("plain"), book.look("whole")
        book.text("check", row, WHAT, pair.what, book.look("text"))
        both = f'({pair.ours}<>"")*({pair.live}<>"")'
        book.formula("check", row, COMPARED, f"SUMPRODUCT({both})", None, whole)
        if pair.is_number:
            apart = f"MAX(IF({both},ABS({pair.ours}-{pair.live}),0))"
            one_sided = f'SUMPRODUCT(1*(({pair.ours}<>"")<>({pair.live}<>"")))'
        else:
            apart = "0"
            one_sided = f"SUMPRODUCT(1*({pair.ours}<>{pair.live}))"
        book.array("check", row, DIFFERENCE, apart, None, plain)
        book.formula("check", row, ONE_SIDED, one_sided, None, whole)
        self._verdict(row, t("live.check.equal"), t("live.check.unequal"))

    def _verdict(self, row: int, equal: str, unequal: str) -> None:
        book = self.book
        apart, one_sided = (book.cell("check", row, at) for at in (DIFFERENCE, ONE_SIDED))
        same = f"AND({apart}<={EQUAL!r},{one_sided}=0)"
        said = f"IF({same},{text(equal)},{text(unequal)})"
        book.formula("check", row, VERDICT, said, None, book.look("text"))

    def _write_whole(self, first: int, last: int) -> None:
        """The largest difference of all."""
        book, t, row = self.book, self.book.t, last + 1
        bold = book.book.add_format({"bold": True, "top": 1})
        book.text("check", row, WHAT, t("live.check.whole"), bold)
        for column, function in ((COMPARED, "SUM"), (DIFFERENCE, "MAX"), (ONE_SIDED, "SUM")):
            one = book.cell("check", first, column)
            span = f"{one}:{book.cell('check', last, column).split('!')[1]}"
            book.formula("check", row, column, f"{function}({span})", None, bold)
        self._verdict(row, t("live.check.equal"), t("live.check.unequal"))
        at = book.cell("check", first, VERDICT).split("!")[1]
        fine = book.book.add_format({"bg_color": "#D9EAD3"})
        wrong = book.book.add_format({"bg_color": "#F4CCCC"})
        for words, look in ((t("live.check.equal"), fine), (t("live.check.unequal"), wrong)):
            rule = {"type": "formula", "criteria": f"={at}={text(words)}", "format": look}
            book.sheets["check"].conditional_format(first, VERDICT, row, VERDICT, rule)

    def _write_units(self, top: int) -> None:
        """Unit by unit: total, place and grade, ours and computed."""
        book, t = self.book, self.book.t
        heads = [t("live.code"), t("live.unit")]
        for what in (t("live.totals.total"), t("live.rank.all"), t("live.totals.grade")):
            heads += [
                t("live.check.our", what=what),
                t("live.check.computed", what=what),
            ]
        for column, title in enumerate(heads):
            book.text("check", top, column, title, book.head_look)
        book.sheets["check"].set_row(top, 32)
        book.sheets["check"].set_column(5, len(heads) - 1, 18)
        names = dict(zip(book.given.units["unit"], book.given.units["name"], strict=True))
        for row, line in enumerate(book.layout.now, start=top + 1):
            ours = book.given.by_unit.get(line.unit, {})
            book.text("check", row, 0, line.unit, book.look("text"))
            book.text("check", row, 1, str(names[line.unit]), book.look("text"))
            pairs = (
                (("ours", _OURS_TOTAL), ("totals", TOTAL_SCORE), ours.get("total"), "score"),
                (("ours", _OURS_RANKS), ("ranks", FROM), ours.get("rank_all"), "whole"),
                (("ours", _OURS_GRADE), ("totals", GRADE), self._grade(ours), "text"),
            )
            for at, (mine, live, result, kind) in enumerate(pairs):
                look = book.look("score" if kind == "score" else "whole")
                for step, (sheet, column) in enumerate((mine, live)):
                    cell = book.cell(sheet, line.row, column)
                    said = f'IF({cell}="","",{cell})'
                    book.formula("check", row, 2 + 2 * at + step, said, result, look)

    def _grade(self, ours: dict[str, object]) -> str:
        code = str(ours.get("grade") or "")
        titles = {g.code: self.book.t.of(g.title) for g in self.book.given.framework.grades}
        return titles.get(code, "")
