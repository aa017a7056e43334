"""TensorRT engines of a repository: taken from the cache or built, and judged before they may serve."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from inference import gpu, parity, tensorrt
from inference.assemble import place
from inference.disk import digest, flush, remove
from inference.errors import SetupError
from inference.layout import Layout
from inference.parity import Tensors, Tolerance, Verdict
from inference.tensorrt import Profile

KEPT = 8
"""Engines kept in the cache, the last used ones: a model has one a GPU and a version of everything."""


class Source(Struct, frozen=True, kw_only=True):
    """What an engine is made from: a kind of `inference.engine_source`, the weights, and the buckets.

    `profile` gives the shapes of the inputs in a bucket.
    """

    kind: str
    weights: Path
    buckets: tuple[int, ...]
    profile: Callable[[int], Profile]
    tolerance: Tolerance = Tolerance()

    @property
    def profiles(self) -> list[Profile]:
        """One profile a bucket."""
        return [self.profile(bucket) for bucket in self.buckets]


def engine(layout: Layout, source: Source, target: Path) -> str:
    """Put an engine that passed the gate at `target`; give what the gate measured.

    Raises `SetupError`, naming the cause, without a GPU or a usable TensorRT, when the engine cannot be built, and when
    what it gives is too far from ONNX Runtime's results.
    """
    found = gpu.find()
    if found is None:
        raise SetupError("nvidia-smi shows no GPU 未检测到 NVIDIA GPU")
    layout.engines.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=layout.engines, prefix=".source-") as folder:
        _write_source(layout, source, Path(folder))
        graph = Path(folder) / "graph.onnx"
        kept = layout.engines / f"{tensorrt.key(graph, found, source.profiles)}.plan"
        checked = kept.with_suffix(".checked")
        if not (kept.is_file() and checked.is_file() and checked.read_text().startswith(digest(kept))):
            verdict = _make(source, Path(folder), kept)
            checked.write_text(f"{digest(kept)} {verdict.measured}")
            flush(layout.engines)
    os.utime(kept)
    _forget_old(layout.engines)
    place(kept, target)
    return checked.read_text().partition(" ")[2]


def _make(source: Source, folder: Path, kept: Path) -> Verdict:
    """Build the engine and let it pass the gate, or raise."""
    plan = tensorrt.build(folder / "graph.onnx", source.profiles)
    given, expected = read_examples(folder / "examples.npz")
    with tensorrt.loaded(plan) as run:
        verdict = parity.judge([run(number, one) for number, one in enumerate(given)], expected, source.tolerance)
    if not verdict.passed:
        raise SetupError(
            f"the engine differs from ONNX Runtime and may not serve ({verdict.measured}) "
            "引擎结果与 ONNX Runtime 不一致，不予启用"
        )
    beside = kept.with_suffix(".part")
    beside.write_bytes(plan)
    beside.replace(kept)
    return verdict


def read_examples(path: Path) -> tuple[list[Tensors], list[Tensors]]:
    """Read inputs and expected outputs, one of each a bucket, as `inference.engine_source` writes them."""
    sides: dict[str, dict[int, dict[str, np.ndarray]]] = {"input": {}, "output": {}}
    with np.load(path) as stored:
        for key in stored.files:
            number, side, name = key.split(".", 2)
            sides[side].setdefault(int(number), {})[name] = stored[key]
    given, expected = ([side[number] for number in sorted(side)] for side in sides.values())
    return list(given), list(expected)


def _write_source(layout: Layout, source: Source, folder: Path) -> None:
    """Have the graph and the examples made in the model server's environment."""
    buckets = ",".join(map(str, source.buckets))
    command = [
        str(layout.python),
        "-m",
        "inference.engine_source",
        source.kind,
        str(source.weights),
        str(folder),
        buckets,
    ]
    environment = {**os.environ, "PYTHONPATH": str(layout.root)}
    ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=layout.root)
    if ran.returncode:
        raise SetupError(
            f"the graph for the engine cannot be made 无法生成引擎所需的模型图: {ran.stderr.strip()[-600:]}"
        )


def _forget_old(folder: Path) -> None:
    plans = sorted(folder.glob("*.plan"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in plans[KEPT:]:
        remove(old)
        remove(old.with_suffix(".checked"))


def shapes(batch: Sequence[int], *rest: int) -> tensorrt.Span:
    """Give a span of shapes that differ in their first dimension alone: smallest, usual and largest `batch`."""
    smallest, usual, largest = batch
    return tensorrt.Span((smallest, *rest), (usual, *rest), (largest, *rest))
