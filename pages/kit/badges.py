"""What a ranking says in words: names in the reader's language, a sign and a word for a status.

The signs are characters and not icons, because a table's cells are drawn where no icon is.
"""

import pandas as pd

from assessment.kernel.codes import TOTAL
from assessment.scores.rankings.rankings import EVERY, INSUFFICIENT
from pages.kit import session, tables, words


def ranked_by(what: str) -> str:
    """The title of what is ranked: the total, or a strength."""
    if what == TOTAL:
        return session.messages()("picker.total")
    return session.messages().of(session.framework().strength_by_code[what].title)


def grade(code: object) -> str:
    """A grade with its sign; without one, that the data do not suffice."""
    t = session.messages()
    grades = session.framework().grades
    for position, each in enumerate(grades):
        if each.code == code:
            return f"{words.grade_sign(position, len(grades))} {t.of(each.title)}"
    return t("mark.insufficient")


def grade_filter() -> dict[str, str]:
    """What a ranking can be narrowed to: any grade, each of them, insufficient data."""
    t = session.messages()
    titles = {EVERY: t("mark.every_grade")}
    titles |= {each.code: grade(each.code) for each in session.framework().grades}
    return titles | {INSUFFICIENT: t("mark.insufficient")}


def units(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with `scopes.described`'s columns, and `said prefecture_said peer_group_said`.

    Where the rows know of vetoes, one stands behind the name: whoever reads a rank reads it too.
    """
    t = session.messages()
    titles = {each.code: t.of(each.title) for each in session.framework().peer_groups}
    english = t.lang == "en"
    said = rows["name_en" if english else "name"]
    if "vetoed" in rows:
        said = said.where(~rows["vetoed"].eq(True), said + t("mark.vetoed_name"))
    return rows.assign(
        said=said,
        prefecture_said=rows["prefecture_name_en" if english else "prefecture_name"],
        peer_group_said=[titles.get(code, code) for code in rows["peer_group"]],
    )


def ranking(rows: pd.DataFrame) -> pd.DataFrame:
    """`units`, and `grade_said change_said risen_said noted bar`; and `interval`, where the rows
    have intervals."""
    if "rank_low" in rows:
        rows = rows.assign(interval=intervals(rows["rank_low"], rows["rank_high"]))
    return units(rows).assign(
        grade_said=[grade(code) for code in rows["grade"]],
        change_said=tables.changes(rows["change"]),
        risen_said=tables.changes(rows["risen"], digits=0),
        noted=[
            _note(*told)
            for told in zip(
                rows["vetoed"].eq(True),  # Null of a unit of which only the total is told.
                rows["score"],
                rows["imputed"].fillna(0).astype(int),
                strict=True,
            )
        ],
        bar=rows["score"],
    )


def intervals(low: pd.Series, high: pd.Series) -> pd.Series:
    """Intervals as they stand beside a rank: 12 (8–19).

    >>> intervals(pd.Series([8, 3, None]), pd.Series([19, 3, None])).tolist()
    ['(8–19)', '(3)', nan]
    """
    spans = [
        None
        if pd.isna(first)
        else f"({first:.0f})"
        if first == last
        else f"({first:.0f}–{last:.0f})"
        for first, last in zip(low, high, strict=True)
    ]
    return pd.Series(spans, index=low.index, dtype="str")


def _note(vetoed: bool, score: float, imputed: int) -> str:
    """What must be said of a row: a veto, no score, a score that rests partly on stand-ins.

    Nothing to say is known, and so no dash.
    """
    t = session.messages()
    said = [t("mark.vetoed")] if vetoed else []
    if pd.isna(score):
        said.append(t("mark.insufficient"))
    elif imputed:
        said.append(t("mark.imputed", count=imputed))
    return t("mark.gap").join(said)
