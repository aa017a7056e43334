from __future__ import annotations

from typing import Any

import pytest

from gateway.domain.signals import BehaviourSignals
from gateway.signals.behaviour import measure_behaviour
from tests.factories.spoken import faces_of

STILL: dict[str, Any] = {}
AWAY: dict[str, Any] = {"faces": 0, "presence": 0.0}


def measured(samples: list[dict[str, Any]]) -> BehaviourSignals:
    behaviour = measure_behaviour(faces_of(samples))
    assert behaviour is not None
    return behaviour


def pitches(*degrees: float) -> list[dict[str, Any]]:
    return [{"pitch": one} for one in degrees]


NOD = (0.0, -4.0, -8.0, -8.0, -4.0, 0.0, 0.0)


def test_without_frames_nothing_is_measured() -> None:
    assert measure_behaviour(faces_of([])) is None


def test_without_a_face_all_shares_are_zero() -> None:
    assert measured([AWAY] * 5).face_share == 0.0


def test_a_turned_head_or_turned_eyes_do_not_face_the_camera() -> None:
    behaviour = measured([STILL, {"yaw": 35.0}, {"gaze_x": -0.6}, {"pitch": 12.0}])
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


def test_nods_are_counted() -> None:
    assert measured(pitches(*NOD, *NOD)).nods == 2


def test_looking_down_and_staying_there_is_no_nod() -> None:
    assert measured(pitches(0.0, 0.0, -8.0, -8.0, *[-8.0] * 20)).nods == 0


def test_a_slow_bow_is_no_nod() -> None:
    down = [-0.4 * at for at in range(25)]
    assert measured(pitches(*down, *reversed(down))).nods == 0


def test_jitter_is_no_nod() -> None:
    assert measured(pitches(*[0.0, -1.5, 1.0, -1.0] * 10)).nods == 0


def test_a_second_face_is_counted() -> None:
    assert measured([STILL, {"faces": 2}, STILL, STILL]).several_faces_share == pytest.approx(0.25)
