from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from gateway.domain.competency import CompetencyModel, IndicatorKind
from gateway.scoring.formula import START

JOB = Path(__file__).resolve().parents[3] / "samples" / "product_manager" / "job.yaml"


def texts(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever YAML holds
    """Give everything that is written in two languages."""
    if isinstance(value, dict):
        if "zh" in value:
            yield value
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def model() -> CompetencyModel:
    return msgspec.convert(yaml.safe_load(JOB.read_text())["competency_model"], CompetencyModel)


def test_everything_is_said_in_both_languages_and_nothing_is_cut_off() -> None:
    found = list(texts(yaml.safe_load(JOB.read_text())))
    assert found
    assert all(set(one) == {"zh", "en"} and all(one.values()) for one in found)


def test_the_weights_add_up_to_one() -> None:
    assert sum(one.weight for one in model().dimensions) == pytest.approx(1.0)


def test_a_perfect_answer_reaches_exactly_a_hundred() -> None:
    for dimension in model().dimensions:
        earned = sum(one.points for one in dimension.indicators if one.kind is IndicatorKind.POSITIVE)
        assert START + earned + 10 + 10 == 100
