from __future__ import annotations

from typing import Any

from gateway.domain.integrity import Stretch
from gateway.signals.company import nobody, several_faces
from tests.factories.spoken import faces_of

ALONE: dict[str, Any] = {}
TWO: dict[str, Any] = {"faces": 2}
AWAY: dict[str, Any] = {"faces": 0, "presence": 0.0}


def test_a_second_face_is_found_with_its_times() -> None:
    track = faces_of([ALONE] * 20 + [TWO] * 15 + [ALONE] * 20)
    assert several_faces(track) == (Stretch(2000, 3500),)


def test_a_second_face_in_single_frames_is_an_error_of_detection() -> None:
    assert several_faces(faces_of(([ALONE] * 20 + [TWO] * 3) * 5)) == ()


def test_a_second_face_that_is_lost_for_a_moment_has_stayed() -> None:
    track = faces_of([TWO] * 8 + [ALONE] * 4 + [TWO] * 8 + [ALONE])
    assert several_faces(track) == (Stretch(0, 2000),)


def test_an_empty_picture_is_found_with_its_times() -> None:
    track = faces_of([ALONE] * 10 + [AWAY] * 40 + [ALONE] * 10)
    assert nobody(track) == (Stretch(1000, 5000),)


def test_who_bends_down_for_a_moment_has_not_left() -> None:
    assert nobody(faces_of([ALONE] * 10 + [AWAY] * 20 + [ALONE] * 10)) == ()


def test_without_frames_nothing_is_found() -> None:
    assert several_faces(faces_of([])) == nobody(faces_of([])) == ()
