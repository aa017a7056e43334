"""Whether the hints of a report lead to where they say."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.integrity import Hint
from gateway.domain.report import Report
from gateway.domain.signals import MeasuredAnswer


def integrity_problems(report: Report) -> Iterator[str]:
    """Give what is wrong with the hints: a passage that is not in the answer, a stretch that is no time of it."""
    answers = {one.measured.answer_id: one.measured for one in report.answers}
    for hint in report.integrity:
        answer = answers.get(hint.answer_id)
        if answer is None or not _resolves(hint, answer):
            yield f"hint {hint.kind.value} of {hint.question_id} does not resolve"


def _resolves(hint: Hint, answer: MeasuredAnswer) -> bool:
    times = all(0 <= one.start_ms < one.end_ms for one in hint.stretches)
    return times and all(answer.text[one.start : one.end] == one.quote != "" for one in hint.passages)
