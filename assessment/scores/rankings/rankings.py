"""Rankings: every unit's place, for the total or one strength, in one period and scope."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from assessment.errors import Unknown
from assessment.exchange import table_workbook
from assessment.exchange.table_workbook import ONE_PLACE, PERCENT, WHOLE, Column, Table
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.office.documents import exporting
from assessment.scores.analysis import robustness
from assessment.scores.analysis.data_health import reliability
from assessment.scores.basis import basis, basis_in_words
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import before as scores_before
from assessment.scores.basis.scores import scores
from assessment.scoring.scores import RANKS, Scores
from assessment.store.memo import Identity, Memo
from assessment.units import scopes, setup

EVERY = "every"
INSUFFICIENT = "insufficient"
"""Stand beside the grades' codes in `View.grade`: any of them, and those without a score."""

SLACK = 1e-9
"""As in `scoring/sql`, so that 85 reached by adding up counts as 85."""

_RANK_IN = {"prefecture": "rank_prefecture", "peer_group": "rank_peer_group"}


KEPT = 64
"""Rankings kept for each store: of a period, by who sees the same, by strength and scope."""

_kept: Memo[pd.DataFrame] = Memo(KEPT)


def ranking(
    source: DataSource,
    actor: Actor,
    period: str,
    what: str = TOTAL,
    scope: str = scopes.PROVINCE,
) -> pd.DataFrame:
    """The units of a scope in order of their rank in it, the unranked last.

    The columns of `scopes.described`, then `score rank completeness` and `RANKS`; `grade vetoed
    bonus` of the total; `change` in points and `risen` in places of the scope's rank since the
    period before (positive is better, null unless both are known); `score_grade`, the grade the
    score falls in (for the total `grade`, veto and all; for a strength by the same cuts);
    `score_<strength>` for each strength; the `reliability` of the data behind the score; and of
    the indicators behind it that weigh something, how many are `not_applicable`, how many have
    `no_value` though they apply, and for how many a stand-in was scored (`imputed`).
    Raises `Unknown` for a strength or scope that is not there, and `Unpublished`.
    """
    actor.must_somewhere("score.read")
    framework = source.at(actor, period).framework
    key = actor.sight, Identity(framework), period, what, scope
    ranked = _kept.get(source.live_store, key, lambda: _ranked(source, actor, period, what, scope))
    return ranked.copy(deep=False)


def _ranked(source: DataSource, actor: Actor, period: str, what: str, scope: str) -> pd.DataFrame:
    here = source.at(actor, period)
    framework = here.framework
    if what != TOTAL and what not in framework.strength_by_code:
        raise Unknown(what="strength", code=what)
    units = scopes.described(here.store, actor, scope)
    now = scores(source, actor, period)
    before = scores_before(source, actor, now)
    table = (
        units.merge(now.totals[["unit", "grade", "vetoed", "bonus"]], on="unit")
        .merge(_standing(now, what, scope), on="unit", how="left")
        .merge(_before(before, what, scope), on="unit", how="left")
        .merge(_by_strength(now, framework), on="unit", how="left")
        .merge(reliability.beside(source, actor, period, what), on="unit", how="left")
    )
    for name, counts in _counts(now, what).items():
        table[name] = table["unit"].map(counts).fillna(0).astype(int)
    table["change"] = table["score"] - table["score_before"]
    table["risen"] = table["rank_before"] - table["rank"]
    table["score_grade"] = (
        table["grade"]
        if what == TOTAL
        else [_grade_of(framework, period, score) for score in table["score"]]
    )
    return table.sort_values(["rank", "unit"], na_position="last", ignore_index=True)


NAMED = (
    *("unit", "name", "name_en", "prefecture", "prefecture_name", "prefecture_name_en"),
    *("kind", "peer_group", "score", "grade", "score_grade", "rank", *RANKS),
)
"""All that is told of the others where a snapshot names them."""


