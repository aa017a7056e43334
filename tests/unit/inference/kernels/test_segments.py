from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from inference.kernels import segments

MS = 32.0


def windows(*runs: tuple[int, float]) -> npt.NDArray[np.float32]:
    return np.concatenate([np.full(count, value, np.float32) for count, value in runs])


def test_a_run_of_likely_windows_is_speech_with_a_little_air() -> None:
    assert segments.speech(windows((10, 0.0), (20, 0.9), (10, 0.0)), MS, 1280) == [(272, 1008)]


def test_a_hesitating_window_does_not_cut_speech() -> None:
    assert len(segments.speech(windows((10, 0.9), (3, 0.4), (10, 0.9)), MS, 736)) == 1


def test_a_short_silence_does_not_cut_speech_and_a_long_one_does() -> None:
    assert len(segments.speech(windows((10, 0.9), (7, 0.0), (10, 0.9)), MS, 864)) == 1
    assert len(segments.speech(windows((10, 0.9), (10, 0.0), (10, 0.9)), MS, 960)) == 2


def test_a_click_is_not_speech() -> None:
    assert segments.speech(windows((10, 0.0), (3, 1.0), (10, 0.0)), MS, 736) == []


def test_speech_that_never_rises_above_the_entry_threshold_is_none() -> None:
    assert segments.speech(windows((40, 0.45)), MS, 1280) == []


def test_spans_are_gathered_up_to_the_longest_stretch() -> None:
    spans = [(0, 4000), (4200, 8000), (8300, 12_000), (20_000, 21_000)]

    assert segments.gather(spans, 9000, 500) == [(0, 8000), (8300, 12_000), (20_000, 21_000)]


def test_a_long_span_is_cut_at_its_quietest_place() -> None:
    energy = np.zeros(1000, np.float32)
    energy[620:630] = -60.0

    assert segments.split((0, 20_000), energy, 15_000) == [(0, 12_590), (12_590, 20_000)]


@given(
    start=st.integers(0, 10_000),
    length=st.integers(1, 100_000),
    longest=st.integers(1_000, 20_000),
    seed=st.integers(0, 99),
)
def test_pieces_cover_the_span_and_none_is_too_long(start: int, length: int, longest: int, seed: int) -> None:
    energy = np.random.default_rng(seed).standard_normal(max(length // 20, 1)).astype(np.float32)

    pieces = segments.split((start, start + length), energy, longest)

    assert pieces[0][0] == start
    assert pieces[-1][1] == start + length
    assert all(a[1] == b[0] for a, b in itertools.pairwise(pieces))
    assert all(0 < end - begin <= longest for begin, end in pieces)


def test_widened_spans_meet_halfway_and_stay_inside() -> None:
    assert segments.widen([(100, 1000), (1200, 2000), (5000, 5900)], 200, 6000) == [
        (0, 1100),
        (1100, 2200),
        (4800, 6000),
    ]


def test_only_speech_is_left_to_hear() -> None:
    kept = segments.only(np.ones(6, np.float32), [(1, 2), (4, 6)])

    assert kept.tolist() == [0, 1, 0, 0, 1, 1]


def test_a_quiet_recording_is_made_louder_and_a_usual_one_is_left_alone() -> None:
    tone = np.sin(np.arange(16_000, dtype=np.float32) / 7).astype(np.float32)

    assert np.abs(segments.louder(tone * np.float32(0.02))).max() > 0.2
    assert np.array_equal(segments.louder(tone * np.float32(0.5)), tone * np.float32(0.5))


def test_a_knock_does_not_keep_a_quiet_voice_quiet() -> None:
    tone = (0.01 * np.sin(np.arange(160_000) / 7)).astype(np.float32)
    tone[5_000:5_200] = 0.9

    loud = segments.louder(tone)

    assert np.abs(loud[20_000:]).max() > 0.2
    assert np.abs(loud).max() <= 1.0


def test_the_noise_of_a_silent_room_stays_quiet() -> None:
    room = np.random.default_rng(0).normal(0.0, 0.0003, 16_000).astype(np.float32)

    assert np.abs(segments.louder(room)).max() < 0.06
    assert segments.louder(np.zeros(0, np.float32)).size == 0


def test_the_envelope_of_silence_is_minus_one_hundred_decibels() -> None:
    assert segments.envelope(np.zeros(1000, np.float32), 100).tolist() == [-100.0] * 10


def test_the_envelope_of_full_scale_is_zero_decibels() -> None:
    middle = segments.envelope(np.ones(2000, np.float32), 100)[5:15]

    assert np.allclose(middle, 0.0, atol=1e-3)
