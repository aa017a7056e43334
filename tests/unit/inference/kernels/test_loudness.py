from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from inference.kernels import loudness
from inference.kernels.loudness import BLOCK, Leveller

TONE = np.sin(np.arange(160_000, dtype=np.float32) / 7).astype(np.float32)


def levelled(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return Leveller().add(samples)


def test_a_quiet_recording_is_made_louder_and_a_usual_one_is_left_alone() -> None:
    assert 0.35 < np.abs(levelled(TONE * np.float32(0.02))).max() < 0.45
    assert np.array_equal(levelled(TONE * np.float32(0.6)), TONE * np.float32(0.6))


def test_a_knock_does_not_keep_a_quiet_voice_quiet() -> None:
    tone = 0.02 * TONE
    tone[5_000:5_200] = 0.9

    loud = levelled(tone)

    assert np.abs(loud[8_000:]).max() > 0.35
    assert np.abs(loud).max() <= 1.0


def test_a_voice_after_silence_is_not_clipped() -> None:
    loud = levelled(np.concatenate([np.zeros(32_000, np.float32), 0.3 * TONE]))

    assert np.abs(loud).max() < 0.45


def test_a_voice_that_moves_away_becomes_audible_again() -> None:
    loud = levelled(np.concatenate([0.6 * TONE, 0.02 * np.tile(TONE, 18)]))

    assert np.abs(loud[-16_000:]).max() > 0.3


def test_the_noise_of_a_silent_room_stays_quiet() -> None:
    room = np.random.default_rng(0).normal(0.0, 0.0003, 16_000).astype(np.float32)

    assert np.abs(levelled(room)).max() < 0.06
    assert levelled(np.zeros(0, np.float32)).size == 0


@given(seed=st.integers(0, 99), cuts=st.lists(st.integers(0, 40), max_size=6), tail=st.integers(0, BLOCK - 1))
def test_how_the_sound_comes_makes_no_difference(seed: int, cuts: list[int], tail: int) -> None:
    rng = np.random.default_rng(seed)
    sound = rng.standard_normal(40 * BLOCK + tail) * np.repeat(rng.random(41), BLOCK)[: 40 * BLOCK + tail] * 0.1
    samples = sound.astype(np.float32)
    leveller = Leveller()

    bounds = [0, *(cut * BLOCK for cut in sorted(cuts)), samples.size]
    parts = [leveller.add(samples[start:stop]) for start, stop in itertools.pairwise(bounds)]

    assert np.array_equal(np.concatenate(parts), levelled(samples))


def test_power_is_the_mean_square_of_every_step_and_counts_a_begun_one() -> None:
    assert np.allclose(loudness.power(np.full(1000, 0.5, np.float32), 400), [0.25, 0.25, 0.125])
    assert loudness.power(np.zeros(0, np.float32)).size == 0


def test_levels_are_decibels_below_full_scale() -> None:
    square = np.ones(BLOCK, np.float32)
    sound = np.concatenate([square, 0.1 * square, 0.0 * square]).astype(np.float32)
    assert loudness.decibels(loudness.power(sound)) == [0.0, -20.0, loudness.SILENCE_DB]
