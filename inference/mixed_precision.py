"""Makes a graph of mixed precision: matrix products in half precision, all else in full. Inputs and outputs stay.

Runs in the model server's environment: `python -m inference.mixed_precision SOURCE.onnx TARGET.onnx`. TensorRT's
networks are strongly typed, so what is to be computed in half precision must say so in the graph. Sums, normalisation
and softmax keep full precision: half has 11 bits, and a long sum or a mask of -1e9 does not survive it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import onnx
from onnxruntime.transformers.float16 import convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

HALF = frozenset({"Conv", "Gemm", "MatMul", "Reshape", "Split", "Transpose"})
"""Operators computed in half precision: products, and what only moves numbers between them."""


def mixed(model: onnx.ModelProto) -> onnx.ModelProto:
    """Give `model` with the operators of `HALF` in half precision."""
    for number, node in enumerate(model.graph.node):  # the conversion tells nodes apart by their names
        node.name = node.name or f"{node.op_type}_{number}"
    full = sorted({node.op_type for node in model.graph.node} - HALF)
    converted: onnx.ModelProto = convert_float_to_float16(model, keep_io_types=True, op_block_list=full)
    OnnxModel(converted).topological_sort()
    onnx.checker.check_model(converted, full_check=True)
    return converted


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    onnx.save(mixed(onnx.load(source)), target)
