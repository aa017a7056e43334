from __future__ import annotations

import re
from pathlib import Path

import pytest
from google.protobuf import text_format
from tritonclient.grpc.model_config_pb2 import ModelConfig

from inference import build, catalogue
from inference.errors import SetupError
from inference.layout import Layout

ROOT = Path(__file__).resolve().parents[3]
CONFIGS = sorted((ROOT / "model_repository").glob("*/config.pbtxt"))
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
sha256 = "00"
"""


def test_the_catalogue_and_the_model_repository_name_the_same_models() -> None:
    assert [model.name for model in build.served(Layout(ROOT))] == [model.name for model in catalogue.installed()]


def test_every_weight_comes_from_a_locked_wheel_and_has_a_checksum() -> None:
    lock = (ROOT / "requirements" / "weights.lock").read_text()

    for model in catalogue.installed():
        assert re.search(rf"^{model.wheel}==", lock, re.MULTILINE), model.wheel
        assert model.files
        assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in model.files)
        assert model.licence in {"MIT", "Apache-2.0"}


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
    assert config.backend == "python"
    assert config.max_batch_size == 0
    assert config.model_warmup
    assert all(key in {one.name for one in config.input} for warm in config.model_warmup for key in warm.inputs)


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.parent.name)
def test_model_files_are_thin(path: Path) -> None:
    code = (path.parent / "1" / "model.py").read_text()

    assert len(code.splitlines()) < 80
    ours = re.findall(r"^\s*(?:from|import) (inference\S*|gateway\S*|sync_agent\S*)", code, re.MULTILINE)
    assert all(name.startswith("inference.kernels") for name in ours)
