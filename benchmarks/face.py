"""Faces through Triton against the same kernels in one process, on frames of the sample interviews."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import av
import numpy as np

from benchmarks.rows import BenchRow
from inference import build, runtime
from inference.channel import Channel, Tensor
from inference.layout import Layout
from inference.served import FACE_OUTPUTS
from inference.types import Frames
from inference.watching import BATCH_BYTES

FRAMES = 90
ROUNDS = 5
GOAL_PER_SECOND = 80
"""Eight times real time at ten frames a second."""


def run(root: Path) -> list[BenchRow]:
    """Measure frames a second through Triton, beside the kernels alone; one client, one instance, medians."""
    frames = _sample_frames(root)
    batch = max(1, BATCH_BYTES // frames[:1].nbytes)
    build.build(root)
    served = len(frames) / asyncio.run(_served_seconds(root, frames, batch))
    alone = len(frames) / _alone_seconds(root, frames, batch)
    height, width = frames.shape[1:3]
    return [
        BenchRow(
            name=f"faces, {width}x{height}",
            value=served,
            unit="frames/s",
            peer="the same kernels in-process",
            peer_value=alone,
            ratio=alone / served,
            goal=f">= {GOAL_PER_SECOND} frames/s",
            ok=served >= GOAL_PER_SECOND,
        )
    ]


def _sample_frames(root: Path) -> Frames:
    """Give ten frames a second of a sample interview. Raises FileNotFoundError when there is none."""
    clip = min((root / "samples").rglob("*.mp4"), default=None)
    if clip is None:
        raise FileNotFoundError(f"no sample interview with pictures lies below {root / 'samples'}")
    found, due = [], 0.0
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            if (frame.time or 0.0) >= due:
                found.append(frame.to_ndarray(format="rgb24"))
                due += 0.1
            if len(found) == FRAMES:
                break
    return np.stack(found)


async def _served_seconds(root: Path, frames: Frames, batch: int) -> float:
    """Give the median seconds of a round of all frames through a server of our own."""
    with tempfile.TemporaryDirectory() as logs:
        async with runtime.TritonServer(root, log_dir=Path(logs)) as address:
            channel = Channel(address, timeout_s=60.0)
            try:
                rounds = [await _round_seconds(channel, frames, batch) for _ in range(ROUNDS + 1)]
            finally:
                await channel.close()
    return statistics.median(rounds[1:])


async def _round_seconds(channel: Channel, frames: Frames, batch: int) -> float:
    begun = time.perf_counter()
    for start in range(0, len(frames), batch):
        part = frames[start : start + batch]
        given: dict[str, Tensor] = {"FRAMES": part, "AT_MS": np.arange(len(part), dtype=np.int32) * 100}
        await channel.infer("face", given, FACE_OUTPUTS)
    return time.perf_counter() - begun


def _alone_seconds(root: Path, frames: Frames, batch: int) -> float:
    """Give the median seconds of a round of all frames in one process of the server's environment."""
    layout = Layout(root)
    with tempfile.NamedTemporaryFile(suffix=".npy") as film:
        np.save(film, frames)
        film.flush()
        script = [str(layout.python), "-m", "benchmarks.face_peer", str(layout.weights / "face"), film.name]
        command = [*script, str(batch), str(ROUNDS)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    seconds = np.array(ran.stdout.split(), dtype=float).reshape(ROUNDS, -1).sum(axis=1)
    return float(np.median(seconds))
