"""Repositories for GPUs, as far as a machine without one can tell: the parts on the CPU run, the graphs are right."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from inference import manifest, native, parity, runtime
from inference.catalogue import find
from inference.channel import Channel
from inference.client import TritonPerception
from inference.engines import read_examples
from inference.layout import Layout
from inference.parity import Tolerance

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = Layout(ROOT)
TEXTS = ["I sorted the needs by value.", "So.", "那我先说结论。", "word " * 400]

STAND_IN = '''"""Stands for Triton's ONNX Runtime backend, which this server does not have."""
import onnxruntime
from pathlib import Path
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def initialize(self, args):
        graph = Path(args["model_repository"]) / args["model_version"] / "model.onnx"
        self._session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])

    def execute(self, requests):
        return [self._answer(request) for request in requests]

    def _answer(self, request):
        given = {name: pb_utils.get_input_tensor_by_name(request, name).as_numpy() for name in ("ids", "mask")}
        return pb_utils.InferenceResponse([pb_utils.Tensor("embedding", self._session.run(["embedding"], given)[0])])
'''


@pytest.fixture
def installation(model_repository: Path, tmp_path: Path) -> Path:
    """An installation whose English sentence encoder is made as for `cuda`, run by a stand-in on the CPU."""
    build = tmp_path / "build"
    repository = build / "model_repository"
    repository.mkdir(parents=True)
    shutil.copytree(model_repository / ".code", repository / ".code")
    shutil.copytree(model_repository / "embedding_en", repository / "embedding_en")
    for name in ("triton-env", "weights"):
        (build / name).symlink_to(LAYOUT.build / name)
    model = find("embedding_en")
    assert model is not None
    native.onnxruntime(LAYOUT, model, repository, print)
    encoder = repository / "embedding_en_encoder"
    config = (encoder / "config.pbtxt").read_text()
    (encoder / "config.pbtxt").write_text(config.replace(native.ONNXRUNTIME, 'backend: "python"\n'))
    (encoder / "1" / "model.py").write_text(STAND_IN)
    manifest.write(repository, "taken apart")
    (tmp_path / "model_repository").mkdir()
    (tmp_path / "model_repository" / "embedding_en").symlink_to(LAYOUT.sources / "embedding_en")
    return tmp_path


async def test_an_encoder_taken_apart_gives_the_same_vectors(
    installation: Path, tmp_path: Path, perception: TritonPerception
) -> None:
    texts = np.array([[text.encode()] for text in TEXTS], dtype=np.object_)
    whole = await perception.embed(TEXTS, "en")

    async with runtime.TritonServer(installation, log_dir=tmp_path / "logs") as address:
        channel = Channel(address, 30.0)
        (apart,) = await channel.infer("embedding_en", {"TEXT": texts}, ["EMBEDDING"])
        await channel.close()

    np.testing.assert_allclose(apart, whole, atol=2e-6)


def test_the_graph_for_engines_gives_in_mixed_precision_what_full_precision_gives(
    model_repository: Path, tmp_path: Path
) -> None:
    source = LAYOUT.weights / "embedding_en"
    command = [str(LAYOUT.python), "-m", "inference.engine_source", "bert", str(source), str(tmp_path), "16,64"]
    subprocess.run(command, check=True, cwd=ROOT)
    given, expected = read_examples(tmp_path / "examples.npz")
    found = []
    for number, inputs in enumerate(given):
        np.savez(tmp_path / f"{number}.npz", **dict(inputs))  # type: ignore[arg-type]
        command = [str(LAYOUT.python), str(ROOT / "tests" / "fixtures" / "graph_run.py"), str(tmp_path / "graph.onnx")]
        subprocess.run([*command, str(tmp_path / f"{number}.npz"), str(tmp_path / f"{number}.npy")], check=True)
        found.append({"embedding": np.load(tmp_path / f"{number}.npy")})

    assert [inputs["ids"].shape for inputs in given] == [(4, 16), (4, 64)]
    assert parity.judge(found, expected, Tolerance()).passed
