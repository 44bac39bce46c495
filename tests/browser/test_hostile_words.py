"""Whatever anybody typed anywhere is text: it is read, and never run, drawn or fetched."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pages.kit import site
from tests.browser.conftest import PHONE, Server, Visitor, serve
from tests.kit import signed_in
from tests.kit.copies import copied
from tests.kit.resealed import reseal

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>hit=1</script><img src=x onerror=hit=1>"
    "![x](http://203.0.113.9/x.png)[y](javascript:hit=1)"
)
TYPED = {
    *("name", "name_en", "body", "file_name", "evidence", "note", "achievement", "sending_body"),
    *("place", "diary", "description", "explanation", "lift_reason"),
}
"""Columns that hold what people typed, in whatever table but those of `OURS`."""

OURS = ["migration", "setting_entry", "snapshot_result"]
"""Where such a column holds a word of the program's own."""


@pytest.fixture(scope="module")
def spoilt(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration after somebody added a hostile word to every text in it."""
    file = copied(demo_database, tmp_path_factory.mktemp("spoilt") / "spoilt.duckdb")
    connection = duckdb.connect(str(file))
    columns = connection.execute(
        """
        select table_name, column_name
        from duckdb_columns()
        join duckdb_tables() using (database_oid, schema_oid, table_oid, table_name)
        where data_type = 'VARCHAR' and not list_contains($ours, table_name)
        """,
        {"ours": OURS},
    ).fetchall()
    spoilt = [(table, column) for table, column in columns if column in TYPED]
    for table, column in spoilt:
        connection.execute(
            f'update "{table}" set "{column}" = "{column}" || $words', {"words": HOSTILE}
        )
    reseal(connection)
    connection.close()
    assert len(spoilt) > 20
    with serve(file) as running:
        yield running


@pytest.mark.parametrize("page", site.PAGES)
def test_hostile_words_are_shown_as_text(turn: Visitor, spoilt: Server, page: str) -> None:
    year = "&period=2025" if site.PAGES[page].folder != "view" else ""
    account = signed_in.opener_of(page)
    path = f"/{page}?lang=zh&unit=430626{year}" if page != site.FIRST else "/?lang=zh"
    seen = turn(spoilt, path, as_account=account, width=PHONE)
    assert seen.page.evaluate("() => typeof hit") == "undefined"
    assert seen.elsewhere() == []
    assert seen.page.locator("a[href^=javascript]").count() == 0
    assert seen.crashes() == []
