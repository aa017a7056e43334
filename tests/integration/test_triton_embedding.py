"""Sentence embeddings by the real server against an independent computation from the same weights."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from inference.client import TritonPerception

Floats = npt.NDArray[np.float64]

TOKENS = {
    "hello world": [101, 7592, 2088, 102],
    "the cat sat on the mat": [101, 1996, 4937, 2938, 2006, 1996, 13523, 102],
}


@pytest.fixture(scope="module")
def weights(model_repository: Path) -> dict[str, Floats]:
    """The MiniLM tensors, read from the safetensors file in double precision."""
    data = (model_repository.parent / "weights" / "embedding_en" / "model.safetensors").read_bytes()
    size = int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if entry.get("dtype") == "F32":
            start, end = entry["data_offsets"]
            values = np.frombuffer(data[8 + size + start : 8 + size + end], np.float32)
            tensors[name] = values.reshape(entry["shape"]).astype(np.float64)
    return tensors


def normalised(x: Floats, weights: dict[str, Floats], name: str) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    result: Floats = scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return result


def linear(x: Floats, weights: dict[str, Floats], name: str) -> Floats:
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def gelu(x: Floats) -> Floats:
    result: Floats = x * 0.5 * (1.0 + np.vectorize(math.erf)(x / math.sqrt(2.0)))
    return result


def attention(x: Floats, weights: dict[str, Floats], name: str) -> Floats:
    query, key, value = (linear(x, weights, f"{name}.self.{part}") for part in ("query", "key", "value"))
    heads = []
    for head in range(12):
        part = slice(head * 32, head * 32 + 32)
        scores = query[:, part] @ key[:, part].T / math.sqrt(32)
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        heads.append(share / share.sum(axis=1, keepdims=True) @ value[:, part])
    return linear(np.concatenate(heads, axis=1), weights, f"{name}.output.dense")


def embedded(ids: list[int], weights: dict[str, Floats]) -> Floats:
    """Compute one text's embedding as the paper describes it, without batch and padding."""
    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = normalised(x + weights["embeddings.token_type_embeddings.weight"][0], weights, "embeddings.LayerNorm")
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        seen = attention(x, weights, f"{name}.attention")
        x = normalised(x + seen, weights, f"{name}.attention.output.LayerNorm")
        inner = gelu(linear(x, weights, f"{name}.intermediate.dense"))
        x = normalised(x + linear(inner, weights, f"{name}.output.dense"), weights, f"{name}.output.LayerNorm")
    mean = x.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


async def test_the_exported_graph_computes_what_the_weights_say(
    perception: TritonPerception, weights: dict[str, Floats]
) -> None:
    served = await perception.embed(list(TOKENS), "en")

    expected = np.stack([embedded(ids, weights) for ids in TOKENS.values()])
    assert np.abs(served - expected).max() < 1e-5


async def test_similar_sentences_are_closer_than_unrelated_ones(perception: TritonPerception) -> None:
    vectors = await perception.embed(
        [
            "I led a team of five engineers.",
            "I managed several software developers.",
            "The weather is nice today.",
        ],
        "en",
    )

    similarity = vectors @ vectors.T
    assert similarity[0, 1] > 0.4
    assert similarity[0, 2] < 0.2
