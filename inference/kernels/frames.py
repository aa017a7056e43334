"""What models that watch have in common: which frames and times they take, and times in the memory between calls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int32]

NEVER = -1
TIME_PART = 65_536
LIMIT = 1e7
"""No number in a memory is larger; float32 holds whole numbers up to 1.6e7."""

EVERY_MS = 500
"""Where little changes, the first frame of each such stretch of the recording is measured, the others passed over."""


def due(at_ms: Times, measured_ms: int = NEVER) -> list[int]:
    """Give the places in `at_ms` that are measured when the last measured frame was at `measured_ms`."""
    found = []
    for place, at in enumerate(at_ms.tolist()):
        if measured_ms == NEVER or at // EVERY_MS > measured_ms // EVERY_MS:
            found.append(place)
            measured_ms = at
    return found


def check(frames: npt.NDArray[np.uint8], at_ms: Times, after: int) -> None:
    """Raise ValueError unless `frames` are bytes [b, h, w, 3] and `at_ms` [b] grows, all of it later than `after`."""
    if frames.dtype != np.uint8 or frames.ndim != len("bhwc") or frames.shape[-1] != len("RGB"):
        raise ValueError(f"FRAMES must be bytes [batch, height, width, 3], not {frames.dtype} {frames.shape}")
    if at_ms.dtype != np.int32 or at_ms.shape != (len(frames),):
        raise ValueError(f"AT_MS must be int32 [{len(frames)}], one a frame, not {at_ms.dtype} {list(at_ms.shape)}")
    if (np.diff(at_ms, prepend=np.int64(after)) <= 0).any():
        raise ValueError(f"AT_MS must be 0 or more and grow from frame to frame; the last frame was at {after}")


def check_state(state: npt.NDArray[np.float32], length: int, magic: float, wholes: Sequence[int]) -> None:
    """Raise ValueError unless `state` can be a memory of `length` numbers that a model gave.

    Its first number is `magic`; those at the places `wholes` are whole and at least -1. All zeros stand for none.
    """
    if state.dtype != np.float32 or state.shape != (length,):
        raise ValueError(f"STATE must be float32 [{length}], not {state.dtype} {list(state.shape)}")
    if not state.any():
        return
    whole = state[list(wholes)]
    sound = bool(np.isfinite(state).all()) and state[0] == magic and bool(np.abs(state).max() <= LIMIT)
    if not sound or (whole != np.round(whole)).any() or (whole < NEVER).any():
        raise ValueError("STATE is none that this model gave: send back the STATE of the call before, or none")


def parts(at_ms: int) -> tuple[float, float]:
    """Give a time as two numbers: float32 would round it after four hours."""
    high, low = divmod(at_ms, TIME_PART)
    return float(high), float(low)


def time(high: float, low: float) -> int:
    """Put together what `parts` gave."""
    return int(high) * TIME_PART + int(low)
