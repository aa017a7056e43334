"""The sentences of an answer as its structure is read from them: what they say beside the words that mark structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from gateway.domain.signals import Cue, Sentence
from gateway.domain.words import FIFTHS, length, words
from gateway.language.lexical import content
from gateway.signals.structure.markers import CONCLUSION, CONNECTIVES, ORDINALS, POINT

PER_MARKER = FIFTHS + 1
"""A sentence with several markers must say more than a word for each, else it is a string of markers."""

Vector = npt.NDArray[np.float64]

_MARKERS = (POINT, CONCLUSION, *CONNECTIVES.values())


class Line(Struct, frozen=True, kw_only=True):
    """A sentence that may show structure. `index` is its place in the answer, `said` the words that mean something.

    `amount` is how much these say, in fifths of an English word, and `strung` tells that it is a string of markers.
    """

    index: int
    sentence: Sentence
    said: tuple[str, ...]
    amount: int
    strung: bool
    vector: Vector | None

    @property
    def text(self) -> str:
        """The sentence's text."""
        return self.sentence.text

    def cue(self, match: re.Match[str], role: str = "", group: str | int = 0) -> Cue:
        """Cite the words that `match` found in this sentence, in the place of a `role`."""
        return Cue(
            sentence=self.index,
            start=self.sentence.start + match.start(group),
            end=self.sentence.start + match.end(group),
            start_ms=self.sentence.start_ms,
            end_ms=self.sentence.end_ms,
            role=role,
        )


def meaning(text: str) -> tuple[str, ...]:
    """Give the words of a text that neither mark structure nor only hold the sentence together, without inflection."""
    for pattern in (*_MARKERS, *(one for _, one in ORDINALS)):
        text = pattern.sub(" ", text)
    return content(text)


def amount(said: Sequence[str]) -> int:
    """Give how much words say, in fifths of an English word."""
    return sum(map(length, said))


def read(
    sentences: Sequence[Sentence], vectors: Sequence[Sequence[float]], left_out: AbstractSet[int]
) -> tuple[Line, ...]:
    """Give the lines of an answer: without the sentences `left_out`, without questions, a repeated sentence once."""
    known: set[tuple[str, ...]] = set()
    found = []
    for index, sentence in enumerate(sentences):
        spoken = words(sentence.text)
        asks = sentence.text.rstrip("\"'”’」） ").endswith(("?", "？"))
        if index in left_out or asks or spoken in known:
            continue
        known.add(spoken)
        said = meaning(sentence.text)
        marked = sum(
            pattern.search(sentence.text) is not None for pattern in (*_MARKERS, *(one for _, one in ORDINALS))
        )
        much = amount(said)
        found.append(
            Line(
                index=index,
                sentence=sentence,
                said=said,
                amount=much,
                strung=much == 0 or (marked > 1 and much < PER_MARKER * marked),
                vector=np.asarray(vectors[index], dtype=np.float64) if vectors else None,
            )
        )
    return tuple(found)


def overlap(left: AbstractSet[str], right: AbstractSet[str]) -> float:
    """Give how much of the smaller set of words is in the other, 0..1 (Szymkiewicz–Simpson)."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def centre(lines: Sequence[Line]) -> Vector | None:
    """Give the mean vector of lines, of unit length; `None` where there is none."""
    known = [line.vector for line in lines if line.vector is not None]
    if not known:
        return None
    mean: Vector = np.mean(known, axis=0)
    size = float(np.linalg.norm(mean))
    return mean / size if size else None


def nearness(left: Vector | None, right: Vector | None) -> float | None:
    """Give the cosine similarity of two unit vectors; `None` where one is missing."""
    return None if left is None or right is None else float(np.dot(left, right))
