"""Movements of a face that only show over time, found in the samples of a whole recording: blinks and nods.

Plain arrays in, spans out: start and end in milliseconds, in order, not overlapping. A blink: both lids shut and open
again within `LONGEST_BLINK_MS`; "shut" is relative to how far this person's eyes are usually open. A nod: the head goes
down and comes up again within a little more than a second, and turns sideways less than that. Such vertical movements
while people talk are described by U. Hadar et al., "Kinematics of head movements accompanying speech during
conversation", 1983.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Series = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Spans = list[tuple[int, int]]

MAX_GAP_MS = 350
"""Samples further apart say nothing of what was between: no movement spans them."""

OPEN_PERCENTILE = 75
"""A person's open level: the eyes are at least so far open in a quarter of the samples."""
LEAST_OPEN = 0.2
"""Where the open level is lower, the lids are seen too badly to speak of blinks."""
SHUT_SHARE = 0.7
"""Lids count as shut below this share of the open level."""
LONGEST_BLINK_MS = 500
"""Lids that stay shut longer are closed eyes or a look down. Blinks last 100 to 400 ms."""

STEP_MS = 50
SMOOTH_MS = 60
"""Nods are looked for in a curve with a value every `STEP_MS`, smoothed by a Gaussian of this width (sigma)."""
NOD_DEGREES = 2.5
"""A nod goes down by at least this, and up again."""
NOD_SHARE = 0.5
"""A head that comes up by less than this share of the way down, or the other way round, has changed its posture."""
NOD_REACH_MS = 700
"""So long before and after its lowest point a nod has begun and ended."""
NOD_HALF_MS = (250, 1200)
"""For so long a nod is below half its depth; what is shorter is jitter, what is longer a look down."""
NOD_TURN_SHARE = 1.0
"""A movement that goes sideways by more than this share of its depth is a turn, not a nod."""


def blinks(at_ms: Wholes, track: Wholes, eye_open: Series) -> Spans:
    """Find the blinks in `eye_open` [n], 0..1, sampled at `at_ms` [n] on the faces `track` [n] (0: no face).

    At ten samples a second a blink of 100 ms may fall between two samples. A blink that is under way when the samples
    begin, end or are interrupted is none.
    """
    found: Spans = []
    for part in stretches(at_ms, track):
        found += _blinks(at_ms[part], eye_open[part], _level(part, track, eye_open))
    return found


def _level(part: slice, track: Wholes, eye_open: Series) -> float:
    """How far open the eyes of the person in `part` usually are, over the whole recording."""
    return float(np.percentile(eye_open[track == track[part][0]], OPEN_PERCENTILE))


def _blinks(at_ms: Wholes, eye_open: Series, level: float) -> Iterator[tuple[int, int]]:
    if level < LEAST_OPEN:
        return
    shut = np.concatenate([[False], eye_open < SHUT_SHARE * level, [False]])
    edges = np.flatnonzero(np.diff(shut.astype(int)))
    for first, after in edges.reshape(-1, 2).tolist():
        if first > 0 and after < len(at_ms) and at_ms[after] - at_ms[first] <= LONGEST_BLINK_MS:
            yield int(at_ms[first]), int(at_ms[after])


def nods(at_ms: Wholes, track: Wholes, pitch: Series, yaw: Series) -> Spans:
    """Find the nods in `pitch` and `yaw` [n], in degrees, sampled at `at_ms` [n] on the faces `track` [n]."""
    return [span for part in stretches(at_ms, track) for span in _nods(at_ms[part], pitch[part], yaw[part])]


def _nods(at_ms: Wholes, pitch: Series, yaw: Series) -> Iterator[tuple[int, int]]:
    times = np.arange(at_ms[0], at_ms[-1] + 1, STEP_MS)
    down, sideways = _smooth(np.interp(times, at_ms, pitch)), _smooth(np.interp(times, at_ms, yaw))
    ended = 0
    for lowest in np.flatnonzero((down[1:-1] <= down[:-2]) & (down[1:-1] < down[2:])) + 1:
        found = _nod_around(int(lowest), down, sideways)
        if found is not None and times[found[0]] >= ended:
            ended = int(times[found[1]])
            yield int(times[found[0]]), ended


def _nod_around(lowest: int, down: Series, sideways: Series) -> tuple[int, int] | None:
    """Give the places where the nod whose lowest point is at `lowest` begins and ends, if it is one."""
    reach = NOD_REACH_MS // STEP_MS
    first = max(0, lowest - reach)
    begin = first + int(down[first : lowest + 1].argmax())
    end = lowest + int(down[lowest : lowest + reach + 1].argmax())
    fell, rose = down[begin] - down[lowest], down[end] - down[lowest]
    depth = min(fell, rose)
    if depth < NOD_DEGREES or depth < NOD_SHARE * max(fell, rose) or down[begin : end + 1].min() < down[lowest]:
        return None
    above = np.flatnonzero(down >= down[lowest] + depth / 2)
    left, right = above[above < lowest].max(), above[above > lowest].min()
    if not NOD_HALF_MS[0] <= (right - left) * STEP_MS <= NOD_HALF_MS[1]:
        return None
    return None if np.ptp(sideways[left : right + 1]) > NOD_TURN_SHARE * depth else (begin, end)


def stretches(at_ms: Wholes, track: Wholes) -> list[slice]:
    """Give the stretches of samples in which one face is followed without a gap."""
    cuts = np.flatnonzero((np.diff(track) != 0) | (np.diff(at_ms) > MAX_GAP_MS)) + 1
    edges = [0, *cuts.tolist(), len(at_ms)]
    return [slice(a, b) for a, b in pairwise(edges) if b > a and track[a] > 0]


def _smooth(values: Series) -> Series:
    """Smooth by a Gaussian; the ends are held."""
    reach = 3 * SMOOTH_MS // STEP_MS
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP_MS / SMOOTH_MS) ** 2)
    smoothed: Series = np.convolve(np.pad(values, reach, mode="edge"), weights / weights.sum(), "valid")
    return smoothed
