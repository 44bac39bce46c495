"""The pages there are, who may open them, and where each role begins.

To add a page, write `pages/<folder>/<name>.py`, add a line to `PAGES` and its title to `title`;
its words go to `assessment/i18n/*/<name>.yaml`. The page's services ask permission again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from assessment.kernel.actors import Actor
from assessment.kernel.roles import ROLES, Folder, Verb

BASE = "/".join(("", *filter(None, str(st.get_option("server.baseUrlPath")).split("/"))))
"""The path the application is served under, such as `/assessment`; mostly nothing."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page by the last part of its URL."""

    name: str
    folder: Folder
    verbs: tuple[Verb, ...]
    """Whoever has one of them may open it."""

    several: bool = False
    """Whether it says nothing to somebody who has one unit: averages and counts over units."""


PAGES: Mapping[str, SitePage] = {
    page.name: page
    for page in (
        SitePage("overview", "view", ("score.read",), several=True),
        SitePage("rankings", "view", ("score.read",)),
        SitePage("county", "view", ("score.read",)),
        SitePage("compare", "view", ("score.read",)),
        SitePage("what_if", "view", ("score.read",)),
        SitePage("problems", "view", ("problem.read",), several=True),
        SitePage("coverage", "view", ("coverage.read",)),
        SitePage("team", "view", ("coverage.read",)),
        SitePage("diary", "view", ("coverage.read",)),
        SitePage("robustness", "view", ("score.read",)),
        SitePage("health", "view", ("score.read",)),
        SitePage("framework", "view", ("framework.read",)),
        SitePage("review", "work", ("survey.review", "survey.review_city")),
        SitePage("survey", "work", ("survey.file", "survey.read")),
        SitePage("visit", "work", ("field_work.record",)),
        SitePage("rectification", "work", ("rectification.read",)),
        SitePage("spot_check", "work", ("field_work.record", "survey.read")),
        SitePage("results", "work", ("field_work.record", "coverage.read")),
        SitePage("observation", "work", ("observation.record", "coverage.read")),
        SitePage("common", "work", ("problem.decide",)),
        SitePage("periods", "manage", ("period.manage", "survey.review", "survey.review_city")),
        SitePage("snapshots", "manage", ("snapshot.publish", "score.read_live")),
        SitePage("teams", "manage", ("team.manage",)),
        SitePage("assignment", "manage", ("team.manage",)),
        SitePage("people", "manage", ("people.manage",)),
        SitePage("audit", "manage", ("audit.read",)),
    )
}
"""In the order of the menu within their folder."""

FIRST = "overview"
"""What opens without a name in the URL, for those who may read scores."""

ONE_UNIT = "county"
"""What says of one unit what the others say of several."""


def may_open(actor: Actor, name: str) -> bool:
    has = any(actor.has(verb) for verb in PAGES[name].verbs)
    return has and not (PAGES[name].several and has_one_unit(actor))


def has_one_unit(actor: Actor) -> bool:
    return actor.units is not None and len(actor.units) == 1


def instead(actor: Actor, name: str) -> str | None:
    """Where to take somebody who asks for a page they may not open; None: refuse it in words."""
    if name == FIRST and home(actor) != name:
        return home(actor)
    if PAGES[name].several and has_one_unit(actor) and may_open(actor, ONE_UNIT):
        return ONE_UNIT
    return None


def home(actor: Actor) -> str:
    """The page a person begins at: their role's, or else the first they may open."""
    wanted = ROLES[actor.role].home
    return next((name for name in (wanted, ONE_UNIT, *PAGES) if may_open(actor, name)), FIRST)


def offered(actor: Actor) -> dict[Folder, list[SitePage]]:
    """The pages of the menu by folder, both in its order."""
    pages = {
        folder: [
            page for page in PAGES.values() if page.folder == folder and may_open(actor, page.name)
        ]
        for folder in ROLES[actor.role].menu
    }
    return {folder: found for folder, found in pages.items() if found}
