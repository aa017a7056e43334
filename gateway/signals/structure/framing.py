"""Point and conclusion: whether the answer says at its beginning what it is about, and draws it together at its end.

After B. Minto, The Pyramid Principle (1987): the answer first, what supports it after.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gateway.domain.signals import Cue
from gateway.signals.structure.lines import Line, centre, nearness
from gateway.signals.structure.markers import CONCLUSION, POINT
from gateway.signals.structure.story import RESULT

OPENING = 2
"""The point is stated early when it stands in one of the first two sentences."""

CLOSING = 2
"""A conclusion stands in one of the last two sentences of an answer of at least three."""

MIN_SENTENCES = 3

MIN_AMOUNT = 10
"""A point says at least two English words or four Chinese characters of its own."""

MIN_TO_COMPARE = 4
"""With fewer sentences, the nearest to all others is chance."""

NEAR = 0.2
"""A conclusion is about the answer when it shares a word with what came before, or is this near to it in meaning."""

Framed = tuple[float, tuple[Cue, ...]]
"""The share of the points, 0..1, and the words that show it."""


def _whole(line: Line) -> Cue:
    sentence = line.sentence
    return Cue(
        sentence=line.index,
        start=sentence.start,
        end=sentence.end,
        start_ms=sentence.start_ms,
        end_ms=sentence.end_ms,
    )


def point(lines: Sequence[Line]) -> Framed:
    """Find where the point is stated.

    Announced in one of the first two sentences it earns all points, later in the first third half of them. Without a
    word that announces it, one of the first two sentences earns half when it is the nearest in meaning to all others:
    it says what the answer as a whole says (centrality, as in LexRank, G. Erkan and D. Radev 2004).
    """
    third = max(OPENING, math.ceil(len(lines) / 3))
    for at, line in enumerate(lines[:third]):
        match = POINT.search(line.text)
        if match and not line.strung and line.amount >= MIN_AMOUNT:
            return (1.0 if at < OPENING else 0.5), (line.cue(match),)
    central = _central(lines)
    return (0.5, (_whole(lines[central]),)) if central is not None and central < OPENING else (0.0, ())


def _central(lines: Sequence[Line]) -> int | None:
    """Give the position of the line that is nearest in meaning to all others."""
    known = [line.vector for line in lines if line.vector is not None]
    if len(known) < max(MIN_TO_COMPARE, len(lines)):
        return None
    near = np.stack(known) @ np.stack(known).T
    return int(np.argmax(near.sum(axis=1)))


def conclusion(lines: Sequence[Line]) -> Framed:
    """Find where the answer is drawn together.

    A word that concludes earns all points when the sentence is about what the answer said, half when it is not. A
    result told at the end, without such a word, earns half.
    """
    if len(lines) < MIN_SENTENCES:
        return 0.0, ()
    closing = lines[-CLOSING:]
    for line in reversed(closing):
        match = CONCLUSION.search(line.text)
        if match and not line.strung:
            return (1.0 if _about(line, lines) else 0.5), (line.cue(match),)
    results = ((line, RESULT.search(line.text)) for line in reversed(closing) if not line.strung)
    return next(((0.5, (line.cue(match),)) for line, match in results if match), (0.0, ()))


def _about(line: Line, lines: Sequence[Line]) -> bool:
    before = [one for one in lines if one.index < line.index]
    near = nearness(line.vector, centre(before))
    shared = {word for one in before for word in one.said} & set(line.said)
    return bool(shared) or (near is not None and near >= NEAR)