def with_others(
    source: DataSource,
    actor: Actor,
    period: str,
    what: str = TOTAL,
    scope: str = scopes.PROVINCE,
) -> pd.DataFrame:
    """`ranking`, and `own`: whether the actor sees the unit. Where the snapshot names the others
    (`basis.names_others`) the ranking of totals has them too, and of them only `NAMED`."""
    own = ranking(source, actor, period, what, scope).assign(own=True)
    if what != TOTAL or not basis.names_others(source.live_store, actor, period):
        return own
    whole = ranking(source, replace(actor, units=None), period, what, scope)
    mine = whole["unit"].isin(own["unit"])
    told = {name: column if name in NAMED else column.where(mine) for name, column in whole.items()}
    return pd.DataFrame(told).assign(own=mine)


def with_intervals(
    table: pd.DataFrame,
    source: DataSource,
    actor: Actor,
    question: robustness.Question,
) -> pd.DataFrame:
    """A ranking and, beside each rank, the interval `rank_low`–`rank_high`; null where there is no
    rank. It is where the rank would fall under other choices as sound (see `robustness`). On its
    own, because it costs a tenth of a second after a write, and not everything that asks for ranks
    shows it."""
    found = robustness.intervals(source, actor, question)
    found = found.rename(columns={"low": "rank_low", "high": "rank_high"})
    return table.merge(found, on="unit", how="left")


@dataclass(frozen=True, slots=True)
class View:
    """What somebody chose to look at."""

    period: str
    what: str = TOTAL
    scope: str = scopes.PROVINCE
    search: str = ""
    grade: str = EVERY

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search.strip()) or self.grade != EVERY


def matching(table: pd.DataFrame, search: str = "", grade: str = EVERY) -> pd.DataFrame:
    """The rows of a ranking whose unit or prefecture is named so or coded so, and of one grade.

    A name in either language, in capitals or not; a code from its first digit on, so that 4306
    finds a prefecture. Ranks stay what they are. `INSUFFICIENT` finds who has no score here.
    """
    wanted = " ".join(search.casefold().split())
    names = table[["name", "name_en", "prefecture_name", "prefecture_name_en"]]
    named = names.apply(lambda column: column.str.casefold().str.contains(wanted, regex=False))
    found: pd.DataFrame = table[named.any(axis="columns") | table["unit"].str.startswith(wanted)]
    if grade == INSUFFICIENT:
        found = found[found["score"].isna()]
    elif grade != EVERY:
        found = found[found["grade"] == grade]
    return found.reset_index(drop=True)


def workbook(
    source: DataSource,
    actor: Actor,
    view: View,
    fingerprint: str,
    t: Messages,
) -> bytes:
    """What `view` shows as an .xlsx, at full precision: an unknown number is an empty cell.

    `fingerprint` is the framework file's, so that two lists can be told to rest on the same rules.
    """
    framework = source.at(actor, view.period).framework
    table = with_others(source, actor, view.period, view.what, view.scope)
    question = robustness.Question(view.period, view.what, view.scope)
    firm = with_intervals(table, source, actor, question)
    rows = matching(firm, view.search, view.grade)
    names = {group.code: t.of(group.title) for group in framework.peer_groups}
    grades = {grade.code: t.of(grade.title) for grade in framework.grades}
    english = t.lang == "en"
    rests_on = basis_in_words.said(basis.standing(source.live_store, actor, view.period), t)
    told = rows.assign(
        name=rows["name_en" if english else "name"],
        prefecture=rows["prefecture_name_en" if english else "prefecture_name"],
        peer_group=[names.get(code, code) for code in rows["peer_group"]],
        grade=[grades.get(code, t("rankings.insufficient")) for code in rows["grade"]],
    )
    sheet = Table(
        t("rankings.book_sheet"),
        told,
        [c for c in _columns(framework, t) if c.name != "imputed" or table["imputed"].any()],
        _title(
            framework, view, scopes.title(source.live_store, framework, actor, view.scope, t), t
        ),
        [*_notes(table, rows, view, fingerprint, t), *exporting.on(rests_on, t)],
    )
    demonstration = setup.is_demonstration(source.live_store, actor)
    return table_workbook.written([sheet], demonstration=demonstration, lang=t.lang)


