"""The pages there are, who may open them, and where each role begins.

To add a page, write `pages/<district>/<capability>/page_<name>.py`, add a line to `PAGES`, and its
title to `nav.page` in `assessment/i18n/codes/nav.yaml`; its words go to
`assessment/i18n/*/<name>.yaml`. The page's services ask permission again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assessment.kernel.actors import Actor
from assessment.kernel.places import ROOT
from assessment.kernel.roles import ROLES, Folder, Verb

BASE = "/".join(("", *filter(None, str(st.get_option("server.baseUrlPath")).split("/"))))
"""The path the application is served under, such as `/assessment`; mostly nothing."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page by the last part of its URL."""

    name: str
    room: str
    """Its folder below `pages`, which holds it as `page_<name>.py`."""

    folder: Folder
    """The part of the menu it is in."""

    verbs: tuple[Verb, ...]
    """Whoever has one of them may open it."""

    several: bool = False
    """Whether it says nothing to somebody who has one unit: averages and counts over units."""

    scored: bool = False
    """Whether it shows scores or what follows from them: it then says what they rest on."""

    is_of_today: bool = False
    """Whether it opens as things are today, whatever period was looked at elsewhere."""

    @property
    def file(self) -> Path:
        return ROOT / "pages" / self.room / f"page_{self.name}.py"


PAGES: Mapping[str, SitePage] = {
    page.name: page
    for page in (
        SitePage("overview", "scores/profiles", "view", ("score.read",), several=True, scored=True),
        SitePage("rankings", "scores/rankings", "view", ("score.read",), scored=True),
        SitePage("county", "scores/profiles", "view", ("score.read",), scored=True),
        SitePage("compare", "scores/explanation", "view", ("score.read",), scored=True),
        SitePage("what_if", "scores/analysis", "view", ("score.read",), scored=True),
        SitePage(
            "problems",
            "rectification/common_problems",
            "view",
            ("problem.read",),
            several=True,
            scored=True,
        ),
        SitePage("coverage", "field/coverage", "view", ("coverage.read",), is_of_today=True),
        SitePage("team", "field/team_results", "view", ("coverage.read",)),
        SitePage("diary", "field/visits", "view", ("coverage.read",)),
        SitePage("robustness", "scores/analysis", "view", ("score.read",), scored=True),
        SitePage("health", "scores/analysis", "view", ("score.read",), scored=True),
        SitePage("framework", "scores/framework_guide", "view", ("framework.read",)),
        SitePage("review", "survey/review", "work", ("survey.review", "survey.review_city")),
        SitePage("survey", "survey/filing", "work", ("survey.file", "survey.read")),
        SitePage("visit", "field/visits", "work", ("field_work.record",)),
        SitePage("rectification", "rectification/findings", "work", ("rectification.read",)),
        SitePage("spot_check", "field/spot_checks", "work", ("field_work.record", "survey.read")),
        SitePage("results", "field/team_results", "work", ("field_work.record", "coverage.read")),
        SitePage(
            "observation", "field/observation", "work", ("observation.record", "coverage.read")
        ),
        SitePage(
            "common", "rectification/common_problems", "work", ("problem.decide",), scored=True
        ),
        SitePage(
            "periods",
            "survey/periods",
            "manage",
            ("period.manage", "survey.review", "survey.review_city"),
        ),
        SitePage(
            "snapshots", "survey/publishing", "manage", ("snapshot.publish", "score.read_live")
        ),
        SitePage("teams", "field/teams", "manage", ("team.manage",)),
        SitePage("assignment", "field/assignment", "manage", ("team.manage",)),
        SitePage("people", "office/people", "manage", ("people.manage",)),
        SitePage("audit", "office/audit_trail", "manage", ("audit.read",)),
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
