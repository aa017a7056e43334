"""The inputs that models are timed with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from google.protobuf import text_format
from tritonclient.grpc.model_config_pb2 import ModelConfig

from inference import bench
from inference.channel import Tensor


def inputs(text: str, files: Path = Path("none")) -> dict[str, Tensor]:
    return bench.warmup_inputs(text_format.Parse(text, ModelConfig()), files)


def test_values_come_from_the_files_that_the_request_names(tmp_path: Path) -> None:
    (tmp_path / "language").write_bytes(b"\x02\0\0\0en")
    (tmp_path / "samples").write_bytes(np.array([0.5, -0.5], np.float32).tobytes())

    made = inputs(
        """max_batch_size: 1 model_warmup [ { name: "speech"
        inputs { key: "LANGUAGE" value { data_type: TYPE_STRING dims: [ 1 ] input_data_file: "language" } }
        inputs { key: "SAMPLES" value { data_type: TYPE_FP32 dims: [ 2 ] input_data_file: "samples" } } } ]""",
        tmp_path,
    )

    assert made["LANGUAGE"].tolist() == [[b"en"]]
    assert made["SAMPLES"].tolist() == [[0.5, -0.5]]


def test_noise_is_small_finite_and_the_same_each_time() -> None:
    config = """model_warmup [ { name: "noise" inputs {
        key: "SAMPLES" value { data_type: TYPE_FP32 dims: [ 1000 ] random_data: true } } } ]"""

    (noise,) = inputs(config).values()

    assert noise.dtype == np.float32
    assert noise.shape == (1000,)
    assert 0.01 < np.abs(noise).max() <= 0.1
    assert np.array_equal(noise, inputs(config)["SAMPLES"])


def test_a_model_that_batches_gets_a_batch_of_one() -> None:
    made = inputs("""max_batch_size: 8 model_warmup [ { name: "empty"
        inputs { key: "TEXT" value { data_type: TYPE_STRING dims: [ 1 ] zero_data: true } }
        inputs { key: "N" value { data_type: TYPE_INT32 dims: [ 2 ] zero_data: true } } } ]""")

    assert made["TEXT"].tolist() == [[b""]]
    assert made["N"].tolist() == [[0, 0]]
    assert made["N"].dtype == np.int32


def test_a_model_without_warm_up_gets_nothing() -> None:
    assert inputs('name: "x"') == {}
