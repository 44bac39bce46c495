"""The head of a county's profile, and its place beside others and over time."""

import pandas as pd
import streamlit as st

from assessment.framework.model import Bonus
from assessment.framework.values import figures
from assessment.kernel.codes import TOTAL
from assessment.scores.explanation.explanation import Explanation, Node
from assessment.scores.profiles import county
from assessment.scores.profiles.county import Honour, Rank, UnitStanding
from pages.kit import badges, session
from pages.kit.drawings import charts


def head(standing: UnitStanding, opened: Explanation) -> None:
    """Name, total, grade, ranks, completeness, bonus; veto and honours where there are any."""
    t, framework = session.messages(), session.framework()
    unit = standing.unit
    groups = {group.code: t.of(group.title) for group in framework.peer_groups}
    st.header(session.plain(t.of(unit)))
    st.caption(
        session.plain(
            t(
                "county.subtitle",
                prefecture=unit.prefecture_said_in(t.lang),
                peer_group=groups.get(unit.peer_group, unit.peer_group),
                period=standing.period,
            )
        )
    )
    if unit.assumed:
        st.info(t("county.assumed"))
    _veto(standing)
    _numbers(standing)
    if standing.total is None:
        _no_total(opened, standing)
    _honours(standing)


def _no_total(opened: Explanation, standing: UnitStanding) -> None:
    """Why there is none, by what is missing: the shares alone do not tell a county what to do."""
    t, framework, tree = session.messages(), session.framework(), opened.tree
    said = [t("county.no_total", completeness=_share(standing.completeness))]
    if opened.unscored:
        names = (t.of(framework.strength_by_code[code].title) for code in opened.unscored)
        titles = t("county.list").join(names)
        if framework.total_needs.at(tree.period) == "all_strengths":
            said.append(t("county.no_total_all", strengths=titles))
        else:
            said.append(
                t(
                    "county.no_total_parts",
                    strengths=titles,
                    scored=_share(opened.scored_weight),
                    threshold=figures.percent(tree.threshold),
                )
            )
    screened = opened.screened(framework)
    if screened is not None and screened < tree.screening:
        said.append(
            t(
                "county.no_total_screened",
                answered=_share(screened),
                at_least=figures.percent(tree.screening),
            )
        )
    st.warning(session.plain(t("rule.sentence_gap").join(said)))


def _share(share: float | None) -> str:
    return figures.BLANK if share is None else figures.percent(share)


def _veto(standing: UnitStanding) -> None:
    t, veto = session.messages(), session.framework().veto
    if veto is None:
        return
    titles = {item.code: t.of(item.title) for item in veto.items}
    grades = {grade.code: t.of(grade.title) for grade in session.framework().grades}
    for declared in standing.vetoes:
        sentence = t(
            "county.veto",
            item=titles.get(declared.item, declared.item),
            declared_on=declared.declared_on.isoformat(),
            reason=declared.reason,
            grade_cap=grades[veto.grade_cap],
        )
        st.error(f"✘ {session.plain(sentence)}")


def _numbers(standing: UnitStanding) -> None:
    t, framework = session.messages(), session.framework()
    numbers = {
        t("county.total"): _points(standing.total),
        t("county.grade"): badges.grade(standing.grade) if standing.grade else figures.BLANK,
        t("county.among_all", scope=t.of(framework.scope)): _rank(standing.among_all),
        t("county.in_prefecture", prefecture=standing.unit.prefecture_said_in(t.lang)): _rank(
            standing.in_prefecture
        ),
        t("county.in_peer_group"): _rank(standing.in_peer_group),
        t("county.completeness"): _share(standing.completeness),
    }
    if framework.bonus is not None:
        cap = framework.bonus.cap.at(standing.period)
        numbers[t("county.bonus")] = t(
            "county.bonus_of", bonus=_points(standing.bonus), cap=figures.plain(cap)
        )
    with st.container(horizontal=True):
        for label, number in numbers.items():
            st.metric(session.plain(label), number, width="content", border=True)
    st.caption(t("county.rank_help"))


def _points(points: float | None) -> str:
    return figures.BLANK if points is None else f"{points:.1f}"


def _rank(rank: Rank) -> str:
    place = figures.BLANK if rank.place is None else rank.place
    return session.messages()("county.rank_of", place=place, ranked=rank.ranked)


