"""The hints of a whole interview, in the order of the questions."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.integrity import Hint
from gateway.domain.interview import Answer, Job
from gateway.domain.signals import MeasuredAnswer
from gateway.scoring.engine import question_text
from gateway.signals.writing import writing_hints


def integrity_hints(
    language: str, job: Job, answers: Sequence[Answer], measured: Sequence[MeasuredAnswer]
) -> tuple[Hint, ...]:
    """Give what is worth asking about: of sound and picture as it was measured, of texts as they compare."""
    order = {one.id: at for at, one in enumerate(job.questions)}
    ordered = sorted(measured, key=lambda one: order.get(one.question_id, len(order)))
    written = writing_hints(
        ordered,
        {one.id: question_text(one, language) for one in job.questions},
        [
            text
            for one in job.competency_model.dimensions
            for indicator in one.indicators
            for text in indicator.exemplars
        ],
        {one.id: one.writing for one in answers if one.writing is not None},
    )
    found = [*(hint for one in ordered for hint in one.hints), *written]
    return tuple(sorted(found, key=lambda one: order.get(one.question_id, len(order))))
