from __future__ import annotations

from pathlib import Path

import pytest

from inference import checks, manifest
from inference.errors import SetupError
from inference.layout import Layout
from inference.runtime import triton_process


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose model server looks installed, with the NumPy that it needs, but without weights."""
    layout = Layout(tmp_path)
    server = checks.site_packages(layout) / "pytriton" / "tritonserver" / "bin"
    server.mkdir(parents=True)
    (server / "tritonserver").touch()
    (checks.site_packages(layout) / "numpy-1.26.4.dist-info").mkdir()
    (tmp_path / "model_repository" / "vad").mkdir(parents=True)
    (tmp_path / "model_repository" / "vad" / "config.pbtxt").touch()
    return tmp_path


def test_a_missing_server_is_said_in_both_languages(tmp_path: Path) -> None:
    (problem,) = checks.problems(tmp_path)

    assert "missing" in problem.what.en
    assert "没有找到" in problem.what.zh
    assert "make setup" in problem.help.en
    assert "make setup" in problem.help.zh


def test_a_missing_server_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="make setup"):
        triton_process(tmp_path, tmp_path / "triton", 1, tmp_path)


def test_missing_weights_and_repository_are_both_said(root: Path) -> None:
    found = checks.problems(root)

    assert [problem.help.en for problem in found] == [
        "Run: shouguan models fetch vad; then: shouguan models build",
        "Run: shouguan models build",
    ]
    assert "vad/vad.onnx" in found[0].what.en


def test_numpy_2_is_refused_because_it_breaks_the_server_silently(root: Path) -> None:
    packages = checks.site_packages(Layout(root))
    (packages / "numpy-1.26.4.dist-info").rename(packages / "numpy-2.4.6.dist-info")

    assert any("NumPy 1.x; it has 2.4.6" in problem.what.en for problem in checks.problems(root))


def test_a_repository_that_was_not_built_cannot_be_served(root: Path) -> None:
    layout = Layout(root)
    server = checks.server_folder(layout)
    (server / "backends" / "python").mkdir(parents=True)

    with pytest.raises(SetupError, match="shouguan models build"):
        triton_process(root, root / "triton", 1, root / "logs")


def test_a_repository_for_a_gpu_needs_a_server_with_its_back_ends(root: Path) -> None:
    layout = Layout(root)
    layout.repository.mkdir(parents=True)
    said = {"a_encoder": "tensorrt: cosine at least 0.9999", "b_encoder": "onnxruntime, not tensorrt: no GPU"}
    manifest.write(layout.repository, "stamp", "tensorrt", said)

    lacking = [one for one in checks.problems(root) if "--target cpu" in one.help.en]
    for name in ("onnxruntime", "tensorrt"):
        (checks.server_folder(layout) / "backends" / name).mkdir(parents=True)

    assert "onnxruntime, tensorrt" in lacking[0].what.en
    assert "onnxruntime, tensorrt" in lacking[0].what.zh
    assert not any("--target cpu" in one.help.en for one in checks.problems(root))
