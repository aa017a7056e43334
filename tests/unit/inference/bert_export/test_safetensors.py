from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inference.bert_export import safetensors
from inference.bert_export.safetensors import FormatError
from tests.factories import bert

VALUES = np.array([[1.0, -2.5], [0.0, 65_504.0]], np.float32)


def written(path: Path, **tensors: np.ndarray) -> Path:
    path.write_bytes(bert.safetensors(tensors))
    return path


@pytest.mark.parametrize("kind", ["float32", "float16"])
def test_real_numbers_are_read_as_float32(tmp_path: Path, kind: str) -> None:
    found = safetensors.read(written(tmp_path / "model", other=VALUES * 0, weight=VALUES.astype(kind)))

    assert found["weight"].dtype == np.float32
    assert np.array_equal(found["weight"], VALUES.astype(kind))


def test_bf16_is_the_upper_half_of_a_float32(tmp_path: Path) -> None:
    numbers = np.array([1.0, -2.5, 3.0e38, 0.0078125], np.float32)
    halves = (numbers.view(np.uint32) >> 16).astype(np.uint16)

    found = safetensors.read(written(tmp_path / "model", weight=halves))

    assert np.allclose(found["weight"], numbers, rtol=1 / 128)


def test_whole_numbers_are_left_out(tmp_path: Path) -> None:
    found = safetensors.read(written(tmp_path / "model", position_ids=np.arange(4), weight=VALUES))

    assert list(found) == ["weight"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "cut off"),
        (b"\xff" * 20, "cut off"),
        ((5).to_bytes(8, "little") + b"{nope", "header is not JSON"),
        (bert.safetensors({"weight": VALUES})[:-1], "weight cannot be read"),
    ],
    ids=["empty", "noise", "no JSON", "cut off"],
)
def test_a_broken_file_is_refused_with_the_cause(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(data)

    with pytest.raises(FormatError, match=said):
        safetensors.read(path)


def test_another_type_is_refused_by_name(tmp_path: Path) -> None:
    header = json.dumps({"weight": {"dtype": "F8_E4M3", "shape": [1], "data_offsets": [0, 1]}}).encode()
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + b"\0")

    with pytest.raises(FormatError, match="F8_E4M3 is not supported; F32, F16 and BF16 are"):
        safetensors.read(path)
