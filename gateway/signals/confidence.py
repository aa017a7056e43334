"""How sure the recogniser was of the words of each sentence."""

from __future__ import annotations

from bisect import bisect_left

from gateway.signals.perceived import PerceivedAnswer


def sentence_confidences(perceived: PerceivedAnswer) -> tuple[float, ...]:
    """Give the mean confidence, 0..1, of the words of each sentence, in order; nothing where nothing was recognised.

    A sentence in which no word begins (none should be) counts as recognised.
    """
    if perceived.transcript is None:
        return ()
    words = perceived.transcript.words
    starts = [start for start, _ in perceived.transcript.places]
    found = []
    for sentence in perceived.sentences:
        inside = words[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        mean = sum(word.confidence for word in inside) / len(inside) if inside else 1.0
        found.append(round(mean, 3))
    return tuple(found)
