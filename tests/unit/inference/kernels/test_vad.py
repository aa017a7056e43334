from __future__ import annotations

import numpy as np

from inference.kernels import vad


def test_windows_are_led_by_the_end_of_the_one_before() -> None:
    samples = np.arange(1000, dtype=np.float32)

    windows = vad.frames(samples, np.full(vad.CONTEXT, -1.0, np.float32))

    assert windows.shape == (2, 576)
    assert (windows[0, :64] == -1.0).all()
    assert windows[0, 64:].tolist() == list(range(512))
    assert windows[1, :64].tolist() == list(range(448, 512))
    assert not windows[1, 64 + 488 :].any()


def test_memory_comes_back_as_it_was_packed() -> None:
    state = np.arange(vad.STATE, dtype=np.float32)

    assert vad.pack(vad.unpack(state)).tolist() == state.tolist()
