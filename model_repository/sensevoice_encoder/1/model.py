"""SenseVoice's encoder on ONNX Runtime.

Every row runs by itself and without its padding: the int8 graph measures the range of whole tensors, so what stands
beside a row, zeros included, would change its result.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils

QUERIES = 4
INPUTS = ("FEATURES", "LENGTH", "LANGUAGE_ID", "TEXT_NORM")


class TritonPythonModel:
    """Answers requests of the model `sensevoice_encoder`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graph that lies beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])

    def execute(self, requests: list[object]) -> list[object]:
        """Give FEATURES [b, t, 560], the rest [b] -> LABELS, PROBABILITY [b, t + 4] for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        given = {name: pb_utils.get_input_tensor_by_name(request, name).as_numpy() for name in INPUTS}
        rows, frames, _ = given["FEATURES"].shape
        labels = np.zeros((rows, frames + QUERIES), np.int32)
        probability = np.zeros((rows, frames + QUERIES), np.float32)
        for row, length in enumerate(given["LENGTH"].tolist()):
            if length:
                alone = {name: value[row : row + 1] for name, value in given.items()}
                alone["FEATURES"] = alone["FEATURES"][:, :length]
                found = self._session.run(["LABELS", "PROBABILITY"], alone)
                labels[row, : length + QUERIES], probability[row, : length + QUERIES] = found[0][0], found[1][0]
        outputs = {"LABELS": labels, "PROBABILITY": probability}
        return pb_utils.InferenceResponse([pb_utils.Tensor(name, value) for name, value in outputs.items()])
