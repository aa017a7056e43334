"""Carrying weights to a box without internet: what is installed, and everything that is refused."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference import bundle, catalogue
from inference.catalogue import Model, WeightFile
from inference.errors import BundleError, SetupError

NET = b"the weights of a model" * 1000
TOKENS = b"a\nb\n"


def weight(name: str, content: bytes) -> WeightFile:
    return WeightFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


SPEAKING = Model(
    name="speaking", task="transcribe", version="2024-07", languages=("zh",), licence="own", optional=True,
    files=(weight("net.onnx", NET), weight("tokens.txt", TOKENS)),
)  # fmt: skip


class Boxes:
    """A folder where somebody dropped a model's files, and a box without internet."""

    def __init__(self, folder: Path) -> None:
        self.dropped = folder / "dropped"
        self.dropped.mkdir()
        (self.dropped / "net.onnx").write_bytes(NET)
        (self.dropped / "tokens.txt").write_bytes(TOKENS)
        self.file = folder / "models.bundle"
        self.root = folder / "box"
        self.weights = self.root / "build" / "weights" / "speaking"

    def make(self) -> str:
        return bundle.make(self.root, self.file, [SPEAKING], lambda _: None, folder=self.dropped)

    def install(self) -> tuple[str, ...]:
        return bundle.install(self.root, self.file, lambda _: None)

    def forge(self, *members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.USTAR_FORMAT) -> None:
        """Write a bundle of just these members."""
        with tarfile.open(self.file, "w", format=form) as archive:
            for info, content in members:
                info.size = len(content) if info.isreg() else 0
                archive.addfile(info, io.BytesIO(content))

    def holds_nothing(self) -> bool:
        kept = [path for path in (self.root / "build").rglob("*") if path.name != ".weights.lock"]
        return kept == []


@pytest.fixture
def boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Boxes:
    monkeypatch.setattr(catalogue, "installed", lambda: (SPEAKING,))
    return Boxes(tmp_path)


def member(name: str, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    return tarfile.TarInfo(name), content


def manifest(**changes: Any) -> tuple[tarfile.TarInfo, bytes]:  # noqa: ANN401 - any JSON
    files = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in SPEAKING.files]
    model = {"name": "speaking", "version": "2024-07", "licence": "own", "files": files, "entry": {}, **changes}
    return member(bundle.MANIFEST, json.dumps({"format": bundle.FORMAT, "models": [model]}).encode())


NET_MEMBER = "weights/speaking/net.onnx"
TOKENS_MEMBER = "weights/speaking/tokens.txt"


def test_dropped_files_reach_a_box_without_internet(boxes: Boxes) -> None:
    boxes.make()

    assert boxes.install() == ("speaking",)
    assert (boxes.weights / "net.onnx").read_bytes() == NET
    assert (boxes.weights / "tokens.txt").read_bytes() == TOKENS
    assert sorted(path.name for path in (boxes.root / "build").iterdir()) == [".weights.lock", "weights"]


def test_a_bundle_tells_its_models_versions_and_checksums_to_any_tar(boxes: Boxes) -> None:
    boxes.make()

    with tarfile.open(boxes.file) as archive:
        assert archive.getnames() == [bundle.MANIFEST, NET_MEMBER, TOKENS_MEMBER]
        stream = archive.extractfile(bundle.MANIFEST)
        assert stream is not None
        (told,) = json.load(stream)["models"]
    assert (told["name"], told["version"], told["licence"]) == ("speaking", "2024-07", "own")
    assert told["files"][0] == {"name": "net.onnx", "size": len(NET), "sha256": hashlib.sha256(NET).hexdigest()}
    assert told["entry"]["task"] == "transcribe"


def test_equal_files_make_equal_bundles(boxes: Boxes) -> None:
    first = boxes.make()
    (boxes.dropped / "net.onnx").touch()

    assert boxes.make() == first == hashlib.sha256(boxes.file.read_bytes()).hexdigest()


def test_files_may_lie_in_a_folder_with_the_models_name(boxes: Boxes) -> None:
    (boxes.dropped / "speaking").mkdir()
    for file in SPEAKING.files:
        (boxes.dropped / file.name).rename(boxes.dropped / "speaking" / file.name)

    boxes.make()
    assert boxes.install() == ("speaking",)


def test_a_wrong_dropped_file_is_named_and_no_bundle_made(boxes: Boxes) -> None:
    (boxes.dropped / "net.onnx").write_bytes(NET[:-1] + b"~")

    with pytest.raises(SetupError, match=r"dropped/net\.onnx is not the file"):
        boxes.make()
    assert not boxes.file.exists()


def test_a_missing_dropped_file_is_named(boxes: Boxes) -> None:
    (boxes.dropped / "tokens.txt").unlink()

    with pytest.raises(SetupError, match=r"holds no tokens\.txt"):
        boxes.make()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9])
def test_a_bundle_that_was_cut_off_is_refused(boxes: Boxes, share: float) -> None:
    boxes.make()
    whole = boxes.file.read_bytes()
    boxes.file.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(BundleError, match=r"models\.bundle was refused: .*Nothing was installed"):
        boxes.install()
    assert boxes.holds_nothing()


