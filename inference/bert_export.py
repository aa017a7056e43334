"""Writes the ONNX graph of a BERT sentence encoder from its safetensors file, without any deep-learning framework.

Runs in the model server's environment: `python -m inference.bert_export SOURCE TARGET`. SOURCE holds
`model.safetensors` and `config.json`; TARGET gets `model.onnx` with the inputs `ids` and `mask` (int64 [b, s]; mask 1
for tokens, 0 for padding) and the output `embedding` (float32 [b, hidden]: the mean over the tokens, unit length).
Architecture: J. Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2018; pooling: N. Reimers and
I. Gurevych, "Sentence-BERT", 2019.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Floats = npt.NDArray[np.float32]
OPSET = 20
_FAR_BELOW = -1e9


class Shape(NamedTuple):
    """What the weights alone do not say."""

    layers: int
    heads: int
    epsilon: float


def read_safetensors(path: Path) -> dict[str, Floats]:
    """Read the float32 tensors of a safetensors file by name; other types are left out."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            tensors[name] = np.frombuffer(data[start:end], np.float32).reshape(entry["shape"])
    return tensors


class GraphWriter:
    """Collects the nodes and constants of a graph; each method gives the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, value: npt.NDArray[np.generic] | float, name: str = "") -> str:
        """Add a constant; numbers become float32."""
        array = np.asarray(value, np.float32) if isinstance(value, float) else np.asarray(value)
        name = name or f"constant_{len(self.constants)}"
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array).reshape(array.shape), name)
        return name

    def integers(self, *values: int) -> str:
        """Add a list of whole numbers as a constant."""
        return self.constant(np.array(values, np.int64))

    def add(self, operator: str, *inputs: str, result: str = "", **attributes: object) -> str:
        """Add a node of one result."""
        result = result or f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [result], **attributes))
        return result


class Encoder:
    """Writes one encoder's graph."""

    def __init__(self, tensors: dict[str, Floats], shape: Shape) -> None:
        self._tensors = tensors
        self._shape = shape
        self._graph = GraphWriter()

    def model(self) -> onnx.ModelProto:
        """Give the whole model, checked."""
        hidden = self._embeddings()
        bias = self._mask_bias()
        for layer in range(self._shape.layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, bias)
        self._pooled(hidden)
        width = self._tensors["embeddings.LayerNorm.weight"].size
        graph = helper.make_graph(
            self._graph.nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "s"]) for name in ("ids", "mask")],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["b", width])],
            list(self._graph.constants.values()),
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
        onnx.checker.check_model(model, full_check=True)
        return model

    def _embeddings(self) -> str:
        """Sum the embeddings of token, position and segment (always the first), normalised: [b, s, hidden]."""
        graph = self._graph
        table = graph.constant(self._tensors["embeddings.word_embeddings.weight"], "word_embeddings")
        places = self._tensors["embeddings.position_embeddings.weight"]
        places = places + self._tensors["embeddings.token_type_embeddings.weight"][0]
        length = graph.add("Shape", "ids", start=1, end=2)
        zero = graph.integers(0)
        here = graph.add("Slice", graph.constant(places), zero, length, zero)
        return self._norm("embeddings.LayerNorm", graph.add("Add", graph.add("Gather", table, "ids"), here))

    def _mask_bias(self) -> str:
        """Give what is added to attention scores: 0 for tokens, far below for padding; [b, 1, 1, s]."""
        graph = self._graph
        seen = graph.add("Cast", "mask", to=TensorProto.FLOAT)
        hidden = graph.add("Sub", graph.constant(1.0), seen)
        bias = graph.add("Mul", hidden, graph.constant(_FAR_BELOW))
        return graph.add("Unsqueeze", bias, graph.integers(1, 2))

    def _layer(self, name: str, hidden: str, bias: str) -> str:
        """Add one transformer layer."""
        graph = self._graph
        attended = self._linear(f"{name}.attention.output.dense", self._attention(name, hidden, bias))
        hidden = self._norm(f"{name}.attention.output.LayerNorm", graph.add("Add", attended, hidden))
        inner = graph.add("Gelu", self._linear(f"{name}.intermediate.dense", hidden))
        outer = self._linear(f"{name}.output.dense", inner)
        return self._norm(f"{name}.output.LayerNorm", graph.add("Add", outer, hidden))

    def _attention(self, name: str, hidden: str, bias: str) -> str:
        """Add multi-head attention, without its output projection: [b, s, hidden]."""
        graph = self._graph
        size = self._tensors["embeddings.LayerNorm.weight"].size // self._shape.heads
        split = graph.integers(0, 0, self._shape.heads, size)

        def heads(part: str, order: list[int]) -> str:
            projected = self._linear(f"{name}.attention.self.{part}", hidden)
            return graph.add("Transpose", graph.add("Reshape", projected, split), perm=order)

        scores = graph.add("MatMul", heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]))
        scaled = graph.add("Mul", scores, graph.constant(1.0 / math.sqrt(size)))
        weights = graph.add("Softmax", graph.add("Add", scaled, bias), axis=-1)
        mixed = graph.add("MatMul", weights, heads("value", [0, 2, 1, 3]))
        merged = graph.add("Transpose", mixed, perm=[0, 2, 1, 3])
        return graph.add("Reshape", merged, graph.integers(0, 0, -1))

    def _pooled(self, hidden: str) -> None:
        """Add the mean over the tokens and bring it to unit length."""
        graph = self._graph
        seen = graph.add("Unsqueeze", graph.add("Cast", "mask", to=TensorProto.FLOAT), graph.integers(2))
        total = graph.add("ReduceSum", graph.add("Mul", hidden, seen), graph.integers(1), keepdims=0)
        count = graph.add("Max", graph.add("ReduceSum", seen, graph.integers(1), keepdims=0), graph.constant(1e-9))
        mean = graph.add("Div", total, count)
        length = graph.add("Max", graph.add("ReduceL2", mean, graph.integers(1)), graph.constant(1e-12))
        graph.add("Div", mean, length, result="embedding")

    def _linear(self, name: str, given: str) -> str:
        graph = self._graph
        product = graph.add("MatMul", given, graph.constant(self._tensors[f"{name}.weight"].T))
        return graph.add("Add", product, graph.constant(self._tensors[f"{name}.bias"]))

    def _norm(self, name: str, given: str) -> str:
        graph = self._graph
        scale, shift = (graph.constant(self._tensors[f"{name}.{part}"]) for part in ("weight", "bias"))
        return graph.add("LayerNormalization", given, scale, shift, axis=-1, epsilon=self._shape.epsilon)


def main(source: Path, target: Path) -> None:
    """Write `target`/model.onnx from what `source` holds."""
    config = json.loads((source / "config.json").read_text())
    shape = Shape(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"])
    onnx.save(Encoder(read_safetensors(source / "model.safetensors"), shape).model(), target / "model.onnx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
