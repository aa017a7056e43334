"""Greedy decoding for an encoder-decoder recogniser, with guards against running on where nothing is said."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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

TRUSTED = 0.4
"""A stretch whose tokens' mean probability is below this one holds no speech in the recogniser's language.

Measured: noise, hum and a band 0.10 to 0.44, Mandarin 0.30, three real recordings 0.88 to 0.95, with white noise as
loud as the speech 0.45 to 0.71. Single words cut out of the sample interviews reach 0.21 to 0.84: some are lost to it.
"""

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
    if mean_probability(probabilities) < TRUSTED:
        return Decoded([], [])
    return Decoded(tokens, probabilities)


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
