"""What a filing changes: only that becomes new entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.errors import Place, Problem
from assessment.framework.model import Framework
from assessment.framework.values.field_values import number_text
from assessment.kernel.answers import NO_ANSWER, Answer
from assessment.survey.filing.answers_table import AnswerEntry


@dataclass(frozen=True, slots=True)
class Changes:
    """The entries to record, and how many answers they are of each kind."""

    entries: tuple[AnswerEntry, ...] = ()
    added: int = 0
    """Given where nothing was said before, or where it was said to be missing."""

    changed: int = 0
    unchanged: int = 0
    cleared: int = 0
    """Left empty where there was an answer before; recorded as missing."""


def between(
    before: Mapping[str, Answer], filed: Mapping[str, Answer], *, texts: bool = True
) -> Changes:
    """What `filed` changes. Without `texts` only states and values count, as in a CSV.

    A question left empty that never had an answer is no entry at all.
    """
    counts = {"added": 0, "changed": 0, "unchanged": 0, "cleared": 0}
    entries: list[AnswerEntry] = []
    for field, answer in filed.items():
        old = before.get(field, NO_ANSWER)
        same = old == answer if texts else _said(old) == _said(answer)
        if same:
            counts["unchanged"] += answer.state != "missing"
            continue
        if answer.state == "missing" and old.state != "missing":
            counts["cleared"] += 1
        else:
            counts["added" if old.state == "missing" else "changed"] += 1
        entries.append(AnswerEntry(field, answer.state, answer.value, answer.evidence, answer.note))
    return Changes(tuple(entries), **counts)


def large(
    framework: Framework,
    previous: Mapping[str, Answer],
    filed: Mapping[str, Answer],
    places: Mapping[str, Place],
) -> tuple[Problem, ...]:
    """Amounts far from last period's, without a remark: worth a question, not a refusal."""
    return tuple(
        Problem("workbook.large_change", places[field], facts)
        for field, facts in jumps(framework, previous, filed)
        if not filed[field].note
    )


def jumps(
    framework: Framework, previous: Mapping[str, Answer], filed: Mapping[str, Answer]
) -> Iterator[tuple[str, dict[str, object]]]:
    """Field and facts of each amount far from last period's, explained or not."""
    for question in framework.fields:
        before = previous.get(question.code, NO_ANSWER).value
        now = filed.get(question.code, NO_ANSWER).value
        if before is not None and now is not None and question.jumps(before, now):
            yield (
                question.code,
                {
                    "field": question.code,
                    "title": question.title,
                    "before": number_text(before),
                    "found": number_text(now),
                },
            )


def _said(answer: Answer) -> tuple[str, float | None]:
    return answer.state, answer.value
