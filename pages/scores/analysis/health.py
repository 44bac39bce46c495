"""The parts of the page on method and data health: sentences first, then what they rest on."""

from collections.abc import Iterable
from typing import Literal

import pandas as pd
import streamlit as st

from assessment.framework.values import figures
from assessment.scores.analysis.data_health.method import Method
from assessment.scores.analysis.data_health.statistics import (
    ALL_INDICATORS,
    ALL_STRENGTHS,
    BETWEEN,
    Statistics,
)
from pages.kit import session, tables, url_widgets
from pages.kit.drawings import charts, heat
from pages.scores.analysis import health_summary
from pages.scores.framework_guide import guide

Coefficient = Literal["spearman", "pearson"]


def method(method: Method, steps: Iterable[str]) -> None:
    """The steps and thresholds, and how many indicators each way of scoring takes."""
    t = session.messages()
    guide.scheme(steps)
    st.markdown(
        t(
            "health.method_counts",
            strengths=method.strengths,
            indicators=method.indicators,
            fixed=len(method.fixed),
            relative=len(method.relative),
        )
    )
    treated = t("health.method_no_treatment")
    if method.treated:
        titles = health_summary.titles(method.treated)
        treated = t("health.method_treatment", count=len(method.treated), titles=titles)
    imputed = t("health.method_no_imputation")
    if method.imputed:
        titles = health_summary.titles(method.imputed)
        imputed = t("health.method_imputation", count=len(method.imputed), titles=titles)
    st.markdown(f"{treated} {imputed}")
    session.link("framework", t("health.method_more"))


def explained(means: str, do: str) -> None:
    """What a statistic means, and what to do about it."""
    st.markdown(means)
    st.caption(do)


def level() -> str:
    """`BETWEEN`, or the strength whose indicators to look at; for weights and correlations."""
    t, framework = session.messages(), session.framework()
    titles = {BETWEEN: t("health.between")}
    titles |= {each.code: t.of(each.title) for each in framework.strengths}
    return url_widgets.pick("among", t("health.among"), titles, keep=session.show)


def coefficient() -> Coefficient:
    t = session.messages()
    titles = {
        "spearman": t("health.spearman"),
        "pearson": t("health.pearson"),
    }
    picked = url_widgets.pick("method", t("health.method_of"), titles, keep=session.show)
    return "pearson" if picked == "pearson" else "spearman"


def weights(stats: Statistics, among: str) -> None:
    """Nominal beside effective weights of the strengths, or of one strength's indicators."""
    t, framework = session.messages(), session.framework()
    if among == BETWEEN:
        rows = stats.strengths
        labels = [t.of(framework.strength_by_code[code].title) for code in rows["strength"]]
    else:
        rows = stats.indicators[stats.indicators["strength"] == among]
        labels = [t.of(framework.indicator_by_code[code].title) for code in rows["indicator"]]
    if not rows["effective"].notna().any():
        st.info(t("health.weights_unknown"))
        return
    figure = heat.two_weights(
        rows.assign(label=labels),
        nominal=t("health.nominal"),
        effective=t("health.effective"),
        title=t("health.share_of_total"),
    )
    charts.show(figure, key="weights", described=t("health.weights_described"))


def listed(stats: Statistics) -> pd.DataFrame:
    """The indicators with their words, those of which something is to be said first: `title short
    remark` beside the statistics."""
    t, framework = session.messages(), session.framework()
    rows = stats.indicators
    thin = set(stats.thin)
    remarks = []
    for code, flat, against in rows[["indicator", "flat", "against"]].to_numpy():
        said = [t("health.is_flat")] if flat is True else []
        said += [t("health.is_against")] if against is True else []
        said += [t("health.is_thin")] if code in thin else []
        remarks.append(t("health.gap").join(said))
    worded = rows.assign(
        title=[t.of(framework.indicator_by_code[code].title) for code in rows["indicator"]],
        short=[t.of(framework.strength_by_code[code].short) for code in rows["strength"]],
        remark=remarks,
    )
    return worded.sort_values("remark", key=lambda item: item == "", kind="stable")


def indicator_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "title": tables.text(t("health.indicator"), width="medium", pinned=True),
        "remark": tables.text(t("health.remark"), width="medium"),
        "nominal": tables.percent(t("health.nominal")),
        "effective": tables.percent(t("health.effective")),
        "ratio": tables.number(t("health.ratio"), digits=2),
        "r": tables.number(t("health.with_total"), digits=2),
        "rest": tables.number(t("health.rest"), digits=2),
        "mean": tables.score(t("health.mean")),
        "deviation": tables.score(t("health.deviation")),
        "same": tables.percent(t("health.same")),
        "full": tables.percent(t("health.full")),
        "known": tables.number(t("health.known")),
        "missing_share": tables.percent(t("health.missing_share")),
        "short": t("health.strength"),
    }


def strengths_listed(stats: Statistics) -> pd.DataFrame:
    t, framework = session.messages(), session.framework()
    titles = [t.of(framework.strength_by_code[code].title) for code in stats.strengths["strength"]]
    return stats.strengths.assign(title=titles)


