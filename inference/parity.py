"""Says whether an engine gives what the reference gives: ONNX Runtime on the CPU, in full precision.

An engine that fails does not serve. Kept apart from TensorRT, so that a machine without a GPU can test it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Tensors: TypeAlias = Mapping[str, npt.NDArray[Any]]


class Tolerance(Struct, frozen=True, kw_only=True):
    """How far outputs may be from the reference.

    Numbers: the cosine between each row and the reference's, and the largest difference as a share of the reference's
    largest value. Labels (whole numbers): the share that is equal.
    """

    cosine: float = 0.999
    difference: float = 0.05
    equal: float = 0.99


class Verdict(Struct, frozen=True, kw_only=True):
    """Whether an engine may serve, and what was measured, as a sentence."""

    passed: bool
    measured: str


def judge(found: Sequence[Tensors], expected: Sequence[Tensors], tolerance: Tolerance) -> Verdict:
    """Compare what an engine gave for some inputs with what the reference gave; every output of every input counts."""
    said: list[str] = []
    passed = bool(expected) and len(found) == len(expected)
    for name in sorted({name for outputs in expected for name in outputs}):
        pairs = [(one.get(name), other[name]) for one, other in zip(found, expected, strict=False)]
        well, sentence = _output(pairs, tolerance)
        passed = passed and well
        said.append(f"{name}: {sentence}")
    return Verdict(passed=passed, measured="; ".join(said) or "nothing was compared")


def _output(
    pairs: Sequence[tuple[npt.NDArray[Any] | None, npt.NDArray[Any]]], tolerance: Tolerance
) -> tuple[bool, str]:
    if any(one is None or one.shape != other.shape for one, other in pairs):
        return False, "missing or of another shape"
    if np.issubdtype(pairs[0][1].dtype, np.integer):
        equal = _share_equal(pairs)
        return equal >= tolerance.equal, f"{equal:.2%} of labels equal"
    if not all(np.isfinite(one).all() for one, _ in pairs if one is not None):
        return False, "not finite"
    cosine = min(_cosine(one, other) for one, other in pairs if one is not None)
    difference = max(_difference(one, other) for one, other in pairs if one is not None)
    well = cosine >= tolerance.cosine and difference <= tolerance.difference
    return well, f"cosine at least {cosine:.6f}, difference at most {difference:.4f} of the largest value"


def _share_equal(pairs: Sequence[tuple[npt.NDArray[Any] | None, npt.NDArray[Any]]]) -> float:
    total = sum(other.size for _, other in pairs)
    same = sum(int((one == other).sum()) for one, other in pairs if one is not None)
    return same / total if total else 0.0


def _cosine(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Give the smallest cosine between the rows (last axis) of both; two zero rows count as equal."""
    rows, references = (np.asarray(part, np.float64).reshape(-1, part.shape[-1]) for part in (one, other))
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(references, axis=1)
    both_zero = ~rows.any(axis=1) & ~references.any(axis=1)
    cosines = np.where(both_zero, 1.0, (rows * references).sum(axis=1) / np.maximum(lengths, 1e-30))
    return float(cosines.min(initial=1.0))


def _difference(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    largest = max(float(np.abs(other).max(initial=0.0)), 1e-30)
    return float(np.abs(one.astype(np.float64) - other).max(initial=0.0)) / largest
