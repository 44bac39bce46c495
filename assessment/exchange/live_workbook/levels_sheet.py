"""From scores to strengths and the total: weights shared out, completeness, the kind of mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.exchange.live_workbook.book import NARROW, Book
from assessment.exchange.live_workbook.layout import WEIGHT
from assessment.exchange.live_workbook.nodes import Node, Span, Tree
from assessment.exchange.live_workbook.parameters import Parameters
from assessment.exchange.live_workbook.translation import UNKNOWN
from assessment.exchange.live_workbook.value_sheets import has_value, is_excused
from assessment.framework.model import Aggregation
from assessment.kernel.codes import TOTAL

SCORE, COMPLETE, APPLIES, SCORED, SHARE, COUNTED = range(6)
"""Blocks of the sheet of levels, each with a column for every strength and group. The last one is
there only where what is missing keeps its weight."""


@dataclass(frozen=True, slots=True)
class Children:
    """One range of siblings in a row: their weights and what is known of them."""

    weights: str
    scores: str
    applies: str
    """An expression that is true for those that apply."""

    silent: str
    """An expression that is true for those that are missing and keep their weight."""

    complete: str
    """How much of each is answered: an expression that is 0 to 1, or a text for unknown."""


class Levels:
    def __init__(self, book: Book, parameters: Parameters, tree: Tree) -> None:
        self.book, self.parameters, self.tree = book, parameters, tree

    @property
    def silence_counts(self) -> bool:
        """Whether what is missing keeps its weight and earns nothing."""
        given = self.book.given
        return given.framework.silence_earns_nothing(given.period)

    @property
    def whole(self) -> int:
        """The block with the weight that a level's mean is over."""
        return COUNTED if self.silence_counts else SCORED

    def cell(self, node: Node, block: int, row: int) -> str:
        return self.book.cell("levels", row, self.tree.block(block) + node.at)

    def children(self, groups: Span | None, indicators: Span | None, row: int) -> list[Children]:
        found = []
        if groups is not None:
            found.append(self._groups(groups, row))
        if indicators is not None:
            found.append(self._indicators(indicators, row))
        return found

    @property
    def top(self) -> Span:
        """The strengths, which come first."""
        return Span(0, len(self.tree.strengths) - 1)

    def _groups(self, span: Span, row: int) -> Children:
        def block(number: int, at: int = row) -> str:
            first = self.tree.block(number)
            return self.book.across("levels", at, first + span.first, first + span.last)

        first = self.tree.block(SCORE)
        weights = self.book.across(
            "levels", WEIGHT, first + span.first, first + span.last, fixed=True
        )
        silent = "FALSE"
        if self.silence_counts:
            silent = f'({block(SCORE)}="")*({block(COUNTED)}>{block(SCORED)})'
        return Children(weights, block(SCORE), f"({block(APPLIES)}>0)", silent, block(COMPLETE))

    def _indicators(self, span: Span, row: int) -> Children:
        book = self.book
        states = book.across("states", row, span.first, span.last)
        return Children(
            book.across("scores", WEIGHT, span.first, span.last, fixed=True),
            book.across("scores", row, span.first, span.last),
            f"(({is_excused(book, states)})=FALSE)",
            f"(({is_excused(book, states)})=FALSE)*(({has_value(book, states)})=FALSE)",
            f"1*({has_value(book, states)})",
        )

    def write(self) -> None:
        book, t = self.book, self.book.t
        book.head("levels", t("live.note.levels"))
        book.unit_rows("levels", book.layout.now)
        blocks = {
            SCORE: t("live.block.score"),
            COMPLETE: t("live.block.complete"),
            APPLIES: t("live.block.applies"),
            SCORED: t("live.block.scored"),
            SHARE: t("live.block.share"),
        }
        if self.silence_counts:
            blocks[COUNTED] = t("live.block.counted")
        for number, title in blocks.items():
            self.head("levels", number, title)
        book.text("levels", WEIGHT, 1, t("live.param.weight"), book.look("text"))
        for node in self.tree:
            weight = float(node.part.weight.at(book.given.period))
            address = self.parameters.general(f"weight:{node.code}")
            column = self.tree.block(SCORE) + node.at
            book.formula("levels", WEIGHT, column, address, weight, book.look("plain"))
            for line in book.layout.now:
                self._write_node(node, line.row, line.unit)

    def head(self, sheet: str, number: int, title: str) -> None:
        """The lines above one block."""
        book, first = self.book, self.tree.block(number)
        for node in self.tree:
            name = book.t.of(node.part.title)
            book.over(sheet, first + node.at, "", node.code, name)
        last = first + len(self.tree.nodes) - 1
        book.block(sheet, first, last, title)
        book.sheets[sheet].set_column(first, last, NARROW + 3)
        book.sheets[sheet].set_column(last + 1, last + 1, 2)
        names = [(book.t.of(node.part.title), NARROW + 3.0) for node in self.tree]
        book.tall(sheet, names, [(node.code, NARROW + 3.0) for node in self.tree])

    def _write_node(self, node: Node, row: int, unit: str) -> None:
        book = self.book
        ours = book.given.by_strength.get((unit, node.code), {}) if node.parent is None else {}
        parts = self.children(node.groups, node.indicators, row)
        applies, scored, share = (self.cell(node, block, row) for block in (APPLIES, SCORED, SHARE))
        told: list[tuple[int, str, object]] = [
            (COMPLETE, complete(parts, applies), ours.get("completeness")),
            (APPLIES, applicable(parts), None),
            (SCORED, known(parts), None),
            (SHARE, reached(node.aggregation, parts, applies, scored), ours.get("scored")),
        ]
        if self.silence_counts:
            told.append((COUNTED, f"{scored}+{silent(parts)}", None))
        looks = {COMPLETE: book.look("share"), SHARE: book.look("share")}
        for block, text, result in told:
            column = self.tree.block(block) + node.at
            book.formula("levels", row, column, text, result, looks.get(block, book.look("plain")))
        enough = f"{share}+{self.parameters.general('slack')}<" + self.parameters.general(
            f"threshold:{node.code}"
        )
        whole = self.cell(node, self.whole, row)
        mean = mean_of(node.aggregation, parts, whole, self._power(node))
        text = f'IF(OR({applies}=0,{scored}=0),"",IF({enough},"",{mean}))'
        column = self.tree.block(SCORE) + node.at
        write = book.array if is_array(node.aggregation) else book.formula
        write("levels", row, column, text, ours.get("score"), book.look("score"))

    def _power(self, node: Node) -> str:
        if node.aggregation.method != "generalised":
            return "1"
        return self.parameters.general(f"power:{node.code}")

    def power_of_total(self) -> str:
        generalised = self.book.given.framework.aggregation.method == "generalised"
        return self.parameters.general(f"power:{TOTAL}") if generalised else "1"


