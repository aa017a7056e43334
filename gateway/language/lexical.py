"""How much texts share in words: an honest measure where no embedding model serves the language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gateway.language.functionwords import is_function_word
from gateway.language.inflection import base
from gateway.language.segmenting import parts, tokens

Matrix: TypeAlias = npt.NDArray[np.float64]


def content(text: str) -> tuple[str, ...]:
    """Give the words that carry meaning, in order, without inflection; Chinese compounds by their parts."""
    words = (word for token in tokens(text) for word in parts(token.text))
    return tuple(base(word) for word in words if not is_function_word(word))


def vectors(texts: Sequence[str]) -> Matrix:
    """Give a tf-idf vector of unit length for each text (rows); a text without content words has zeros.

    tf is 1 + ln n for a word that comes n times in a text, idf is ln((1 + N) / (1 + n)) + 1 for one that stands in n of
    the N texts (G. Salton and C. Buckley, "Term-weighting approaches in automatic text retrieval", 1988, smoothed). The
    words are those of these texts only, so vectors of two calls cannot be compared.
    """
    counts = [Counter(content(text)) for text in texts]
    column = {word: at for at, word in enumerate(dict.fromkeys(word for count in counts for word in count))}
    found = np.zeros((len(texts), len(column)))
    for row, count in enumerate(counts):
        for word, times in count.items():
            found[row, column[word]] = 1.0 + np.log(times)
    idf = np.log((1.0 + len(texts)) / (1.0 + np.count_nonzero(found, axis=0))) + 1.0
    weighted: Matrix = found * idf
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    units: Matrix = np.divide(weighted, lengths, out=np.zeros_like(weighted), where=lengths > 0.0)
    return units


def coverage(wanted: str, given: Sequence[str]) -> float | None:
    """Give the share, 0..1, of the different content words of `wanted` that come in any of `given`.

    `None` where `wanted` has no content words.
    """
    asked = set(content(wanted))
    said = {word for text in given for word in content(text)}
    return len(asked & said) / len(asked) if asked else None
