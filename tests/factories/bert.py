"""Small BERT sentence encoders with random weights, as publishers' files; and what the papers say they compute."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Doubles = npt.NDArray[np.float64]
Tensors = Mapping[str, npt.NDArray[np.generic]]

TYPES = {"float32": "F32", "float16": "F16", "uint16": "BF16"}


class Bert(Struct, frozen=True, kw_only=True):
    """What a published model states. The default is small, and has the parts of a large one."""

    layers: int = 2
    heads: int = 4
    width: int = 32
    inner: int = 64
    vocabulary: int = 50
    positions: int = 64
    epsilon: float = 1e-12
    pooling: str = "mean"


def random_tensors(bert: Bert, seed: int, kind: str = "float32") -> dict[str, npt.NDArray[np.generic]]:
    """Draw weights; norms are near one, the rest is wide enough for attention to prefer some tokens."""
    rng = np.random.default_rng(seed)
    sizes = {
        "embeddings.word_embeddings.weight": (bert.vocabulary, bert.width),
        "embeddings.position_embeddings.weight": (bert.positions, bert.width),
        "embeddings.token_type_embeddings.weight": (2, bert.width),
        **_norm("embeddings.LayerNorm", bert.width),
    }
    for layer in range(bert.layers):
        name = f"encoder.layer.{layer}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            sizes |= _linear(f"{name}.attention.{part}", bert.width, bert.width)
        sizes |= _linear(f"{name}.intermediate.dense", bert.inner, bert.width)
        sizes |= _linear(f"{name}.output.dense", bert.width, bert.inner)
        sizes |= _norm(f"{name}.attention.output.LayerNorm", bert.width) | _norm(f"{name}.output.LayerNorm", bert.width)
    return {
        name: (rng.standard_normal(size) * 0.3 + ("LayerNorm.weight" in name)).astype(kind)
        for name, size in sizes.items()
    }


def _norm(name: str, width: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}


def _linear(name: str, out: int, given: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (out, given), f"{name}.bias": (out,)}


def safetensors(tensors: Tensors, prefix: str = "") -> bytes:
    """Put tensors into the safetensors format; arrays of uint16 are taken as BF16."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    body = b""
    for name, values in tensors.items():
        raw = values.tobytes()
        kind = TYPES.get(str(values.dtype), "I64")
        place = [len(body), len(body) + len(raw)]
        header[prefix + name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": place}
        body += raw
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + body


def publish(folder: Path, bert: Bert, tensors: Tensors, prefix: str = "") -> Path:
    """Write the files of a published model into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.safetensors").write_bytes(safetensors(tensors, prefix))
    config = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "num_hidden_layers": bert.layers,
        "num_attention_heads": bert.heads,
        "layer_norm_eps": bert.epsilon,
    }
    (folder / "config.json").write_text(json.dumps(config))
    modes = {f"pooling_mode_{mode}": mode.startswith(bert.pooling) for mode in ("cls_token", "mean_tokens")}
    (folder / "pooling.json").write_text(json.dumps({"word_embedding_dimension": bert.width, **modes}))
    return folder


def reference(bert: Bert, tensors: Tensors, ids: Sequence[int]) -> Doubles:
    """Compute one text's vector in double precision, without batch and padding, as the papers describe it."""
    weights = {name: values.astype(np.float64) for name, values in tensors.items()}
    x = weights["embeddings.word_embeddings.weight"][list(ids)]
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = x + weights["embeddings.token_type_embeddings.weight"][0]
    x = _normalised(x, weights, "embeddings.LayerNorm", bert.epsilon)
    for layer in range(bert.layers):
        name = f"encoder.layer.{layer}"
        x = x + _attention(x, weights, f"{name}.attention", bert.heads)
        x = _normalised(x, weights, f"{name}.attention.output.LayerNorm", bert.epsilon)
        inner = _gelu(_projected(x, weights, f"{name}.intermediate.dense"))
        x = x + _projected(inner, weights, f"{name}.output.dense")
        x = _normalised(x, weights, f"{name}.output.LayerNorm", bert.epsilon)
    pooled = x[0] if bert.pooling == "cls" else x.mean(axis=0)
    return np.asarray(pooled / np.linalg.norm(pooled))


def _normalised(x: Doubles, weights: Mapping[str, Doubles], name: str, epsilon: float) -> Doubles:
    centred = x - x.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + epsilon)
    return np.asarray(scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"])


def _projected(x: Doubles, weights: Mapping[str, Doubles], name: str) -> Doubles:
    return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])


def _gelu(x: Doubles) -> Doubles:
    return np.asarray(x * 0.5 * (1.0 + np.vectorize(math.erf)(x / math.sqrt(2.0))))


def _attention(x: Doubles, weights: Mapping[str, Doubles], name: str, heads: int) -> Doubles:
    query, key, value = (_projected(x, weights, f"{name}.self.{part}") for part in ("query", "key", "value"))
    size = x.shape[1] // heads
    mixed = []
    for head in range(heads):
        part = slice(head * size, head * size + size)
        scores = query[:, part] @ key[:, part].T / math.sqrt(size)
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        mixed.append(share / share.sum(axis=1, keepdims=True) @ value[:, part])
    return _projected(np.concatenate(mixed, axis=1), weights, f"{name}.output.dense")
