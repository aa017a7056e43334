"""Checks and times what can run on this machine's NVIDIA GPU: `python benchmarks/gpu.py [--json FILE]`.

Runs alone, with whatever the machine has: PyTorch, CUDA ONNX Runtime, TensorRT; what is missing is said and left out.
It needs numpy, and onnx for the graphs. The model is the English sentence encoder, or one of the same size with random
weights where that has not been fetched. Each way of running it is first held to the CPU's result, then timed in every
bucket, copies to and from the GPU included; a time is the median of 20 runs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.gpu_reference import (  # noqa: E402 - found through the line above
    EPSILON,
    HEADS,
    LAYERS,
    WIDTH,
    Tensors,
    inputs,
    read_weights,
    reference,
)

Runner: TypeAlias = Callable[[Tensors], npt.NDArray[np.float32]]

BUCKETS = ((1, 16), (1, 64), (16, 64), (64, 64), (16, 256))
"""Texts and tokens a run."""

RUNS, WARM_RUNS = 20, 5
MIN_COSINE = 0.999


class Row(NamedTuple):
    """One way of running the encoder in one bucket."""

    way: str
    texts: int
    tokens: int
    milliseconds: float
    texts_a_second: float
    cosine: float


def main() -> int:
    """Print a table; the exit status is 1 when a result differs from the CPU's, 2 when there is no GPU to run on."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    arguments = parser.parse_args()
    weights, source = read_weights()
    say(f"machine: {platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}; weights: {source}")
    rows: list[Row] = []
    for name, ways in (("PyTorch", torch_ways), ("ONNX Runtime", onnxruntime_ways), ("TensorRT", tensorrt_ways)):
        try:
            for way, run in ways(weights):
                rows += measured(way, run, weights)
        except Unavailable as reason:
            say(f"left out: {name}: {reason}")
    if arguments.json:
        arguments.json.write_text(json.dumps([row._asdict() for row in rows], indent=2))
    wrong = [row for row in rows if row.cosine < MIN_COSINE]
    if not rows:
        say("nothing ran: this machine has no usable GPU")
        return 2
    return int(bool(wrong))


class Unavailable(Exception):  # noqa: N818 - not an error: this machine lacks something
    """A way of running that this machine does not have; the message says what is missing."""


def measured(way: str, run: Runner, weights: Tensors) -> Iterator[Row]:
    """Hold `run` to the CPU's result and time it, in every bucket."""
    for texts, tokens in BUCKETS:
        given = inputs(texts, tokens)
        expected, found = reference(weights, given), run(given)
        lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(expected, axis=1)
        cosine = float(((found * expected).sum(axis=1) / lengths).min())
        taken = seconds(partial(run, given))
        row = Row(way, texts, tokens, taken * 1000, texts / taken, cosine)
        say(
            f"{way:<28} {texts:>3} x {tokens:>3} tokens  {row.milliseconds:8.2f} ms  {row.texts_a_second:9.0f} texts/s"
            f"  cosine to CPU >= {cosine:.6f}{'' if cosine >= MIN_COSINE else '  WRONG'}"
        )
        yield row


def seconds(call: Callable[[], object]) -> float:
    """Give the median time of a call that waits for its result."""
    for _ in range(WARM_RUNS):
        call()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def torch_ways(weights: Tensors) -> Iterator[tuple[str, Runner]]:
    """Run the encoder with PyTorch on the GPU, in full and in half precision."""
    torch = needed("torch")
    if not torch.cuda.is_available():
        raise Unavailable("PyTorch sees no CUDA device")
    say(f"GPU: {torch.cuda.get_device_name(0)}; PyTorch {torch.__version__}")
    for name, kind in (("PyTorch, float32", torch.float32), ("PyTorch, float16", torch.float16)):
        on_device = {key: torch.from_numpy(value.copy()).to("cuda", kind) for key, value in weights.items()}
        yield name, partial(_torch_run, torch, on_device)


