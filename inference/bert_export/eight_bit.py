"""The graph of a BERT sentence encoder whose products with weights are computed in 8 bits.

Each token has its own scale, so that a text's vector still depends on the text alone. Channels are balanced between
tokens and weights as in G. Xiao et al., "SmoothQuant", 2022: a few channels of a BERT are so large that a scale which
covers them leaves no bits for the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import onnx
from onnx import TensorProto

from inference.bert_export.encoder import Encoder
from inference.bert_export.graph import CONTRIB
from inference.bert_export.published import Shape
from inference.bert_export.safetensors import Floats

LARGEST = 127
ZERO = 128
"""Tokens are numbers of 0 to 255 around this one: the fast instructions take unsigned by signed."""

SHARE = 0.65
"""How much of a channel's range goes from tokens to weights; 0.5 and 0.8 came less near the exact vectors."""

STEPS_A_DOUBLING = 4
"""Balances are rounded to so many steps, so that the last bits of the machine that measured them do not count."""

SMALLEST = 1e-12


class Normalised(NamedTuple):
    """A normalised sum before its gain and shift, [tokens, hidden]: the value, and where its gain and shift are."""

    value: str
    name: str
    largest: Floats


class EightBitEncoder(Encoder):
    """Writes one encoder's graph: inputs and output as `Encoder` has them.

    `largest` is what `calibration.largest` gives. Attention, GELU (by the tangent) and normalisation stay in float32.
    Normalisation is written out: ONNX Runtime's own operator took a fifth of the time of the whole graph.
    """

    def __init__(self, tensors: Mapping[str, Floats], shape: Shape, largest: Sequence[Floats]) -> None:
        super().__init__(tensors, shape, fused=True)
        self._largest = iter(largest)
        self._one = self._graph.constant(1.0)
        self._zero = self._graph.constant(np.array(ZERO, np.uint8))

    def model(self) -> onnx.ModelProto:
        """Give the whole model, checked."""
        graph = self._graph
        tokens = self._rows(self._summed_embeddings())
        self._count = graph.add("Shape", tokens, start=0, end=1)
        self._zeros = graph.add("Expand", graph.constant(np.array([ZERO], np.uint8)), self._count)
        self._texts = graph.add("Concat", graph.add("Shape", "ids"), graph.integers(-1), axis=0)
        seen = graph.add("Cast", "mask", to=TensorProto.INT32)
        given = self._normalised("embeddings.LayerNorm", tokens)
        for layer in range(self._shape.layers):
            given = self._eight_bit_layer(f"encoder.layer.{layer}", given, seen)
        return self._pooled(graph.add("Reshape", self._with_bias(given), self._texts))

    def _eight_bit_layer(self, name: str, given: Normalised, seen: str) -> Normalised:
        """Add one transformer layer."""
        graph = self._graph
        weight, bias = self._joined(f"{name}.attention.self")
        product, bias = self._balanced_product(given, weight, bias)
        mixed = self._rows(self._heads(graph.add("Reshape", product, self._texts), bias, seen))
        given = self._back(f"{name}.attention.output", mixed, given)
        inner = f"{name}.intermediate.dense"
        product, bias = self._balanced_product(given, *self._dense(inner))
        wide = graph.add("FastGelu", product, graph.constant(bias), domain=CONTRIB)
        return self._back(f"{name}.output", wide, given)

    def _back(self, name: str, given: str, residual: Normalised) -> Normalised:
        """Add a linear layer, the residual and the normalisation."""
        weight, bias = self._dense(f"{name}.dense")
        total = self._graph.add("Add", self._product(given, weight), self._with_bias(residual, bias))
        return self._normalised(f"{name}.LayerNorm", total)

    def _balanced_product(self, given: Normalised, weight: Floats, bias: Floats) -> tuple[str, Floats]:
        """Multiply what was normalised with `weight`; give the product and the bias that it still lacks."""
        gain, shift = self._affine(given.name)
        share = balance(given.largest, np.abs(weight).max(axis=1))
        balanced = self._graph.add("Mul", given.value, self._graph.constant(gain * share))
        return self._product(balanced, weight / share[:, None]), bias + shift @ weight

    def _product(self, given: str, weight: Floats) -> str:
        """Multiply in 8 bits: tokens [t, n] with one scale a token, weights [n, m] with one scale a column."""
        graph = self._graph
        largest = graph.add("ReduceMax", graph.add("Abs", given), graph.integers(-1), keepdims=1)
        scale = graph.add("Max", graph.add("Mul", largest, graph.constant(1.0 / LARGEST)), graph.constant(SMALLEST))
        scales = graph.add("Reshape", scale, self._count)
        tokens = graph.add("QuantizeLinear", given, scales, self._zeros, axis=0)
        whole, columns = quantised(weight)
        product = graph.add(
            "MatMulIntegerToFloat",
            *(tokens, graph.constant(whole), self._one, graph.constant(columns), self._zero),
            graph.constant(np.zeros(columns.shape, np.int8)),
            domain=CONTRIB,
        )
        return graph.add("Mul", product, scale)

    def _normalised(self, name: str, given: str) -> Normalised:
        """Bring each token's numbers to mean 0 and variance 1."""
        graph = self._graph
        last = graph.integers(-1)
        centred = graph.add("Sub", given, graph.add("ReduceMean", given, last, keepdims=1))
        square = graph.add("ReduceSumSquare", centred, last, keepdims=1)
        variance = graph.add("Mul", square, graph.constant(1.0 / self._width))
        deviation = graph.add("Sqrt", graph.add("Add", variance, graph.constant(self._shape.epsilon)))
        value = graph.add("Mul", centred, graph.add("Reciprocal", deviation))
        return Normalised(value, name, next(self._largest))

    def _with_bias(self, given: Normalised, bias: Floats | float = 0.0) -> str:
        """Apply gain and shift, and add `bias`, which belongs to what this is added to."""
        graph = self._graph
        gain, shift = map(graph.constant, (self._affine(given.name)[0], self._affine(given.name)[1] + bias))
        return graph.add("Add", graph.add("Mul", given.value, gain), shift)

    def _affine(self, name: str) -> tuple[Floats, Floats]:
        return self._tensors[f"{name}.weight"], self._tensors[f"{name}.bias"]

    def _dense(self, name: str) -> tuple[Floats, Floats]:
        return self._tensors[f"{name}.weight"].T, self._tensors[f"{name}.bias"]

    def _rows(self, given: str) -> str:
        """Put the tokens of all texts below each other: [t, hidden]."""
        return self._graph.add("Reshape", given, self._graph.integers(-1, self._width))


def quantised(weight: Floats) -> tuple[np.ndarray, Floats]:
    """Give `weight` [n, m] in 8 bits, and each column's scale."""
    scales = np.maximum(np.abs(weight).max(axis=0) / LARGEST, SMALLEST).astype(np.float32)
    return np.clip(np.round(weight / scales), -LARGEST, LARGEST).astype(np.int8), scales


def balance(tokens: Floats, weights: Floats) -> Floats:
    """Give for each channel the factor that tokens are multiplied with and weights are divided by.

    `tokens` and `weights` are the largest values of each channel. The factors' geometric mean is 1.
    """
    least = 1e-6
    small, large = (np.maximum(one, least * max(one.max(), least)).astype(np.float64) for one in (weights, tokens))
    steps = STEPS_A_DOUBLING * ((1 - SHARE) * np.log2(small) - SHARE * np.log2(large))
    return np.asarray(2.0 ** (np.round(steps - steps.mean()) / STEPS_A_DOUBLING), np.float32)