def test_a_flipped_bit_is_found_and_the_file_named(boxes: Boxes) -> None:
    boxes.make()
    data = bytearray(boxes.file.read_bytes())
    data[data.index(NET[:50]) + 7] ^= 1
    boxes.file.write_bytes(data)

    with pytest.raises(BundleError, match=f"{NET_MEMBER} is broken"):
        boxes.install()
    assert boxes.holds_nothing()


def link(kind: bytes, name: str, to: str) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info, b""


GOOD = (member(NET_MEMBER, NET), member(TOKENS_MEMBER, TOKENS))
BAD: dict[str, tuple[list[tuple[tarfile.TarInfo, bytes]], str]] = {
    "an absolute path": ([manifest(), member("/etc/cron.d/x", b"x"), *GOOD], "'/etc/cron.d/x'"),
    "a way out": ([manifest(), member("weights/speaking/../../x", b"x"), *GOOD], "'weights/speaking/../../x'"),
    "a symbolic link": ([manifest(), link(tarfile.SYMTYPE, NET_MEMBER, "/etc/passwd")], "not a plain file"),
    "a hard link": ([manifest(), link(tarfile.LNKTYPE, NET_MEMBER, "/etc/passwd")], "not a plain file"),
    "a folder": ([manifest(), link(tarfile.DIRTYPE, "weights", "")], "not a plain file"),
    "a device": ([manifest(), link(tarfile.CHRTYPE, NET_MEMBER, "")], "not a plain file"),
    "a duplicate": ([manifest(), *GOOD, member(NET_MEMBER, NET)], f"'{NET_MEMBER}' is there twice"),
    "a file more": ([manifest(), *GOOD, member("weights/speaking/more", b"x")], "weights/speaking/more"),
    "a file less": ([manifest(), GOOD[0]], f"it lacks {TOKENS_MEMBER}"),
    "a file too large": ([manifest(), member(NET_MEMBER, NET + b"x")], f"{NET_MEMBER} has 22001 bytes"),
    "no manifest": ([*GOOD], "does not begin with"),
    "a manifest too large": ([member(bundle.MANIFEST, b" " * (1 << 20) + b"{}")], "does not begin with"),
    "a manifest that is no JSON": ([member(bundle.MANIFEST, b"{")], "cannot be read"),
    "another format": ([member(bundle.MANIFEST, b'{"format": "x/9", "models": []}')], "format 'x/9'"),
    "an unknown model": ([manifest(name="telepathy")], "telepathy"),
    "another version": ([manifest(files=[])], "speaking/net.onnx, speaking/tokens.txt differ"),
    "nothing": ([], "does not begin with"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bundle_with_anything_else_is_refused_whole(boxes: Boxes, kind: str) -> None:
    members, named = BAD[kind]
    boxes.forge(*members)

    with pytest.raises(BundleError) as refused:
        boxes.install()

    assert named in str(refused.value)
    assert "未安装任何内容" in str(refused.value)
    assert refused.value.code == "perception.bundle"
    assert boxes.holds_nothing()


def test_extended_headers_are_refused_before_they_are_read(boxes: Boxes) -> None:
    boxes.forge(manifest(), member("weights/" + "x" * 300, b"x"), form=tarfile.PAX_FORMAT)

    with pytest.raises(BundleError, match="not a plain file"):
        boxes.install()


def test_what_follows_the_end_is_refused(boxes: Boxes) -> None:
    boxes.make()
    with boxes.file.open("ab") as stream:
        stream.write(b"more")

    with pytest.raises(BundleError, match="follows the end"):
        boxes.install()


def test_another_kind_of_file_is_refused(boxes: Boxes) -> None:
    boxes.file.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 8)

    with pytest.raises(BundleError, match="no tar file"):
        boxes.install()


def test_a_refused_bundle_leaves_the_weights_that_are_there(boxes: Boxes) -> None:
    boxes.make()
    boxes.install()
    boxes.forge(*BAD["a file less"][0])

    with pytest.raises(BundleError):
        boxes.install()

    assert (boxes.weights / "net.onnx").read_bytes() == NET
    assert (boxes.weights / "tokens.txt").read_bytes() == TOKENS


def test_what_a_killed_installation_left_is_removed(boxes: Boxes) -> None:
    boxes.make()
    left = boxes.root / "build" / f"{bundle.UNDER_WAY}half"
    left.mkdir(parents=True)

    boxes.install()

    assert not left.exists()


def test_too_small_a_disk_is_said_before_anything_is_written(boxes: Boxes, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes.make()
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10})())

    with pytest.raises(SetupError, match="the disk is full"):
        boxes.install()
    assert boxes.holds_nothing()


def test_a_disk_that_fills_up_is_said_and_nothing_is_installed(boxes: Boxes, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes.make()

    def full(_folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bundle, "flush", full)
    with pytest.raises(SetupError, match="the disk is full"):
        boxes.install()
    assert boxes.holds_nothing()


def test_how_far_each_file_has_come_is_told(boxes: Boxes) -> None:
    told: list[tuple[str, int, int]] = []
    boxes.make()
    meter: Callable[[str, int, int], None] = lambda *one: told.append(one)  # noqa: E731 - a function of three values

    bundle.install(boxes.root, boxes.file, lambda _: None, meter)

    assert told[-1] == ("tokens.txt", len(TOKENS), len(TOKENS))
    assert ("net.onnx", len(NET), len(NET)) in told
