"""Faces: our kernels against MediaPipe's FaceMesh, and through Triton against the same kernels in one process."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import av
import numpy as np

from benchmarks.program import Program
from benchmarks.rows import BenchRow
from inference import build, runtime
from inference.channel import Channel, Tensor
from inference.layout import Layout
from inference.served import FACE_OUTPUTS
from inference.types import Frames
from inference.watching import BATCH_BYTES

FRAMES = 300
ROUNDS = 5
FRAME_MS = 100
MIN_RATIO = 1.3
GOAL_PER_SECOND = 80
"""Eight times real time at ten frames a second."""


def run(root: Path) -> list[BenchRow]:
    """Measure frames a second of one recording after the other, in turns with the peer; medians."""
    build.build(root)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(root, Path(folder), sample_frames(root)))


async def _measure(root: Path, folder: Path, frames: Frames) -> list[BenchRow]:
    layout = Layout(root)
    np.save(folder / "film.npy", frames)
    batch = max(1, BATCH_BYTES // frames[:1].nbytes)
    taken: dict[str, list[float]] = {name: [] for name in ("served", "alone", "irises", "plain")}
    async with runtime.TritonServer(root, log_dir=folder) as address:
        channel = Channel(address, timeout_s=60.0)
        with ExitStack() as stack:
            graphs = layout.repository / "face" / "1"
            own = Program(stack, root, layout.python, "face_alone.py", graphs, folder / "film.npy")
            bench_python = root / "build" / "bench-env" / "bin" / "python"
            peer = Program(stack, root, bench_python, "face_peer.py", folder / "film.npy")
            for _ in range(ROUNDS + 1):
                taken["irises"].append(peer.ask(1))
                taken["alone"].append(own.ask(batch))
                taken["plain"].append(peer.ask(0))
                taken["served"].append(await _round_seconds(channel, frames, batch))
        await channel.close()
    rates = {name: len(frames) / statistics.median(times[1:]) for name, times in taken.items()}
    return _rows(f"{frames.shape[2]}x{frames.shape[1]}", rates)


def _rows(size: str, rates: dict[str, float]) -> list[BenchRow]:
    what = f"faces of {size} with irises, gaze and expression, one recording, in-process"
    same = BenchRow(
        name=what, value=rates["alone"], unit="frames/s", peer="mediapipe FaceMesh with irises",
        peer_value=rates["irises"], ratio=rates["alone"] / rates["irises"], goal=f"at least {MIN_RATIO} times",
        ok=rates["alone"] >= MIN_RATIO * rates["irises"],
    )  # fmt: skip
    less = BenchRow(
        name="the same beside a peer that does less", value=rates["alone"], unit="frames/s",
        peer="mediapipe FaceMesh, mesh only", peer_value=rates["plain"], ratio=rates["alone"] / rates["plain"],
        goal="to see, no goal", ok=True,
    )  # fmt: skip
    served = BenchRow(
        name="the same through Triton", value=rates["served"], unit="frames/s", peer="the same kernels in-process",
        peer_value=rates["alone"], ratio=rates["alone"] / rates["served"], goal=f">= {GOAL_PER_SECOND} frames/s",
        ok=rates["served"] >= GOAL_PER_SECOND,
    )  # fmt: skip
    return [same, less, served]


def sample_frames(root: Path) -> Frames:
    """Give ten frames a second of a sample interview. Raises FileNotFoundError when there is none."""
    clip = min((root / "samples").rglob("strong-*.mp4"), default=None)
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


async def _round_seconds(channel: Channel, frames: Frames, batch: int) -> float:
    """Send all frames as a session does, each batch with the memory of the one before."""
    begun = time.perf_counter()
    memory: dict[str, Tensor] = {}
    for start in range(0, len(frames), batch):
        part = frames[start : start + batch]
        at_ms = np.arange(start, start + len(part), dtype=np.int32) * FRAME_MS
        given: dict[str, Tensor] = {"FRAMES": part, "AT_MS": at_ms, **memory}
        memory["STATE"] = (await channel.infer("face", given, (*FACE_OUTPUTS, "STATE")))[-1]
    return time.perf_counter() - begun
