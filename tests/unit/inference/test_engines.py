"""The cache of engines and the gate in front of it; the engine itself is the fake that doubles its input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference import engines, gpu, tensorrt
from inference.engines import Source, shapes
from inference.errors import SetupError
from inference.gpu import Gpu
from inference.layout import Layout
from tests.fakes.tensorrt import FakeCuda, FakeTensorrt

GPU = Gpu(name="NVIDIA L4", compute="8.9", memory_mb=23034, driver="580.1")


class Bench:
    """A machine with a GPU, whose engines give `factor` times their input where 2 is expected."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout(folder)
        self.target = folder / "model.plan"
        self.factor = 2.0
        self.built = 0
        self.source = Source(
            kind="bert",
            weights=folder,
            buckets=(16, 32),
            profile=lambda tokens: {"x": shapes((1, 2, 8), tokens)},
        )

    def write_source(self, layout: Layout, source: Source, folder: Path) -> None:
        (folder / "graph.onnx").write_text("{}")
        examples: dict[str, Any] = {}
        for number, tokens in enumerate(source.buckets):
            values = np.arange(2 * tokens, dtype=np.float32).reshape(2, tokens)
            examples |= {f"{number}.input.x": values, f"{number}.output.y": self.factor * values}
        np.savez(folder / "examples.npz", **examples)

    def engine(self) -> str:
        self.target.unlink(missing_ok=True)
        return engines.engine(self.layout, self.source, self.target)

    @property
    def plans(self) -> list[Path]:
        return list(self.layout.engines.glob("*.plan"))


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(tmp_path)
    build = tensorrt.build

    def counted(*arguments: object) -> bytes:
        made.built += 1
        return build(*arguments)  # type: ignore[arg-type]

    monkeypatch.setitem(sys.modules, "tensorrt", FakeTensorrt())
    monkeypatch.setattr(tensorrt, "_cuda_library", FakeCuda)
    monkeypatch.setattr(tensorrt, "build", counted)
    monkeypatch.setattr(gpu, "find", lambda: GPU)
    monkeypatch.setattr(engines, "_write_source", made.write_source)
    return made


def test_an_engine_that_gives_the_reference_is_kept_and_taken_from_the_cache_next_time(bench: Bench) -> None:
    first, second = bench.engine(), bench.engine()

    assert "cosine at least 1.000000" in first
    assert second == first
    assert bench.built == 1
    assert bench.target.read_bytes() == bench.plans[0].read_bytes()


def test_an_engine_that_gives_something_else_never_reaches_the_cache(bench: Bench) -> None:
    bench.factor = 2.2

    with pytest.raises(SetupError, match="may not serve"):
        bench.engine()

    assert bench.plans == []
    assert not bench.target.exists()


def test_a_kept_engine_that_is_broken_is_built_anew(bench: Bench) -> None:
    bench.engine()
    bench.plans[0].write_bytes(b"half")

    bench.engine()

    assert bench.built == 2
    assert bench.target.read_bytes() != b"half"


def test_another_driver_needs_another_engine(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.engine()
    monkeypatch.setattr(gpu, "find", lambda: Gpu(name=GPU.name, compute="8.9", memory_mb=23034, driver="590.1"))

    bench.engine()

    assert (bench.built, len(bench.plans)) == (2, 2)


def test_a_machine_without_a_gpu_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "find", lambda: None)

    with pytest.raises(SetupError, match="no GPU"):
        bench.engine()
