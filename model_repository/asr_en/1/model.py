"""Moonshine tiny (English) on ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils

from inference.kernels import moonshine


class TritonPythonModel:
    """Answers requests of the model `asr_en`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graphs that lie beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        graphs = [
            onnxruntime.InferenceSession(folder / f"{name}.ort", options, providers=["CPUExecutionProvider"])
            for name in ("encoder", "decoder")
        ]
        self._recogniser = moonshine.Recogniser(*graphs, folder / "tokenizer.bin")

    def execute(self, requests: list[object]) -> list[object]:
        """Give SAMPLES [n] -> WORDS, START_MS, END_MS, CONFIDENCE [words] for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        samples = pb_utils.get_input_tensor_by_name(request, "SAMPLES").as_numpy()
        try:
            words = self._recogniser.recognise(samples)
        except ValueError as error:
            return pb_utils.InferenceResponse([], pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG))
        tensors = {
            "WORDS": np.array([word.text.encode() for word in words], dtype=np.object_),
            "START_MS": np.array([word.start_ms for word in words], dtype=np.int32),
            "END_MS": np.array([word.end_ms for word in words], dtype=np.int32),
            "CONFIDENCE": np.array([word.confidence for word in words], dtype=np.float32),
        }
        return pb_utils.InferenceResponse([pb_utils.Tensor(name, value) for name, value in tensors.items()])
