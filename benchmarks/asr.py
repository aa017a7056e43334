"""Speech recognition through Triton against the same ONNX Runtime code in one process, on the sample interviews."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import asr_throughput
from benchmarks.rows import BenchRow
from benchmarks.sound import decode
from inference import build, runtime
from inference.channel import Channel
from inference.client import TritonPerception
from inference.layout import Layout
from inference.types import SAMPLE_RATE, Samples

ROUNDS = 5
STRETCH_S = 12
STRETCHES = 9
MAX_RATIO = 1.2
MAX_REAL_TIME_FACTOR = 0.1
ENGLISH = np.array([[b"en"]], np.object_)
OUTPUTS = ["WORDS", "START_MS", "END_MS", "CONFIDENCE"]


def run(root: Path) -> list[BenchRow]:
    """Time the same stretches through Triton and in-process, turn by turn; each number is a median over the turns."""
    recordings = [decode(path) for path in sorted((root / "samples").rglob("*.mp4"))]
    build.build(root)
    return [*asyncio.run(_measure(root, recordings)), *asr_throughput.run(root)]


async def _measure(root: Path, recordings: Sequence[Samples]) -> list[BenchRow]:
    stretches = [sound[: STRETCH_S * SAMPLE_RATE] for sound in recordings][:STRETCHES]
    seconds = sum(sound.size for sound in stretches) / SAMPLE_RATE
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index}.npy" for index in range(len(stretches))]
        for path, sound in zip(paths, stretches, strict=True):
            np.save(path, sound)
        async with runtime.TritonServer(root, log_dir=Path(folder)) as address:
            served, alone = await _turns(root, address, stretches, paths)
            whole = await _whole(address, recordings)
    ratio = served / alone
    return [
        BenchRow(
            name=f"English ASR of {seconds:.0f} s in stretches of {STRETCH_S} s",
            value=served,
            unit="s",
            peer="same code in-process",
            peer_value=alone,
            ratio=ratio,
            goal=f"at most {MAX_RATIO} times",
            ok=ratio <= MAX_RATIO,
        ),
        BenchRow(
            name="voice activity, pitch and English ASR, real-time factor",
            value=whole,
            unit="s/s",
            peer="",
            peer_value=None,
            ratio=None,
            goal=f"at most {MAX_REAL_TIME_FACTOR}",
            ok=whole <= MAX_REAL_TIME_FACTOR,
        ),
    ]


async def _turns(root: Path, address: str, stretches: Sequence[Samples], paths: Sequence[Path]) -> tuple[float, float]:
    """Give the median seconds for all stretches through Triton, and in the peer process."""
    channel = Channel(address, 60.0)
    layout = Layout(root)
    command = [
        str(layout.python),
        str(Path(__file__).with_name("asr_peer.py")),
        str(layout.repository / "asr_en" / "1"),
    ]
    environment = {"PYTHONPATH": str(root), "PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1"}
    pipe = subprocess.PIPE
    served, alone = [], []
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as peer:  # noqa: ASYNC220 - the two take turns
        for _ in range(ROUNDS + 1):
            begun = time.perf_counter()
            for sound in stretches:
                await channel.infer("asr_en", {"SAMPLES": sound[None], "LANGUAGE": ENGLISH}, OUTPUTS)
            served.append(time.perf_counter() - begun)
            alone.append(_ask(peer, paths))
    await channel.close()
    return statistics.median(served[1:]), statistics.median(alone[1:])  # the first turn warms both up


def _ask(peer: subprocess.Popen[str], paths: Sequence[Path]) -> float:
    """Have the peer recognise the stretches at `paths`; give the seconds it took."""
    if peer.stdin is None or peer.stdout is None:
        raise RuntimeError("the peer was started without pipes")
    peer.stdin.write(" ".join(map(str, paths)) + "\n")
    peer.stdin.flush()
    return float(peer.stdout.readline())


async def _whole(address: str, recordings: Sequence[Samples]) -> float:
    """Give the real-time factor of finding and recognising the speech of whole recordings."""
    perception = TritonPerception(address)
    begun = time.perf_counter()
    for sound in recordings:
        async with perception.listen("en") as listening:
            await listening.add(sound)
            await listening.finish()
    taken = time.perf_counter() - begun
    await perception.close()
    return taken / (sum(sound.size for sound in recordings) / SAMPLE_RATE)
