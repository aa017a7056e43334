"""Exported graphs, run by ONNX Runtime, against the papers' arithmetic in double precision."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from inference import cpu_precision
from inference.layout import Layout
from tests.factories import bert
from tests.factories.bert import Bert
from tests.fixtures.triton import ROOT

PYTHON = Layout(ROOT).python
MODELS = {
    "MiniLM-like": Bert(heads=12, width=96, inner=384),
    "bge-like": Bert(layers=4, heads=8, width=64, inner=128, pooling="cls"),
    "e5-like": Bert(layers=3, heads=6, width=48, inner=192, vocabulary=300, positions=512),
}
LENGTHS = (2, 3, 17, 40, 64)
NEAR = 0.99


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(PYTHON), *command], cwd=ROOT, capture_output=True, text=True, check=False)


def export(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run("-m", "inference.bert_export", str(folder), str(folder), *options)


def computed(folder: Path, ids: list[list[int]], length: int, graph: str = "model.onnx") -> np.ndarray:
    """Run an exported graph on texts padded to `length`."""
    given = np.full((len(ids), length), 7, np.int64)  # what stands in the padding must not matter
    mask = np.zeros_like(given)
    for row, text in enumerate(ids):
        given[row, : len(text)], mask[row, : len(text)] = text, 1
    np.savez(folder / "inputs.npz", ids=given, mask=mask)
    script = ROOT / "tests" / "fixtures" / "graph_run.py"
    done = run(str(script), str(folder / graph), str(folder / "inputs.npz"), str(folder / "output.npy"))
    assert done.returncode == 0, done.stderr
    return np.asarray(np.load(folder / "output.npy"))


@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["fused", "plain"])
@pytest.mark.parametrize("kind", ["float32", "float16"])
@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_graph_computes_what_the_papers_say(tmp_path: Path, name: str, kind: str, options: tuple[str, ...]) -> None:
    model = MODELS[name]
    tensors = bert.random_tensors(model, seed=len(name), kind=kind)
    done = export(bert.publish(tmp_path, model, tensors), *options)
    assert done.returncode == 0, done.stderr
    rng = np.random.default_rng(5)
    ids = [rng.integers(0, model.vocabulary, length).tolist() for length in LENGTHS]

    padded = computed(tmp_path, ids, max(LENGTHS))
    alone = computed(tmp_path, ids[-1:], max(LENGTHS))

    expected = np.stack([bert.reference(model, tensors, text) for text in ids])
    assert np.abs(padded - expected).max() < 1e-5
    assert np.abs(alone - expected[-1:]).max() < 1e-5


@pytest.mark.skipif(
    not cpu_precision.is_fast(), reason="8-bit products overflow on a CPU without VNNI; it does not use them"
)
@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_graph_in_8_bits_is_near_and_a_text_is_the_same_alone_and_in_company(tmp_path: Path, name: str) -> None:
    model = MODELS[name]
    tensors = bert.random_tensors(model, seed=len(name))
    assert export(bert.publish(tmp_path, model, tensors)).returncode == 0
    rng = np.random.default_rng(5)
    ids = [rng.integers(0, model.vocabulary, length).tolist() for length in LENGTHS]

    together = computed(tmp_path, ids, max(LENGTHS), cpu_precision.EIGHT_BIT)
    alone = [computed(tmp_path, [text], max(LENGTHS), cpu_precision.EIGHT_BIT)[0] for text in ids]

    expected = np.stack([bert.reference(model, tensors, text) for text in ids])
    assert np.array_equal(together, np.stack(alone))
    assert (together * expected).sum(axis=1).min() > NEAR


def test_a_graph_is_the_same_each_time_it_is_made(tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        bert.publish(folder, Bert(), bert.random_tensors(Bert(), seed=2))
        assert export(folder).returncode == 0
        made.append([(folder / name).read_bytes() for name in (cpu_precision.EXACT, cpu_precision.EIGHT_BIT)])

    assert made[0] == made[1]


def test_a_model_of_another_architecture_is_refused_without_a_graph(tmp_path: Path) -> None:
    folder = bert.publish(tmp_path, Bert(), bert.random_tensors(Bert(), seed=2))
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"model_type": "roberta"}))

    done = export(folder)

    assert done.returncode == 1
    assert "model_type is 'roberta'; only 'bert' can be exported" in done.stderr
    assert not (folder / "model.onnx").exists()
