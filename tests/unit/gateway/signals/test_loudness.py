from __future__ import annotations

import pytest

from gateway.signals.loudness import loudness_summary
from inference.types import LoudnessTrack, Span

STEP_MS = 100.0
WINDOW = 5


def track(*levels: float) -> LoudnessTrack:
    """Half a second of each level."""
    return LoudnessTrack(STEP_MS, tuple(level for level in levels for _ in range(WINDOW)))


def test_an_even_voice_has_no_range_and_no_movement() -> None:
    assert loudness_summary(track(*[-30.0] * 8), [Span(0, 4000)]) == (0.0, 0.0)


def test_movement_is_the_mean_change_from_one_half_second_to_the_next() -> None:
    spread, change = loudness_summary(track(*[-30.0, -24.0] * 4), [Span(0, 4000)])
    assert spread == pytest.approx(6.0)
    assert change == pytest.approx(6.0)


def test_a_voice_that_sinks_slowly_has_range_and_little_movement() -> None:
    spread, change = loudness_summary(track(*[-20.0 - step for step in range(11)]), [Span(0, 5500)])
    assert spread == pytest.approx(8.0)
    assert change == pytest.approx(1.0)


def test_the_microphones_gain_makes_no_difference() -> None:
    levels = [-30.0, -28.0, -35.0, -31.0, -29.0, -33.0]
    louder = track(*(level + 17.0 for level in levels))
    assert loudness_summary(track(*levels), [Span(0, 3000)]) == loudness_summary(louder, [Span(0, 3000)])


def test_what_is_not_speech_does_not_count() -> None:
    levels = track(*[-30.0] * 4, *[-70.0] * 4, *[-30.0] * 4)
    assert loudness_summary(levels, [Span(0, 2000), Span(4000, 6000)]) == (0.0, 0.0)


def test_less_than_three_seconds_of_speech_do_not_describe_it() -> None:
    assert loudness_summary(track(*[-30.0] * 10), [Span(0, 2900)]) == (None, None)
    assert loudness_summary(track(*[-30.0] * 10), [Span(at, at + 400) for at in range(0, 4000, 500)]) == (None, None)


def test_half_seconds_are_compared_by_their_mean_power() -> None:
    uneven = LoudnessTrack(STEP_MS, (-20.0, -60.0, -60.0, -60.0, -60.0) * 3 + (-27.0,) * 15)
    spread, _ = loudness_summary(uneven, [Span(0, 3000)])
    assert spread == pytest.approx(0.0, abs=0.1)
