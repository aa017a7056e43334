from __future__ import annotations

import numpy as np

from gateway.signals.other_voice import other_voice
from tests.factories.spoken import pitch_of

STEP_MS = 10.0


def voice(hertz: float, seconds: float, *, seed: int = 0, spread: float = 1.5) -> list[float]:
    """Somebody's voiced sound: single values spread around the middle by `spread` semitones."""
    wander = np.random.default_rng(seed).normal(0.0, spread, round(seconds * 1000 / STEP_MS))
    return [float(value) for value in hertz * 2 ** (wander / 12)]


def silence(seconds: float) -> list[float]:
    return [0.0] * round(seconds * 1000 / STEP_MS)


def test_one_voice_is_one_voice() -> None:
    assert other_voice(pitch_of(*voice(120.0, 60.0))) is None


def test_a_second_voice_is_found_with_its_place_and_its_distance() -> None:
    found = other_voice(pitch_of(*voice(120.0, 30.0), *silence(2.0), *voice(210.0, 14.0, seed=1)))
    assert found is not None
    assert 9.0 < found.semitones < 10.5
    assert len(found.stretches) == 1
    assert abs(found.stretches[0].start_ms - 32_000) <= 2000
    assert abs(found.stretches[0].end_ms - 46_000) <= 2000


def test_a_second_voice_may_come_in_between() -> None:
    found = other_voice(pitch_of(*voice(200.0, 20.0), *voice(115.0, 10.0, seed=1), *voice(200.0, 20.0, seed=2)))
    assert found is not None
    assert [(round(one.start_ms, -3), round(one.end_ms, -3)) for one in found.stretches] == [(20_000, 30_000)]


def test_an_exclamation_is_no_second_voice() -> None:
    assert other_voice(pitch_of(*voice(120.0, 30.0), *voice(220.0, 4.0, seed=1), *voice(120.0, 30.0, seed=2))) is None


def test_a_voice_that_slowly_rises_is_one_voice() -> None:
    rising = [value for at in range(30) for value in voice(110.0 * 2 ** (at / 36), 2.0, seed=at)]
    assert other_voice(pitch_of(*rising)) is None


def test_voices_of_like_pitch_are_not_told_apart() -> None:
    assert other_voice(pitch_of(*voice(120.0, 30.0), *voice(135.0, 30.0, seed=1))) is None


def test_octave_errors_of_single_frames_are_no_second_voice() -> None:
    sound = voice(120.0, 60.0)
    assert other_voice(pitch_of(*[hertz * 2 if at % 5 == 0 else hertz for at, hertz in enumerate(sound)])) is None


def test_too_little_sound_tells_nothing() -> None:
    assert other_voice(pitch_of(*voice(120.0, 4.0), *voice(210.0, 4.0))) is None
    assert other_voice(pitch_of()) is None
