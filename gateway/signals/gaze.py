"""Where somebody looks while answering, as far as it resembles reading. Hints; many other things look alike.

Reading takes the eyes along a line in small steps and back to the next line in one long return sweep (K. Rayner, "Eye
movements in reading and information processing: 20 years of research", Psychological Bulletin 124, 1998). At ten frames
a second the single steps do not show, the slope along the line and the return do. Lines that are narrow, close to the
camera or far away move the eyes too little to be seen, so that nothing found means nothing.

Tried on made tracks only, not on people who read: of 300 tracks of random glances, three minutes each, one gave a hint;
of 50 of reading, all up to an error of the iris of 0.02, 40 at 0.03 and 6 at 0.04.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from gateway.domain.integrity import Stretch
from gateway.signals.baseline import MAX_STEP_MS
from gateway.signals.expressions import CAMERA_DEGREES, PRESENCE
from gateway.signals.stretches import stretches
from inference.types import FaceSample, FaceTrack

Series = npt.NDArray[np.float64]

RETURN = 0.12
"""A return sweep moves the iris by at least this, in halves of the eye's width: about nine degrees.

An iris 12 mm from the eye's centre of rotation and half an eye of 15 mm: 0.12 * 15 / 12 is the sine of 8.6 degrees. A
line of 15 cm on a screen 60 cm away spans 14.
"""

RETURN_MS = 400
"""A return sweep is over within this; the track is smoothed over a few frames."""

LINE_MS = (1000, 8000)
"""How long the eyes take for a line: four to twenty words, at a speed between speaking and reading."""

STEADY = 0.7
"""Along a line, gaze and time correlate (Pearson) at least so closely."""

GLANCE_SHARE = 0.6
"""Where more than this share of the way is made within `RETURN_MS`, it was a glance aside and no line."""

MIN_LINES = 4
MAX_VARIATION = 0.5
"""So many lines in a row, whose lengths vary (standard deviation over mean) by no more than this, are regular."""

AVERTED_MS = 10_000
"""Looking away to think takes a few seconds at a time; from here on it is told of."""

GLANCE_MS = 1000
STEADY_DEGREES = 6.0
"""Turned to the same place: the head's yaw and pitch vary (standard deviation) by no more than this."""


class Gaze(Struct, frozen=True):
    """Where it was noticed, and what was measured: sweeps, or degrees off the camera."""

    stretches: tuple[Stretch, ...]
    value: float


class _Line(Struct, frozen=True):
    first: int
    last: int
    ms: int


def _followed(track: FaceTrack) -> Iterator[list[FaceSample]]:
    """Give the stretches in which one face was followed without a gap."""
    run: list[FaceSample] = []
    for sample in track.samples:
        there = sample.faces > 0 and sample.presence >= PRESENCE
        if run and (not there or sample.track != run[-1].track or sample.at_ms - run[-1].at_ms > MAX_STEP_MS):
            yield run
            run = []
        if there:
            run.append(sample)
    if run:
        yield run


def _returns(times: Series, gaze: Series) -> list[tuple[int, int]]:
    """Give the first and last frame of every quick move to the person's left."""
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(gaze) - 1:
        reach = int(np.searchsorted(times, times[first] + RETURN_MS, side="right"))
        top = first + int(np.argmax(gaze[first:reach]))
        if gaze[top] - gaze[first] >= RETURN:
            found.append((first, top))
            first = top
        first += 1
    return found


def _is_line(times: Series, gaze: Series) -> bool:
    """Say whether the gaze moves steadily to the person's right, by as much as a return sweep takes it back."""
    way = float(gaze[0] - gaze[-1])
    if not LINE_MS[0] <= times[-1] - times[0] <= LINE_MS[1] or way < RETURN / 2:
        return False
    later = np.minimum(np.searchsorted(times, times + RETURN_MS), len(gaze) - 1)
    if float(np.max(gaze - gaze[later])) > GLANCE_SHARE * way:
        return False
    return float(np.corrcoef(times, gaze)[0, 1]) <= -STEADY


def _lines(times: Series, gaze: Series) -> Iterator[list[_Line]]:
    """Give the runs of lines, one after the other, each between two returns."""
    run: list[_Line] = []
    for (_, first), (last, _) in pairwise(_returns(times, gaze)):
        if last > first + 1 and _is_line(times[first : last + 1], gaze[first : last + 1]):
            run.append(_Line(first, last, int(times[last] - times[first])))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _regular(run: Sequence[_Line]) -> bool:
    lengths = [line.ms for line in run]
    return len(run) >= MIN_LINES and float(np.std(lengths) / np.mean(lengths)) <= MAX_VARIATION


def sweeping_gaze(track: FaceTrack) -> Gaze | None:
    """Find regular sweeps to the person's right with quick returns; `None` where there are none."""
    found: list[Stretch] = []
    sweeps = 0
    for samples in _followed(track):
        times = np.array([one.at_ms for one in samples], dtype=np.float64)
        gaze = np.array([one.gaze_x for one in samples], dtype=np.float64)
        for run in filter(_regular, _lines(times, gaze)):
            found.append(Stretch(int(times[run[0].first]), int(times[run[-1].last])))
            sweeps += len(run)
    return Gaze(tuple(found), float(sweeps)) if found else None


def averted_gaze(track: FaceTrack) -> Gaze | None:
    """Find where the line of sight stayed on one place off the camera for long; `None` where it did not."""
    away = ((one.at_ms, one.presence >= PRESENCE and one.off_camera > CAMERA_DEGREES) for one in track.samples)
    found = []
    degrees: list[float] = []
    for stretch in stretches(away, bridge_ms=GLANCE_MS, least_ms=AVERTED_MS):
        within = [one for one in track.samples if stretch.start_ms <= one.at_ms < stretch.end_ms]
        seen = [one for one in within if one.presence >= PRESENCE]
        if max(float(np.std([one.yaw for one in seen])), float(np.std([one.pitch for one in seen]))) <= STEADY_DEGREES:
            found.append(stretch)
            degrees += [one.off_camera for one in seen]
    return Gaze(tuple(found), round(float(np.median(degrees)), 1)) if found else None
