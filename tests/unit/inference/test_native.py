"""What a GPU runs in the place of the CPU's Python models, and what happens where TensorRT cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from google.protobuf import text_format
from tritonclient.grpc.model_config_pb2 import ModelConfig

from inference import catalogue, engines, native
from inference.catalogue import Model
from inference.engines import Source
from inference.errors import SetupError
from inference.kernels.embedding import buckets
from inference.layout import Layout

ROOT = Path(__file__).resolve().parents[3]
LAYOUT = Layout(ROOT)


def model() -> Model:
    found = catalogue.find("embedding_en")
    assert found is not None
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the English encoder as the CPU runs it."""
    folder = tmp_path / "embedding_en"
    (folder / "1").mkdir(parents=True)
    text = (ROOT / "model_repository" / "embedding_en" / "config.pbtxt").read_text()
    version = 'parameters { key: "version" value { string_value: "1+abc" } }\n'
    (folder / "config.pbtxt").write_text(f"{text}\n{version}")
    for name in ("model.py", "model.onnx", "tokenizer.json"):
        (folder / "1" / name).write_text(name)
    return tmp_path


def config(repository: Path, name: str) -> ModelConfig:
    parsed = ModelConfig()
    text_format.Parse((repository / name / "config.pbtxt").read_text(), parsed)
    return parsed


def test_a_sentence_encoder_becomes_tokens_an_encoder_and_an_ensemble_with_the_same_tensors(repository: Path) -> None:
    before = config(repository, "embedding_en")

    made = native.onnxruntime(LAYOUT, model(), repository, print)

    after = config(repository, "embedding_en")
    encoder = config(repository, "embedding_en_encoder")
    assert made.engines == {"embedding_en_encoder": "onnxruntime"}
    assert made.folders == ("embedding_en", "embedding_en_tokens", "embedding_en_encoder")
    assert (after.input, after.output, after.max_batch_size) == (before.input, before.output, before.max_batch_size)
    assert after.parameters["version"] == before.parameters["version"]
    assert [step.model_name for step in after.ensemble_scheduling.step] == [
        "embedding_en_tokens",
        "embedding_en_encoder",
    ]
    assert (encoder.backend, encoder.default_model_filename) == ("onnxruntime", "model.onnx")
    assert config(repository, "embedding_en_tokens").parameters["longest"] == before.parameters["longest"]
    found = {str(path.relative_to(repository)) for path in repository.rglob("*") if path.is_file()}
    assert found == {
        "embedding_en/config.pbtxt",
        "embedding_en_encoder/config.pbtxt",
        "embedding_en_encoder/1/model.onnx",
        "embedding_en_tokens/config.pbtxt",
        "embedding_en_tokens/1/model.py",
        "embedding_en_tokens/1/tokenizer.json",
    }


def test_each_step_gives_what_the_next_one_takes(repository: Path) -> None:
    native.onnxruntime(LAYOUT, model(), repository, print)

    ensemble = config(repository, "embedding_en")
    known = {one.name for one in ensemble.input}
    for step in ensemble.ensemble_scheduling.step:
        part = config(repository, step.model_name)
        assert {one.name for one in part.input} == set(step.input_map)
        assert set(step.input_map.values()) <= known
        assert set(step.output_map) <= {one.name for one in part.output}
        known |= set(step.output_map.values())
    assert {one.name for one in ensemble.output} <= known


def test_an_engine_that_passed_serves_with_a_profile_for_each_bucket(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def passed(layout: Layout, source: Source, target: Path) -> str:
        target.write_text("plan")
        return "cosine at least 0.99999"

    monkeypatch.setattr(engines, "engine", passed)

    made = native.with_engines(LAYOUT, model(), repository, print)

    encoder = config(repository, "embedding_en_encoder")
    assert made.engines == {"embedding_en_encoder": "tensorrt: cosine at least 0.99999"}
    assert (encoder.backend, encoder.default_model_filename) == ("tensorrt", "model.plan")
    assert encoder.parameters["profiles"].string_value == str(len(buckets(256)))
    assert [path.name for path in (repository / "embedding_en_encoder" / "1").iterdir()] == ["model.plan"]


def test_where_tensorrt_cannot_onnx_runtime_serves_and_everybody_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(layout: Layout, source: Source, target: Path) -> str:
        raise SetupError("the engine differs from ONNX Runtime")

    monkeypatch.setattr(engines, "engine", refused)
    told: list[str] = []

    made = native.with_engines(LAYOUT, model(), repository, told.append)

    assert config(repository, "embedding_en_encoder").backend == "onnxruntime"
    assert made.engines["embedding_en_encoder"].startswith("onnxruntime, not tensorrt: the engine differs")
    assert any("WARNING embedding_en_encoder" in line and "警告" in line for line in told)


def test_what_no_gpu_helps_stays_as_it_is(tmp_path: Path) -> None:
    face = catalogue.find("face")
    assert face is not None

    assert native.onnxruntime(LAYOUT, face, tmp_path, print).engines == {}
    assert list(tmp_path.iterdir()) == []


def test_templates_name_nothing_but_what_is_filled_in() -> None:
    for path in (ROOT / "model_repository" / "gpu").glob("*/config.pbtxt"):
        text = path.read_text().replace("NAME", "x").replace("DIMENSIONS", "8")
        text_format.Parse(text, ModelConfig())
    assert json.dumps(buckets(256)) == "[16, 32, 64, 128, 256]"
    assert buckets(384) == (16, 32, 64, 128, 256, 384)