def _worth(bonus: Bonus, honour: Honour, period: str) -> str:
    """A dash where the framework no longer gives points for it."""
    if not honour.counted:
        return session.messages()("county.honour_not_counted")
    worth = {item.code: item.points for item in bonus.items}.get(honour.item, {}).get(honour.level)
    return figures.BLANK if worth is None else figures.plain(worth.at(period))


def _honours(standing: UnitStanding) -> None:
    t, bonus = session.messages(), session.framework().bonus
    if bonus is None or not standing.honours:
        return
    titles = {item.code: t.of(item.title) for item in bonus.items}
    with st.expander(t("county.honours", count=len(standing.honours))):
        if standing.bonus_earned is not None:
            cap = figures.plain(bonus.cap.at(standing.period))
            st.caption(t("county.bonus_help", earned=figures.plain(standing.bonus_earned), cap=cap))
        st.table(
            [
                {
                    t("county.honour"): session.plain(honour.achievement),
                    t("county.honour_item"): titles.get(honour.item, honour.item),
                    t("county.honour_level"): t.code("honour.level", honour.level),
                    t("county.awarded_on"): honour.awarded_on or figures.BLANK,
                    t("county.honour_points"): _worth(bonus, honour, standing.period),
                }
                for honour in standing.honours
            ],
            hide_index=True,
        )


def comparison(beside: pd.DataFrame, standing: UnitStanding, opened: Explanation) -> None:
    """Six strengths beside the means of the peer group and of all, as a radar and as numbers."""
    t, framework = session.messages(), session.framework()
    everyone = t("county.everyone", scope=t.of(framework.scope))
    profiles = {
        t.of(standing.unit): "score",
        t("county.peers"): "peer_mean",
        everyone: "all_mean",
    }
    shorts = [t.of(framework.strength_by_code[code].short) for code in beside["strength"]]
    st.subheader(t("county.comparison"))
    chart, table = st.columns([3, 2], vertical_alignment="center")
    with chart:
        charts.show(
            charts.radar(shorts, {name: list(beside[c]) for name, c in profiles.items()}),
            key="radar",
            described=t("county.radar"),
        )
    with table:
        columns = {
            session.plain(name): beside[column].map(_mean).tolist()
            for name, column in profiles.items()
        }
        ranks = {part.code: part.rank for part in opened.tree.parts}
        columns[t("county.strength_rank")] = [
            figures.BLANK if ranks.get(code) is None else str(ranks[code])
            for code in beside["strength"]
        ]
        st.table(
            pd.DataFrame({t("county.strength"): shorts, **columns}), hide_index=True, border=True
        )
        st.caption(t("county.comparison_caption", smallest=county.smallest_mean(session.actor())))


def _mean(score: float) -> str:
    return figures.BLANK if pd.isna(score) else f"{score:.1f}"


def trend(points: pd.DataFrame) -> None:
    """Total and strengths over the periods; a gap where nothing is known."""
    t, framework = session.messages(), session.framework()
    st.subheader(t("county.trend"))
    if not points["score"].notna().any():
        st.info(t("county.trend_none"))
        return
    titles = {TOTAL: t("county.total")}
    titles |= {strength.code: t.of(strength.short) for strength in framework.strengths}
    series = points.rename(columns={"score": "value"}).assign(series=points["strength"].map(titles))
    charts.show(
        charts.trend(series, title=t("county.score"), highlight=t("county.total")),
        key="trend",
        described=t("county.trend_alt"),
    )
    st.caption(t("county.trend_caption"))


def extremes(opened: Explanation, *, count: int = 5) -> None:
    """The indicators that lost most points and those that lost least, side by side."""
    t = session.messages()
    if not opened.steps:
        return  # That there is no total, and so nothing to lose of it, has been said.
    weakest, strongest = st.columns(2)
    for column, title, most in (
        (weakest, t("county.weakest"), True),
        (strongest, t("county.strongest"), False),
    ):
        with column:
            st.subheader(title)
            nodes = opened.lost(count, most=most)
            st.table([_extreme(node) for node in nodes], hide_index=True)


def _extreme(node: Node) -> dict[str, str]:
    t, framework = session.messages(), session.framework()
    indicator = framework.indicator_by_code[node.code]
    value = node.measure.value if node.measure is not None else None
    return {
        t("county.indicator"): session.plain(t.of(indicator.title)),
        t("county.value"): figures.of_indicator(framework, indicator, value, t),
        t("county.score"): _points(node.score),
        t("county.lost"): figures.BLANK if node.lost is None else f"{node.lost:.2f}",
    }