def strength_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "title": tables.text(t("health.strength"), pinned=True),
        "nominal": tables.percent(t("health.nominal")),
        "effective": tables.percent(t("health.effective")),
        "ratio": tables.number(t("health.ratio"), digits=2),
        "r": tables.number(t("health.with_total"), digits=2),
        "n": tables.number(t("health.known")),
    }


def related(pairs: pd.DataFrame, among: str) -> pd.DataFrame:
    """The pairs with their words and places: `one_said other_said row column told`."""
    t, framework = session.messages(), session.framework()
    codes = list(dict.fromkeys(pairs["one"]))
    titles = {
        code: t.of(
            framework.strength_by_code[code].title
            if among == BETWEEN
            else framework.indicator_by_code[code].title
        )
        for code in codes
    }
    place = {code: position for position, code in enumerate(codes)}
    return pairs.assign(
        one_said=pairs["one"].map(titles),
        other_said=pairs["other"].map(titles),
        row=pairs["one"].map(place),
        column=pairs["other"].map(place),
        told=[_pair(titles[one], titles[other], r, n) for one, other, r, n in pairs.to_numpy()],
    )


def _pair(one: str, other: str, r: float, n: int) -> str:
    t = session.messages()
    said = (
        t("health.pair_unknown", n=n) if pd.isna(r) else t("health.pair_known", r=f"{r:.2f}", n=n)
    )
    return f"{t('health.pair', one=one, other=other)}: {said}"


def heat_map(pairs: pd.DataFrame, among: str) -> None:
    """The square, and beside it what its numbers stand for."""
    t, framework = session.messages(), session.framework()
    named = pairs.drop_duplicates("one")[["one", "one_said", "row"]]
    if len(named) < 2:
        st.info(t("health.nothing_to_relate"))
        return
    numbers = [str(place + 1) for place in named["row"]]
    labels = numbers
    if among == BETWEEN:
        short = [t.of(framework.strength_by_code[code].short) for code in named["one"]]
        labels = [f"{name} {number}" for number, name in zip(numbers, short, strict=True)]
    drawing, meaning = st.columns([3, 2])
    with drawing:
        figure = heat.heat_map(pairs, labels)
        charts.show(figure, key="correlation", described=t("health.correlation_described"))
    with meaning:
        st.table(
            pd.DataFrame(
                {
                    t("health.numbered"): numbers,
                    (t("health.strength") if among == BETWEEN else t("health.indicator")): [
                        session.plain(title) for title in named["one_said"]
                    ],
                }
            ),
            hide_index=True,
        )


def related_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "one_said": t("health.one"),
        "other_said": t("health.other"),
        "r": tables.number(t("health.coefficient"), digits=2),
        "n": tables.number(t("health.pairs_n")),
    }


def consistency(stats: Statistics) -> pd.DataFrame:
    """Alphas with their words: `title left_out`."""
    t, framework = session.messages(), session.framework()
    titles = {code: t.of(each.title) for code, each in framework.strength_by_code.items()}
    whole = {
        ALL_INDICATORS: t("health.all_indicators"),
        ALL_STRENGTHS: t("health.all_strengths"),
    }
    rows = stats.consistency
    names = {code: t.of(each.title) for code, each in framework.indicator_by_code.items()}
    names |= titles
    left_out = [
        t("health.list").join(names[code] for code in (*constant, *thin))
        for constant, thin in zip(rows["constant"], rows["thin"], strict=True)
    ]
    return rows.assign(title=[(titles | whole)[what] for what in rows["what"]], left_out=left_out)


def consistency_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "title": tables.text(t("health.strength"), pinned=True),
        "alpha": tables.number(t("health.alpha"), digits=2),
        "items": tables.number(t("health.items")),
        "mean_r": tables.number(t("health.mean_r"), digits=2),
        "units": tables.number(t("health.pairs")),
        "left_out": tables.text(t("health.left_out"), width="large"),
    }


def far_out(far: pd.DataFrame) -> pd.DataFrame:
    """Outliers with their words: `said prefecture_said title value_said median_said pool_said`."""
    t, framework = session.messages(), session.framework()
    indicators = [framework.indicator_by_code[code] for code in far["indicator"]]
    english = t.lang == "en"
    told = far.assign(
        said=far["name_en" if english else "name"],
        prefecture_said=far["prefecture_name_en" if english else "prefecture_name"],
        title=[t.of(indicator.title) for indicator in indicators],
        pool_said=[
            t("health.pool_peer_group", size=size)
            if pool == "peer_group"
            else t("health.pool_all", size=size)
            for pool, size in zip(far["pool"], far["pool_size"], strict=True)
        ],
    )
    for column in ("value", "median"):
        told[f"{column}_said"] = [
            figures.of_indicator(framework, indicator, value, t)
            for indicator, value in zip(indicators, far[column], strict=True)
        ]
    return told


def far_columns() -> dict[str, tables.Column]:
    t = session.messages()
    return {
        "said": tables.unit(t("health.unit"), pinned=True),
        "title": tables.text(t("health.indicator"), width="medium"),
        "value_said": t("health.value"),
        "median_said": t("health.median"),
        "z": tables.number(t("health.z"), digits=1),
        "pool_said": t("health.pool"),
        "prefecture_said": t("health.prefecture"),
    }
