from __future__ import annotations

import errno
import hashlib
import shutil
from pathlib import Path

import pytest
from google.protobuf import text_format
from tritonclient.grpc.model_config_pb2 import ModelConfig

from inference import build, catalogue, manifest
from inference.catalogue import Model, WeightFile
from inference.errors import SetupError
from inference.layout import Layout

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
        "repositories",
        "weights",
    ]
    assert [path.name for path in (root / "build" / "repositories").iterdir()] == [
        (root / "build" / "model_repository").resolve().name
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


SPEAKING = Model(
    name="speaking",
    task="transcribe",
    version="1",
    languages=("zh",),
    licence="MIT",
    parts=("speaking", "speaking_decode"),
    optional=True,
    files=(
        WeightFile(name="net.onnx", sha256=hashlib.sha256(b"net").hexdigest(), part="speaking"),
        WeightFile(name="tokens.txt", sha256=hashlib.sha256(b"tokens").hexdigest(), part="speaking_decode"),
    ),
)


@pytest.fixture
def speaking(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for the weights of an optional model of two parts that the project knows."""
    known = (SPEAKING, *catalogue.installed())
    monkeypatch.setattr(catalogue, "installed", lambda: known)
    for part in SPEAKING.parts:
        (root / "model_repository" / part / "1").mkdir(parents=True)
        (root / "model_repository" / part / "config.pbtxt").write_text(f'name: "{part}"\n')
    folder = root / "build" / "weights" / "speaking"
    folder.mkdir(parents=True)
    return folder


def names(repository: Path) -> list[str]:
    return sorted(path.parent.name for path in repository.glob("*/config.pbtxt"))


def test_an_optional_model_is_served_as_soon_as_its_files_are_there(root: Path, speaking: Path) -> None:
    assert names(build.build(root)) == ["pitch", "vad"]

    (speaking / "net.onnx").write_bytes(b"net")
    (speaking / "tokens.txt").write_bytes(b"tokens")
    made = build.build(root)

    assert names(made) == ["pitch", "speaking", "speaking_decode", "vad"]
    assert (made / "speaking" / "1" / "net.onnx").read_bytes() == b"net"
    assert (made / "speaking_decode" / "1" / "tokens.txt").read_bytes() == b"tokens"
    assert not (made / "speaking" / "1" / "tokens.txt").exists()
    assert version(root, "speaking") == version(root, "speaking_decode")
    assert [model.name for model in build.served(Layout(root))] == ["speaking", "pitch", "vad"]


def test_an_optional_model_with_a_broken_file_is_left_out_and_named(root: Path, speaking: Path) -> None:
    said: list[str] = []
    (speaking / "net.onnx").write_bytes(b"not")
    (speaking / "tokens.txt").write_bytes(b"tokens")

    assert names(build.build(root, progress=said.append)) == ["pitch", "vad"]
    assert any("speaking/net.onnx" in one for one in said)


def test_a_model_that_lacks_a_part_is_refused(root: Path, speaking: Path) -> None:
    shutil.rmtree(root / "model_repository" / "speaking_decode")

    with pytest.raises(SetupError, match="speaking_decode"):
        build.build(root)


def test_a_repository_stays_what_it_was_made_for(root: Path) -> None:
    made = build.build(root, "cuda")
    build.build(root)
    stayed = manifest.read(made)
    build.build(root, "cpu")
    changed = manifest.read(made)

    assert stayed is not None
    assert changed is not None
    assert (stayed.target, changed.target) == ("cuda", "cpu")


@pytest.mark.parametrize("name", ["vad/1/vad.onnx", "vad/1/model.py", ".code/inference/kernels/vad.py"])
def test_a_served_file_that_was_broken_is_replaced(root: Path, name: str) -> None:
    made = build.build(root)
    whole = (made / name).read_bytes()
    (made / name).unlink()
    (made / name).write_bytes(whole[:-1] + b"~")

    assert manifest.broken(made, manifest.read(made) or pytest.fail("no manifest")) == [name]
    assert (build.build(root) / name).read_bytes() == whole


def test_what_a_killed_build_left_is_removed(root: Path) -> None:
    made = build.build(root)
    left = root / "build" / "repositories" / "repository-half"
    (left / "vad").mkdir(parents=True)

    build.build(root)

    assert not left.exists()
    assert (made / "vad" / "config.pbtxt").is_file()


def test_a_repository_that_an_earlier_version_made_is_replaced(root: Path) -> None:
    (root / "build" / "model_repository" / "telepathy").mkdir(parents=True)

    assert names(build.build(root)) == ["pitch", "vad"]


def test_a_full_disk_is_said_and_the_served_repository_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = build.build(root).resolve()
    touch(root / "inference" / "kernels" / "vad.py")

    def full(_folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(build, "flush", full)
    with pytest.raises(SetupError, match="the disk is full"):
        build.build(root)

    assert (root / "build" / "model_repository").resolve() == served
    assert list((root / "build" / "repositories").iterdir()) == [served]
