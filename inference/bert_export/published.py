"""What a publisher's files say of a BERT sentence encoder."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from inference.bert_export import safetensors
from inference.bert_export.safetensors import Floats, FormatError


class Pooling(StrEnum):
    """How a text's vector is made from those of its tokens."""

    MEAN = "mean"
    CLS = "cls"


class Shape(NamedTuple):
    """What the weights alone do not say."""

    layers: int
    heads: int
    epsilon: float
    pooling: Pooling


EXPECTED = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
PREFIX = "bert."
_POOLING = {"pooling_mode_mean_tokens": Pooling.MEAN, "pooling_mode_cls_token": Pooling.CLS}


def read_shape(source: Path) -> Shape:
    """Read what the files beside the weights say.

    Raises `FormatError` on an architecture or pooling that this export does not know: RoBERTa, for one, counts
    positions from another number, and would give wrong vectors without an error.
    """
    config = _json(source / "config.json")
    for key, value in EXPECTED.items():
        if config.get(key, value) != value:
            raise FormatError(f"{source / 'config.json'}: {key} is {config[key]!r}; only {value!r} can be exported")
    return Shape(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"], _pooling(source))


def read_tensors(source: Path) -> dict[str, Floats]:
    """Read the encoder's weights, whether or not they were saved with a head on top."""
    tensors = safetensors.read(source / "model.safetensors")
    tensors = {name.removeprefix(PREFIX): values for name, values in tensors.items()}
    if "embeddings.word_embeddings.weight" not in tensors:
        raise FormatError(f"{source / 'model.safetensors'} holds no BERT encoder")
    return tensors


def _pooling(source: Path) -> Pooling:
    path = source / "pooling.json"
    if not path.is_file():
        return Pooling.MEAN
    chosen = [key for key, value in _json(path).items() if key.startswith("pooling_mode") and value is True]
    if len(chosen) != 1 or chosen[0] not in _POOLING:
        raise FormatError(f"{path}: the pooling {chosen} cannot be exported; one of {sorted(_POOLING)} can")
    return _POOLING[chosen[0]]


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FormatError(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise FormatError(f"{path} holds no JSON object")
    return found
