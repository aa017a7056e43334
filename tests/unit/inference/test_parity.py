"""The gate in front of an engine: it lets through what equals the reference, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from inference.parity import Tolerance, judge

Array = npt.NDArray[Any]

REFERENCE: dict[str, Array] = {
    "vector": np.random.default_rng(1).standard_normal((4, 64)).astype(np.float32),
    "label": np.arange(200, dtype=np.int64).reshape(4, 50),
}


def changed(**outputs: Array) -> dict[str, Array]:
    return {**REFERENCE, **outputs}


def test_what_equals_the_reference_up_to_rounding_passes() -> None:
    half = REFERENCE["vector"].astype(np.float16).astype(np.float32)

    verdict = judge([changed(vector=half)], [REFERENCE], Tolerance())

    assert verdict.passed
    assert "100.00% of labels equal" in verdict.measured
    assert "cosine at least 1.0000" in verdict.measured


@pytest.mark.parametrize(
    "broken",
    [
        {"vector": -REFERENCE["vector"]},
        {"vector": REFERENCE["vector"] + np.eye(4, 64, dtype=np.float32) * 9},
        {"vector": np.full((4, 64), np.nan, np.float32)},
        {"vector": np.zeros((4, 64), np.float32)},
        {"vector": REFERENCE["vector"][:3]},
        {"label": REFERENCE["label"] + (np.arange(50) < 3)},
    ],
)
def test_a_wrong_output_is_refused(broken: dict[str, Array]) -> None:
    assert not judge([changed(**broken)], [REFERENCE], Tolerance()).passed


def test_one_bad_input_among_many_is_enough_to_refuse() -> None:
    found = [REFERENCE, REFERENCE, changed(label=REFERENCE["label"][::-1])]

    assert not judge(found, [REFERENCE] * 3, Tolerance()).passed


def test_nothing_compared_is_nothing_proved() -> None:
    assert not judge([], [], Tolerance()).passed
    assert not judge([REFERENCE], [REFERENCE, REFERENCE], Tolerance()).passed
    assert not judge([{}], [REFERENCE], Tolerance()).passed
