"""Measures how large each channel of an encoder gets, so that 8 bits can be shared out among the channels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime

from inference.bert_export.safetensors import Floats

TEXTS = 64
TOKENS = 32
NORMALISATIONS = frozenset({"LayerNormalization", "SkipLayerNormalization"})


def largest(model: onnx.ModelProto, vocabulary: int, positions: int) -> list[Floats]:
    """Give for each normalisation of `model`, in order, the largest distance of each channel from its shift.

    `model` is a fused encoder; it reads random tokens. They reach the same few large channels as sentences do: scales
    from one or the other give graphs equally near the exact one (docs/decisions/0015).
    """
    nodes = [node for node in model.graph.node if node.op_type in NORMALISATIONS]
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(onnx.ValueInfoProto(name=node.output[0]) for node in nodes)
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(0).integers(0, vocabulary, (TEXTS, min(TOKENS, positions)))
    outputs: Sequence[Floats] = session.run([node.output[0] for node in nodes], {"ids": ids, "mask": np.ones_like(ids)})
    shifts = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    return [
        np.abs(output - shifts[node.input[_shift(node)]]).max(axis=(0, 1))
        for node, output in zip(nodes, outputs, strict=True)
    ]


def _shift(node: onnx.NodeProto) -> int:
    """Say which input of a normalisation is its shift."""
    return 2 if node.op_type == "LayerNormalization" else 3
