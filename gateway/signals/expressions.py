"""When the face moved away from how it usually is in an answer. Movements of muscles are named, no emotion is.

The coefficients are measured against the same person's own median: resting faces differ from person to person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gateway.domain.signals import MovementKind
from gateway.signals.baseline import Mask, Series, runs, smooth, usual
from inference.types import FaceSample, FaceTrack

PRESENCE = 0.5
"""A face is taken as seen from this presence on."""

MIN_SAMPLES = 30
"""Fewer samples (three seconds at ten a second) do not tell what is usual for a face."""

EXPRESSION_MS = 300
"""An expression lasts this long; what is shorter is speech, or an error."""

AWAY_MS = 500
"""A look away lasts this long; a shorter one is a glance that comes with any talk."""

LEAST_CHANGE = 0.15
"""A coefficient (0..1) changes by this at any rate: a face that hardly moves makes no expression by trembling."""

LEAST_SMILE = 0.3
"""Below this the lip corners are hardly drawn up."""

CAMERA_DEGREES = 20.0
"""Towards the camera: the line of sight, head and eyes together, is off by no more than this.

A laptop's camera, 60 cm away, stands 10 to 15 degrees above the middle of the screen: who looks at the screen looks to
the camera.
"""


class Run(Struct, frozen=True, kw_only=True):
    """Something that was unusual from `start_ms` to `end_ms`: its most extreme value, and what is usual."""

    kind: MovementKind
    start_ms: int
    end_ms: int
    value: float
    usual: float


def seen(track: FaceTrack) -> list[FaceSample]:
    """Give the samples in which a face was seen."""
    return [sample for sample in track.samples if sample.faces > 0 and sample.presence >= PRESENCE]


def without_expressions(track: FaceTrack) -> FaceTrack:
    """Give a track without the coefficients of expressions: pose, gaze, blinks and nods stay."""
    plain = (replace(sample, smile=0.0, brow_raise=0.0, brow_lower=0.0, mouth_open=0.0) for sample in track.samples)
    return replace(track, samples=tuple(plain))


def has_expressions(samples: Sequence[FaceSample]) -> bool:
    """Say whether there are coefficients: a face that was measured is never all at rest."""
    return any(one.smile or one.brow_raise or one.brow_lower for one in samples)


def _of_main(track: FaceTrack) -> list[FaceSample]:
    """Give the samples of the face that was the main one most of the time: others have other baselines."""
    there = seen(track)
    main = Counter(sample.track for sample in there).most_common(1)
    return [sample for sample in there if sample.track == main[0][0]] if main else []


def face_runs(track: FaceTrack) -> tuple[Run, ...]:
    """Give when the face did something else than usual, in the order of their beginnings.

    Nothing where it was hardly seen; no expressions where the model gave no coefficients.
    """
    samples = _of_main(track)
    if len(samples) < MIN_SAMPLES:
        return ()
    found = [*_looks_away(samples), *_expressions(samples)]
    return tuple(sorted(found, key=lambda run: run.start_ms))


def _times(samples: list[FaceSample]) -> Series:
    return np.array([sample.at_ms for sample in samples], dtype=np.float64)


def _looks_away(samples: list[FaceSample]) -> Iterator[Run]:
    off = smooth([sample.off_camera for sample in samples])
    normal = usual(off)
    away = off > max(CAMERA_DEGREES, normal.above(0.0))
    yield from _runs(MovementKind.LOOKED_AWAY, samples, off, away, AWAY_MS)


def _expressions(samples: list[FaceSample]) -> Iterator[Run]:
    """Give smiles, brows raised, and brows lowered without a smile.

    Action units 12, 1 with 2, and 4 of the Facial Action Coding System (P. Ekman, W. Friesen and J. Hager, 2002).
    """
    if not has_expressions(samples):
        return
    smile = smooth([sample.smile for sample in samples])
    raised = smooth([sample.brow_raise for sample in samples])
    lowered = smooth([sample.brow_lower for sample in samples])
    smiling = (smile >= usual(smile).above(LEAST_CHANGE)) & (smile >= LEAST_SMILE)
    serious = (lowered >= usual(lowered).above(LEAST_CHANGE)) & ~smiling
    yield from _runs(MovementKind.SMILED, samples, smile, smiling, EXPRESSION_MS)
    yield from _runs(MovementKind.SERIOUS, samples, lowered, serious, EXPRESSION_MS)
    up = raised >= usual(raised).above(LEAST_CHANGE)
    yield from _runs(MovementKind.BROWS_RAISED, samples, raised, up, EXPRESSION_MS)


def _runs(kind: MovementKind, samples: list[FaceSample], values: Series, holds: Mask, least_ms: int) -> Iterator[Run]:
    normal = round(usual(values).middle, 3)
    for first, last in runs(_times(samples), holds, least_ms):
        yield Run(
            kind=kind,
            start_ms=samples[first].at_ms,
            end_ms=samples[last].at_ms,
            value=round(float(values[first : last + 1].max()), 3),
            usual=normal,
        )
