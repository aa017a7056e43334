from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inference.kernels import pitch


def chunks(length: int, size: int, heard: list[int]) -> list[pitch.Chunk]:
    """Give the chunks of a recording that has been `heard` up to these moments, and then to its end."""
    found: list[pitch.Chunk] = []
    for moment in [*sorted(heard), length]:
        done = sum(chunk.keep for chunk in found)
        while chunk := pitch.next_chunk(done, moment, size, moment == length):
            found.append(chunk)
            done += chunk.keep
    return found


@given(length=st.integers(1, 200_000), size=st.integers(1_000, 60_000), data=st.data())
def test_chunks_keep_every_value_once_and_see_all_it_depends_on(length: int, size: int, data: st.DataObject) -> None:
    heard = data.draw(st.lists(st.integers(0, length - 1), max_size=5))

    found = chunks(length, size, heard)

    assert found == chunks(length, size, [])
    assert sum(chunk.keep for chunk in found) == pitch.frame_count(length)
    first = 0
    for chunk in found:
        assert chunk.start // pitch.HOP + chunk.skip == first
        assert chunk.skip >= min(first, pitch.LEFT_FRAMES)
        last = first + chunk.keep
        assert chunk.stop >= min((last + pitch.RIGHT_FRAMES) * pitch.HOP, length)
        first = last


def test_only_confident_pitch_of_a_voice_counts() -> None:
    hertz = np.array([120.0, 120.0, 30.0, 900.0], np.float32)
    confidence = np.array([0.9, 0.3, 0.9, 0.9], np.float32)

    assert pitch.voiced(hertz, confidence).tolist() == [120.0, 0.0, 0.0, 0.0]


def test_silence_is_quiet_and_what_lies_beside_sound_is_not() -> None:
    samples = np.zeros(5 * pitch.HOP, np.float32)
    samples[pitch.HOP // 2] = 0.5

    assert pitch.quiet(samples).tolist() == [False, False, True, True, True]


def test_samples_are_filled_up_to_whole_hops() -> None:
    assert pitch.prepare(np.ones(1500, np.float32)).size == 1536
    assert pitch.prepare(np.ones(1, np.float32)).size == pitch.SHORTEST
