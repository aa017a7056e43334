from __future__ import annotations

import json
from pathlib import Path

import pytest

from inference.bert_export import published
from inference.bert_export.published import Pooling
from inference.bert_export.safetensors import FormatError
from tests.factories import bert

SMALL = bert.Bert(pooling="cls", epsilon=1e-5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return bert.publish(tmp_path, SMALL, bert.random_tensors(SMALL, seed=1))


def restate(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_the_shape_is_what_the_publisher_states(folder: Path) -> None:
    assert published.read_shape(folder) == (2, 4, 1e-5, Pooling.CLS)


def test_without_a_stated_pooling_the_tokens_are_averaged(folder: Path) -> None:
    (folder / "pooling.json").unlink()

    assert published.read_shape(folder).pooling is Pooling.MEAN


@pytest.mark.parametrize(
    ("key", "value"),
    [("model_type", "xlm-roberta"), ("hidden_act", "gelu_new"), ("position_embedding_type", "relative_key")],
)
def test_another_architecture_is_refused(folder: Path, key: str, value: str) -> None:
    restate(folder / "config.json", **{key: value})

    with pytest.raises(FormatError, match=f"{key} is '{value}'"):
        published.read_shape(folder)


@pytest.mark.parametrize("changes", [{"pooling_mode_mean_tokens": True}, {"pooling_mode_cls_token": False}])
def test_a_pooling_that_cannot_be_exported_is_refused(folder: Path, changes: dict[str, bool]) -> None:
    restate(folder / "pooling.json", **changes)

    with pytest.raises(FormatError, match="cannot be exported"):
        published.read_shape(folder)


def test_weights_saved_with_a_head_are_found(folder: Path) -> None:
    plain = published.read_tensors(folder)
    bert.publish(folder, SMALL, bert.random_tensors(SMALL, seed=1), prefix="bert.")

    assert published.read_tensors(folder).keys() == plain.keys()


def test_weights_of_something_else_are_refused(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(bert.safetensors({}))

    with pytest.raises(FormatError, match="holds no BERT encoder"):
        published.read_tensors(folder)
