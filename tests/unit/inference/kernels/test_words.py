from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inference.kernels import words
from inference.types import Samples


def bursts(*lengths_ms: int, pause_ms: int = 150) -> Samples:
    """Noise bursts with pauses between and around them."""
    random = np.random.default_rng(1)
    parts = [np.zeros(pause_ms * 16)]
    for length in lengths_ms:
        parts += [0.3 * random.standard_normal(length * 16), np.zeros(pause_ms * 16)]
    return np.concatenate(parts).astype(np.float32)


def test_words_lie_on_the_bursts_of_sound() -> None:
    times = words.align(["yes", "definitely", "no"], bursts(250, 650, 200))

    starts = [150, 550, 1350]
    ends = [400, 1200, 1550]
    assert all(abs(a - expected) <= 40 for (a, _), expected in zip(times, starts, strict=True))
    assert all(abs(b - expected) <= 40 for (_, b), expected in zip(times, ends, strict=True))


def test_longer_words_take_longer() -> None:
    assert words.syllables("responsibility") > words.syllables("responsible") > words.syllables("to") > 0
    assert words.syllables("make") < words.syllables("maker")
    assert words.syllables("2024") > words.syllables("24")
    assert words.duration("that") < words.duration("cat") < words.duration("cat.")


def test_no_words_have_no_times() -> None:
    assert words.align([], bursts(100)) == []


def test_words_in_silence_share_it() -> None:
    assert words.align(["a", "a"], np.zeros(16_000, np.float32)) == [(0, 500), (500, 1000)]


@given(
    count=st.integers(1, 60),
    seconds=st.floats(0.01, 6.0),
    seed=st.integers(0, 9),
)
def test_times_are_ordered_and_inside_whatever_comes(count: int, seconds: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    sound = random.standard_normal(int(seconds * 16_000)) * (random.random(int(seconds * 16_000)) > 0.3)

    times = words.align(["word"] * count, sound.astype(np.float32))

    flat = [time for pair in times for time in pair]
    assert len(times) == count
    assert flat == sorted(flat)
    assert all(0 <= time <= sound.size // 16 for time in flat)