def _title(framework: Framework, view: View, scope: str, t: Messages) -> str:
    """Period, scope and what is ranked, for somebody who holds only the list."""
    what = (
        t("rankings.total")
        if view.what == TOTAL
        else t.of(framework.strength_by_code[view.what].title)
    )
    return t("rankings.book_title", period=view.period, scope=scope, what=what)


def _columns(framework: Framework, t: Messages) -> Iterator[Column]:
    yield Column("rank", t("rankings.rank"), WHOLE)
    yield Column("rank_low", t("robustness.low"), WHOLE)
    yield Column("rank_high", t("robustness.high"), WHOLE)
    yield Column("unit", t("rankings.code"))
    yield Column("name", t("rankings.unit"))
    yield Column("prefecture", t("rankings.prefecture"))
    yield Column("peer_group", t("rankings.peer_group"))
    yield Column("score", t("rankings.score"), ONE_PLACE)
    yield Column("grade", t("rankings.grade"))
    yield Column("change", t("rankings.change_points"), ONE_PLACE)
    yield Column("risen", t("rankings.risen_places"), WHOLE)
    yield Column("completeness", t("rankings.completeness"), PERCENT)
    yield Column("not_applicable", t("rankings.not_applicable"), WHOLE)
    yield Column("no_value", t("rankings.no_value"), WHOLE)
    yield Column("reliability", t("health.reliability"), PERCENT)
    yield Column("imputed", t("rankings.imputed"), WHOLE)
    yield Column("vetoed", t("rankings.veto"))
    yield Column("bonus", t("rankings.bonus"), ONE_PLACE)
    yield Column("rank_all", t("rankings.rank_all"), WHOLE)
    yield Column("rank_prefecture", t("rankings.rank_prefecture"), WHOLE)
    yield Column("rank_peer_group", t("rankings.rank_peer_group"), WHOLE)
    for strength in framework.strengths:
        yield Column(f"score_{strength.code}", t.of(strength.title), ONE_PLACE)


def _notes(
    table: pd.DataFrame, rows: pd.DataFrame, view: View, fingerprint: str, t: Messages
) -> Iterator[str]:
    unknown = int(table["score"].isna().sum())
    yield t("rankings.counted", ranked=len(table) - unknown, unknown=unknown)
    if view.is_narrowed:
        yield t("rankings.book_narrowed", shown=len(rows), units=len(table))
    yield exporting.made(fingerprint, t)
    if not table["own"].all():
        yield t("basis.others_named")
    yield t("rankings.explain")
    yield t("robustness.beside")


def _standing(run: Scores, what: str, scope: str) -> pd.DataFrame:
    if what == TOTAL:
        frame = run.totals.rename(columns={"total": "score"})
    else:
        frame = run.strengths[run.strengths["strength"] == what]
    frame = frame[["unit", "score", "completeness", *RANKS]]
    return frame.assign(rank=frame[_RANK_IN.get(scope.partition(":")[0], "rank_all")])


def _counts(run: Scores, what: str) -> dict[str, pd.Series]:
    """By unit, of how many indicators of this something is so."""
    rows = run.indicators
    rows = rows[rows["weight"].gt(0) & (rows["strength"].eq(what) | (what == TOTAL))]
    told = {
        "not_applicable": rows["state"].eq("not_applicable"),
        "no_value": rows["state"].eq("missing"),
        "imputed": rows["imputed"].notna(),
    }
    return {name: holds.groupby(rows["unit"]).sum() for name, holds in told.items()}


def _before(run: Scores, what: str, scope: str) -> pd.DataFrame:
    frame = _standing(run, what, scope)[["unit", "score", "rank"]]
    return frame.rename(columns={"score": "score_before", "rank": "rank_before"})


def _grade_of(framework: Framework, period: str, score: float) -> str | None:
    """By the cuts alone; equality passes within the engine's slack."""
    if pd.isna(score):
        return None
    reached = (g.code for g in framework.grades if score + SLACK >= g.at_least.at(period))
    return next(reached, None)


def _by_strength(run: Scores, framework: Framework) -> pd.DataFrame:
    wide = run.strengths.pivot(index="unit", columns="strength", values="score")
    wide = wide.reindex(columns=list(framework.strength_by_code))
    return wide.add_prefix("score_").reset_index()
