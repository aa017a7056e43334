"""Where the pauses of an answer lie: between its sentences or inside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gateway.domain.delivery import Pause, PausePlace
from gateway.domain.signals import Sentence
from gateway.signals.segmentation import is_closed
from inference.types import Span

PAUSE_MS = 300
"""A silence between two stretches of speech counts as a pause from this length on.

Goldman-Eisler (Psycholinguistics, 1968) took 250 ms to keep the closure of stop consonants apart from pauses;
de Jong and Bosker (DiSS 2013) confirm 250 to 300 ms. The upper value allows for the steps of voice activity detection.
"""

SLACK_MS = 200
"""Words' times are this exact: so far from a pause a sentence may end, or the next begin, and still lie at it."""


def find_pauses(speech: Sequence[Span], sentences: Sequence[Sentence] = ()) -> tuple[Pause, ...]:
    """Find the silences of at least `PAUSE_MS` between stretches of speech; those at both ends do not count.

    A sentence ends where the recogniser wrote so. One that was cut at a silence for want of signs tells nothing of
    where the silence lies, so without any closing sign no pause has a place. Recognisers that hear stretches of speech
    one by one tend to end sentences at pauses: pauses inside sentences are a lower bound.
    """
    known = any(is_closed(one.text) for one in sentences)
    ends = [
        (one.end_ms, other.start_ms)
        for one, other in pairwise(sentences)
        if is_closed(one.text) and one.end_ms is not None and other.start_ms is not None
    ]
    silences = ((one.end_ms, other.start_ms) for one, other in pairwise(speech))
    return tuple(
        Pause(start, end, _place(start, end, ends) if known else None)
        for start, end in silences
        if end - start >= PAUSE_MS
    )


def _place(start: int, end: int, ends: Sequence[tuple[int, int]]) -> PausePlace:
    near = any(last <= end + SLACK_MS and first >= start - SLACK_MS for last, first in ends)
    return PausePlace.BETWEEN if near else PausePlace.WITHIN
