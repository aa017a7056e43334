"""What the text signals of an answer cite, to be checked like the evidence of scores."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer


def text_citations(answer: MeasuredAnswer) -> Iterator[tuple[str, Evidence]]:
    """Give the sentences of the summary, and every detail with the times of its sentence, each with its place."""
    if answer.content is None:
        return
    yield from (("summary", one) for one in answer.content.summary)
    for detail in answer.content.specificity.details:
        known = 0 <= detail.sentence < len(answer.sentences)
        sentence = answer.sentences[detail.sentence] if known else None
        yield (
            f"detail {detail.kind}",
            Evidence(
                answer_id=answer.answer_id,
                question_id=answer.question_id,
                start=detail.start,
                end=detail.end,
                quote=detail.quote,
                start_ms=sentence.start_ms if sentence else None,
                end_ms=sentence.end_ms if sentence else None,
            ),
        )
