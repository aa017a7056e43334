"""The graph of a BERT sentence encoder.

Architecture: J. Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2018; pooling: N. Reimers and
I. Gurevych, "Sentence-BERT", 2019.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto

from inference.bert_export.graph import CONTRIB, GraphWriter
from inference.bert_export.published import Pooling, Shape
from inference.bert_export.safetensors import Floats

_FAR_BELOW = -1e9
_PARTS = ("query", "key", "value")
_OUTPUT = ("dense.weight", "dense.bias", "LayerNorm.weight", "LayerNorm.bias")


class Encoder:
    """Writes one encoder's graph: `ids`, `mask` int64 [b, s] (1 for tokens, 0 for padding at the end) -> `embedding`.

    A `fused` graph uses ONNX Runtime's own operators for attention, for the sum of residual, bias and normalisation,
    and for bias and GELU; TensorRT needs the plain one. Both compute the same.
    """

    def __init__(self, tensors: Mapping[str, Floats], shape: Shape, *, fused: bool) -> None:
        self._tensors = tensors
        self._shape = shape
        self._fused = fused
        self._graph = GraphWriter()
        self._width = tensors["embeddings.LayerNorm.weight"].size

    def model(self) -> onnx.ModelProto:
        """Give the whole model, checked."""
        hidden = self._embeddings()
        seen = self._mask()
        for layer in range(self._shape.layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, seen)
        return self._pooled(hidden)

    def _pooled(self, hidden: str) -> onnx.ModelProto:
        """Make a text's vector of those of its tokens, [b, s, hidden]; give the whole model, checked."""
        self._unit_length(self._mean(hidden) if self._shape.pooling is Pooling.MEAN else self._first(hidden))
        return self._graph.model("sentence_encoder", ("ids", "mask"), "embedding", self._width)

    def _embeddings(self) -> str:
        """Give the embeddings, normalised: [b, s, hidden]."""
        return self._norm("embeddings.LayerNorm", self._summed_embeddings())

    def _summed_embeddings(self) -> str:
        """Sum the embeddings of token, position and segment (always the first): [b, s, hidden]."""
        graph = self._graph
        table = graph.constant(self._tensors["embeddings.word_embeddings.weight"], "word_embeddings")
        places = self._tensors["embeddings.position_embeddings.weight"]
        places = places + self._tensors["embeddings.token_type_embeddings.weight"][0]
        length = graph.add("Shape", "ids", start=1, end=2)
        zero = graph.integers(0)
        here = graph.add("Slice", graph.constant(places), zero, length, zero)
        return graph.add("Add", graph.add("Gather", table, "ids"), here)

    def _mask(self) -> str:
        """Give what attention takes: fused, the mask; plain, what is added to scores, [b, 1, 1, s]: 0 or far below."""
        graph = self._graph
        if self._fused:
            return graph.add("Cast", "mask", to=TensorProto.INT32)
        hidden = graph.add("Sub", graph.constant(1.0), graph.add("Cast", "mask", to=TensorProto.FLOAT))
        bias = graph.add("Mul", hidden, graph.constant(_FAR_BELOW))
        return graph.add("Unsqueeze", bias, graph.integers(1, 2))

    def _layer(self, name: str, hidden: str, seen: str) -> str:
        """Add one transformer layer."""
        mixed = (self._fused_attention if self._fused else self._attention)(f"{name}.attention.self", hidden, seen)
        hidden = self._add_norm(f"{name}.attention.output", mixed, hidden)
        inner = self._gelu(f"{name}.intermediate.dense", hidden)
        return self._add_norm(f"{name}.output", inner, hidden)

    def _fused_attention(self, name: str, hidden: str, seen: str) -> str:
        """Add multi-head attention over one product with the weights of query, key and value."""
        weight, bias = self._joined(name)
        return self._heads(self._graph.add("MatMul", hidden, self._graph.constant(weight)), bias, seen)

    def _joined(self, name: str) -> tuple[Floats, Floats]:
        """Join the weights of query, key and value, [hidden, 3 hidden], and their biases."""
        parts = [(self._tensors[f"{name}.{part}.weight"], self._tensors[f"{name}.{part}.bias"]) for part in _PARTS]
        return np.concatenate([weight.T for weight, _ in parts], axis=1), np.concatenate([bias for _, bias in parts])

    def _heads(self, product: str, bias: Floats, seen: str) -> str:
        """Add attention between query, key and value, which stand side by side: [b, s, 3 hidden]."""
        graph = self._graph
        query, key, value = graph.split("Split", product, results=3, axis=-1, num_outputs=3)
        return graph.add(
            "MultiHeadAttention",
            *(query, key, value, graph.constant(bias), seen),
            domain=CONTRIB,
            num_heads=self._shape.heads,
        )

    def _attention(self, name: str, hidden: str, bias: str) -> str:
        """Add multi-head attention, without its output projection: [b, s, hidden]."""
        graph = self._graph
        size = self._width // self._shape.heads
        split = graph.integers(0, 0, self._shape.heads, size)

        def heads(part: str, order: list[int]) -> str:
            projected = self._linear(f"{name}.{part}", hidden)
            return graph.add("Transpose", graph.add("Reshape", projected, split), perm=order)

        scores = graph.add("MatMul", heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]))
        scaled = graph.add("Mul", scores, graph.constant(1.0 / math.sqrt(size)))
        weights = graph.add("Softmax", graph.add("Add", scaled, bias), axis=-1)
        mixed = graph.add("MatMul", weights, heads("value", [0, 2, 1, 3]))
        return graph.add("Reshape", graph.add("Transpose", mixed, perm=[0, 2, 1, 3]), graph.integers(0, 0, -1))

    def _gelu(self, name: str, given: str) -> str:
        """Add a linear layer and GELU (the exact one, by the error function)."""
        graph = self._graph
        if not self._fused:
            return graph.add("Gelu", self._linear(name, given))
        product = graph.add("MatMul", given, graph.constant(self._tensors[f"{name}.weight"].T))
        return graph.add("BiasGelu", product, graph.constant(self._tensors[f"{name}.bias"]), domain=CONTRIB)

    def _add_norm(self, name: str, given: str, residual: str) -> str:
        """Add a linear layer, the residual and the normalisation."""
        graph = self._graph
        if not self._fused:
            return self._norm(f"{name}.LayerNorm", graph.add("Add", self._linear(f"{name}.dense", given), residual))
        weight, bias, scale, shift = (self._tensors[f"{name}.{part}"] for part in _OUTPUT)
        return graph.add(
            "SkipLayerNormalization",
            graph.add("MatMul", given, graph.constant(weight.T)),
            residual,
            *map(graph.constant, (scale, shift, bias)),
            domain=CONTRIB,
            epsilon=self._shape.epsilon,
        )

    def _first(self, hidden: str) -> str:
        """Give the vector of the first token ([CLS]): [b, 1, hidden]."""
        first, second, axis = (self._graph.integers(number) for number in (0, 1, 1))
        return self._graph.add("Slice", hidden, first, second, axis)

    def _mean(self, hidden: str) -> str:
        """Give the mean over the tokens: [b, 1, hidden].

        As a product: ONNX Runtime sums one text in another order than several, and the last bit would depend on it.
        """
        graph = self._graph
        seen = graph.add("Cast", "mask", to=TensorProto.FLOAT)
        count = graph.add("ReduceSum", seen, graph.integers(1), keepdims=1)
        return graph.add("MatMul", graph.add("Unsqueeze", graph.add("Div", seen, count), graph.integers(1)), hidden)

    def _unit_length(self, vectors: str) -> None:
        """Bring the vectors [b, 1, hidden] to length 1: the output, [b, hidden]."""
        graph = self._graph
        square = graph.add("MatMul", vectors, graph.add("Transpose", vectors, perm=[0, 2, 1]))
        length = graph.add("Max", graph.add("Sqrt", square), graph.constant(1e-12))
        graph.add("Squeeze", graph.add("Div", vectors, length), graph.integers(1), result="embedding")

    def _linear(self, name: str, given: str) -> str:
        graph = self._graph
        product = graph.add("MatMul", given, graph.constant(self._tensors[f"{name}.weight"].T))
        return graph.add("Add", product, graph.constant(self._tensors[f"{name}.bias"]))

    def _norm(self, name: str, given: str) -> str:
        graph = self._graph
        scale, shift = (graph.constant(self._tensors[f"{name}.{part}"]) for part in ("weight", "bias"))
        return graph.add("LayerNormalization", given, scale, shift, axis=-1, epsilon=self._shape.epsilon)
