"""Which of a model's two graphs serves: the exact one, or the one in 8 bits where the CPU is made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference import catalogue, cpu_precision
from inference.catalogue import Model
from inference.layout import Layout

ROOT = Path(__file__).resolve().parents[3]
VERSION = 'parameters { key: "version" value { string_value: "1+abc" } }\n'


def model(name: str) -> Model:
    found = catalogue.find(name)
    assert found is not None
    return found


def served(repository: Path, name: str, **graphs: str) -> Path:
    """Put a model with `graphs` into `repository`; give its folder."""
    folder = repository / name
    (folder / "1").mkdir(parents=True)
    (folder / "config.pbtxt").write_text(f'name: "{name}"\n{VERSION}')
    for graph, content in graphs.items():
        (folder / "1" / f"{graph}.onnx").write_text(content)
    return folder


def choose(repository: Path, name: str, monkeypatch: pytest.MonkeyPatch, *, fast: bool) -> None:
    monkeypatch.setattr(cpu_precision, "is_fast", lambda: fast)
    assert cpu_precision.choose(Layout(ROOT), model(name), repository, print).folders == (name,)


def graphs(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "1").iterdir()}


@pytest.mark.parametrize(
    ("flags", "fast"),
    [("fpu avx2 avx512f avx512_vnni", True), ("fpu avx2 avx_vnni", True), ("fpu avx2 avx512f", False), ("", False)],
)
def test_a_cpu_is_fast_in_8_bits_where_it_has_vnni(tmp_path: Path, flags: str, fast: bool) -> None:
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t: avx_vnni\n")

    assert cpu_precision.is_fast(tmp_path / "cpuinfo") is fast


def test_a_machine_that_says_nothing_of_its_cpu_runs_the_exact_graph(tmp_path: Path) -> None:
    assert not cpu_precision.is_fast(tmp_path / "none")


def test_a_cpu_with_vnni_serves_8_bits_and_the_version_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = served(tmp_path, "embedding_en", model="exact", model_int8="8 bits")

    choose(tmp_path, "embedding_en", monkeypatch, fast=True)

    assert graphs(folder) == {"model.onnx": "8 bits"}
    assert 'string_value: "1+abc.int8"' in (folder / "config.pbtxt").read_text()


def test_another_cpu_serves_the_exact_graph_under_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = served(tmp_path, "embedding_en", model="exact", model_int8="8 bits")

    choose(tmp_path, "embedding_en", monkeypatch, fast=False)

    assert graphs(folder) == {"model.onnx": "exact"}
    assert VERSION in (folder / "config.pbtxt").read_text()


def test_a_model_of_one_graph_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = served(tmp_path, "vad", vad="one")

    choose(tmp_path, "vad", monkeypatch, fast=True)

    assert graphs(folder) == {"vad.onnx": "one"}
    assert VERSION in (folder / "config.pbtxt").read_text()


def test_a_repository_is_made_anew_on_a_machine_with_another_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = set()
    for fast in (True, False):
        monkeypatch.setattr(cpu_precision, "is_fast", lambda fast=fast: fast)
        keys.add(cpu_precision.key(Layout(ROOT)))

    assert len(keys) == 2
