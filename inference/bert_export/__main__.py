"""`python -m inference.bert_export SOURCE TARGET [--plain]`: writes TARGET/model.onnx.

SOURCE holds `model.safetensors`, `config.json` and, where the publisher gives it, `pooling.json` (the `config.json` of
the folder `1_Pooling` of a Sentence-BERT model; without it the vectors of the tokens are averaged). The graph has the
inputs `ids` and `mask` (int64 [b, s]; mask 1 for tokens, 0 for padding at the end) and the output `embedding` (float32
[b, hidden], unit length).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import onnx

from inference.bert_export.encoder import Encoder
from inference.bert_export.published import read_shape, read_tensors
from inference.bert_export.safetensors import FormatError


def main(arguments: Sequence[str]) -> None:
    """Write the graph; `--plain` keeps to standard ONNX operators, for TensorRT."""
    source, target = (Path(one) for one in arguments[:2])
    graph = Encoder(read_tensors(source), read_shape(source), fused="--plain" not in arguments).model()
    onnx.save(graph, target / "model.onnx")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except FormatError as error:
        sys.exit(str(error))
