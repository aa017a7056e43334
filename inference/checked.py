"""Refuses input that breaks the contract of perception, before it is sent anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inference.errors import InvalidInputError
from inference.types import Frames, Samples

FRAME_AXES = 4
RGB = 3


def check_samples(samples: Samples) -> None:
    """Raise `InvalidInputError` unless `samples` is float32 [n] of finite numbers."""
    if samples.dtype != np.float32 or samples.ndim != 1:
        raise InvalidInputError(f"samples must be float32 of shape [n], not {samples.dtype} {list(samples.shape)}")
    if not np.isfinite(samples).all():
        raise InvalidInputError("samples hold NaN or infinity: decode the recording again")


def check_frames(frames: Frames, at_ms: Sequence[int]) -> None:
    """Raise `InvalidInputError` unless `frames` is uint8 [b, h, w, 3] with pixels, and `at_ms` has b times."""
    if frames.dtype != np.uint8 or frames.ndim != FRAME_AXES or frames.shape[-1] != RGB:
        raise InvalidInputError(f"frames must be uint8 of shape [b, h, w, 3], not {frames.dtype} {list(frames.shape)}")
    if len(frames) != len(at_ms):
        raise InvalidInputError(f"{len(frames)} frames came with {len(at_ms)} times")
    if 0 in frames.shape[1:]:
        raise InvalidInputError(f"frames must have pixels, not the shape {list(frames.shape)}")


def check_times(at_ms: Sequence[int], after: int | None) -> None:
    """Raise `InvalidInputError` unless the times grow, from `after` on."""
    times = at_ms if after is None else [after, *at_ms]
    if any(later <= earlier for earlier, later in itertools.pairwise(times)):
        raise InvalidInputError("frames must come in the order of their times")


def encode_texts(texts: Sequence[str]) -> npt.NDArray[np.object_]:
    """Give texts as UTF-8, [n, 1]. Raises `InvalidInputError` on half a surrogate pair."""
    encoded = np.empty((len(texts), 1), np.object_)
    for index, text in enumerate(texts):
        try:
            encoded[index, 0] = text.encode()
        except UnicodeEncodeError as error:
            raise InvalidInputError(f"text {index} is not valid Unicode: {error.reason}") from error
    return encoded
