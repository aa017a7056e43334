"""Greedy decoding for an encoder-decoder recogniser, with guards against running on where nothing is said."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from inference.kernels.tokens import SpokenWord, mean_probability

SAMPLE_RATE = 16_000
START = 1
END = 2
SHORTEST = SAMPLE_RATE // 2
"""Shorter sound is filled up with silence on both sides: the recogniser invents words for scraps."""

SCRAP = SAMPLE_RATE // 20
"""No word is shorter than this; the recogniser would invent one."""

TOKENS_PER_SECOND = 7.0
"""Nobody speaks faster: six and a half tokens a second is the limit its makers decode with."""

TRUSTED = 0.55
"""A stretch in which the recogniser believes less than this (`belief`) is dropped as a whole.

It holds no speech, or another language, or English of which hardly half the words would be right. Measured: the sample
interviews and three real recordings at least 0.77, their edges shifted by up to 320 ms; the same in noise, echo and
clipping at least 0.56 where fewer than 40 words in 100 came out wrong; 3.5 s of Mandarin at most 0.49 over more than
500 shifts of its edges; noise, hum and a band at most 0.44. Of pieces of 1.5 to 9 s of ten made voices that speak other
languages, and of English played backwards, one in fifteen is above it: the guard is no detector of languages.
"""

TRUSTED_SHORT = 0.4
SHORT = 7
"""Fewer tokens than this are trusted sooner: single words cut out of the sample interviews reach 0.21 to 0.84."""

STRIDE = 384
"""Samples that one state of Moonshine's encoder stands for; the decoder thins its mask out by as much."""

SILENT = 1e-4
"""Sound that never gets louder than this is silence: the recogniser would invent a word for it."""

INVENTED = frozenset({"you", "thank you for watching", "thanks for watching"})
"""What the recogniser says to hum and music: it learnt from films whose subtitles run on."""

CERTAIN = 0.8
"""Such a text counts only where the mean probability of its words is at least this."""

Step = Callable[[int, int], npt.NDArray[np.float32]]
"""Takes the last token and its position, gives the next token's logits [vocabulary]."""


class Decoded(NamedTuple):
    """Tokens, without start and end, and the probability of each."""

    tokens: list[int]
    probabilities: list[float]


def prepare(samples: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], int]:
    """Bring one stretch of speech [n] to an even loudness and to a length that the recogniser takes.

    Gives the samples [1, m] and how many samples of silence now lead them.
    """
    lead = max(SHORTEST - samples.size + 1, 0) // 2
    padded = np.pad(samples, (lead, max(SHORTEST - samples.size - lead, 0)))
    peak = float(np.abs(padded).max(initial=0.0))
    return (padded * np.float32(0.7 / max(peak, 1e-3)))[None, :].astype(np.float32), lead


def mask(states: int) -> npt.NDArray[np.int64]:
    """Give the decoder's mask for `states` encoder states: ones in the encoder's input resolution, [1, m]."""
    return np.ones((1, states * STRIDE), np.int64)


def greedy(step: Step, samples: int) -> Decoded:
    """Take the likeliest token until the end token; no more than `samples` of speech can hold.

    A phrase that comes again and again at the end is a loop: decoding stops and one of its copies is kept. What the
    recogniser itself hardly believes is dropped as a whole.
    """
    limit = math.ceil(samples / SAMPLE_RATE * TOKENS_PER_SECOND) + 4
    tokens: list[int] = []
    probabilities: list[float] = []
    last = START
    for position in range(limit):
        logits = step(last, position)
        last = int(logits.argmax())
        if last == END:
            break
        tokens.append(last)
        probabilities.append(float(1.0 / np.exp(logits - logits[last]).sum()))
        extra = loop(tokens)
        if extra:
            del tokens[-extra:], probabilities[-extra:]
            break
    if belief(tokens, probabilities) < (TRUSTED_SHORT if len(tokens) < SHORT else TRUSTED):
        return Decoded([], [])
    return Decoded(tokens, probabilities)


def belief(tokens: Sequence[int], probabilities: Sequence[float]) -> float:
    """Give the mean probability of the tokens, without those that follow as they have followed before.

    What is invented often repeats itself, and the recogniser is surer of it each time.
    """
    pairs = [*pairwise([None, *tokens])]
    return mean_probability([chance for place, chance in enumerate(probabilities) if pairs[place] not in pairs[:place]])


def is_invented(words: Sequence[SpokenWord]) -> bool:
    """Say whether `words`, all of a stretch, are what the recogniser is known to say where nobody speaks."""
    text = " ".join(word.text for word in words).lower().strip(" .,!?")
    return text in INVENTED and mean_probability([word.confidence for word in words]) < CERTAIN


def loop(tokens: Sequence[int], longest: int = 12) -> int:
    """Say how many of the last tokens only repeat a phrase said before them; 0 when there is no loop.

    A phrase of up to `longest` tokens loops when it comes four times in a row, a single token when eight times: people
    do say "no, no, no".
    """
    for size in range(1, longest + 1):
        times = 4 if size > 1 else 8
        tail = tokens[-size * times :]
        if len(tail) == size * times and all(tail[i] == tail[i % size] for i in range(len(tail))):
            return size * (times - 1)
    return 0
