"""How near an answer is to its question: by meaning where a model tells it, else by the words that both share."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from gateway.domain.signals import Sentence
from gateway.domain.text_signals import Relevance, RelevanceMethod
from gateway.language.lexical import content, coverage

MIN_ASKED = 2
"""A question with fewer content words cannot be compared by words."""


def by_meaning(
    vectors: Sequence[Sequence[float]], question: Sequence[float] | None, echoes: Collection[int] = ()
) -> float | None:
    """Cosine similarity of the question with the mean of the answer's sentences, those that repeat it left out."""
    own = [vector for index, vector in enumerate(vectors) if index not in echoes]
    if question is None or not own:
        return None
    mean = np.mean(own, axis=0)
    length = float(np.linalg.norm(mean))
    return round(float(np.dot(mean, question)) / length, 3) if length else None


def measure_relevance(
    meaning: float | None, sentences: Sequence[Sentence], asked: str, echoes: Collection[int] = ()
) -> Relevance | None:
    """Give `meaning`, the value of `by_meaning`, or where that is `None` the share of the question's content words.

    Words are compared without inflection. Who answers well in other words than the question's gets a low share, which
    is why the method is named. `None` where there is no question, or it has too few content words.
    """
    if meaning is not None:
        return Relevance(max(meaning, 0.0), RelevanceMethod.EMBEDDING)
    own = [one.text for at, one in enumerate(sentences) if at not in echoes]
    shared = coverage(asked, own) if own and len(set(content(asked))) >= MIN_ASKED else None
    return None if shared is None else Relevance(round(shared, 3), RelevanceMethod.LEXICAL)
