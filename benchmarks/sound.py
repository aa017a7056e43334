"""The sound of a recording, decoded."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from inference.types import SAMPLE_RATE, Samples


def decode(path: Path) -> Samples:
    """Give the sound at 16 kHz, mono."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        frames = (*container.decode(audio=0), None)
        parts = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
    return np.concatenate(parts).astype(np.float32)
