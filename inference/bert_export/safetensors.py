"""Reads the tensors of a safetensors file (github.com/huggingface/safetensors: length, JSON header, raw bytes)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LENGTH = 8
MOST_HEADER = 100_000_000
"""Bytes; the format's own limit."""


class FormatError(ValueError):
    """The file is no safetensors file, or holds what cannot be read."""


def read(path: Path) -> dict[str, Floats]:
    """Read every tensor of real numbers (F32, F16, BF16) as float32; tensors of whole numbers are left out.

    Raises `FormatError`, naming the file and what is wrong with it.
    """
    data = memoryview(path.read_bytes())
    start, header = _header(path, data)
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"].startswith(("I", "U", "BOOL")):
            continue
        first, last = entry["data_offsets"]
        try:
            tensors[name] = _values(entry["dtype"], data[start:][first:last]).reshape(entry["shape"])
        except ValueError as error:
            raise FormatError(f"{path}: the tensor {name} cannot be read: {error}") from error
    return tensors


def _header(path: Path, data: memoryview) -> tuple[int, dict[str, dict[str, Any]]]:
    size = int.from_bytes(data[:LENGTH], "little")
    if len(data) < LENGTH or size > min(MOST_HEADER, len(data) - LENGTH):
        raise FormatError(f"{path} is no safetensors file, or it was cut off")
    try:
        return LENGTH + size, json.loads(bytes(data[LENGTH : LENGTH + size]))
    except ValueError as error:
        raise FormatError(f"{path} is no safetensors file: its header is not JSON") from error


def _values(kind: str, raw: memoryview) -> Floats:
    """Give the numbers in `raw` as float32. BF16 is the upper half of a float32."""
    if kind == "F32":
        return np.frombuffer(raw, np.float32)
    if kind == "F16":
        return np.frombuffer(raw, np.float16).astype(np.float32)
    if kind == "BF16":
        return (np.frombuffer(raw, np.uint16).astype(np.uint32) << 16).view(np.float32)
    raise ValueError(f"the type {kind} is not supported; F32, F16 and BF16 are")
