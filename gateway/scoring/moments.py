"""Moments: what face and voice did while a key concept was spoken. They are observations and never move a score."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.report import KeyMoment
from gateway.domain.scoring import Evidence, InterviewScore
from gateway.domain.signals import MeasuredAnswer, Movement

SIGNS = " ,.;:!?，。；：！？、"
"""What may stand at the end of a quotation and says nothing."""


def find_moments(score: InterviewScore, answer: MeasuredAnswer) -> tuple[KeyMoment, ...]:
    """Give the movements of an answer during which a keyword that counted, or a sentence that is cited, was spoken.

    A keyword is told rather than the sentence around it, and each once a movement. The movements are relative to what
    is usual for the person in this answer (`gateway.signals.movements`).
    """
    keywords = [one for dimension in score.dimensions for one in dimension.keywords_found]
    cited = [
        (f"{dimension.dimension_id}/{indicator.indicator_id}", one)
        for dimension in score.dimensions
        for indicator in dimension.indicators
        for one in indicator.evidence
    ]
    found: list[KeyMoment] = []
    for movement in answer.movements:
        at_keywords = list(_at([("", one) for one in keywords], movement, answer))
        found += at_keywords or list(_at(cited, movement, answer))[:1]
    return tuple(sorted(found, key=lambda one: (one.evidence.start_ms or 0, one.evidence.start)))


def _at(concepts: list[tuple[str, Evidence]], movement: Movement, answer: MeasuredAnswer) -> Iterator[KeyMoment]:
    """Give the concepts of which some was spoken during a movement; of a sentence only what was."""
    known = set()
    for indicator, concept in concepts:
        start, end = max(concept.start, movement.start), min(concept.end, movement.end)
        if concept.answer_id != answer.answer_id or start >= end:
            continue
        if not indicator:
            start, end = _whole(answer.text, concept.start), concept.end
        end = start + len(answer.text[start:end].rstrip(SIGNS))
        if start < end and (start, end) not in known:
            known.add((start, end))
            yield KeyMoment(
                kind=movement.kind,
                evidence=Evidence(
                    answer_id=answer.answer_id,
                    question_id=answer.question_id,
                    start=start,
                    end=end,
                    quote=answer.text[start:end],
                    start_ms=movement.start_ms,
                    end_ms=movement.end_ms,
                ),
                value=movement.value,
                usual=movement.usual,
                indicator=indicator,
            )


def _whole(text: str, start: int) -> int:
    """Give where the figure before a sign begins: "80%", where the keyword is "%"."""
    while start > 0 and not text[start].isalnum() and text[start - 1].isdecimal():
        start -= 1
    while start > 0 and text[start].isdecimal() and text[start - 1].isdecimal():
        start -= 1
    return start
