"""Sentence embeddings through Triton against sentence-transformers on PyTorch, and against our own code in one process.

All three have the same weights and the same sentences, and take turns. The peer runs as it is installed: PyTorch with
its default number of threads, at the batch size at which it is fastest here and at its default one.
"""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import yaml

from benchmarks.program import Program
from benchmarks.rows import BenchRow
from inference import build, runtime
from inference.client import TritonPerception
from inference.layout import Layout
from inference.types import Vectors

ROUNDS = 3
SENTENCES = 600
BATCHES = (8, 16, 32, 64)
DEFAULT_BATCH = 32
MIN_RATIO = 2.0
MAX_OVERHEAD = 1.2
MAX_DISTANCE = 0.005
"""1 minus the cosine of a vector in 8 bits and the peer's; an integration test holds the exact graph to its weights."""

_PAUSE = re.compile(r"\[[\d.]+\]\s*")


def run(root: Path) -> list[BenchRow]:
    """Give the rows; without `build/bench-env` (`make bench` makes it) there is nothing to compare with."""
    build.build(root)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(root, Path(folder), list(sentences(root))[:SENTENCES]))


def sentences(root: Path) -> Iterator[str]:
    """Give what the sample candidates say and the texts that it is compared with: as they are, halves, and runs."""
    folder = root / "samples" / "product_manager"
    people = yaml.safe_load((folder / "answers.yaml").read_text())["candidates"]
    answers = (_PAUSE.sub("", answer["text"]) for person in people for answer in person["answers"])
    said = [one for answer in answers for one in re.split(r"(?<=[.?!]) ", " ".join(answer.split()))]
    model = yaml.safe_load((folder / "job.yaml").read_text())["competency_model"]
    said += [text for part in model["dimensions"] for one in part["indicators"] for text in one.get("exemplars", [])]
    for index, text in enumerate(said):
        words = text.split()
        yield text
        yield " ".join(words[: max(len(words) // 2, 1)])
        yield " ".join(words[len(words) // 2 :])
        for many in (2, 3 + index % 6):
            yield " ".join(said[(index + step) % len(said)] for step in range(many))


async def _measure(root: Path, folder: Path, texts: Sequence[str]) -> list[BenchRow]:
    layout = Layout(root)
    (folder / "texts.json").write_text(json.dumps(texts))
    served: list[float] = []
    alone: list[float] = []
    torch: dict[int, list[float]] = {batch: [] for batch in BATCHES}
    async with runtime.TritonServer(root, log_dir=folder) as address:
        perception = TritonPerception(address)
        with ExitStack() as stack:
            bench_python = root / "build" / "bench-env" / "bin" / "python"
            weights = layout.weights / "embedding_en"
            peer = Program(stack, root, bench_python, "embedding_peer.py", weights, folder)
            model = layout.repository / "embedding_en" / "1"
            own = Program(stack, root, layout.python, "embedding_alone.py", model, folder)
            for _ in range(ROUNDS + 1):
                begun = time.perf_counter()
                vectors = await perception.embed(texts, "en")
                served.append(time.perf_counter() - begun)
                alone.append(own.ask(0))
                for batch in BATCHES:
                    torch[batch].append(peer.ask(batch))
        await perception.close()
    ours, in_process = _median(served), _median(alone)
    taken = {batch: _median(times) for batch, times in torch.items()}
    return _rows(len(texts), ours, in_process, taken, _largest_distance(vectors, np.load(folder / "peer.npy")))


def _median(seconds: Sequence[float]) -> float:
    return statistics.median(seconds[1:])  # the first turn warms up


def _largest_distance(ours: Vectors, theirs: Vectors) -> float:
    return 1.0 - float((ours * theirs).sum(axis=1).min())


def _rows(texts: int, ours: float, alone: float, torch: dict[int, float], distance: float) -> list[BenchRow]:
    best = min(torch, key=lambda batch: torch[batch])
    rows = [
        BenchRow(
            name=f"embeddings of {texts} English sentences",
            value=texts / ours,
            unit="sentences/s",
            peer=f"sentence-transformers, batches of {batch} ({kind})",
            peer_value=texts / torch[batch],
            ratio=torch[batch] / ours,
            goal=f"at least {MIN_RATIO:g} times",
            ok=torch[batch] / ours >= MIN_RATIO,
        )
        for batch, kind in ((best, "its best"), (DEFAULT_BATCH, "its default"))
    ]
    return [
        *rows,
        BenchRow(
            name="the same through Triton and in one process with two threads",
            value=ours,
            unit="s",
            peer="same code in-process",
            peer_value=alone,
            ratio=ours / alone,
            goal=f"at most {MAX_OVERHEAD} times",
            ok=ours / alone <= MAX_OVERHEAD,
        ),
        BenchRow(
            name="largest distance (1 - cosine) of a vector from the peer's, in thousandths",
            value=distance * 1e3,
            unit="1e-3",
            peer="sentence-transformers",
            peer_value=None,
            ratio=None,
            goal=f"at most {MAX_DISTANCE * 1e3:g}",
            ok=distance <= MAX_DISTANCE,
        ),
    ]
