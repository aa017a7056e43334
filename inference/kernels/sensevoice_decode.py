"""From SenseVoice's labels to words in time: greedy CTC, tags dropped, pieces of its vocabulary put together.

Source: A. Graves et al., "Connectionist Temporal Classification", 2006; FunASR, `funasr/models/sense_voice/model.py`:
blank 0, four query frames before the speech that carry language, emotion, sound event and text form, output frame i
after them standing for stacked frame i of 60 ms, whose first sound begins 30 ms before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from inference.kernels import script
from inference.kernels.tokens import SPACE, mean_probability

BLANK = 0
FRAME_MS = 60
LEAD_MS = 30
LONGEST_MS = 360
"""A label stands at a word's beginning and says nothing of its end: the next label ends it, or this much time."""

TRUSTED = 0.3
"""A stretch whose labels' mean probability is below this one holds no speech in the recogniser's languages."""

NO_SPEECH = "<|nospeech|>"
QUERIES = ("language", "emotion", "event", "form")
"""What the first four frames say. Emotion and event are given only to who asks for them."""

_TAG = re.compile(r"<.*>")


class Token(NamedTuple):
    """A piece of the vocabulary, with its frames (the last one not included) and its probability."""

    piece: str
    first: int
    last: int
    probability: float


class SpokenWord(NamedTuple):
    """A word with its punctuation, its times in milliseconds and the confidence in it, 0..1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


class Labels(NamedTuple):
    """The likeliest label of every frame, and its probability; both [frames], the four query frames first."""

    labels: npt.NDArray[np.int32]
    probability: npt.NDArray[np.float32]


def read_pieces(path: Path) -> list[str]:
    """Read the vocabulary that `inference.sensevoice_export` wrote: the pieces in the order of their labels."""
    return [str(piece) for piece in json.loads(path.read_text(encoding="utf-8"))]


def tags(found: Labels, pieces: Sequence[str], asked: Sequence[str]) -> list[str]:
    """Give what the query frames say of what is `asked` (of `QUERIES`), such as `event=BGM`; nothing else is told."""
    named = dict(zip(QUERIES, (pieces[label] for label in found.labels[: len(QUERIES)]), strict=False))
    return [f"{name}={named[name].strip('<|>')}" for name in asked if name in named]


def words(found: Labels, pieces: Sequence[str], duration_ms: int) -> list[SpokenWord]:
    """Give the words of `duration_ms` of sound; none where the model hears no speech or hardly believes itself."""
    if NO_SPEECH in (pieces[label] for label in found.labels[: len(QUERIES)]):
        return []
    speech = Labels(found.labels[len(QUERIES) :], found.probability[len(QUERIES) :])
    tokens = list(_collapse(speech, pieces))
    if not tokens or mean_probability([token.probability for token in tokens]) < TRUSTED:
        return []
    return list(_spell(tokens, duration_ms))


def _collapse(found: Labels, pieces: Sequence[str]) -> Iterator[Token]:
    """Join equal labels that follow each other, drop blanks and tags; a token is as sure as its surest frame."""
    edges = np.flatnonzero(np.diff(found.labels, prepend=-1, append=-1))
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        label = int(found.labels[first])
        if label != BLANK and not _TAG.fullmatch(pieces[label]):
            yield Token(pieces[label], first, last, float(found.probability[first:last].max()))


def _spell(tokens: Sequence[Token], duration_ms: int) -> Iterator[SpokenWord]:
    """Put the pieces into a line and cut it into words; each word has the times and probabilities of its pieces."""
    spelt = [_spelling(token.piece) for token in tokens]
    owner = [index for index, text in enumerate(spelt) for _ in text]
    line = "".join(spelt)
    times = _times(tokens, spelt, duration_ms)
    for start, end in script.split(line):
        spoken = [at for at in range(start, end) if line[at].isalnum()]
        if spoken:
            sure = mean_probability([tokens[index].probability for index in sorted({owner[at] for at in spoken})])
            yield SpokenWord(line[start:end], times[spoken[0]][0], times[spoken[-1]][1], sure)


def _spelling(piece: str) -> str:
    """Write a piece with plain spaces; punctuation follows the word before it without one."""
    text = piece.replace(SPACE, " ")
    return text if any(sign.isalnum() for sign in text) or text.isspace() else text.lstrip()


def _times(tokens: Sequence[Token], spelt: Sequence[str], duration_ms: int) -> list[tuple[int, int]]:
    """Give start and end of each sign of the line: the signs of a piece share its time evenly."""
    times: list[tuple[int, int]] = []
    starts = [min(max(token.first * FRAME_MS - LEAD_MS, 0), duration_ms) for token in tokens]
    for index, (token, text) in enumerate(zip(tokens, spelt, strict=True)):
        start = starts[index]
        latest = max(start + LONGEST_MS, token.last * FRAME_MS - LEAD_MS)
        end = min(latest, starts[index + 1] if index + 1 < len(starts) else duration_ms, duration_ms)
        signs = max(sum(sign.isalnum() for sign in text), 1)
        done = 0
        for sign in text:
            after = done + sign.isalnum()
            times.append((start + (end - start) * done // signs, start + (end - start) * after // signs))
            done = after
    return times
