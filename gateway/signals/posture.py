"""How the upper body was held. Observations for the people who read the report; they carry no points."""

from __future__ import annotations

import statistics

from gateway.domain.signals import PostureSignals
from inference.types import BodyTrack

PRESENCE = 0.5
"""A body is taken as seen from this presence on."""

MIN_SAMPLES = 6
"""Fewer moments (three seconds at two a second) do not describe a posture."""

UPRIGHT_DEGREES = 10.0
"""The head stands over the shoulders: it leans to a side by no more than this."""

FORWARD_GROWTH = 1.15
"""Leaning forward: the shoulders are seen this much wider than at the person's median distance.

Seen width goes with one over the distance: from 70 cm this is a lean of 9 cm.
"""


def measure_posture(track: BodyTrack) -> PostureSignals | None:
    """Measure how the body was held; `None` where it was hardly ever in view."""
    seen = [sample for sample in track.samples if sample.presence >= PRESENCE]
    if len(seen) < max(MIN_SAMPLES, len(track.samples) / 2):
        return None
    usual = statistics.median(sample.shoulder_width for sample in seen)
    return PostureSignals(
        upright_share=_share([abs(sample.lean) <= UPRIGHT_DEGREES for sample in seen]),
        forward_share=_share([sample.shoulder_width >= FORWARD_GROWTH * usual for sample in seen]),
        hands_share=_share([sample.left_hand or sample.right_hand for sample in seen]),
    )


def _share(true: list[bool]) -> float:
    return round(sum(true) / len(true), 3)
