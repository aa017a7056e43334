"""What the doctor says of models on a GPU."""

from __future__ import annotations

from gateway.cli.doctor import on_gpu
from inference.manifest import Manifest


def test_a_model_that_tensorrt_should_run_and_does_not_is_a_finding() -> None:
    said = {"a_encoder": "tensorrt: cosine at least 0.9999", "b_encoder": "onnxruntime, not tensorrt: no GPU"}

    well, ill = on_gpu(Manifest(stamp="", files={}, target="tensorrt", engines=said))

    assert well.what == "a_encoder: tensorrt: cosine at least 0.9999"
    assert not well.help
    assert "no GPU" in ill.what
    assert "shouguan models build" in ill.help


def test_a_machine_without_a_gpu_has_nothing_to_say_of_one() -> None:
    assert list(on_gpu(None)) == []
    assert list(on_gpu(Manifest(stamp="", files={}, target="cpu"))) == []
