from __future__ import annotations

import pytest

from gateway.signals.intonation import pitch_movement, pitch_summary
from tests.factories.spoken import pitch_of

OCTAVE_UP = [100.0 * 2 ** (step / 100) for step in range(101)]
"""An octave in a second."""


def test_an_octave_is_twelve_semitones() -> None:
    median, width = pitch_summary(pitch_of(*[100.0] * 60, *[0.0] * 50, *[200.0] * 60))
    assert median == pytest.approx(150.0)
    assert width == pytest.approx(12.0)


def test_stray_octave_errors_do_not_stretch_the_range() -> None:
    _, width = pitch_summary(pitch_of(*[120.0] * 190, *[480.0] * 10))
    assert width == 0.0


def test_too_little_voice_has_no_pitch() -> None:
    assert pitch_summary(pitch_of(*[120.0] * 99)) == (None, None)
    assert pitch_movement(pitch_of(*[120.0] * 99)) is None


def test_an_octave_a_second_moves_twelve_semitones_a_second_up_or_down() -> None:
    assert pitch_movement(pitch_of(*OCTAVE_UP, *OCTAVE_UP[::-1])) == pytest.approx(12.0, abs=0.2)


def test_a_monotone_does_not_move_and_single_values_off_it_do_not_either() -> None:
    assert pitch_movement(pitch_of(*[120.0] * 200)) == 0.0
    jitter = [120.0, 122.0, 120.0, 120.0, 119.0] * 40
    assert pitch_movement(pitch_of(*jitter)) == 0.0


def test_steps_over_silence_and_octave_errors_are_no_movement() -> None:
    assert pitch_movement(pitch_of(*[100.0] * 80, *[0.0] * 20, *[180.0] * 80)) == 0.0
    assert pitch_movement(pitch_of(*[100.0] * 80, *[200.0] * 80)) == 0.0


def test_high_and_low_voices_are_compared_by_semitones() -> None:
    low, high = pitch_of(*OCTAVE_UP, *OCTAVE_UP), pitch_of(*(2 * one for one in [*OCTAVE_UP, *OCTAVE_UP]))
    assert pitch_movement(low) == pitch_movement(high)
