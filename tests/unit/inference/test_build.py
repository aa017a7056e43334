from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from google.protobuf import text_format
from tritonclient.grpc.model_config_pb2 import ModelConfig

from inference import build, catalogue
from inference.catalogue import Model
from inference.errors import SetupError

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def root(tmp_path: Path, model_repository: Path) -> Path:
    """A project with the models `vad` and `pitch` and their real weights."""
    shutil.copytree(PROJECT / "inference", tmp_path / "inference", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("vad", "pitch"):
        shutil.copytree(PROJECT / "model_repository" / name, tmp_path / "model_repository" / name)
        shutil.copytree(model_repository.parent / "weights" / name, tmp_path / "build" / "weights" / name)
    return tmp_path


def version(root: Path, name: str) -> str:
    text = (root / "build" / "model_repository" / name / "config.pbtxt").read_text()
    return str(text_format.Parse(text, ModelConfig()).parameters["version"].string_value)


def touch(path: Path) -> None:
    path.write_text(path.read_text() + "\n# changed\n")


def test_a_repository_holds_code_weights_and_kernels(root: Path) -> None:
    made = build.build(root)

    assert made == root / "build" / "model_repository"
    assert (made / "vad" / "1" / "model.py").is_file()
    model = catalogue.find("vad")
    assert isinstance(model, Model)
    assert hashlib.sha256((made / "vad" / "1" / "vad.onnx").read_bytes()).hexdigest() == model.files[0].sha256
    assert (made / build.CODE / "inference" / "kernels" / "vad.py").is_file()
    assert not (made / build.CODE / "inference" / "client.py").exists()


def test_nothing_is_made_again_when_nothing_changed(root: Path) -> None:
    said: list[str] = []
    first = build.build(root, progress=said.append).stat().st_ino
    said.clear()

    assert build.build(root, progress=said.append).stat().st_ino == first
    assert said == []


def test_a_changed_kernel_changes_the_version_of_the_models_that_use_it(root: Path) -> None:
    build.build(root)
    before = {name: version(root, name) for name in ("vad", "pitch")}

    touch(root / "inference" / "kernels" / "vad.py")
    build.build(root)

    assert version(root, "vad") != before["vad"]
    assert version(root, "pitch") == before["pitch"]
    assert version(root, "vad").startswith("silero-vad-6.2.3+")


def test_replacing_leaves_nothing_behind(root: Path) -> None:
    build.build(root)
    touch(root / "model_repository" / "vad" / "1" / "model.py")
    build.build(root)

    assert sorted(path.name for path in (root / "build").iterdir() if not path.name.startswith(".")) == [
        "model_repository",
        "weights",
    ]


def test_a_failed_build_keeps_the_old_repository(root: Path) -> None:
    build.build(root)
    old = version(root, "vad")
    (root / "model_repository" / "vad" / "1" / "model.py").write_text("def broken(:")

    with pytest.raises(SyntaxError):
        build.build(root)

    assert version(root, "vad") == old


def test_a_model_that_the_catalogue_does_not_name_is_refused(root: Path) -> None:
    shutil.copytree(root / "model_repository" / "vad", root / "model_repository" / "telepathy")

    with pytest.raises(SetupError, match="telepathy"):
        build.build(root)


def test_an_unknown_target_is_refused(root: Path) -> None:
    with pytest.raises(SetupError, match="abacus"):
        build.build(root, "abacus")
