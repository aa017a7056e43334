from __future__ import annotations

from typing import Any

import msgspec
import pytest

from gateway.domain.signals import BehaviourSignals
from gateway.signals.behaviour import measure_behaviour
from gateway.signals.expressions import without_expressions
from inference.types import Span
from tests.factories.spoken import faces_of

STILL: dict[str, Any] = {}
AWAY: dict[str, Any] = {"faces": 0, "presence": 0.0}


def measured(samples: list[dict[str, Any]]) -> BehaviourSignals:
    behaviour = measure_behaviour(faces_of(samples))
    assert behaviour is not None
    return behaviour


def test_without_frames_nothing_is_measured() -> None:
    assert measure_behaviour(faces_of([])) is None


def test_without_a_face_all_shares_are_zero() -> None:
    assert measured([AWAY] * 5).face_share == 0.0


def test_a_line_of_sight_far_from_the_camera_does_not_face_it() -> None:
    behaviour = measured([STILL, {"off_camera": 35.0}, {"off_camera": 21.0}, {"yaw": 30.0, "off_camera": 12.0}])
    assert behaviour.gaze_to_camera == pytest.approx(0.5)


def test_shares_count_only_the_time_a_face_is_seen() -> None:
    behaviour = measured([{"smile": 0.8}, {"smile": 0.1}, AWAY, AWAY])
    assert behaviour.smile_share == pytest.approx(0.5)
    assert behaviour.face_share == pytest.approx(0.5)


def test_a_still_head_does_not_move() -> None:
    assert measured([STILL] * 10).head_movement == 0.0


def test_a_steady_turn_is_measured_in_degrees_a_second() -> None:
    behaviour = measured([{"yaw": 2.0 * at} for at in range(20)])
    assert behaviour.head_movement == pytest.approx(20.0)


def test_one_wrong_frame_is_no_movement() -> None:
    samples = [STILL] * 20
    samples[10] = {"yaw": 60.0}
    assert measured(samples).head_movement == 0.0


def test_nods_and_blinks_of_the_track_are_counted() -> None:
    track = faces_of([STILL] * 301)
    spans = (Span(1000, 1200), Span(5000, 5100), Span(9000, 9100))
    behaviour = measure_behaviour(msgspec.structs.replace(track, nods=spans[:2], blinks=spans))
    assert behaviour is not None
    assert behaviour.nods == 2
    assert behaviour.blink_rate == pytest.approx(6.0)


def test_without_time_no_rate_of_blinks_is_told() -> None:
    assert measured([STILL]).blink_rate is None


def test_a_second_face_is_counted() -> None:
    assert measured([STILL, {"faces": 2}, STILL, STILL]).several_faces_share == pytest.approx(0.25)


def test_smiles_and_changes_of_expression_are_counted_against_the_usual_face() -> None:
    samples: list[dict[str, Any]] = [{"smile": 0.1}] * 601
    for first in (100, 300):
        samples[first : first + 10] = [{"smile": 0.8}] * 10
    samples[500:510] = [{"smile": 0.1, "brow_raise": 0.6}] * 10
    behaviour = measured(samples)
    assert behaviour.smiles == 2
    assert behaviour.expression_changes == pytest.approx(3.0)


def test_a_face_seen_for_a_moment_has_no_usual_expression() -> None:
    assert measured([{"smile": 0.8}] * 10).smiles is None


def test_without_coefficients_no_expression_is_described() -> None:
    behaviour = measure_behaviour(without_expressions(faces_of([{"smile": 0.8, "brow_raise": 0.2}] * 60)))
    assert behaviour is not None
    assert (behaviour.smile_share, behaviour.smiles, behaviour.expression_changes) == (None, None, None)
    assert behaviour.gaze_to_camera == 1.0


def test_the_longest_absence_is_told() -> None:
    assert measured([STILL] * 10 + [AWAY] * 20 + [STILL] * 5 + [AWAY] * 8 + [STILL] * 5).longest_absence_ms == 2100
    assert measured([STILL] * 10 + [AWAY] * 20).longest_absence_ms == 2000
    assert measured([STILL] * 10 + [AWAY] * 2 + [STILL] * 3).longest_absence_ms == 0
