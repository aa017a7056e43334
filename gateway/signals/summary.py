"""An answer in one to three of its own sentences, taken as they were said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gateway.domain.scoring import Evidence
from gateway.domain.signals import Sentence
from gateway.domain.text_signals import Detail
from gateway.domain.words import FIFTHS, length, words
from gateway.language.lexical import vectors as lexical_vectors

Series: TypeAlias = npt.NDArray[np.float64]

MIN_WORDS = 5
"""Shorter sentences (9 Chinese characters) say too little to stand for an answer."""

SENTENCES = ((3, 1), (8, 2))
"""An answer of up to so many sentences is summed up in so many; a longer one in `MOST`."""

MOST = 3

DETAILS_WEIGHT = 0.3
"""How much the details in a sentence count beside its centrality."""

ENOUGH_DETAILS = 3
"""More details than this make a sentence no better."""

REPETITION = 0.5
"""How much the likeness to a sentence that has been chosen counts against another."""

SAME = 0.85
"""A sentence this like one that has been chosen says the same, and is not taken."""


def choose(
    sentences: Sequence[Sentence],
    vectors: Sequence[Sequence[float]],
    details: Sequence[Detail] = (),
    echoes: Sequence[int] = (),
) -> tuple[int, ...]:
    """Give the indexes of the sentences that sum the answer up, in order; nothing where none has enough words.

    A sentence stands for others as far as it is like them (degree centrality: G. Erkan and D. Radev, "LexRank", JAIR
    22, 2004), by the embeddings `vectors` of unit length, or without these by the words they share; details in it
    count too. They are taken one by one, less what repeats the ones before (maximal marginal relevance: J. Carbonell
    and J. Goldstein, SIGIR 1998). Of equals the earlier one is taken.
    """
    usable = [at for at, one in enumerate(sentences) if at not in echoes and _says_enough(one)]
    if not usable:
        return ()
    rows = [vectors[at] for at in usable] if vectors else lexical_vectors([sentences[at].text for at in usable])
    units: Series = np.asarray(rows, dtype=np.float64)
    alike = units @ units.T
    worth = _worth(alike, Counter(one.sentence for one in details), usable)
    wanted = next((count for up_to, count in SENTENCES if len(usable) <= up_to), MOST)
    chosen: list[int] = []
    nearest = np.zeros(len(usable))
    while len(chosen) < wanted and (nearest < SAME).any():
        left = np.where(nearest < SAME, worth - REPETITION * nearest, -np.inf)
        chosen.append(int(np.argmax(np.round(left, 6))))
        nearest = np.maximum(nearest, alike[chosen[-1]])
        nearest[chosen] = 1.0
    return tuple(sorted(usable[at] for at in chosen))


def _says_enough(sentence: Sentence) -> bool:
    return sum(map(length, words(sentence.text))) >= MIN_WORDS * FIFTHS


def _worth(alike: Series, counts: Counter[int], usable: Sequence[int]) -> Series:
    others = max(len(usable) - 1, 1)
    central: Series = np.clip((alike.sum(axis=1) - np.diag(alike)) / others, 0.0, None)
    highest = float(central.max())
    relative = central / highest if highest > 0.0 else central
    details = np.array([min(counts[at], ENOUGH_DETAILS) / ENOUGH_DETAILS for at in usable])
    worth: Series = relative * (1.0 - DETAILS_WEIGHT) + details * DETAILS_WEIGHT
    return worth


def summarise(
    answer_id: str, question_id: str, sentences: Sequence[Sentence], chosen: Sequence[int]
) -> tuple[Evidence, ...]:
    """Give the chosen sentences as citations."""
    return tuple(
        Evidence(
            answer_id=answer_id,
            question_id=question_id,
            start=one.start,
            end=one.end,
            quote=one.text,
            start_ms=one.start_ms,
            end_ms=one.end_ms,
        )
        for one in (sentences[at] for at in chosen)
    )
