"""The units, what they answered, and the honours and vetoes on record. Data, not formulas."""

from assessment.exchange.live_workbook import layout
from assessment.exchange.live_workbook.book import NARROW, Book, Look
from assessment.exchange.live_workbook.layout import FROM
from assessment.exchange.live_workbook.parameters import day
from assessment.exchange.live_workbook.translation import EXCEL_EPOCH
from assessment.framework.model import SurveyField
from assessment.framework.questions import read_by

_LOOK_OF: dict[str, Look] = {"date": "day", "yes_no": "yes_no"}


def write_units(book: Book) -> None:
    """Who is assessed, and the keys of the pools and ranks."""
    t, given = book.t, book.given
    book.head("units", t("live.note.units"))
    book.unit_rows("units", book.layout.lines)
    heads = [
        (layout.UNIT_PERIOD, t("live.period"), 9),
        (layout.UNIT_END, t("live.period_end"), 12),
        (layout.UNIT_PREFECTURE, t("live.prefecture"), 16),
        (layout.UNIT_PREFECTURE_KEY, t("live.prefecture_key"), 20),
        (layout.UNIT_GROUP, t("live.peer_group"), 20),
        (layout.UNIT_GROUP_KEY, t("live.peer_group_key"), 28),
    ]
    for column, title, width in heads:
        book.over("units", column, "", "", title)
        book.sheets["units"].set_column(column, column, width)
    titles = {group.code: t.of(group.title) for group in given.framework.peer_groups}
    rows = {str(row["unit"]): row for row in given.units.to_dict("records")}
    text = book.look("text")
    for line in book.layout.lines:
        row = rows[line.unit]
        group = str(row["peer_group"])
        book.text("units", line.row, layout.UNIT_PERIOD, line.period, text)
        end = float(day(line.period))
        book.number("units", line.row, layout.UNIT_END, end, book.look("day"))
        told = (
            (layout.UNIT_PREFECTURE, str(row["prefecture_name"])),
            (layout.UNIT_PREFECTURE_KEY, f"prefecture:{row['prefecture']}"),
            (layout.UNIT_GROUP, titles.get(group, group)),
            (layout.UNIT_GROUP_KEY, f"peer_group:{group}"),
        )
        for column, words in told:
            book.text("units", line.row, column, words, text)


def write_answers(book: Book) -> None:
    """A column a field; blank is missing."""
    t, given = book.t, book.given
    book.head("answers", t("live.note.answers", not_applicable=t("workbook.not_applicable")))
    book.unit_rows("answers", book.layout.lines)
    shorts = {s.code: t.of(s.short) for s in given.framework.strengths}
    titles = []
    for field in given.fields:
        column = book.layout.field_column_of[field.code]
        name = t.of(field.title)
        if field.measure is not None:
            name = t("live.measured", name=name, measure=field.measure)
        titles.append((name, float(NARROW + 2)))
        book.over("answers", column, shorts.get(field.strength, ""), field.code, name)
        _write_column(book, field, column)
    book.sheets["answers"].set_column(FROM, FROM + len(titles) - 1, NARROW + 2)
    codes = [(field.code, float(NARROW + 2)) for field in given.fields]
    book.tall("answers", titles, codes)


def _write_column(book: Book, field: SurveyField, column: int) -> None:
    look = book.look(_LOOK_OF.get(field.type, "plain"), "input")
    page, said = book.sheets["answers"], book.given.said
    offset = EXCEL_EPOCH if field.type == "date" else 0
    wanted = _read_earlier(book, field.code)
    for line in book.layout.lines:
        if line.period != book.given.period and line.period not in wanted:
            continue
        key = (line.unit, line.period, field.code)
        value = said.get(key)
        if value is not None:
            book.number("answers", line.row, column, value + offset, look)
        elif key in said:
            book.text("answers", line.row, column, book.t("workbook.not_applicable"), look)
        else:
            page.write_blank(line.row, column, None, look)


def _read_earlier(book: Book, field: str) -> set[str]:
    """The earlier periods in which an indicator that reads this field is looked at."""
    wanted: set[str] = set()
    for _, indicator in book.given.indicators:
        if field in read_by(indicator):
            lines = book.layout.lines_of(indicator)
            wanted |= {line.period for line in lines if line.period != book.given.period}
    return wanted


def bonus_codes(book: Book) -> list[tuple[str, str]]:
    """Every honour that counts, as a code and a name."""
    bonus, t = book.given.framework.bonus, book.t
    levels = {
        "national": t("live.national"),
        "provincial": t("live.provincial"),
        "municipal": t("live.municipal"),
    }
    return [
        (f"{item.code}.{level}", t("live.honour", item=item.title, level=levels[level]))
        for item in (bonus.items if bonus else ())
        for level in item.points
    ]


def veto_codes(book: Book) -> list[tuple[str, str]]:
    veto = book.given.framework.veto
    return [(item.code, book.t.of(item.title)) for item in (veto.items if veto else ())]


def write_records(book: Book) -> None:
    """How many honours of each kind, points for each above them; vetoes in force as 1."""
    t, given = book.t, book.given
    book.head("records", t("live.note.records"))
    book.unit_rows("records", book.layout.now)
    bonus, vetoes = bonus_codes(book), veto_codes(book)
    points = {
        f"{item.code}.{level}": worth.at(given.period)
        for item in (given.framework.bonus.items if given.framework.bonus else ())
        for level, worth in item.points.items()
    }
    book.text("records", layout.WEIGHT, 1, t("live.points_each"), book.look("text"))
    for column, (code, name) in enumerate([*bonus, *vetoes], start=FROM):
        group = t("live.bonus") if code in points else t("live.veto")
        book.over("records", column, group, code, name)
        if code in points:
            look = book.look("input")
            book.number("records", layout.WEIGHT, column, points[code], look)
        look = book.look("plain", "input")
        for line in book.layout.now:
            value = given.said.get((line.unit, given.period, code))
            if value is None:
                book.sheets["records"].write_blank(line.row, column, None, look)
            else:
                book.number("records", line.row, column, value, look)
    last = max(FROM + len(bonus) + len(vetoes) - 1, FROM)
    book.sheets["records"].set_column(FROM, last, NARROW + 4)
    heads = [*bonus, *vetoes]
    room = NARROW + 4.0
    book.tall("records", [(name, room) for _, name in heads], [(code, room) for code, _ in heads])