def _torch_run(torch: Any, weights: dict[str, Any], given: Tensors) -> npt.NDArray[np.float32]:  # noqa: ANN401 - torch
    functional = torch.nn.functional

    def linear(name: str, values: Any) -> Any:  # noqa: ANN401
        return functional.linear(values, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def norm(name: str, values: Any) -> Any:  # noqa: ANN401
        return functional.layer_norm(values, (WIDTH,), weights[f"{name}.weight"], weights[f"{name}.bias"], EPSILON)

    with torch.inference_mode():
        table = weights["embeddings.word_embeddings.weight"]
        ids, mask = (torch.from_numpy(given[name]).to(table.device) for name in ("ids", "mask"))
        hidden = table[ids] + weights["embeddings.token_type_embeddings.weight"][0]
        hidden = norm("embeddings.LayerNorm", hidden + weights["embeddings.position_embeddings.weight"][: ids.shape[1]])
        seen = (mask > 0)[:, None, None, :]
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            parts = [
                linear(f"{name}.attention.self.{part}", hidden).unflatten(-1, (HEADS, -1)).transpose(1, 2)
                for part in ("query", "key", "value")
            ]
            mixed = functional.scaled_dot_product_attention(*parts, attn_mask=seen).transpose(1, 2).flatten(2)
            hidden = norm(
                f"{name}.attention.output.LayerNorm", hidden + linear(f"{name}.attention.output.dense", mixed)
            )
            inner = functional.gelu(linear(f"{name}.intermediate.dense", hidden))
            hidden = norm(f"{name}.output.LayerNorm", hidden + linear(f"{name}.output.dense", inner))
        mean = (hidden.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        found: npt.NDArray[np.float32] = functional.normalize(mean, dim=1).cpu().numpy()
        return found


def onnxruntime_ways(weights: Tensors) -> Iterator[tuple[str, Runner]]:
    """Run the exported graphs with ONNX Runtime's CUDA provider, as the native backend of Triton does."""
    runtime = needed("onnxruntime")
    if "CUDAExecutionProvider" not in runtime.get_available_providers():
        raise Unavailable("this build of ONNX Runtime has no CUDA provider")
    for name, graph in (
        ("ONNX Runtime CUDA, fused", exported(weights, fused=True)),
        ("ONNX Runtime CUDA, mixed", half(weights)),
    ):
        session = runtime.InferenceSession(graph, providers=["CUDAExecutionProvider"])
        if session.get_providers()[0] != "CUDAExecutionProvider":
            raise Unavailable("ONNX Runtime fell back to the CPU: its CUDA libraries do not load")
        yield name, partial(_session_run, session)


def _session_run(session: Any, given: Tensors) -> npt.NDArray[np.float32]:  # noqa: ANN401 - ONNX Runtime's session
    return np.asarray(session.run(["embedding"], given)[0], np.float32)


def tensorrt_ways(weights: Tensors) -> Iterator[tuple[str, Runner]]:
    """Build an engine as the product does, with a profile a bucket, and run it."""
    needed("tensorrt")
    from inference import tensorrt  # noqa: PLC0415 - the machine may lack what it needs

    say(f"TensorRT {tensorrt.version()}")
    lengths = sorted({tokens for _, tokens in BUCKETS})
    shapes = [tensorrt.Span((1, 1), (16, tokens), (64, tokens)) for tokens in lengths]
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "model.onnx"
        graph.write_bytes(half(weights))
        begun = time.perf_counter()
        engine = tensorrt.build(graph, [{"ids": shape, "mask": shape} for shape in shapes])
    say(f"TensorRT engine: {len(engine) / 1e6:.0f} MB, built in {time.perf_counter() - begun:.0f} s")
    with tensorrt.loaded(engine) as run:
        yield (
            "TensorRT, mixed",
            lambda given: np.asarray(run(lengths.index(given["ids"].shape[1]), given)["embedding"], np.float32),
        )


def exported(weights: Tensors, *, fused: bool) -> bytes:
    """Export the encoder's graph as the product does."""
    needed("onnx")
    from inference.bert_export.encoder import Encoder  # noqa: PLC0415 - the machine may lack what it needs
    from inference.bert_export.published import Pooling, Shape  # noqa: PLC0415 - it comes with the line above

    graph: bytes = (
        Encoder(weights, Shape(LAYERS, HEADS, EPSILON, Pooling.MEAN), fused=fused).model().SerializeToString()
    )
    return graph


def half(weights: Tensors) -> bytes:
    """Export the plain graph in mixed precision, as TensorRT gets it."""
    needed("onnxruntime")
    import onnx  # noqa: PLC0415 - the machine may lack what it needs

    from inference.mixed_precision import mixed  # noqa: PLC0415 - needs onnx

    return bytes(mixed(onnx.load_from_string(exported(weights, fused=False))).SerializeToString())


def needed(module: str) -> Any:  # noqa: ANN401 - a module
    """Import `module`. Raises `Unavailable` where it is missing or does not load."""
    try:
        return importlib.import_module(module)
    except (ImportError, OSError) as error:
        raise Unavailable(f"{module} is not installed or does not load ({error})") from error


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
