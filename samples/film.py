"""Write pictures and sound as an MP4 that every browser plays: H.264 and AAC."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from samples.motion import FRAME_RATE
from samples.puppet import HEIGHT, WIDTH, Image
from samples.speech import RATE, Samples

# The number of threads is fixed because the encoder's output depends on it.
VIDEO = {"crf": "28", "preset": "slower", "g": "125", "threads": "2"}
AUDIO_BITS = 32_000


def write(path: Path, frames: Iterable[Image], samples: Samples) -> None:
    """Encode `frames` (RGB, `FRAME_RATE` a second) and `samples` (mono, `RATE`) to `path`."""
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        video = container.add_stream("libx264", rate=FRAME_RATE, options=VIDEO)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="mono")
        audio.bit_rate = AUDIO_BITS
        sound = av.AudioFrame.from_ndarray(samples.astype(np.float32)[None, :], format="fltp", layout="mono")
        sound.sample_rate, sound.time_base, sound.pts = RATE, Fraction(1, RATE), 0
        container.mux(audio.encode(sound))
        for number, image in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FRAME_RATE)
            container.mux(video.encode(frame))
        container.mux(video.encode())
        container.mux(audio.encode())
