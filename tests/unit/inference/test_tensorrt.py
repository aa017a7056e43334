"""TensorRT engines: the calls are those that its documentation names; what they give is checked on a real GPU."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from inference import tensorrt
from inference.errors import SetupError
from inference.gpu import Gpu
from inference.tensorrt import Span
from tests.fakes.tensorrt import FakeCuda, FakeTensorrt

GPU = Gpu(name="NVIDIA L4", compute="8.9", memory_mb=23034, driver="580.1")
SHORT = {"x": Span((1, 4), (8, 16), (64, 16))}
LONG = {"x": Span((1, 17), (8, 64), (64, 64))}


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> FakeCuda:
    library = FakeCuda()
    monkeypatch.setattr(tensorrt, "_cuda_library", lambda: library)
    return library


@pytest.fixture(params=["10.12.0.36", "10.14.1", "11.0.0.17"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    version: str = request.param
    monkeypatch.setitem(sys.modules, "tensorrt", FakeTensorrt(version))
    return version


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "model.onnx"
    path.write_text("{}")
    return path


def test_an_engine_gives_its_outputs_in_the_bucket_that_is_asked_for(
    installed: str, cuda: FakeCuda, graph: Path
) -> None:
    values = np.arange(40, dtype=np.float32).reshape(2, 20)

    with tensorrt.loaded(tensorrt.build(graph, [SHORT, LONG])) as run:
        found = run(1, {"x": values})

    assert tensorrt.version() == installed
    np.testing.assert_array_equal(found["y"], 2 * values)
    assert not cuda.held


def test_a_shape_outside_its_bucket_is_refused_and_leaves_nothing_on_the_device(
    installed: str, cuda: FakeCuda, graph: Path
) -> None:
    engine = tensorrt.build(graph, [SHORT, LONG])

    with tensorrt.loaded(engine) as run, pytest.raises(SetupError, match="refuses the shape"):
        run(0, {"x": np.zeros((2, 20), np.float32)})

    assert not cuda.held


def test_what_tensorrt_refuses_is_named(installed: str, graph: Path) -> None:
    with pytest.raises(SetupError, match="refuses the shapes"):
        tensorrt.build(graph, [{"x": Span((9, 4), (8, 16), (64, 16))}])
    graph.write_text("no graph")
    with pytest.raises(SetupError, match="unsupported operator"):
        tensorrt.build(graph, [SHORT])
    graph.write_text('{"buildable": false}')
    with pytest.raises(SetupError, match="cannot build"):
        tensorrt.build(graph, [SHORT])
    with pytest.raises(SetupError, match="cannot load"), tensorrt.loaded(b"broken"):
        pass


def test_an_older_tensorrt_or_none_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch, graph: Path) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", FakeTensorrt("10.9.0"))
    with pytest.raises(SetupError, match="too old"):
        tensorrt.build(graph, [SHORT])
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    with pytest.raises(SetupError, match="--target cuda"):
        tensorrt.build(graph, [SHORT])


def test_the_key_changes_with_everything_that_an_engine_depends_on(
    installed: str, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {tensorrt.key(graph, GPU, [SHORT])}
    assert tensorrt.key(graph, GPU, [SHORT]) in keys

    keys.add(tensorrt.key(graph, GPU, [SHORT, LONG]))
    for change in ({"name": "NVIDIA L40"}, {"compute": "9.0"}, {"driver": "590.2"}):
        keys.add(tensorrt.key(graph, msgspec.structs.replace(GPU, **change), [SHORT]))
    monkeypatch.setitem(sys.modules, "tensorrt", FakeTensorrt("12.0.0"))
    keys.add(tensorrt.key(graph, GPU, [SHORT]))
    graph.write_text('{"other": 1}')
    keys.add(tensorrt.key(graph, GPU, [SHORT]))

    assert len(keys) == 7
