from __future__ import annotations

import re
from pathlib import Path

import pytest
from google.protobuf import text_format
from msgspec.structs import replace
from tritonclient.grpc.model_config_pb2 import ModelConfig

from inference import build, catalogue
from inference.catalogue import Card, Model
from inference.errors import SetupError
from inference.layout import Layout

ROOT = Path(__file__).resolve().parents[3]
CONFIGS = sorted((ROOT / "model_repository").glob("*/config.pbtxt"))
MODEL_FILES = sorted((ROOT / "model_repository").glob("*/1/model.py"))
MODEL = """
[[model]]
name = "one"
task = "pitch"
version = "1"
languages = []
licence = "MIT"
wheel = "one"
[[model.file]]
name = "a"
member = "a"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
"""


def test_the_catalogue_and_the_model_repository_name_the_same_models() -> None:
    assert build.offered(Layout(ROOT)) == catalogue.installed()


@pytest.mark.parametrize("model", catalogue.installed(), ids=lambda model: model.name)
def test_every_model_says_where_it_comes_from_and_what_to_know_of_it(model: Model) -> None:
    lock = (ROOT / "requirements" / "weights.lock").read_text()

    assert model.files
    assert all(file.size > 0 for file in model.files)
    assert model.optional or all(file.member for file in model.files)
    assert not model.wheel or re.search(rf"^{model.wheel}==", lock, re.MULTILINE)
    assert all(file.url.startswith("https://") for file in model.files if file.url)
    assert model.licence
    assert model.source
    assert model.engine("cpu")
    assert model.optional or model.memory_mb > 0
    assert re.search("[一-鿿]", model.card.zh)
    assert not re.search("[一-鿿]", model.card.en)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_guide_names_every_model_with_its_licence(language: str) -> None:
    guide = (ROOT / "docs" / f"models.{language}.md").read_text()
    rows = re.findall(r"^\| `(\w+)`.*\| ([^|]+) \|$", guide, re.MULTILINE)

    assert rows == [(model.name, model.licence) for model in catalogue.installed()]


def test_the_size_of_every_installed_weight_is_the_stated_one(model_repository: Path) -> None:
    for model in build.served(Layout(ROOT)):
        for file in model.files:
            assert (model_repository.parent / "weights" / model.name / file.name).stat().st_size == file.size


def test_a_card_begins_with_what_the_model_does() -> None:
    card = Card("把语音变成文字。用 1.5 万小时训练。", "Turns speech into text. Made from 1.5 million hours.")

    assert card.first == Card("把语音变成文字。", "Turns speech into text.")


def test_the_order_of_the_catalogue_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(MODEL.replace('name = "one"', 'name = "zebra"') + MODEL)

    assert [model.name for model in catalogue.read(path)] == ["zebra", "one"]


def test_a_target_that_is_not_named_runs_a_model_as_the_cpu_does() -> None:
    model = replace(catalogue.required()[0], engines={"cpu": "onnxruntime", "tensorrt": "tensorrt"})

    assert [model.engine(target) for target in ("cpu", "cuda", "tensorrt")] == [
        "onnxruntime",
        "onnxruntime",
        "tensorrt",
    ]


def test_a_model_is_found_by_its_name() -> None:
    found = catalogue.find("vad")

    assert found is not None
    assert found.task == "voice_activity"
    assert catalogue.find("telepathy") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[model]]", "cannot be used"),
        ("not toml", "cannot be used"),
        (MODEL.replace('licence = "MIT"', 'license = "MIT"'), "cannot be used"),
        (MODEL + MODEL, "twice"),
        (MODEL.replace('name = "a"', 'name = "../a"'), "not a plain file name"),
        (MODEL.replace("00000000", "zzzzzzzz"), "not 64 hexadecimal digits"),
        (MODEL + MODEL[MODEL.index("[[model.file]]") :], "names a file twice"),
        (MODEL.replace('wheel = "one"', 'wheel = "one"\nparts = ["one", "two"]'), "must name one of the parts"),
        (MODEL.replace('wheel = "one"', ""), "names no wheel"),
        (MODEL.replace('wheel = "one"', 'wheel = "one"\nparts = ["two"]'), "must have its name"),
    ],
)
def test_a_broken_catalogue_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(text)

    with pytest.raises(SetupError, match=message):
        catalogue.read(path)


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.parent.name)
def test_every_model_configuration_parses_and_warms_the_model_up(path: Path) -> None:
    config = text_format.Parse(path.read_text(), ModelConfig())

    assert config.name == path.parent.name
    if config.platform == "ensemble":  # its parts are warmed up
        steps = {step.model_name for step in config.ensemble_scheduling.step}
        assert steps <= {other.parent.name for other in CONFIGS}
        return
    assert config.backend == "python"
    assert all(warm.batch_size <= config.max_batch_size for warm in config.model_warmup)
    assert config.model_warmup
    assert all(key in {one.name for one in config.input} for warm in config.model_warmup for key in warm.inputs)


@pytest.mark.parametrize("path", MODEL_FILES, ids=lambda path: path.parents[1].name)
def test_model_files_are_thin(path: Path) -> None:
    code = path.read_text()

    assert len(code.splitlines()) < 80
    ours = re.findall(r"^\s*(?:from|import) (inference\S*|gateway\S*|sync_agent\S*)", code, re.MULTILINE)
    assert all(name.startswith("inference.kernels") for name in ours)
