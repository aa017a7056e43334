"""Every served model: one request at a time through Triton, in turns with the same model file in one process."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
from google.protobuf import json_format, text_format
from tritonclient.grpc.model_config_pb2 import ModelConfig

from benchmarks import embedding, face
from benchmarks.program import Program
from benchmarks.rows import BenchRow
from benchmarks.sound import decode
from inference import bench, build, runtime
from inference.catalogue import Model
from inference.channel import Channel, Tensor
from inference.layout import Layout
from inference.types import SAMPLE_RATE

ROUNDS = 15
SOUND_S = 10
FRAMES = 10
TEXTS = 32
MAX_RATIO = 1.2
MAX_MORE_MS = 5.0
"""What a request may cost more by going through Triton where its model is quick; pictures are copied."""


class Work(NamedTuple):
    """What a model is asked: the tensors, in words, and how many seconds of a recording that is (0: none)."""

    inputs: dict[str, Tensor]
    what: str
    seconds: float


def run(root: Path) -> list[BenchRow]:
    """Give for each model the time of a request, its real-time factor, and the most memory its processes have held."""
    build.build(root)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(root, Path(folder)))


def work(root: Path) -> dict[str, Work]:
    """Give what each task is asked, from the sample interviews."""
    sound = decode(min((root / "samples").rglob("strong-*.mp4")))[: SOUND_S * SAMPLE_RATE]
    frames = face.sample_frames(root)[: 5 * FRAMES]
    often, seldom = frames[:FRAMES], frames[::5]
    texts = np.array([[text.encode()] for text in itertools.islice(embedding.sentences(root), TEXTS)], np.object_)
    whole = f"{SOUND_S} s of sound"
    english = np.array([[b"en"]], np.object_)
    return {
        "voice_activity": Work({"SAMPLES": sound}, whole, SOUND_S),
        "pitch": Work({"SAMPLES": sound}, whole, SOUND_S),
        "transcribe": Work({"SAMPLES": sound[None], "LANGUAGE": english}, whole, SOUND_S),
        "faces": Work(
            {"FRAMES": often, "AT_MS": np.arange(FRAMES, dtype=np.int32) * 100}, "10 frames, 10 a second", FRAMES / 10
        ),
        "body": Work(
            {"FRAMES": seldom, "AT_MS": np.arange(FRAMES, dtype=np.int32) * 500}, "10 frames, 2 a second", FRAMES / 2
        ),
        "embed": Work({"TEXT": texts}, f"{TEXTS} sentences", 0),
    }


async def _measure(root: Path, folder: Path) -> list[BenchRow]:
    layout, works = Layout(root), work(root)
    models = [model for model in build.served(layout) if len(model.folders) == 1]
    outputs = {model.name: _write(layout, folder, model, works[model.task]) for model in models}
    server = runtime.TritonServer(root, log_dir=folder)
    rows: list[BenchRow] = []
    async with server as address:
        channel = Channel(address, timeout_s=60.0)
        with ExitStack() as stack:
            own = Program(stack, root, layout.python, "models_alone.py", layout.repository, folder)
            for model in models:
                asked, served, alone = works[model.task], [], []
                for _ in range(ROUNDS + 1):
                    begun = time.perf_counter()
                    await channel.infer(model.name, asked.inputs, outputs[model.name])
                    served.append(time.perf_counter() - begun)
                    alone.append(own.ask(model.name))
                peak = bench.memory_kib(server.pid, layout, model.name, peak=True) / bench.KIB
                rows += _rows(model.name, asked, statistics.median(served[1:]), statistics.median(alone[1:]), peak)
        await channel.close()
    return rows


def _write(layout: Layout, folder: Path, model: Model, asked: Work) -> list[str]:
    """Write a model's request and configuration for the process that runs it alone; give its outputs."""
    config = text_format.Parse((layout.repository / model.name / "config.pbtxt").read_text(), ModelConfig())
    outputs = [one.name for one in config.output]
    np.savez(folder / f"{model.name}.npz", allow_pickle=True, outputs=np.array(outputs), **asked.inputs)
    as_json = json_format.MessageToJson(config, preserving_proto_field_name=True)
    (folder / f"{model.name}.json").write_text(as_json)
    return outputs


def _rows(name: str, asked: Work, served_s: float, alone_s: float, peak_mib: float) -> list[BenchRow]:
    factor = f", real-time factor {served_s / asked.seconds:.4f}" if asked.seconds else ""
    return [
        BenchRow(
            name=f"{name}: {asked.what} through Triton{factor}", value=1000 * served_s, unit="ms",
            peer="the same model file in one process", peer_value=1000 * alone_s, ratio=served_s / alone_s,
            goal=f"at most {MAX_RATIO} times or {MAX_MORE_MS:g} ms more",
            ok=served_s <= max(MAX_RATIO * alone_s, alone_s + MAX_MORE_MS / 1000),
        ),
        BenchRow(
            name=f"{name}: most memory its processes have held", value=peak_mib, unit="MiB", peer="", peer_value=None,
            ratio=None, goal="", ok=True,
        ),
    ]  # fmt: skip
