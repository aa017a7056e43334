"""When the voice was higher, louder, slower or faster than it usually is in an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gateway.domain.signals import MovementKind, Sentence
from gateway.domain.words import FIFTHS, length, words
from gateway.signals.baseline import Mask, Series, runs, usual
from gateway.signals.expressions import Run
from inference.types import LoudnessTrack, PitchTrack, Span

WINDOW_MS = 1000
HOP_MS = 250
"""Pitch and loudness are medians of a second, four times a second: it evens out accents and, in Chinese, tones."""

VOICED_MS = 400
"""A second with less voice has neither."""

MIN_WINDOWS = 20
"""Fewer (about six seconds of voice) do not tell what is usual for it."""

LEAST_DECIBELS = 3.0
"""Twice the power, which is clearly heard; a hand that brushes the microphone does not last a second."""

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
    hertz = np.asarray(pitch.hertz, dtype=np.float64)
    voiced = hertz > 0.0
    if voiced.any():
        heights = 12.0 * np.log2(np.where(voiced, hertz, 1.0) / float(np.median(hertz[voiced])))
        yield from _above(MovementKind.PITCH_ROSE, heights, voiced, pitch.step_ms, LEAST_SEMITONES)


def loudness_runs(loudness: LoudnessTrack, speech: Sequence[Span]) -> Iterator[Run]:
    """Give when the voice was louder than usual, in dB against this voice's median while it speaks.

    A difference, so the microphone's gain drops out; a gain that the device controls itself hides some of it.
    """
    decibels = np.asarray(loudness.decibels, dtype=np.float64)
    spoken = np.zeros(len(decibels), dtype=np.bool_)
    for span in speech:
        spoken[round(span.start_ms / loudness.step_ms) : round(span.end_ms / loudness.step_ms)] = True
    if spoken.any():
        levels = decibels - float(np.median(decibels[spoken]))
        yield from _above(MovementKind.SPOKE_LOUDER, levels, spoken, loudness.step_ms, LEAST_DECIBELS)


def _above(kind: MovementKind, values: Series, counted: Mask, step_ms: float, least: float) -> Iterator[Run]:
    """Give when the median of a second was above usual; only values that are `counted` count."""
    size, hop = round(WINDOW_MS / step_ms), max(round(HOP_MS / step_ms), 1)
    starts = [
        at for at in range(0, len(values) - size + 1, hop) if counted[at : at + size].sum() * step_ms >= VOICED_MS
    ]
    if len(starts) < MIN_WINDOWS:
        return
    seconds = np.array([np.median(values[at : at + size][counted[at : at + size]]) for at in starts])
    times = np.array(starts) * step_ms
    normal = usual(seconds)
    for first, last in runs(times, seconds >= normal.above(least), 0):
        yield Run(
            kind=kind,
            start_ms=int(times[first]),
            end_ms=int(times[last]) + WINDOW_MS,
            value=round(float(seconds[first : last + 1].max()), 1),
            usual=round(normal.middle, 1) + 0.0,
        )


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