def applicable(parts: Sequence[Children]) -> str:
    """The weight of what applies."""
    return "+".join(f"SUMPRODUCT({part.weights},1*{part.applies})" for part in parts)


def known(parts: Sequence[Children]) -> str:
    """The weight of what has a score."""
    return "+".join(f'SUMPRODUCT({part.weights},1*({part.scores}<>""))' for part in parts)


def silent(parts: Sequence[Children]) -> str:
    """The weight of what is missing and keeps it."""
    return "+".join(f"SUMPRODUCT({part.weights},1*({part.silent}))" for part in parts)


def lacking(parts: Sequence[Children]) -> str:
    """How many that apply, and weigh something, have no score."""
    return "+".join(
        f'SUMPRODUCT(({part.weights}>0)*{part.applies}*({part.scores}=""))' for part in parts
    )


def complete(parts: Sequence[Children], applies: str) -> str:
    """Really answered, by weight."""
    told = "+".join(f"SUMPRODUCT({part.weights},{part.complete})" for part in parts)
    return f'IF({applies}=0,"",({told})/{applies})'


def reached(level: Aggregation, parts: Sequence[Children], applies: str, scored: str) -> str:
    """The share of what applies that has a score, by weight or by number."""
    if level.counted == "weight":
        return f'IF({applies}=0,"",{scored}/{applies})'
    have = "+".join(f'SUMPRODUCT(({p.weights}>0)*({p.scores}<>""))' for p in parts)
    apply = "+".join(f"SUMPRODUCT(({p.weights}>0)*{p.applies})" for p in parts)
    return f'IF({applies}=0,"",({have})/({apply}))'


def mean_of(level: Aggregation, parts: Sequence[Children], scored: str, power: str) -> str:
    """The weighted mean; an error value where it cannot exist, which then shows up to the total."""
    if level.method == "arithmetic":
        told = "+".join(f"SUMPRODUCT({part.weights},{part.scores})" for part in parts)
        return f"({told})/{scored}"
    forms = {
        "geometric": ("{w}*LN({s})", "EXP(({sum})/{scored})"),
        "harmonic": ("{w}/{s}", "{scored}/({sum})"),
        "generalised": ("{w}*{s}^{p}", "(({sum})/{scored})^(1/{p})"),
    }
    each, whole = forms[level.method]
    terms = [
        f"SUM(IF({_counts(part)},{each.format(w=part.weights, s=part.scores, p=power)},0))"
        for part in parts
    ]
    mean = whole.format(sum="+".join(terms), scored=scored, p=power)
    lowest = "<0" if level.method == "generalised" and (level.power or 0) > 0 else "<=0"
    wrong = "+".join(f"SUM(IF({_counts(part)},1*({part.scores}{lowest}),0))" for part in parts)
    return f"IF({wrong}>0,{UNKNOWN},{mean})"


def _counts(part: Children) -> str:
    return f'({part.scores}<>"")*({part.weights}>0)'


def is_array(level: Aggregation) -> bool:
    return level.method != "arithmetic"
