"""What changed between two frameworks, in the words people have for it."""

from collections.abc import Iterable

import pandas as pd

from assessment.framework.difference import Change, Collection
from assessment.framework.model import Text
from assessment.framework.values import figures
from assessment.i18n import Messages


def in_words(changes: Iterable[Change], t: Messages) -> pd.DataFrame:
    """Grain change: `what entry aspect before after path words`, all but the last as text.

    `what` happened to which `entry`, in which `aspect` of it; a dash where there is nothing.
    """
    rows = [
        (
            _happened(change, t),
            _entry(change, t),
            _aspect(change, t),
            said(change.before, t),
            said(change.after, t),
            change.path,
            change.words,
        )
        for change in changes
    ]
    columns = ["what", "entry", "aspect", "before", "after", "path", "words"]
    return pd.DataFrame(rows, columns=columns)


def said(value: object, t: Messages) -> str:
    """A plain value on one line, as the file would have it; words in the reader's language.

    >>> said({"always": 1.0, "2025": 2.5}, Messages("en")), said(None, Messages("en"))
    ('{always: 1, 2025: 2.5}', '—')
    """
    match value:
        case None:
            return figures.BLANK
        case Text():
            return t.of(value)
        case dict():
            return "{" + ", ".join(f"{key}: {said(part, t)}" for key, part in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(said(part, t) for part in value) + "]"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _entry(change: Change, t: Messages) -> str:
    collections: dict[Collection, str] = {
        "framework": t("difference.framework"),
        "strengths": t("difference.aspect.strength"),
        "groups": t("difference.group"),
        "indicators": t("difference.indicator"),
        "bonus": t("difference.aspect.bonus"),
        "veto": t("difference.aspect.veto"),
        "grades": t("difference.grade"),
        "problems": t("difference.problem"),
        "fields": t("difference.field"),
        "peer_groups": t("difference.peer_group"),
        "kinds": t("difference.unit_kind"),
    }
    what = collections[change.collection]
    if not change.code or change.title is None:
        return what
    return t("difference.entry", what=what, title=change.title)


def _happened(change: Change, t: Messages) -> str:
    return {
        "added": t("difference.added"),
        "removed": t("difference.removed"),
        "ended": t("difference.ended"),
        "moved": t("difference.moved"),
        "changed": t("difference.changed"),
        "reordered": t("difference.reordered"),
    }[change.kind]


def _aspect(change: Change, t: Messages) -> str:
    """What of the entry, such as its weight; with the steps below, as the file names them."""
    if not change.attribute:
        return figures.BLANK
    below = change.path.rpartition(f"{change.attribute}.")[2]
    title = t.codes("difference.aspect")[change.attribute]
    if change.path.endswith(change.attribute):
        return title
    return t("difference.below", aspect=title, step=below)
