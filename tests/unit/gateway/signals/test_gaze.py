from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gateway.domain.integrity import Stretch
from gateway.signals.gaze import averted_gaze, sweeping_gaze
from inference.types import FaceTrack
from tests.factories.spoken import faces_of

AHEAD: dict[str, Any] = {}


def reading(lines: int, *, frames: int = 30, reach: float = 0.3) -> list[float]:
    """Gaze along lines of `frames` frames: slowly to the person's right (down), and back at once."""
    along = [reach / 2 - reach * at / (frames - 1) for at in range(frames)]
    return along * lines


def gazing(values: list[float], *, noise: float = 0.01) -> FaceTrack:
    jitter = np.random.default_rng(0).normal(0.0, noise, len(values))
    return faces_of([{"gaze_x": value + float(off)} for value, off in zip(values, jitter, strict=True)])


def test_regular_sweeps_with_returns_are_found() -> None:
    found = sweeping_gaze(gazing(reading(8)))
    assert found is not None
    assert found.value >= 5
    assert found.stretches[0].length_ms > 12_000


def test_a_steady_gaze_does_not_sweep() -> None:
    assert sweeping_gaze(gazing([0.0] * 300)) is None


def test_few_sweeps_are_not_told_of() -> None:
    assert sweeping_gaze(gazing([0.0] * 60 + reading(3) + [0.0] * 60)) is None


def test_sweeps_the_other_way_are_no_reading() -> None:
    assert sweeping_gaze(gazing([-value for value in reading(8)])) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_gaze_that_jumps_from_place_to_place_is_no_reading(seed: int) -> None:
    chance = np.random.default_rng(seed)
    places = chance.choice([-0.2, 0.0, 0.2], 60)
    stays = chance.integers(4, 25, 60)
    assert sweeping_gaze(gazing([float(value) for value in np.repeat(places, stays)])) is None


def test_sweeps_of_very_different_lengths_are_not_regular() -> None:
    uneven = [value for frames in (12, 75, 14, 70, 12, 78) for value in reading(1, frames=frames)]
    assert sweeping_gaze(gazing(uneven)) is None


def test_small_movements_are_no_sweeps() -> None:
    assert sweeping_gaze(gazing(reading(8, reach=0.06))) is None


def test_a_gap_in_the_picture_ends_a_run() -> None:
    away = [{"faces": 0, "presence": 0.0}] * 10
    two_lines = [{"gaze_x": value} for value in reading(3)]
    assert sweeping_gaze(faces_of((two_lines + away) * 3)) is None


def test_looking_away_to_one_place_for_long_is_found() -> None:
    track = faces_of([AHEAD] * 50 + [{"off_camera": 32.0, "yaw": 25.0}] * 150 + [AHEAD] * 50)
    found = averted_gaze(track)
    assert found is not None
    assert (found.stretches, found.value) == ((Stretch(5000, 20_000),), 32.0)


def test_looking_away_to_think_is_not_told_of() -> None:
    assert averted_gaze(faces_of(([AHEAD] * 30 + [{"off_camera": 35.0}] * 60) * 4)) is None


def test_looking_around_is_not_looking_at_one_place() -> None:
    around = [{"off_camera": 40.0, "yaw": 40.0 * (-1) ** (at // 20)} for at in range(200)]
    assert averted_gaze(faces_of(around)) is None


def test_without_a_face_nothing_is_found() -> None:
    nothing = faces_of([{"faces": 0, "presence": 0.0, "off_camera": 0.0}] * 300)
    assert sweeping_gaze(nothing) is None
    assert averted_gaze(nothing) is None
