"""`python -m inference.bert_export SOURCE TARGET [--plain]`: writes TARGET/model.onnx and TARGET/model_int8.onnx.

SOURCE holds `model.safetensors`, `config.json` and, where the publisher gives it, `pooling.json` (the `config.json` of
the folder `1_Pooling` of a Sentence-BERT model; without it the vectors of the tokens are averaged). The graphs have the
inputs `ids` and `mask` (int64 [b, s]; mask 1 for tokens, 0 for padding at the end) and the output `embedding` (float32
[b, hidden], unit length). The second multiplies in 8 bits: faster where the CPU has instructions for it, less exact.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import onnx

from inference.bert_export.calibration import largest
from inference.bert_export.eight_bit import EightBitEncoder
from inference.bert_export.encoder import Encoder
from inference.bert_export.published import read_shape, read_tensors
from inference.bert_export.safetensors import FormatError


def main(arguments: Sequence[str]) -> None:
    """Write the graphs; `--plain` writes the exact one alone, of standard ONNX operators, for TensorRT."""
    source, target = (Path(one) for one in arguments[:2])
    tensors, shape = read_tensors(source), read_shape(source)
    plain = "--plain" in arguments
    graph = Encoder(tensors, shape, fused=not plain).model()
    onnx.save(graph, target / "model.onnx")
    if not plain:
        vocabulary, positions = (len(tensors[f"embeddings.{one}_embeddings.weight"]) for one in ("word", "position"))
        measured = largest(graph, vocabulary, positions)
        onnx.save(EightBitEncoder(tensors, shape, measured).model(), target / "model_int8.onnx")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except FormatError as error:
        sys.exit(str(error))
