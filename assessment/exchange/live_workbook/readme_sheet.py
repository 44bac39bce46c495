"""The first sheet: what this is, how to read it, what may be changed, what each sheet holds."""

from assessment.exchange.live_workbook.book import Book

_NAME, _NOTE = 22, 110
"""Widths of the two columns."""


def write(book: Book) -> None:
    t, given, page = book.t, book.given, book.sheets["readme"]
    title = t("live.readme.title", framework=given.framework.title, period=given.period)
    bold = book.book.add_format({"bold": True, "font_size": 14})
    wrap = book.look("wrap")
    page.set_column(0, 0, _NAME)
    page.set_column(1, 1, _NOTE)
    book.text("readme", 0, 0, title, bold)
    row = 1
    if given.demonstration:
        loud = book.book.add_format({"bold": True, "font_color": "#A50000"})
        book.text("readme", row, 0, t("workbook.demonstration"), loud)
        page.set_header(f"&L{t('workbook.demonstration_short')}")
        row += 1
    book.text("readme", row, 0, given.made, book.book.add_format({"font_color": "#595959"}))
    lines = (
        (t("live.readme.what"), t("live.readme.what_text")),
        (t("live.readme.read"), t("live.readme.read_text")),
        (t("live.readme.change"), t("live.readme.change_text")),
        (t("live.readme.unknown"), t("live.readme.unknown_text")),
        (t("live.readme.check"), t("live.readme.check_text")),
        (t("live.readme.refused"), t("live.readme.refused_text")),
        (t("live.readme.fixed"), t("live.readme.fixed_text")),
    )
    row += 2
    for head, words in lines:
        book.text("readme", row, 0, head, book.head_look)
        book.text("readme", row, 1, words, wrap)
        book.tall_row("readme", row, [(words, float(_NOTE))])
        row += 1
    row += 1
    for column, words in enumerate((t("live.readme.sheet"), t("live.readme.holds"))):
        book.text("readme", row, column, words, book.head_look)
    link = book.book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    for sheet, note in book.notes.items():
        row += 1
        name = book.names[sheet]
        page.write_url(row, 0, f"internal:'{name}'!A1", link, name)
        book.text("readme", row, 1, note, wrap)
        book.tall_row("readme", row, [(note, float(_NOTE))])
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.activate()
