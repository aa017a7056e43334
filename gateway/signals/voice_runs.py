"""When the voice was higher, slower or faster than it usually is in an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gateway.domain.signals import MovementKind, Sentence
from gateway.domain.words import FIFTHS, length, words
from gateway.signals.baseline import Series, runs, usual
from gateway.signals.expressions import Run
from inference.types import PitchTrack

WINDOW_MS = 1000
HOP_MS = 250
"""Pitch is the median of a second, four times a second: it evens out accents and, in Chinese, tones."""

VOICED_MS = 400
"""A second with less voiced sound has no pitch."""

MIN_WINDOWS = 20
"""Fewer seconds do not tell what is usual for a voice."""

LEAST_SEMITONES = 2.0
"""Accents that differ by 3 semitones are heard to (J. 't Hart 1981); medians of a second move by less than accents."""

MIN_SENTENCES = 5
MIN_FIFTHS = 6 * FIFTHS
MIN_MS = 1500
"""The pace is compared among sentences of at least six words and a second and a half, five at least."""

LEAST_SHARE = 0.2
"""A sentence at least a fifth slower or faster than usual is heard to be so (Quené 2007: 5% is just noticeable)."""


def pitch_runs(pitch: PitchTrack) -> Iterator[Run]:
    """Give when the voice was higher than usual, in semitones against this voice's median: 12 log2(f / median)."""
    times, heights = _heights(pitch)
    if len(heights) < MIN_WINDOWS:
        return
    normal = usual(heights)
    for first, last in runs(times, heights >= normal.above(LEAST_SEMITONES), 0):
        yield Run(
            kind=MovementKind.PITCH_ROSE,
            start_ms=int(times[first]),
            end_ms=int(times[last]) + WINDOW_MS,
            value=round(float(heights[first : last + 1].max()), 1),
            usual=round(normal.middle, 1),
        )


def _heights(pitch: PitchTrack) -> tuple[Series, Series]:
    """Give begin and height in semitones of every second that has a pitch."""
    hertz = np.asarray(pitch.hertz, dtype=np.float64)
    size, hop = round(WINDOW_MS / pitch.step_ms), round(HOP_MS / pitch.step_ms)
    if len(hertz) < size or not (hertz > 0.0).any():
        return np.array([]), np.array([])
    middle = float(np.median(hertz[hertz > 0.0]))
    times, heights = [], []
    for at in range(0, len(hertz) - size + 1, hop):
        voiced = hertz[at : at + size]
        voiced = voiced[voiced > 0.0]
        if len(voiced) * pitch.step_ms >= VOICED_MS:
            times.append(at * pitch.step_ms)
            heights.append(12.0 * float(np.log2(np.median(voiced) / middle)))
    return np.array(times), np.array(heights)


def pace_runs(sentences: Sequence[Sentence]) -> Iterator[Run]:
    """Give the sentences that were said slower or faster than usual; values are English words a second.

    A Chinese character counts as three fifths of a word.
    """
    timed = [
        (one, pace)
        for one in sentences
        if one.start_ms is not None and one.end_ms is not None and (pace := _pace(one)) is not None
    ]
    if len(timed) < MIN_SENTENCES:
        return
    normal = usual(np.array([pace for _, pace in timed]))
    least = LEAST_SHARE * normal.middle
    for sentence, pace in timed:
        kind = MovementKind.SPOKE_SLOWER if pace <= normal.below(least) else MovementKind.SPOKE_FASTER
        if pace <= normal.below(least) or pace >= normal.above(least):
            yield Run(
                kind=kind,
                start_ms=sentence.start_ms or 0,
                end_ms=sentence.end_ms or 0,
                value=round(pace, 2),
                usual=round(normal.middle, 2),
            )


def _pace(sentence: Sentence) -> float | None:
    ms = (sentence.end_ms or 0) - (sentence.start_ms or 0)
    fifths = sum(map(length, words(sentence.text)))
    return fifths / FIFTHS / (ms / 1000) if ms >= MIN_MS and fifths >= MIN_FIFTHS else None
