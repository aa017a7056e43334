"""Makes what an engine is built from and judged by: a graph of standard operators in mixed precision, and examples.

Runs in the model server's environment: `python -m inference.engine_source KIND SOURCE TARGET BUCKETS`; SOURCE holds the
weights, BUCKETS are lengths such as 16,32,64. TARGET gets `graph.onnx`, and `examples.npz`: for each bucket inputs and
what ONNX Runtime gives for them on the CPU in full precision, as `NUMBER.input.NAME` and `NUMBER.output.NAME`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime

from inference.bert_export.encoder import Encoder
from inference.bert_export.published import read_shape, read_tensors
from inference.mixed_precision import mixed

EXAMPLES = 4
Tensors = dict[str, npt.NDArray[Any]]


def bert(source: Path, buckets: Sequence[int]) -> tuple[onnx.ModelProto, Iterator[Tensors]]:
    """Give a sentence encoder's graph, and texts of random tokens: one full, the others shorter."""
    tensors = read_tensors(source)
    vocabulary = tensors["embeddings.word_embeddings.weight"].shape[0]
    return Encoder(tensors, read_shape(source), fused=False).model(), _texts(vocabulary, buckets)


def _texts(vocabulary: int, buckets: Sequence[int]) -> Iterator[Tensors]:
    random = np.random.default_rng(0)
    for tokens in buckets:
        ids = random.integers(0, vocabulary, (EXAMPLES, tokens))
        lengths = np.array([tokens, *random.integers(max(tokens // 2, 1), tokens + 1, EXAMPLES - 1)])
        mask = (np.arange(tokens) < lengths[:, None]).astype(np.int64)
        yield {"ids": ids * mask, "mask": mask}


KINDS: dict[str, Callable[[Path, Sequence[int]], tuple[onnx.ModelProto, Iterator[Tensors]]]] = {"bert": bert}


def main(kind: str, source: Path, target: Path, buckets: Sequence[int]) -> None:
    """Write the graph and the examples."""
    graph, inputs = KINDS[kind](source, buckets)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    examples: dict[str, Any] = {}
    for number, given in enumerate(inputs):
        examples |= {f"{number}.input.{name}": values for name, values in given.items()}
        outputs = zip(names, session.run(names, given), strict=True)
        examples |= {f"{number}.output.{name}": values for name, values in outputs}
    np.savez(target / "examples.npz", **examples)
    onnx.save(mixed(graph), target / "graph.onnx")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [int(one) for one in sys.argv[4].split(",")])
