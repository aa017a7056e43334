"""Silero's voice-activity model on ONNX Runtime; its memory runs through the whole of one request."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils

from inference.kernels import vad


class TritonPythonModel:
    """Answers requests of the model `vad`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graph that lies beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(folder / "vad.onnx", options, providers=["CPUExecutionProvider"])

    def execute(self, requests: list[object]) -> list[object]:
        """Give SAMPLES [n] -> PROBABILITY [windows] for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        samples = pb_utils.get_input_tensor_by_name(request, "SAMPLES").as_numpy()
        state = np.zeros((1, 1, 128), np.float32)
        if samples.size == 0:
            probability = np.zeros(0, np.float32)
        else:
            given = {"input": vad.frames(samples), "h": state, "c": state}
            probability = self._session.run(["speech_probs"], given)[0]
        return pb_utils.InferenceResponse([pb_utils.Tensor("PROBABILITY", probability)])
