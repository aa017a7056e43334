from __future__ import annotations

from typing import Any

from gateway.signals.posture import FORWARD_GROWTH, MIN_SAMPLES, UPRIGHT_DEGREES, measure_posture
from inference.types import BodySample, BodyTrack, ModelRef

SITTING: dict[str, Any] = {"presence": 0.9, "shoulder_width": 0.4}


def track(*samples: dict[str, Any]) -> BodyTrack:
    """Samples half a second apart."""
    made = tuple(BodySample(at_ms=500 * number, **sample) for number, sample in enumerate(samples))
    return BodyTrack(samples=made, model=ModelRef(name="body", version="1"))


def test_a_body_that_sits_still_is_upright_and_neither_leans_nor_shows_its_hands() -> None:
    posture = measure_posture(track(*[SITTING] * 10))

    assert posture is not None
    assert (posture.upright_share, posture.forward_share, posture.hands_share) == (1.0, 0.0, 0.0)


def test_leaning_to_either_side_is_not_upright() -> None:
    left, right = ({**SITTING, "lean": side * (UPRIGHT_DEGREES + 1)} for side in (1, -1))

    posture = measure_posture(track(*[SITTING] * 6, left, right))

    assert posture is not None
    assert posture.upright_share == 0.75


def test_leaning_forward_is_told_by_shoulders_wider_than_the_persons_own_median() -> None:
    near = {**SITTING, "shoulder_width": 0.41 * FORWARD_GROWTH}

    posture = measure_posture(track(*[SITTING] * 6, near, near))
    always_near = measure_posture(track(*[near] * 8))

    assert posture is not None
    assert always_near is not None
    assert posture.forward_share == 0.25
    assert always_near.forward_share == 0.0


def test_one_hand_in_view_is_enough() -> None:
    posture = measure_posture(track(*[SITTING] * 6, {**SITTING, "left_hand": True}, {**SITTING, "right_hand": True}))

    assert posture is not None
    assert posture.hands_share == 0.25


def test_a_body_that_is_hardly_in_view_is_not_described() -> None:
    nobody: dict[str, Any] = {}

    assert measure_posture(track()) is None
    assert measure_posture(track(*[SITTING] * (MIN_SAMPLES - 1))) is None
    assert measure_posture(track(*[SITTING] * 7, *[nobody] * 8)) is None
