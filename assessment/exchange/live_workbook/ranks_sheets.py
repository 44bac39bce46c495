"""Places among all units, in the prefecture and in the peer group, ties and all.

Scores within 1e-9 of the next better one share its place. So a first sheet marks where a tie
begins, and a place is one more than there are scores above the beginning of one's own tie.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.exchange.live_workbook import layout
from assessment.exchange.live_workbook.book import NARROW, Book
from assessment.exchange.live_workbook.layout import FROM
from assessment.exchange.live_workbook.levels_sheet import SCORE, Levels
from assessment.exchange.live_workbook.parameters import Parameters
from assessment.exchange.live_workbook.totals_sheet import TOTAL_SCORE
from assessment.kernel.codes import TOTAL


@dataclass(frozen=True, slots=True)
class Ranked:
    """A column of places: what is ranked, among whom, and where our own number is."""

    what: str
    scope: str
    """As in `RANKS`: `rank_all`, `rank_prefecture`, `rank_peer_group`."""

    column: int
    scores: str
    score_sheet: str
    score_column: int
    keys: int | None
    """The column of the units' keys; None where all are compared."""


class Ranks:
    def __init__(self, book: Book, parameters: Parameters, levels: Levels) -> None:
        self.book, self.parameters, self.levels = book, parameters, levels

    def ranked(self) -> Iterator[Ranked]:
        book = self.book
        keys = {
            "rank_all": None,
            "rank_prefecture": layout.UNIT_PREFECTURE_KEY,
            "rank_peer_group": layout.UNIT_GROUP_KEY,
        }
        whats = [(TOTAL, "totals", TOTAL_SCORE)]
        first = self.levels.tree.block(SCORE)
        whats += [(node.code, "levels", first + node.at) for node in self.levels.tree.strengths]
        column = FROM
        for what, sheet, at in whats:
            for scope, key in keys.items():
                yield Ranked(what, scope, column, book.down(sheet, at), sheet, at, key)
                column += 1

    def write(self) -> None:
        book, t = self.book, self.book.t
        notes = {"ties": t("live.note.ties"), "ranks": t("live.note.ranks")}
        scopes = {
            "rank_all": t("live.rank.all"),
            "rank_prefecture": t("live.rank.prefecture"),
            "rank_peer_group": t("live.rank.peer_group"),
        }
        names = {TOTAL: t("live.total")}
        names |= {node.code: t.of(node.part.title) for node in self.levels.tree.strengths}
        every = list(self.ranked())
        for sheet, note in notes.items():
            book.head(sheet, note)
            book.unit_rows(sheet, book.layout.now)
            for each in every:
                book.over(sheet, each.column, names[each.what], each.what, scopes[each.scope])
            book.sheets[sheet].set_column(FROM, every[-1].column, NARROW)
            room = [(words, float(NARROW)) for words in scopes.values()]
            book.tall(sheet, room, [(each.what, float(NARROW)) for each in every])
        for each in every:
            for line in book.layout.now:
                self._write(each, line.row, self._ours(each, line.unit))

    def _ours(self, each: Ranked, unit: str) -> object:
        given = self.book.given
        if each.what == TOTAL:
            return given.by_unit.get(unit, {}).get(each.scope)
        return given.by_strength.get((unit, each.what), {}).get(each.scope)

    def _write(self, each: Ranked, row: int, ours: object) -> None:
        book = self.book
        score = book.cell(each.score_sheet, row, each.score_column)
        member = f'({each.scores}<>"")'
        if each.keys is not None:
            key = book.cell("units", row, each.keys)
            member = f"({book.down('units', each.keys)}={key})*{member}"
        slack = self.parameters.general("slack")
        size = f"IF(ABS({each.scores})>1,ABS({each.scores}),1)"
        near = f"({each.scores}>{score})*({each.scores}-{score}<={slack}*{size})"
        starts = f'IF({score}="",0,IF(SUM(IF({member},{near},0))=0,1,0))'
        look = book.look("whole")
        book.array("ties", row, each.column, starts, None, look)
        begun = f"({book.down('ties', each.column)}=1)"
        top = f"MIN(IF({member}*{begun}*({each.scores}>={score}),{each.scores}))"
        place = f'IF({score}="","",1+SUM(IF({member},1*({each.scores}>{top}),0)))'
        book.array("ranks", row, each.column, place, ours, look)
