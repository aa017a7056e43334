"""A BERT sentence encoder on the CPU in full precision, as its paper describes it, in numpy: what a GPU is held to.

The weights are those of all-MiniLM-L6-v2 where they have been fetched, or random ones of the same shapes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Tensors: TypeAlias = dict[str, npt.NDArray[Any]]

LAYERS, HEADS, WIDTH, INNER, VOCABULARY, PLACES = 6, 12, 384, 1536, 30_522, 512
EPSILON = 1e-12
WEIGHTS = Path(__file__).resolve().parent.parent / "build" / "weights" / "embedding_en" / "model.safetensors"


def inputs(texts: int, tokens: int) -> Tensors:
    """Give token ids and masks: the first text is full, the others have padding."""
    random = np.random.default_rng(texts * 1000 + tokens)
    ids = random.integers(1000, VOCABULARY, (texts, tokens))
    lengths = np.concatenate([[tokens], random.integers(tokens // 2, tokens + 1, texts - 1)])
    mask = (np.arange(tokens) < lengths[:, None]).astype(np.int64)
    return {"ids": ids * mask, "mask": mask}


def read_weights() -> tuple[Tensors, str]:
    """Give the encoder's weights by their published names, and where they come from."""
    if not WEIGHTS.is_file():
        return random_weights(), "random, of the same shapes"
    data = WEIGHTS.read_bytes()
    size = int.from_bytes(data[:8], "little")
    entries = {name: one for name, one in json.loads(data[8 : 8 + size]).items() if name != "__metadata__"}
    found = {}
    for name, entry in entries.items():
        if entry["dtype"] == "F32":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            found[name] = np.frombuffer(data[start:end], np.float32).reshape(entry["shape"])
    return found, "all-MiniLM-L6-v2"


def random_weights() -> Tensors:
    """Make weights of the encoder's shapes that keep its values in a usual range."""
    random = np.random.default_rng(0)

    def matrix(*shape: int) -> npt.NDArray[np.float32]:
        return np.asarray(random.standard_normal(shape) / np.sqrt(shape[-1]), np.float32)

    def norm(name: str) -> Tensors:
        return {f"{name}.weight": np.ones(WIDTH, np.float32), f"{name}.bias": np.zeros(WIDTH, np.float32)}

    found: Tensors = {
        "embeddings.word_embeddings.weight": matrix(VOCABULARY, WIDTH),
        "embeddings.position_embeddings.weight": matrix(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": matrix(2, WIDTH),
        **norm("embeddings.LayerNorm"),
    }
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        shapes = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
        shapes |= {"attention.output.dense": (WIDTH, WIDTH)}
        shapes |= {"intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER)}
        for part, shape in shapes.items():
            found |= {f"{name}.{part}.weight": matrix(*shape), f"{name}.{part}.bias": matrix(shape[0])}
        found |= {**norm(f"{name}.attention.output.LayerNorm"), **norm(f"{name}.output.LayerNorm")}
    return found


def reference(weights: Tensors, given: Tensors) -> npt.NDArray[np.float32]:
    """Compute the embeddings on the CPU in full precision: the encoder as its paper describes it, in numpy."""
    ids, mask = given["ids"], given["mask"]
    tokens = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.token_type_embeddings.weight"][0]
    hidden = _norm(weights, "embeddings.LayerNorm", tokens + _places(weights, ids.shape[1]))
    unseen = np.where(mask[:, None, None, :] == 0, np.float32(-1e9), np.float32(0))
    for layer in range(LAYERS):
        hidden = _layer(weights, f"encoder.layer.{layer}", hidden, unseen)
    mean = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return unit.astype(np.float32)


def _places(weights: Tensors, tokens: int) -> npt.NDArray[Any]:
    return weights["embeddings.position_embeddings.weight"][:tokens]


def _layer(weights: Tensors, name: str, hidden: npt.NDArray[Any], unseen: npt.NDArray[Any]) -> npt.NDArray[Any]:
    batch, tokens, _ = hidden.shape
    query, key, value = (
        _linear(weights, f"{name}.attention.self.{part}", hidden)
        .reshape(batch, tokens, HEADS, -1)
        .transpose(0, 2, 1, 3)
        for part in ("query", "key", "value")
    )
    scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH // HEADS)) + unseen
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
    mixed = mixed.transpose(0, 2, 1, 3).reshape(batch, tokens, WIDTH)
    attended = _linear(weights, f"{name}.attention.output.dense", mixed)
    hidden = _norm(weights, f"{name}.attention.output.LayerNorm", hidden + attended)
    inner = _gelu(_linear(weights, f"{name}.intermediate.dense", hidden))
    return _norm(weights, f"{name}.output.LayerNorm", hidden + _linear(weights, f"{name}.output.dense", inner))


def _linear(weights: Tensors, name: str, given: npt.NDArray[Any]) -> npt.NDArray[Any]:
    product: npt.NDArray[Any] = given @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return product


def _norm(weights: Tensors, name: str, given: npt.NDArray[Any]) -> npt.NDArray[Any]:
    centred = given - given.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
    scaled: npt.NDArray[Any] = centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return scaled


def _gelu(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Compute GELU; the error function by Abramowitz and Stegun 7.1.26, whose error is below 1.5e-7."""
    at = np.abs(values) / np.sqrt(2.0)
    step = 1.0 / (1.0 + 0.3275911 * at)
    series = step * (
        0.254829592 + step * (-0.284496736 + step * (1.421413741 + step * (-1.453152027 + step * 1.061405429)))
    )
    error = np.sign(values) * (1.0 - series * np.exp(-at * at))
    return np.asarray(0.5 * values * (1.0 + error), np.float32)
