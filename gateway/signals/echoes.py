"""Which sentences of an answer only repeat the question: who reads it back has not answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gateway.domain.signals import Sentence
from gateway.language.lexical import content

ECHO_SIMILARITY = 0.75
"""A sentence this similar to the question repeats it.

With all-MiniLM-L6-v2 the sample questions' own sentences lie at 0.70 to 0.94, sentences that answer them below 0.61.
"""

ECHO_SHARE = 0.75
"""A sentence repeats the question where this share of its content words is the question's."""

MIN_CONTENT = 3
"""A sentence with fewer content words may share them all by chance."""


def echoes_by_meaning(vectors: Sequence[Sequence[float]], question: Sequence[float]) -> tuple[int, ...]:
    """Give the indexes of the sentences whose embedding (unit length) is as good as the question's."""
    return tuple(index for index, vector in enumerate(vectors) if float(np.dot(vector, question)) >= ECHO_SIMILARITY)


def echoes_by_words(sentences: Sequence[Sentence], asked: str) -> tuple[int, ...]:
    """Give the indexes of the sentences that hardly have a content word of their own beside the question's."""
    known = set(content(asked))
    found = []
    for index, sentence in enumerate(sentences):
        said = content(sentence.text)
        if len(said) >= MIN_CONTENT and sum(word in known for word in said) >= ECHO_SHARE * len(said):
            found.append(index)
    return tuple(found)
