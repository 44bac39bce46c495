"""What the stages of a finding, the events that lead to them and the lights are called."""

from assessment.i18n import Messages
from assessment.services.rectification.course import Event, Stage
from assessment.services.rectification.days import Light
from assessment.services.rectification.rules import Kind, Way


def stage(code: Stage, t: Messages) -> str:
    return {
        "clue": t("course.stage.clue"),
        "verified": t("course.stage.verified"),
        "assigned": t("course.stage.assigned"),
        "signed": t("course.stage.signed"),
        "under_way": t("course.stage.under_way"),
        "long_term": t("course.stage.long_term"),
        "closing": t("course.stage.closing"),
        "checked": t("course.stage.checked"),
        "closed": t("course.stage.closed"),
        "revisited": t("course.stage.revisited"),
        "consolidated": t("course.stage.consolidated"),
        "disputed": t("course.stage.disputed"),
        "unfounded": t("course.stage.unfounded"),
        "merged": t("course.stage.merged"),
        "voided": t("course.stage.voided"),
    }[code]


def event(code: Event, t: Messages) -> str:
    return {
        "log": t("course.event.log"),
        "withdraw": t("course.event.withdraw"),
        "verify": t("course.event.verify"),
        "dismiss": t("course.event.dismiss"),
        "assign": t("course.event.assign"),
        "sign": t("course.event.sign"),
        "dispute": t("course.event.dispute"),
        "uphold": t("course.event.uphold"),
        "overrule": t("course.event.overrule"),
        "plan": t("course.event.plan"),
        "report": t("course.event.report"),
        "ask_extension": t("course.event.ask_extension"),
        "extend": t("course.event.extend"),
        "refuse_extension": t("course.event.refuse_extension"),
        "go_long_term": t("course.event.go_long_term"),
        "ask_closing": t("course.event.ask_closing"),
        "check": t("course.event.check"),
        "send_back": t("course.event.send_back"),
        "accept": t("course.event.accept"),
        "revisit": t("course.event.revisit"),
        "consolidate": t("course.event.consolidate"),
        "reopen": t("course.event.reopen"),
        "merge": t("course.event.merge"),
        "void": t("course.event.void"),
    }[code]


def kind(code: Kind, t: Messages) -> str:
    return {
        "at_once": t("course.kind.at_once"),
        "by_date": t("course.kind.by_date"),
        "long_term": t("course.kind.long_term"),
    }[code]


def way(code: Way, t: Messages) -> str:
    return {"indicator": t("course.way.indicator"), "site": t("course.way.site")}[code]


def light(code: Light, t: Messages) -> str:
    """A sign and a word: colour alone tells too few."""
    return {
        "red": t("course.light.red"),
        "yellow": t("course.light.yellow"),
        "blue": t("course.light.blue"),
        "none": t("course.light.none"),
    }[code]


def source(code: str, t: Messages) -> str:
    return {
        "team": t("course.source.team"),
        "review": t("course.source.review"),
        "rule": t("course.source.rule"),
        "sweep": t("course.source.sweep"),
        "self": t("course.source.self"),
    }.get(code, code)
