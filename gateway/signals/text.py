"""What the words of an answer show, put together."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.text_signals import TextSignals
from gateway.signals.perceived import PerceivedAnswer
from gateway.signals.relevance import measure_relevance
from gateway.signals.specificity import measure_specificity
from gateway.signals.summary import choose, summarise


def measure_text(
    perceived: PerceivedAnswer, asked: str, meaning: float | None, echoes: Sequence[int]
) -> TextSignals | None:
    """Measure the words of an answer; `None` where there are none.

    `asked` is the question as it was put, `meaning` how near the answer's meaning is to it, where a model told that.
    """
    said = perceived.sentences
    if not said:
        return None
    specific = measure_specificity(said, echoes)
    chosen = choose(said, perceived.vectors, specific.details, echoes)
    return TextSignals(
        specificity=specific,
        relevance=measure_relevance(meaning, said, asked, echoes),
        summary=summarise(perceived.answer_id, perceived.question_id, said, chosen),
    )
