"""From frame by frame to stretches of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from gateway.domain.integrity import Stretch


def stretches(marked: Iterable[tuple[int, bool]], *, bridge_ms: int, least_ms: int) -> tuple[Stretch, ...]:
    """Give where the marked frames are, from (time in ms, marked) in the order of the times.

    A stretch lasts from its first marked frame to the frame after its last one. Gaps of up to `bridge_ms` within one
    are taken in; what is shorter than `least_ms` then is left out.
    """
    found: list[Stretch] = []
    for start_ms, end_ms in _runs(list(marked)):
        if found and start_ms - found[-1].end_ms <= bridge_ms:
            found[-1] = Stretch(found[-1].start_ms, end_ms)
        else:
            found.append(Stretch(start_ms, end_ms))
    return tuple(one for one in found if one.length_ms >= least_ms)


def _runs(marked: Sequence[tuple[int, bool]]) -> Iterable[tuple[int, int]]:
    at = 0
    for is_marked, run in groupby(marked, key=lambda one: one[1]):
        length = len(list(run))
        following = min(at + length, len(marked) - 1)
        if is_marked:
            yield marked[at][0], marked[following][0]
        at += length
